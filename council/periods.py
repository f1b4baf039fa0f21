"""The time that a report on a programme covers: a quarter, a year, or the whole of a finished programme."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from council.phrases import NotFound, Phrase, _

_CODE = re.compile(r"(\d{4})(?:q([1-4])|(f))?")
_ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """`quarter` is 1 to 4; 0 for a year. `final` covers a whole programme, and `year` is then its last one."""

    year: int
    quarter: int = 0
    final: bool = False

    @property
    def code(self) -> str:
        """`2026q3`, `2026`, `2026f`: fit for a button and a column."""
        return f"{self.year}q{self.quarter}" if self.quarter else f"{self.year}{'f' if self.final else ''}"

    @property
    def first(self) -> date:
        """The first day; of a final period the first day of its last year."""
        return date(self.year, 3 * max(self.quarter, 1) - 2, 1)

    @property
    def last(self) -> date:
        if self.quarter in (0, 4):
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.quarter + 1, 1) - timedelta(days=1)

    @property
    def order(self) -> tuple[date, int]:
        """Later periods are greater; of one last day the wider is the later word: quarter, year, final."""
        return self.last, 0 if self.quarter else 2 if self.final else 1

    @property
    def phrase(self) -> Phrase:
        """«III квартал 2026 року»."""
        if self.quarter:
            return Phrase(_("quarter {quarter} of {year}"), {"quarter": _ROMAN[self.quarter], "year": str(self.year)})
        if self.final:
            return Phrase(_("the whole programme, to the end of {year}"), {"year": str(self.year)})
        return Phrase(_("the year {year}"), {"year": str(self.year)})

    @classmethod
    def of(cls, code: str) -> Self:
        """The period of a code. Raises NotFound for anything else."""
        found = _CODE.fullmatch(code)
        if found is None:
            raise NotFound(_("There is no such period."))
        return cls(int(found[1]), int(found[2] or 0), final=bool(found[3]))


def quarter_of(day: date) -> Period:
    """The quarter in which the day lies."""
    return Period(day.year, (day.month + 2) // 3)
