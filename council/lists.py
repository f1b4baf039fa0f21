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


@dataclass(frozen=True)
class Sought:
    """What is known of a case's number: patterns of the intake number, and a registry index as it was typed.

    `exact` is the likeliest intake number, `tail` all that end so, `parts` their repeated appeals (`…/2`).
    """

    exact: str = ""
    tail: str = ""
    parts: str = ""
    entry: str = ""


_WHOLE = re.compile(r"(?:[^\W\d_]{2}\W*)?(\d{4})\W+(\d{1,6})(/\d+)?")
_TAIL = re.compile(r"(\d{1,6})(/\d+)?")


def sought(words: str) -> Sought:
    """Reads a number as people copy it: «ЗВ-2026-000123», «зв 2026 123», «123», «№ 02-17». DomainError for none."""
    entry = " ".join(words.split()).lstrip("№# ")[:80]
    if not entry:
        raise DomainError(_("Write the number after the command, for example «/find 123»."))
    if whole := _WHOLE.fullmatch(entry):
        number = f"ЗВ-{whole[1]}-{int(whole[2]):06}{whole[3] or ''}"
        return Sought(number, number, f"{number}/%", entry)
    if tail := _TAIL.fullmatch(entry):
        part = tail[2] or ""
        repeated = "" if part else f"%{tail[1]}/%"
        return Sought(f"%-{int(tail[1]):06}{part}", f"%{tail[1]}{part}", repeated, entry)
    return Sought(entry=entry)
