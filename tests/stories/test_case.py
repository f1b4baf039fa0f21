"""The staff work on a case: a topic and a masked card, data for the one who asks, one who takes it, notes inside."""

from pathlib import Path

import pytest

from council.appeals import AppealId
from council.people import Role
from tests.stories.journeys import answers_case, card, number_on, reaches_review, submits
from tests.world import World, a_world

PRIVATE = ("Шевченко", "Садова", "olena@ukr.net", "067")
TEXT = "На Садовій, 5 не світить ліхтар. Дзвоніть 067 123 45 67, Олена Шевченко."
DATA = "Показати дані в приватному чаті"


async def test_a_case_has_its_topic_and_a_card_without_personal_data(world: World) -> None:
    number = await submits(world.resident("Олена"), text=TEXT)
    assert world.topic(number).name == f"{number} Вуличне освітлення"
    shown = card(world.admin, number).text
    for told in (
        "заява (клопотання)",
        "Стан: передано до ради",
        "Відповісти до 23 грудня 2026: один місяць від 23 листопада 2026",
        "Тема: Вуличне освітлення",
        "Відділ: Загальний відділ",
        "Округ: Наумівський округ",
        "Ще ніхто не взяв.",
        "[телефон]",
    ):
        assert told in shown
    assert not any(personal in shown for personal in PRIVATE)


async def test_a_complaint_shows_number_and_deadline_only(world: World) -> None:
    clerk = await world.officer("Ігор", Role.EXECUTOR, scope="general")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(world.resident("Олена"), "complaint", "Касирка Марія кричить на людей.")
    shown = "\n".join(registrar.in_topic(number)) + world.topic(number).name
    assert "скарга" in shown
    assert "23 грудня 2026" in shown
    for hidden in ("Марія", "ЦНАП", "Наумівський", "Вуличне", *PRIVATE):
        assert hidden not in shown
    await clerk.press(DATA)
    assert "Це звернення не належить до вашої ролі." in clerk.popups[-1]
    await registrar.private.send("/start")
    await registrar.press(DATA)
    assert "На кого скарга: ЦНАП, касирка" in registrar.private.last


async def test_the_data_open_for_the_one_who_asks_and_the_opening_is_written_down(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await reaches_review(olena)
    await olena.photo()
    await olena.press("Надіслати")
    number = number_on(olena.last)
    await registrar.private.send("/start")
    await registrar.press(DATA)
    assert "Надіслано у ваш приватний чат з ботом." in registrar.popups
    whole = registrar.private.message(number).text
    assert "Шевченко Олена Іванівна" in whole
    assert "Місце проживання: с. Наумівка, вул. Садова, 5" in whole
    assert "Відповідь: електронною поштою olena@ukr.net" in whole
    assert [message.kind for message in registrar.private.view()][-1] == "photo"
    assert not any("Садова" in text for text in registrar.screens)
    async with world.app.storage.reading() as desk:
        history = await desk.appeals.history(AppealId(1))
    assert [(event.actor, event.action) for event in history][-1] == (f"officer:{registrar.id}", "data_opened")


async def test_who_never_opened_the_bot_is_told_how(world: World) -> None:
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(world.resident("Олена"))
    await registrar.press(DATA)
    await world.later(seconds=5)
    assert "відкрийте приватний чат з ботом, натисніть «Почати»" in registrar.in_topic(number)[-1]


async def test_without_a_role_one_sees_the_card_and_is_told_who_gives_roles(world: World) -> None:
    guest = await world.officer("Гість")
    number = await submits(world.resident("Олена"))
    for button in ("Взяти в роботу", DATA):
        await guest.press(button)
        assert "Ролі надає адміністратор: /roles." in guest.popups[-1]
    await guest.send("Моя відповідь", reply_to=card(guest, number))
    assert "Ролі надає адміністратор: /roles." in guest.last
    assert "Ще ніхто не взяв." in card(guest, number).text


async def test_of_two_who_take_a_case_one_has_it(world: World) -> None:
    olena = world.resident("Олена")
    first = await world.officer("Ірина", Role.REGISTRAR, position="начальниця відділу")
    second = await world.officer("Ігор", Role.EXECUTOR, position="спеціаліст")
    number = await submits(olena)
    message = card(first, number)
    first.person.presses(message, "Взяти в роботу")
    second.person.presses(message, "Взяти в роботу")
    await world.settle()
    assert "Ви взяли це звернення." in first.popups
    assert "Це звернення вже в роботі: начальниця відділу. Видно на картці." in second.popups
    assert "Працює: начальниця відділу" in card(first, number).text
    assert "Стан: у роботі" in card(first, number).text
    assert olena.sees_once(f"{number}: взято в роботу. Рада відповість тут.")
    assert not olena.sees("Ірина")


async def test_a_plain_message_in_the_topic_stays_inside(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena)
    before = list(olena.screens)
    await registrar.send("Дзвонила електрикам, обіцяли завтра.", topic=number)
    await registrar.document(topic=number)
    await world.later(minutes=5)
    assert olena.screens == before
    async with world.app.storage.reading() as desk:
        notes = await desk.appeals.messages(AppealId(1))
    assert [note.text for note in notes] == ["Дзвонила електрикам, обіцяли завтра."]


@pytest.mark.parametrize("kind", ["application", "problem_report"])
async def test_in_a_group_without_topics_everything_goes_by_replies(tmp_path: Path, kind: str) -> None:
    async with a_world(tmp_path, forum=False) as world:
        olena = world.resident("Олена")
        registrar = await world.officer("Ірина", Role.REGISTRAR)
        number = await submits(olena, kind)
        await registrar.press("Взяти в роботу")
        assert "Стан: у роботі" in card(registrar, number).text
        await registrar.send("Про себе: спитати електриків.")
        await answers_case(world, registrar, number, "Полагодимо в п’ятницю.")
        assert olena.sees_once("Полагодимо в п’ятницю.")
        assert not olena.sees("спитати електриків")
