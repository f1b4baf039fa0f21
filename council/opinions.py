"""What people say of a measure: comments and photos, which a moderator reads first, and cases linked to the measure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from council.appeals import AppealId
from council.people import Officer, ResidentId, Role, TelegramId
from council.phrases import Conflict, DomainError, _

OpinionId = NewType("OpinionId", int)


class OpinionState(StrEnum):
    """A word waits until a moderator has read it; only a shown one is seen by others."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Reason(StrEnum):
    """Why a word is not shown; its author is told."""

    PERSONAL = "personal"
    RUDE = "rude"
    OFF_TOPIC = "off_topic"
    ADVERT = "advert"


REASONS: Mapping[Reason, str] = {
    Reason.PERSONAL: _("it has personal data of people"),
    Reason.RUDE: _("it insults somebody or calls for violence"),
    Reason.OFF_TOPIC: _("it is not about this measure"),
    Reason.ADVERT: _("it is an advertisement"),
}


@dataclass(frozen=True)
class Opinion:
    """A comment on a measure, with photos in the attachments of the draft `key`. Times are UTC.

    `district` is the author's where they let the bot remember it, else empty. Others see the text and the district,
    never the author.
    """

    id: OpinionId
    key: str
    measure: str
    resident: ResidentId
    district: str
    text: str
    said_at: datetime
    state: OpinionState = OpinionState.WAITING
    reason: Reason | None = None
    decided_by: TelegramId | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class MeasureCase:
    """A question or proposal on a measure: an ordinary case. `reply` is what the council chose to show of its answer.

    The answer itself belongs to the applicant; the reply is a text of its own, without personal data.
    """

    appeal: AppealId
    measure: str
    reply: str = ""


@dataclass(frozen=True)
class Voices:
    """How many people spoke of a measure, and how many cases have their answer."""

    comments: int = 0
    questions: int = 0
    questions_answered: int = 0
    proposals: int = 0
    proposals_answered: int = 0


def may_moderate(officer: Officer) -> bool:
    return officer.has(Role.MODERATOR, Role.PROGRAMME_LEAD)


def must_moderate(officer: Officer) -> None:
    if not may_moderate(officer):
        raise DomainError(_("Comments are read by a moderator. The administrator gives roles with /roles."))


def decided(opinion: Opinion, reason: Reason | None, officer: Officer, now: datetime) -> Opinion:
    """The opinion shown to all, or hidden for the reason. A moderator may think again, but not decide the same twice.

    Raises Conflict where that was decided already, so that the author hears of it once.
    """
    must_moderate(officer)
    state = OpinionState.HIDDEN if reason else OpinionState.SHOWN
    if (opinion.state, opinion.reason) == (state, reason):
        raise Conflict(_("This is decided already."))
    return replace(opinion, state=state, reason=reason, decided_by=officer.telegram_id, decided_at=now)
