"""A collective appeal: neighbours sign by a link, are named, leave; the contact person hands it over once."""

import re

import pytest

from council.people import Role
from tests.stories.journeys import WORDS, answers_case, card, number_on, reaches_review, says
from tests.world import Resident, World

TARAS = ("Бойко Тарас Іванович", "с. Буда, вул. Лісова, 7")
NAMED = "Коваль Ганна Петрівна, с. Наумівка, вул. Садова, 9"


async def gathers(olena: Resident) -> str:
    """Olena's appeal waits for others; returns what her link says to /start."""
    await reaches_review(olena)
    await olena.press("Разом з іншими")
    found = re.search(r"start=(co_[\w-]+)", olena.last)
    assert found
    return found[1]


async def signs(person: Resident, link: str, *answers: str) -> None:
    await person.send(f"/start {link}")
    await person.press("Підписати", in_=person.last_message)
    for answer in answers or TARAS:
        await says(person, answer)
    await person.press("Підписати", in_=person.last_message)


async def hands_over(olena: Resident) -> str:
    await olena.press("‹ До мого звернення")
    await olena.press("Надіслати")
    return number_on(olena.last)


async def test_a_neighbour_reads_signs_and_hears_the_number_and_the_answer(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    link = await gathers(olena)
    await taras.send(f"/start {link}")
    assert taras.sees("Шевченко Олена Іванівна просить вас підписати звернення до ради")
    assert taras.sees(WORDS)
    assert "той, хто вас запросив, і рада їх побачать" in taras.last
    await signs(taras, link)
    await taras.press("Так, повідомляйте")
    assert olena.sees_once("Бойко Тарас Іванович підписує ваше звернення.")
    await olena.press("Хто вже підписав")
    assert "Підписали: 1\nБойко Тарас Іванович" in olena.last
    number = await hands_over(olena)
    assert taras.sees_once(f"{number}: звернення, яке ви підписали, передано до ради")
    assert "Колективне: 2 людини" in card(registrar, number).text
    assert "Бойко" not in card(registrar, number).text
    await answers_case(world, registrar, number, "Лавку поставимо.")
    assert olena.sees_once("Лавку поставимо.")
    assert taras.sees_once("Лавку поставимо.")


async def test_the_council_sees_who_confirmed_and_who_was_named(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await registrar.private.send("/start")
    await signs(taras, await gathers(olena))
    await olena.press("Назвати людей самостійно")
    await olena.send("Коваль Ганна Петрівна")
    assert "Напишіть ім’я, кому, а тоді де живе ця людина" in olena.last
    await olena.send(NAMED)
    await olena.press("Надіслати")
    assert "Колективне: 3 людини" in card(registrar, number_on(olena.last)).text
    await registrar.press("Показати дані")
    whole = registrar.private.last
    assert "Бойко Тарас Іванович, с. Буда, вул. Лісова, 7\n" in whole
    assert f"{NAMED} (називає контактна особа)" in whole


async def test_one_leaves_and_the_appeal_goes_on(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await signs(taras, await gathers(olena))
    number = await hands_over(olena)
    await taras.press("Відкрити це звернення")
    assert "Ви підписали це звернення разом із: Шевченко Олена Іванівна" in taras.last
    await taras.press("Зняти мій підпис")
    await taras.press("Так, зняти")
    assert "Звернення розглядають далі без вас" in taras.last
    assert f"Один із тих, хто підписав {number}, зняв підпис" in registrar.in_topic(number)[-1]
    assert olena.sees_once("Бойко Тарас Іванович знімає підпис із вашого звернення")
    await taras.press_data(taras.last_message, "case:1:0")
    assert "Такого звернення немає" in taras.last
    await answers_case(world, registrar, number, "Лавку поставимо.")
    assert not taras.sees("Лавку поставимо.")


async def test_changed_words_are_asked_again_and_who_did_not_read_them_stays_outside(world: World) -> None:
    olena, taras, hanna = world.resident("Олена"), world.resident("Тарас"), world.resident("Ганна")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    link = await gathers(olena)
    await signs(taras, link)
    await signs(hanna, link, "Коваль Ганна Петрівна", "с. Буда, вул. Лісова, 9")
    await olena.press("‹ До мого звернення")
    for answer in ("Змінити", "Текст", "Просимо дві лавки.", "Надіслати"):
        await says(olena, answer)
    assert "після цього текст змінено" in olena.last
    await olena.press("Разом з іншими")
    assert "Чекаємо нового підтвердження: 2" in olena.last
    assert "Текст звернення, яке ви підписали, змінено" in taras.last
    await taras.press("Прочитати новий текст")
    assert taras.sees("Просимо дві лавки.")
    await taras.press("Підписати", in_=taras.last_message)
    for answer in TARAS:
        await says(taras, answer)
    await taras.press("Підписати", in_=taras.last_message)
    number = await hands_over(olena)
    assert "Колективне: 2 людини" in card(registrar, number).text
    assert "Звернення передано без вас" in hanna.last


async def test_a_handed_over_appeal_takes_nobody_more(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    link = await gathers(olena)
    await hands_over(olena)
    await taras.send(f"/start {link}")
    assert "Це звернення вже передано" in taras.last


async def test_an_invitation_works_for_a_week(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    link = await gathers(olena)
    await world.later(days=7, minutes=1)
    await taras.send(f"/start {link}")
    assert "Строк запрошення минув" in taras.last


async def test_the_contact_person_does_not_sign_twice(world: World) -> None:
    olena = world.resident("Олена")
    link = await gathers(olena)
    await olena.send(f"/start {link}")
    assert "Ви контактна особа цього звернення" in olena.last


@pytest.mark.parametrize("data", ["in:sign:unheard", "in:read:unheard", "jo:leave:1f", "jo:notify:1f", "together:1f"])
async def test_invented_buttons_open_nothing(world: World, data: str) -> None:
    petro = world.resident("Петро")
    await petro.send("/start")
    await petro.press_data(petro.last_message, data)
    assert "немає" in petro.last


async def test_who_only_signed_cannot_act_for_the_contact_person(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await signs(taras, await gathers(olena))
    number = await hands_over(olena)
    await taras.send("Додайте ще.", reply_to=taras.message(number))
    assert "Це може лише контактна особа, Шевченко Олена Іванівна" in taras.last
    assert not world.admin.sees("Додайте ще.")
