"""«Мої звернення»: where each stands, what has happened, what the council wrote; and a later word of the person."""

from council.people import Role
from tests.stories.journeys import answers_case, card, reaches_review, submits
from tests.world import World


async def test_the_list_is_paged_and_the_card_tells_the_story(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/my")
    assert olena.last == "У вас ще немає звернень."
    numbers = [await submits(olena, "information_request") for _ in range(6)]
    await olena.send("/my")
    assert "Мої звернення: 6" in olena.last
    assert numbers[5] in olena.buttons[0]
    await olena.press("Давніші ›")
    assert "‹ Новіші" in olena.buttons
    await olena.press(numbers[0])
    assert f"{numbers[0]}: передано до ради" in olena.last
    assert "Відповідь має бути до 30 листопада 2026" in olena.last
    assert "23 листопада 2026, 09:00 — ви передали звернення до ради" in olena.last


async def test_the_card_follows_the_work_of_the_council(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena)
    await registrar.press("Взяти в роботу")
    await answers_case(world, registrar, number, "Лавку поставимо.")
    await registrar.press("Офіційну відповідь надіслано")
    await olena.send("/my")
    await olena.press(number)
    assert f"{number}: надано відповідь" in olena.last
    for step in ("рада взяла його в роботу", "рада відповіла тут", "вам надіслано офіційну відповідь"):
        assert step in olena.last
    assert "Ірина" not in olena.last
    await olena.press("Прочитати відповідь")
    assert "Лавку поставимо." in olena.last


async def test_a_case_of_another_person_does_not_exist(world: World) -> None:
    olena, petro = world.resident("Олена"), world.resident("Петро")
    await submits(olena)
    await olena.press("Відкрити це звернення")
    await petro.send("/my")
    for data in ("case:1:0", "read:1:0", "voice:yes:1", "keep:1", "case:x", "case:999999999999999999:0"):
        await petro.press_data(petro.last_message, data)
        assert "Такого звернення немає." in petro.last or "Такого повідомлення немає." in petro.last


async def test_a_later_word_reaches_the_topic_masked(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena)
    await olena.send("Ще одне: мій телефон 067 123 45 67.", reply_to=olena.last_message)
    assert olena.last == f"Додано до {number}. Рада це побачить."
    added = registrar.in_topic(number)[-1]
    assert added.startswith("Мешканець додав:")
    assert "[телефон]" in added
    assert "067" not in added
    await olena.press("Відкрити це звернення")
    assert "ви щось додали" in olena.last


async def test_a_known_persons_case_is_found_in_the_group_without_their_name(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    await olena.press("Надіслати")
    shown = "\n".join(world.admin.screens)
    assert card(world.admin, "ЗВ-2026-000001")
    for personal in ("Шевченко", "Садова", "olena@ukr.net"):
        assert personal not in shown
