"""What the council does with the answers to a survey: texts read before others see them, results given back to people,
and values for the programme's indicators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from council.disclosure import Band
from council.people import Officer, Role, TelegramId
from council.phrases import DomainError, _
from council.results import Slice, Tally
from council.survey import QuestionKind, Survey
from council.urns import TOGETHER

PublicationId = NewType("PublicationId", int)
FindingId = NewType("FindingId", int)

MAY_PUBLISH = (Role.CAMPAIGN_MANAGER, Role.HEAD, Role.PROGRAMME_LEAD)


def must_publish(officer: Officer) -> None:
    """Raises DomainError for who may not speak to everybody in the council's name."""
    if not officer.has(*MAY_PUBLISH):
        raise DomainError(_("Results are published by the campaign manager, the head or the programme's lead."))


# answers in words


class WordsState(StrEnum):
    """Whether others may read an answer in words: a person has to look first."""

    SHOWN = "shown"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Said:
    """An answer in words, of nobody: the random name of its sheet, the question, the text.

    Empty `text` is a voice message or a place on the map. `state` is None until somebody has read it.
    """

    sheet: str
    question: str
    text: str
    state: WordsState | None = None


def said(part: Slice, decided: Mapping[tuple[str, str], WordsState]) -> Sequence[Said]:
    """Every answer in words of this part, in the order of random names; none where fewer than five wrote one."""
    found: list[Said] = []
    for question in part.survey.asked_in(part.variant):
        if question.type not in (QuestionKind.TEXT, QuestionKind.PLACE):
            continue
        given = [(sheet.id, sheet.answers[question.id]) for sheet in part.sheets if question.id in sheet.answers]
        if len(given) >= TOGETHER:
            found += [
                Said(sheet, question.id, text if isinstance(text, str) else "", decided.get((sheet, question.id)))
                for sheet, text in given
            ]
    return found


# results given back


class ToldTally(BaseModel):
    """A question's figures as they were published: they do not change when more people answer."""

    model_config = ConfigDict(frozen=True)

    question: str
    answered: int | None = None
    chosen: dict[str, int] | None = None
    withheld: tuple[str, ...] = ()
    bands: tuple[tuple[int, int, int], ...] = ()
    mean: float | None = None
    words: int = 0


class Content(BaseModel):
    """What is published. `done` is what the council did with the answers; `weeks` when they came; `said` in words."""

    model_config = ConfigDict(frozen=True)

    variant: str
    channel: str
    people: int
    weeks: tuple[str, ...]
    tallies: tuple[ToldTally, ...]
    said: tuple[tuple[str, str], ...] = ()
    done: str


@dataclass(frozen=True)
class Publication:
    """A published result. `version` is that of the survey; `position` is the post of who published it."""

    id: PublicationId
    key: str
    survey: str
    version: int
    wave: str
    content: Content
    position: str
    published_by: TelegramId
    published_at: datetime


def frozen(tally: Tally) -> ToldTally:
    return ToldTally(
        question=tally.question.id,
        answered=tally.answered,
        chosen=dict(tally.chosen) if tally.chosen is not None else None,
        withheld=tuple(sorted(tally.withheld)),
        bands=tuple((band.first, band.last, band.count) for band in tally.bands),
        mean=tally.mean,
        words=tally.words,
    )


def thawed(told: ToldTally, survey: Survey) -> Tally | None:
    """The figures as they were; None where the definition has no such question."""
    question = survey.question(told.question)
    if question is None:
        return None
    return Tally(
        question,
        told.answered,
        told.chosen,
        frozenset(told.withheld),
        tuple(Band(*band) for band in told.bands),
        told.mean,
        told.words,
    )


# values for the programme


class FindingState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


FINDING_STATES: Mapping[FindingState, str] = {
    FindingState.PROPOSED: _("waits for the programme's lead"),
    FindingState.ACCEPTED: _("accepted"),
    FindingState.DECLINED: _("not accepted"),
}


@dataclass(frozen=True)
class Finding:
    """A figure of a survey as the value of an indicator, in the indicator's unit. `basis` says what was measured.

    The lead of the programme accepts it or not; accepted, it stands on the card of the indicator with its source.
    """

    id: FindingId
    programme: str
    indicator: str
    survey: str
    wave: str
    value: Decimal
    people: int
    basis: str
    state: FindingState
    position: str
    proposed_by: TelegramId
    proposed_at: datetime
