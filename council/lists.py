"""Lists of cases for who works on them: what waits, what is in one's hands, what is late, and one by its number."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from council.appeals import FINAL, Appeal, State
from council.phrases import DomainError, _

PAGE = 10
"""Cases of a page: what fits a screen with a button each."""

OPEN = frozenset(State) - FINAL - {State.ANSWERED}
"""States in which the council still owes something: also where an answer was shown and its letter has not left."""


@dataclass(frozen=True)
class Listing:
    """Some cases of a list, and how many the whole list has."""

    cases: tuple[Appeal, ...]
    total: int


@dataclass(frozen=True)
class Reach:
    """The cases that are an officer's by their roles; `every` leaves out nothing but complaints.

    Codes of community.yaml: of departments, districts and categories.
    """

    every: bool = False
    departments: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Page:
    """One page of a list; the first has the number 0."""

    cases: tuple[Appeal, ...]
    total: int
    number: int

    @property
    def first(self) -> int:
        """The place of its first case in the list, counted from one."""
        return self.number * PAGE + 1

    @property
    def has_next(self) -> bool:
        return self.first - 1 + len(self.cases) < self.total


async def page(ask: Callable[[int, int], Awaitable[Listing]], number: int) -> Page:
    """The page, asked for by (limit, offset); the first one where the list has grown shorter meanwhile."""
    found = await ask(PAGE, number * PAGE)
    if not found.cases and number:
        return await page(ask, 0)
    return Page(found.cases, found.total, number)


MOST = 30
"""So many numbers are looked at for what was typed: who typed one digit of a million numbers is asked for more."""


@dataclass(frozen=True)
class Sought:
    """What is known of a case's number: its serial or the last digits of one, and a registry index as it was typed.

    `serial` stands as in `ending`, and `number` is the pattern of the intake numbers with it; `last` are the digits
    that other serials may end with, in the same order.
    """

    serial: str = ""
    number: str = ""
    last: str = ""
    entry: str = ""


def ending(number: str) -> str:
    """The serial of an intake number, its last digit first: «ЗВ-2026-000123/2» has 321000."""
    return number.partition("/")[0].rpartition("-")[2][::-1]


_WHOLE = re.compile(r"(?:[^\W\d_]{2}\W*)?(\d{4})\W+(\d{1,6})(/\d+)?")
_TAIL = re.compile(r"(\d{1,6})(/\d+)?")


def sought(words: str) -> Sought:
    """Reads a number as people copy it: «ЗВ-2026-000123», «зв 2026 123», «123», «№ 02-17». DomainError for none.

    A number without «/2» stands for the repeated appeals too.
    """
    entry = " ".join(words.split()).lstrip("№# ")[:80]
    if not entry:
        raise DomainError(_("Write the number after the command, for example «/find 123»."))
    if whole := _WHOLE.fullmatch(entry):
        number = f"ЗВ-{whole[1]}-{int(whole[2]):06}"
        return Sought(ending(number), number + (whole[3] or "%"), entry=entry)
    if tail := _TAIL.fullmatch(entry):
        number = f"%-{int(tail[1]):06}"
        last = "" if tail[2] else tail[1][::-1]
        return Sought(ending(number), number + (tail[2] or "%"), last, entry)
    return Sought(entry=entry)
