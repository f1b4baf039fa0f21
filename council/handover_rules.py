"""The hand-over of cases to the council's registry and document system: an outbox, with a state for each row.

A row is written with the change that causes it and carried out afterwards, by a connector: mail, folder, HTTP. The
hand-over is the council's duty (393/96-ВР art. 5 and 7; CMU 348): it carries full data, and the row holds none of it.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from council.appeals import Appeal, AppealId, MessageId
from council.phrases import _

HandoverId = NewType("HandoverId", int)


class Connector(StrEnum):
    """The way by which a case leaves the bot."""

    MAIL = "mail"
    FOLDER = "folder"
    HTTP = "http"


CONNECTOR_NAMES: Mapping[Connector, str] = {
    Connector.MAIL: _("the registry's mailbox"),
    Connector.FOLDER: _("the folder of the document system"),
    Connector.HTTP: _("the document system"),
}


class Matter(StrEnum):
    """What is handed over: a case, what its author added later, that they took it back, or the journal of a day."""

    CASE = "case"
    OFFICIAL = "official"
    ADDITION = "addition"
    WITHDRAWAL = "withdrawal"
    JOURNAL = "journal"


class HandoverState(StrEnum):
    """`failed` is tried again at its next time; that a row is stuck follows from the time, and is never stored."""

    QUEUED = "queued"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    FAILED = "failed"


S = HandoverState
NEXT: Mapping[HandoverState, frozenset[HandoverState]] = {
    S.QUEUED: frozenset({S.SENT, S.FAILED, S.ACKNOWLEDGED, S.REFUSED}),
    S.FAILED: frozenset({S.QUEUED, S.SENT, S.FAILED, S.ACKNOWLEDGED, S.REFUSED}),
    S.SENT: frozenset({S.ACKNOWLEDGED, S.REFUSED, S.FAILED, S.QUEUED}),
    S.REFUSED: frozenset({S.QUEUED, S.ACKNOWLEDGED}),
    S.ACKNOWLEDGED: frozenset(),
}
"""The other side may answer before we have noted that it went: a kill between the two loses nothing."""
del S

WAITING = frozenset({HandoverState.QUEUED, HandoverState.FAILED})


@dataclass(frozen=True)
class Handover:
    """One matter by one connector. Times are UTC.

    `since` is from when it waits (added, bounced, sent again by hand); `reason` is a code of the last failure.
    """

    id: HandoverId
    key: str
    connector: Connector
    matter: Matter
    appeal: AppealId | None
    message: MessageId | None
    day: date | None
    state: HandoverState
    since: datetime
    due: datetime
    added_at: datetime
    attempts: int = 0
    reason: str = ""
    sent_at: datetime | None = None

    @property
    def case(self) -> AppealId:
        """The case that is handed over; LookupError for a journal."""
        if self.appeal is None:
            raise LookupError(self.key)
        return self.appeal

    @property
    def part(self) -> str:
        """By which a Message-ID names this hand-over."""
        return f"handover-{self.id}"


@dataclass(frozen=True)
class Trouble:
    """Why an attempt failed: a code without a word of people. `wait` is what the other side asked for."""

    reason: str
    wait: timedelta | None = None


_PART = re.compile(r"handover-(\d{1,15})(?:-\d{1,4})?")


def in_part(part: str) -> HandoverId | None:
    """The hand-over that a part of a Message-ID names (`handover-17-2` is its second mail); None for other texts."""
    found = _PART.fullmatch(part)
    return HandoverId(int(found[1])) if found else None


def is_stuck(handover: Handover, after: timedelta, now: datetime) -> bool:
    """Whether it waits longer than the community allows."""
    return handover.state in WAITING and now - handover.since >= after


def guid(appeal: Appeal, key: str) -> UUID:
    """The idempotency key as the other side sees it: the same for every attempt, and of this house only."""
    return identifier(appeal.draft, appeal.number, key)


def identifier(draft: str, number: str, key: str) -> UUID:
    """The same from what the case is known by: its form's key and its intake number."""
    return uuid_of(f"{draft}:{number}:{key}")


def uuid_of(text: str) -> UUID:
    """An id that follows from the text and tells nothing of it."""
    return UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=4)


def of_case(rows: Sequence[Handover]) -> Sequence[Handover]:
    """The hand-overs of the case itself, not of what was added."""
    return [row for row in rows if row.matter is Matter.CASE]


FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
AFTER_BOUNCE = timedelta(hours=24)
"""A letter that came back is sent again by itself after a day: the mailbox may be mended without anybody telling us."""
MOST_ASKED = timedelta(hours=24)
"""The longest wait that the other side may ask for (Retry-After)."""


def pause_after(handover: Handover, trouble: Trouble) -> timedelta:
    """Doubles from a minute to an hour, a fifth longer or shorter so that five hundred do not come back at once.

    The share follows from key and attempt, so that a test and a restart see the same time.
    """
    grown = FIRST_PAUSE * min(1 << min(handover.attempts, 10), LONGEST_PAUSE // FIRST_PAUSE)
    drawn = hashlib.sha256(f"{handover.key}:{handover.attempts}".encode()).digest()[0] / 255
    return max(grown * (0.8 + 0.4 * drawn), min(trouble.wait or timedelta(), MOST_ASKED))
