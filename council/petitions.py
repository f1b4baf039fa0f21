"""Petitions (електронні петиції) and initiatives: what they are, where they stand, what may follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from council import deadlines
from council.calendar import end_of
from council.community import Community
from council.deadlines import Due, petition_closes
from council.people import FullName, ResidentId, TelegramId
from council.petition_rules import Mode
from council.phrases import _

PetitionId = NewType("PetitionId", int)

TITLE_LIMIT, TEXT_LIMIT, ASK_LIMIT = 150, 3000, 1000
"""Characters: a title fits a button's row and a topic's name, the whole fits one message with its card."""


class State(StrEnum):
    """What somebody did. What follows from dates and counts (closed, threshold reached) is never stored."""

    CHECKING = "checking"
    REFUSED = "refused"
    COLLECTING = "collecting"
    CONSIDERATION = "consideration"
    DECIDED = "decided"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


S = State
NEXT: Mapping[State, frozenset[State]] = {
    S.CHECKING: frozenset({S.REFUSED, S.COLLECTING, S.WITHDRAWN}),
    S.REFUSED: frozenset({S.CHECKING}),
    S.COLLECTING: frozenset({S.CONSIDERATION}),
    S.CONSIDERATION: frozenset({S.DECIDED}),
    S.DECIDED: frozenset({S.ANSWERED}),
    S.ANSWERED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
"""A refusal may be looked at again: moderators err too."""
del S


class Outcome(StrEnum):
    SUPPORTED = "supported"
    PARTLY = "partly"
    NOT_SUPPORTED = "not_supported"


OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.SUPPORTED: _("supported"),
    Outcome.PARTLY: _("supported in part"),
    Outcome.NOT_SUPPORTED: _("not supported"),
}


class Standing(StrEnum):
    """Where a petition stands for a reader, derived from its state, dates and count."""

    CHECKING = "checking"
    REFUSED = "refused"
    COLLECTING = "collecting"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CONSIDERATION = "consideration"
    DECIDED = "decided"
    ANSWERED = "answered"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.CHECKING: _("being checked before publication"),
    Standing.REFUSED: _("publication refused"),
    Standing.COLLECTING: _("collecting support"),
    Standing.REACHED: _("collected enough, consideration is about to begin"),
    Standing.NOT_REACHED: _("did not collect enough"),
    Standing.CONSIDERATION: _("under consideration"),
    Standing.DECIDED: _("decided, the answer is being prepared"),
    Standing.ANSWERED: _("answered"),
    Standing.ARCHIVED: _("in the archive"),
    Standing.WITHDRAWN: _("withdrawn by the author"),
}


class Author(BaseModel):
    """Whom the law asks to name (393/96-ВР art. 23-1): the full name and the e-mail for the answer. Personal."""

    model_config = ConfigDict(frozen=True)

    name: FullName
    email: str


@dataclass(frozen=True)
class Petition:
    """One petition. Times are UTC, days are of the community's zone.

    `mode` is that of the day of submission: a later change of the community's rules changes no petition's force.
    `threshold` and `closes` are fixed at publication. `reached_at` is when the count first met the threshold.
    `session` is the day of the council's session that will decide. `count_outside` is the official platform's count
    with its day, in external mode. `secret` makes the keyed hashes of its voices, and goes with the names.
    """

    id: PetitionId
    number: str
    draft: str
    mode: Mode
    state: State
    author: ResidentId
    identity: Author | None
    title: str
    text: str
    ask: str
    submitted_at: datetime
    claimed_by: TelegramId | None = None
    published_at: datetime | None = None
    published: date | None = None
    closes: date | None = None
    threshold: int = 0
    reached_at: datetime | None = None
    started: date | None = None
    session: date | None = None
    outcome: Outcome | None = None
    refusal_ground: str = ""
    refusal_text: str = ""
    answer: str = ""
    answered: date | None = None
    page: str = ""
    count_outside: int | None = None
    counted_outside: date | None = None
    supports: int = 0
    signatures: int = 0
    version: int = 0
    secret: bytes = field(default=b"", repr=False)

    @property
    def count(self) -> int:
        """What is measured against the threshold: each mode has one counter of its own, and they never mix."""
        match self.mode:
            case Mode.BINDING:
                return self.signatures
            case Mode.EXTERNAL:
                return self.count_outside or 0
        return self.supports


def standing(petition: Petition, today: date) -> Standing:
    """Where the petition stands on that day."""
    if petition.state is State.COLLECTING:
        return _of_collection(petition, today)
    if petition.state is State.ANSWERED and is_archived(petition, today):
        return Standing.ARCHIVED
    return Standing(petition.state.value)


def _of_collection(petition: Petition, today: date) -> Standing:
    if petition.reached_at is not None:
        return Standing.REACHED
    return Standing.NOT_REACHED if is_closed(petition, today) else Standing.COLLECTING


def is_closed(petition: Petition, today: date) -> bool:
    """Whether the days of collection are over; the last day still counts."""
    return petition.closes is not None and today > petition.closes


ARCHIVED_AFTER = timedelta(days=365)


def is_archived(petition: Petition, today: date) -> bool:
    """A year after the answer it leaves the first pages of the lists, and stays readable."""
    return petition.answered is not None and today > petition.answered + ARCHIVED_AFTER


def can_be_supported(petition: Petition, today: date) -> bool:
    """Signing goes on until the last day also above the threshold: every further voice is heard."""
    return petition.state is State.COLLECTING and petition.published is not None and not is_closed(petition, today)


def check_due(petition: Petition, community: Community) -> Due:
    """Publish or refuse within two working days of submission (393/96-ВР art. 23-1)."""
    return deadlines.step("petition.publish_or_refuse", petition.submitted_at, community)


def start_due(petition: Petition, community: Community) -> Due | None:
    """The start of consideration is announced within three working days of the threshold."""
    if petition.reached_at is None:
        return None
    return deadlines.step("petition.start_notice", petition.reached_at, community)


def consideration_due(petition: Petition, community: Community) -> Due | None:
    """Ten working days from the announcement, or the day of the session that will decide where one is set."""
    if petition.started is None:
        return None
    due = deadlines.step("petition.consider", end_of(petition.started, community.zone), community)
    if petition.session is None or petition.session <= due.day:
        return due
    return Due(end_of(petition.session, community.zone), petition.session, due.because, due.article)


def closes_on(published: date, community: Community) -> date:
    return petition_closes(published, community.terms)


def names_go(petition: Petition, community: Community) -> date | None:
    """From this day on the names of signers are erased and the numbers stay: three years from publication."""
    if petition.published is None:
        return None
    return deadlines.months_after(petition.published, 12 * community.terms["petition.keep_signatures"].number)


MARKS = (25, 50, 75, 100)
"""Per cent of the threshold at which author and followers hear of it."""


def marks_passed(petition: Petition) -> tuple[int, ...]:
    """Which of the marks the count has reached."""
    if petition.threshold == 0:
        return ()
    return tuple(mark for mark in MARKS if petition.count * 100 >= mark * petition.threshold)
