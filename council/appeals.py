"""Appeals (звернення), information requests and problem reports: what they are and what may follow what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from council.people import FullName, Identity, ResidentId, TelegramId
from council.phrases import _

AppealId = NewType("AppealId", int)
AttachmentId = NewType("AttachmentId", int)
MessageId = NewType("MessageId", int)


class Kind(StrEnum):
    """Kinds of submissions (393/96-ВР art. 3; 2939-VI; the last is the council's own promise)."""

    PROPOSAL = "proposal"
    APPLICATION = "application"
    COMPLAINT = "complaint"
    INFORMATION_REQUEST = "information_request"
    PROBLEM_REPORT = "problem_report"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.PROPOSAL: _("proposal (remark)"),
    Kind.APPLICATION: _("application"),
    Kind.COMPLAINT: _("complaint"),
    Kind.INFORMATION_REQUEST: _("request for public information"),
    Kind.PROBLEM_REPORT: _("problem report"),
}


class State(StrEnum):
    """Where a case stands. What follows from dates (overdue) is never stored."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    CLARIFICATION = "clarification"
    EXTENDED = "extended"
    DEFERRED = "deferred"
    ANSWER_SHOWN = "answer_shown"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    REFUSED = "refused"
    NOT_CONSIDERED = "not_considered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


STATE_NAMES: Mapping[State, str] = {
    State.SUBMITTED: _("handed over to the council"),
    State.ACCEPTED: _("registered"),
    State.IN_PROGRESS: _("in progress"),
    State.CLARIFICATION: _("the council asked a question"),
    State.EXTENDED: _("term extended"),
    State.DEFERRED: _("answer deferred"),
    State.ANSWER_SHOWN: _("answer shown here, being sent to you"),
    State.ANSWERED: _("answered"),
    State.FORWARDED: _("forwarded to another body"),
    State.RETURNED: _("returned with an explanation"),
    State.REFUSED: _("refused"),
    State.NOT_CONSIDERED: _("left without consideration"),
    State.WITHDRAWN: _("withdrawn"),
    State.CLOSED: _("closed"),
}

FINAL = frozenset({State.CLOSED, State.WITHDRAWN, State.FORWARDED, State.RETURNED, State.REFUSED, State.NOT_CONSIDERED})
"""States from which nothing follows."""

S = State
_APPEAL: Mapping[State, frozenset[State]] = {
    S.SUBMITTED: frozenset(
        {S.ACCEPTED, S.IN_PROGRESS, S.ANSWER_SHOWN, S.FORWARDED, S.RETURNED, S.NOT_CONSIDERED, S.WITHDRAWN}
    ),
    S.ACCEPTED: frozenset(
        {
            S.IN_PROGRESS,
            S.CLARIFICATION,
            S.EXTENDED,
            S.ANSWER_SHOWN,
            S.FORWARDED,
            S.RETURNED,
            S.NOT_CONSIDERED,
            S.WITHDRAWN,
        }
    ),
    S.IN_PROGRESS: frozenset(
        {
            S.ACCEPTED,
            S.CLARIFICATION,
            S.EXTENDED,
            S.ANSWER_SHOWN,
            S.FORWARDED,
            S.RETURNED,
            S.NOT_CONSIDERED,
            S.WITHDRAWN,
        }
    ),
    S.CLARIFICATION: frozenset({S.IN_PROGRESS, S.EXTENDED, S.ANSWER_SHOWN, S.RETURNED, S.WITHDRAWN}),
    S.EXTENDED: frozenset({S.IN_PROGRESS, S.CLARIFICATION, S.ANSWER_SHOWN, S.WITHDRAWN}),
    S.ANSWER_SHOWN: frozenset({S.ANSWERED}),
    S.ANSWERED: frozenset({S.CLOSED}),
}
_REQUEST: Mapping[State, frozenset[State]] = {
    S.SUBMITTED: frozenset(
        {S.ACCEPTED, S.IN_PROGRESS, S.ANSWER_SHOWN, S.EXTENDED, S.FORWARDED, S.REFUSED, S.DEFERRED, S.WITHDRAWN}
    ),
    S.ACCEPTED: frozenset({S.IN_PROGRESS, S.ANSWER_SHOWN, S.EXTENDED, S.FORWARDED, S.REFUSED, S.DEFERRED, S.WITHDRAWN}),
    S.IN_PROGRESS: frozenset({S.ACCEPTED, S.ANSWER_SHOWN, S.EXTENDED, S.FORWARDED, S.REFUSED, S.DEFERRED, S.WITHDRAWN}),
    S.EXTENDED: frozenset({S.IN_PROGRESS, S.ANSWER_SHOWN, S.REFUSED, S.WITHDRAWN}),
    S.DEFERRED: frozenset({S.IN_PROGRESS, S.ANSWER_SHOWN, S.REFUSED, S.WITHDRAWN}),
    S.ANSWER_SHOWN: frozenset({S.ANSWERED}),
    S.ANSWERED: frozenset({S.CLOSED}),
}
_REPORT: Mapping[State, frozenset[State]] = {
    S.SUBMITTED: frozenset({S.IN_PROGRESS, S.ANSWER_SHOWN, S.ANSWERED, S.FORWARDED, S.WITHDRAWN}),
    S.IN_PROGRESS: frozenset({S.CLARIFICATION, S.ANSWER_SHOWN, S.ANSWERED, S.FORWARDED, S.WITHDRAWN}),
    S.CLARIFICATION: frozenset({S.IN_PROGRESS, S.ANSWER_SHOWN, S.ANSWERED, S.WITHDRAWN}),
    S.ANSWER_SHOWN: frozenset({S.ANSWERED}),
    S.ANSWERED: frozenset({S.CLOSED}),
}
del S

NEXT: Mapping[Kind, Mapping[State, frozenset[State]]] = {
    Kind.PROPOSAL: _APPEAL,
    Kind.APPLICATION: _APPEAL,
    Kind.COMPLAINT: _APPEAL,
    Kind.INFORMATION_REQUEST: _REQUEST,
    Kind.PROBLEM_REPORT: _REPORT,
}
"""One table a kind, since the laws differ: an information request knows no art. 8 and no 45 days."""


def next_states(kind: Kind, state: State) -> frozenset[State]:
    """What may follow; empty for a final state."""
    return NEXT[kind].get(state, frozenset())


class AttachmentKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"


@dataclass(frozen=True)
class Attachment:
    """A stored copy of a file: content under `DATA_DIR/attachments/<path>`, encrypted. `size` in bytes.

    `appeal` is None while the appeal is a draft (`draft` ties it), `message` names the answer that it belongs to.
    `signed`: it carries a signature of its own, which nobody here has verified.
    """

    id: AttachmentId
    draft: str
    appeal: AppealId | None
    message: MessageId | None
    kind: AttachmentKind
    name: str
    mime: str
    size: int
    sha256: str
    path: str
    signed: bool = False


class Place(BaseModel):
    """Where the problem is: a point (degrees, WGS 84), words, or both."""

    model_config = ConfigDict(frozen=True)

    latitude: float | None = None
    longitude: float | None = None
    words: str = ""


class Signer(BaseModel):
    """One of the people of a collective appeal: the law asks for the full name and the residence of each."""

    model_config = ConfigDict(frozen=True)

    name: FullName
    residence: str = ""
    confirmed: bool = False


class Represented(BaseModel):
    """For whom an appeal is written by another, and by what right: power of attorney, parent, guardian."""

    model_config = ConfigDict(frozen=True)

    name: FullName
    residence: str
    basis: str


class Reported(BaseModel):
    """What an official appeal was before: a problem report, with the day that the council had promised (UTC)."""

    model_config = ConfigDict(frozen=True)

    received_at: datetime
    promised: datetime


class Receipt(StrEnum):
    """How it came to the officer who entered it (CMU 858, part I: form of receipt)."""

    ORAL = "oral"
    PHONE = "phone"
    POST = "post"
    DESK = "desk"


RECEIPT_NAMES: Mapping[Receipt, str] = {
    Receipt.ORAL: _("told in person"),
    Receipt.PHONE: _("told by phone"),
    Receipt.POST: _("a letter by post"),
    Receipt.DESK: _("a paper handed in at the desk"),
}


class Entered(BaseModel):
    """An appeal that an officer entered for somebody: how it came, who wrote it down (a position), which day."""

    model_config = ConfigDict(frozen=True)

    receipt: Receipt
    position: str
    day: date


class Submission(BaseModel):
    """What the person wrote: all personal, kept encrypted.

    A voice message may stand instead of the text (`text` is then empty and an attachment holds the voice).
    `complained_of` is the body or post that a complaint names, free words. `urgency` is why a request is urgent, by its
    author's own words (2939-VI art. 20): whether it is, the registrar says. `signers` are the others of a collective
    appeal, whose contact person is the applicant. `represented` is for whom the applicant writes.
    """

    model_config = ConfigDict(frozen=True)

    text: str = ""
    applicant: Identity | None = None
    place: Place | None = None
    complained_of: str = ""
    urgency: str = ""
    represented: Represented | None = None
    signers: tuple[Signer, ...] = ()
    reported: Reported | None = None
    entered: Entered | None = None


@dataclass(frozen=True)
class Appeal:
    """A case. Times are UTC; `due` is the last moment to answer, `due_date` its date in the community's zone.

    `number` is the bot's own intake number; `registry_index` is the council's, given by the registrar later.
    `department` and `category` are codes of community.yaml; `executor` took the case over.
    `term` is the key of the term in force where it is not the kind's own; `decided` where a decision named the date.
    `listed` cases came in a storm: they stand in the queue message and get their topic when someone takes them.
    `repeats` is the first appeal of the line, where this one was made by «Not solved».
    `version` grows with each change, so that two people cannot take the same step.
    """

    id: AppealId
    number: str
    draft: str
    kind: Kind
    state: State
    resident: ResidentId
    category: str
    department: str
    district: str
    received_at: datetime
    due: datetime
    submission: Submission
    executor: TelegramId | None = None
    registry_index: str = ""
    registry_date: date | None = None
    term: str = ""
    listed: bool = False
    repeats: AppealId | None = None
    version: int = 0


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class MessageKind(StrEnum):
    """What a text on a case is. Only what is sent on purpose reaches the resident; a note stays inside."""

    SUBMISSION = "submission"
    ADDITION = "addition"
    INTERIM = "interim"
    ANSWER = "answer"
    TRANSCRIPT = "transcript"
    DECISION = "decision"
    NOTE = "note"


class MessageState(StrEnum):
    """`held` is confirmed and still in its half minute; `taken_back` never left."""

    DRAFT = "draft"
    HELD = "held"
    SENT = "sent"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class CaseMessage:
    """A text on a case, in either direction. `author` is the Telegram account that wrote it."""

    id: MessageId
    appeal: AppealId
    key: str
    direction: Direction
    kind: MessageKind
    state: MessageState
    text: str
    author: TelegramId
    at: datetime
    signatory: str = ""
    outgoing_number: str = ""
    outgoing_date: date | None = None


class Channel(StrEnum):
    TELEGRAM = "telegram"
    EMAIL = "email"
    POST = "post"
    PHONE = "phone"
    SYSTEM = "system"


@dataclass(frozen=True)
class Event:
    """One line of a case's history: who did what, when, by which channel. `key` makes a repeated step one line."""

    appeal: AppealId
    key: str
    at: datetime
    actor: str
    action: str
    channel: Channel = Channel.TELEGRAM
    details: Mapping[str, object] | None = None
