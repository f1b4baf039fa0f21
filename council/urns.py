"""How answers leave the urn: only together with others, so that none can be told from its neighbours.

A finished walk goes into an urn. It is drawn when so many sheets with the same coarse traits lie there that they hide
each other; what waits too long loses its traits one by one. Figures are made of drawn sheets alone, so watching them
before and after one person answered tells nothing of that person.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from council.survey import Again, Survey

TOGETHER = 5
"""The smallest group in which an answer is drawn or shown."""
FULL = 25
"""So many sheets wait for others like them; then they go with fewer traits."""


class Sheet(BaseModel):
    """One person's answers without the person. `id` is random; `week` is the ISO week of the end, where kept."""

    model_config = ConfigDict(frozen=True)

    id: str
    answers: dict[str, Any] = Field(default_factory=dict)
    traits: dict[str, str] = Field(default_factory=dict)
    week: str = ""

    def sharing(self, traits: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.traits.get(trait, "") for trait in traits)

    def only(self, traits: Sequence[str]) -> "Sheet":
        """The sheet with these traits and no others."""
        return self.model_copy(update={"traits": {name: self.traits[name] for name in traits if name in self.traits}})


class Urn(BaseModel):
    """Where a walk ends up: sheets of one survey, version, wave and subject, taken the same way."""

    model_config = ConfigDict(frozen=True)

    survey: str
    version: int
    wave: str = ""
    subject: str = ""
    variant: str = ""
    channel: str = "self"

    @property
    def key(self) -> str:
        return "|".join((self.survey, str(self.version), self.wave, self.subject, self.variant, self.channel))


def drawn(sheets: Sequence[Sheet], traits: Sequence[str], week: str) -> tuple[Sequence[Sheet], Sequence[Sheet]]:
    """(what is drawn, what stays), both in the order of their random ids.

    `traits` in the order in which they are kept; `week` is the present one: what is older waits no longer for others
    of its kind.
    """
    out, rest = _together([sheet.only(traits) for sheet in sheets], traits)
    late = rest if len(rest) >= FULL else [sheet for sheet in rest if sheet.week != week]
    waiting = [sheet for sheet in rest if sheet not in late]
    for kept in (*([trait] for trait in traits), ()):
        more, _few = _together([sheet.only(kept) for sheet in late], kept)
        taken = {sheet.id for sheet in more}
        late = [sheet for sheet in late if sheet.id not in taken]
        out = [*out, *more]
    return _mixed(out), _mixed([*waiting, *(sheet.only(()) for sheet in late)])


def _together(sheets: Sequence[Sheet], traits: Sequence[str]) -> tuple[list[Sheet], list[Sheet]]:
    """Those that share their traits with four others at least, and the rest."""
    groups: Mapping[tuple[str, ...], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        groups[sheet.sharing(traits)].append(sheet)
    large = [sheet for group in groups.values() if len(group) >= TOGETHER for sheet in group]
    small = [sheet for group in groups.values() if len(group) < TOGETHER for sheet in group]
    return large, small


def _mixed(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    return sorted(sheets, key=lambda sheet: sheet.id)


def week_of(day: date) -> str:
    """«2026-W48»"""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}"


def wave(survey: Survey, local: datetime) -> str:
    """The period in which a person answers once, where no campaign names another wave."""
    match survey.again:
        case Again.ONCE:
            return ""
        case Again.YEAR:
            return f"{local.year}"
        case Again.HALF_YEAR:
            return f"{local.year}-H{(local.month + 5) // 6}"
        case Again.QUARTER:
            return f"{local.year}-Q{(local.month + 2) // 3}"
    return f"{local.year}-{local.month:02}"


def occasion(survey: Survey, local: datetime, subject: str) -> str:
    """What a person answers once for: the wave and its subject; of visits one a day. Only its hash is kept."""
    day = local.date().isoformat() if survey.again is Again.DAY else ""
    return f"{wave(survey, local)}|{subject}|{day}"
