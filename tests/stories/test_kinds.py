"""Every kind of case from /start to the answer: in both languages, by buttons and by typing, in few screens."""

import pytest

from council.people import Role
from tests.stories.journeys import (
    IT_IS_ME,
    KINDS,
    LEGAL,
    SEND,
    SUBMIT,
    answers,
    answers_case,
    card,
    number_on,
    says,
    submits,
)
from tests.world import Resident, World

DUE = {
    "proposal": "23 грудня 2026: один місяць від 23 листопада 2026",
    "application": "23 грудня 2026: один місяць від 23 листопада 2026",
    "complaint": "23 грудня 2026: один місяць від 23 листопада 2026",
    "information_request": "30 листопада 2026: 5 робочих днів від 23 листопада 2026",
    "problem_report": "23 грудня 2026: 30 днів від 23 листопада 2026 — це обіцянка ради, а не строк за законом",
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_case_goes_all_the_way_from_start_to_the_answer(world: World, kind: str) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR, position="начальниця загального відділу")
    number = await submits(olena, kind)
    assert DUE[kind] in olena.last
    await registrar.press("Взяти в роботу", in_=card(registrar, number))
    assert olena.sees(f"{number}: взято в роботу")
    await answers_case(world, registrar, number, "Лавку поставимо до 1 березня.")
    assert olena.sees_once("Лавку поставимо до 1 березня.")
    if kind == "problem_report":
        assert "Стан: надано відповідь" in card(registrar, number).text
        return
    assert "Треба надіслати відповідь: електронною поштою" in card(registrar, number).text
    await registrar.press("Офіційну відповідь надіслано")
    assert f"{number}: офіційну відповідь вам надіслано" in olena.last
    assert "Стан: надано відповідь" in card(registrar, number).text


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_every_kind_is_named_by_its_legal_name_before_it_is_sent(world: World, language: str) -> None:
    for kind in KINDS:
        person = world.resident("Олена", language)
        await person.send("/start")
        await person.press(SUBMIT[language])
        for answer in answers(kind, language):
            await says(person, answer)
        assert LEGAL[kind][language] in person.last
        await person.press(SEND[language])
        assert number_on(person.last)
        assert ("Handed over to the council" if language == "en" else "Передано до ради") in person.last


TYPED = {
    "proposal": ["запропонувати зміну", "2"],
    "application": ["2", "ні, я просто прошу", "вуличне освітлення"],
    "complaint": ["попросити раду щось зробити або вирішити", "2", "пропустити"],
    "information_request": ["4"],
    "problem_report": ["1", "Вуличне освітлення."],
}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_step_can_be_typed(world: World, kind: str) -> None:
    """Numbers and words of the options, «пропустити», «надіслати»: no button is pressed at all."""
    olena = world.resident("Олена")
    await olena.send("/start")
    await olena.send("подати звернення")
    said = answers(kind)
    for answer in [*TYPED[kind], *said[len(TYPED[kind]) :]]:
        await olena.send("11" if answer == "Наумівський округ" else answer)
    await olena.send("надіслати")
    assert number_on(olena.last)
    await olena.send("мої звернення")
    assert number_on("".join(olena.buttons))


@pytest.mark.parametrize("kind", KINDS)
async def test_nine_screens_are_enough_for_someone_new_and_five_for_a_known_person(world: World, kind: str) -> None:
    olena = world.resident("Олена")
    assert await screens_to_the_number(olena, kind) <= 9
    if kind in ("information_request", "problem_report"):
        await submits(olena, "application")
    await olena.press("Запам’ятати мене")
    assert await screens_to_the_number(olena, kind, known=True) <= 5


async def screens_to_the_number(person: Resident, kind: str, known: bool = False) -> int:
    """How many screens a person sees from «Подати звернення» until the one with the number."""
    await person.send("/start")
    await person.press("Подати звернення")
    waiting, seen = answers(kind, known=known), [person.last]
    while "Передано до ради" not in person.last:
        await says(person, waiting.pop(0) if waiting else send_button(person))
        seen.append(person.last)
    assert len(set(seen)) == len(seen)
    return len(seen) - 1


def send_button(person: Resident) -> str:
    return next(one for one in (SEND["uk"], IT_IS_ME["uk"]) if one in person.buttons)
