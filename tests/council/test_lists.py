"""A case is found by whatever people copy of its number, and a list is turned page by page."""

from dataclasses import replace

import pytest

from council.appeals import FINAL, Kind, State
from council.lists import OPEN, PAGE, Listing, Sought, ending, page, sought
from council.phrases import DomainError
from tests.council.desk import drawn


@pytest.mark.parametrize(
    "words",
    [
        "ЗВ-2026-000123",
        "зв-2026-000123",
        "ЗВ 2026 123",
        "зв–2026–000123",
        "№ЗВ-2026-000123",
        "2026-123",
        "  ЗВ-2026-000123 ",
    ],
)
def test_the_whole_number_is_read_however_it_was_copied(words: str) -> None:
    assert replace(sought(words), entry="") == Sought("321000", "ЗВ-2026-000123%")


def test_the_last_digits_find_every_number_that_ends_so_and_name_the_likeliest() -> None:
    assert sought("№ 123") == Sought("321000", "%-000123%", "321", "123")
    assert sought("123/2") == Sought("321000", "%-000123/2", "", "123/2")


def test_a_number_is_kept_so_that_its_last_digits_come_first() -> None:
    assert ending("ЗВ-2026-000123") == ending("ЗВ-2026-000123/2") == "321000"


@pytest.mark.parametrize("words", ["К-17", "02-17/К", "Ш-45/2026", "%", "1234567"])
def test_anything_else_is_a_number_of_the_registry(words: str) -> None:
    assert sought(words) == Sought(entry=words)


@pytest.mark.parametrize("words", ["", "   ", "№"])
def test_no_number_is_answered_by_an_example(words: str) -> None:
    with pytest.raises(DomainError):
        sought(words)


def test_the_council_owes_something_in_every_state_but_the_last_ones() -> None:
    assert OPEN.isdisjoint(FINAL | {State.ANSWERED})
    assert State.ANSWER_SHOWN in OPEN


CASES = tuple(drawn(Kind.APPLICATION, number=f"ЗВ-2026-{n:06}") for n in range(1, 26))


async def ask(limit: int, offset: int) -> Listing:
    found = CASES[offset : offset + limit]
    return Listing(found, len(CASES) if found else 0)


async def test_pages_hold_every_case_once_in_order() -> None:
    turned = [await page(ask, number) for number in range(3)]
    assert tuple(case for one in turned for case in one.cases) == CASES
    assert [one.first for one in turned] == [1, 1 + PAGE, 1 + 2 * PAGE]
    assert [one.has_next for one in turned] == [True, True, False]


async def test_a_page_that_is_gone_leads_to_the_first() -> None:
    found = await page(ask, 7)
    assert (found.number, found.cases) == (0, CASES[:PAGE])
