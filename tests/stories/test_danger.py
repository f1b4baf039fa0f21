"""Danger is answered first: whom to call; then the conversation goes on."""

from tests.stories.journeys import MAIL, NAME, begins, number_on, says
from tests.world import World

FIRST = "Якщо зараз є небезпека, телефонуйте одразу:"


async def test_danger_is_answered_before_the_next_question(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.send("У під’їзді пахне дуже сильно газом, хто перевірить?")
    warning, question = olena.screens[-2:]
    assert warning.startswith(FIRST)
    assert "104" in warning
    assert "Бот не викликає допомогу." in warning
    assert "Напишіть прізвище" in question
    for answer in (NAME, MAIL, "Надіслати"):
        await says(olena, answer)
    assert number_on(olena.last)


async def test_danger_is_heard_without_a_form_and_under_a_photo(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("Горить хата!")
    assert olena.screens[-2].startswith(FIRST)
    assert "101" in olena.screens[-2]
    assert "Передати це до ради як звернення?" in olena.last
    petro = world.resident("Петро", "en")
    await petro.photo(caption="It smells of gas here")
    assert petro.screens[-2].startswith("If there is danger now, call at once:")


async def test_a_newspaper_is_no_gas(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("Коли виходить газета громади?")
    assert not olena.sees(FIRST)
