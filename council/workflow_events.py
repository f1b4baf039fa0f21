"""What the council's document system tells of a case by a signed call, and what follows here (docs/workflow-back.md).

An event is taken once, by its id. One that is older than what was taken of its kind changes nothing; one that comes
before what it follows from is asked to come again, so no order of arrival leads anywhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from council import answering, handovers, transferring
from council.appeals import Appeal, Event, MessageKind, State
from council.attachments import Incoming
from council.by_mail import send_at_once
from council.cards import show_in_group
from council.community import Community
from council.decision_forms import Decision
from council.decisions import decide, must_still_be_possible, proposed
from council.handover_rules import Connector
from council.letters import Carried
from council.phrases import NotFound, _
from council.ports import Desk
from council.registering import Registered, RegistryNumber, WrittenLetter, register
from council.registry_import import document_system

SCHEMA = "hromada-event/1"
MOST_FILES = 10

Day = date
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


class Part(BaseModel):
    """Unknown keys are passed over: a newer system may say more than this version hears."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class File(Part):
    """`content` is base64; `sha256`, where it is given, must be that of the content."""

    name: Annotated[str, Field(max_length=255)] = ""
    mime: Annotated[str, Field(max_length=100)] = ""
    content: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")] | None = None


class Head(Part):
    """What every event has: `case` is the intake number, or `message` the id under which it was handed over."""

    schema_tag: Literal["hromada-event/1"] = Field(alias="schema")
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{8,80}$")]
    case: Annotated[str, Field(max_length=40)] = ""
    message: Annotated[str, Field(max_length=40)] = ""
    at: datetime


class RegisteredEvent(Head):
    type: Literal["registered"]
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    date: Day | None = None


class AssignedEvent(Head):
    """`department` is our code, or the other system's by `workflow.departments`."""

    type: Literal["assigned"]
    department: Line


class ExtendedEvent(Head):
    type: Literal["extended"]
    until: Day
    reason: Words
    decided_by: Line


class AnsweredEvent(Head):
    type: Literal["answered"]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)] = ""
    signatory: Annotated[str, Field(max_length=200)] = ""
    number: Annotated[str, Field(max_length=40)] = ""
    date: Day | None = None
    files: Annotated[tuple[File, ...], Field(max_length=MOST_FILES)] = ()


class ClosedEvent(Head):
    type: Literal["closed"]


class RefusedEvent(Head):
    """The registry did not take the hand-over. What becomes of the case the council decides."""

    type: Literal["refused"]
    reason: Words


Told = RegisteredEvent | AssignedEvent | ExtendedEvent | AnsweredEvent | ClosedEvent | RefusedEvent
_TOLD: TypeAdapter[Told] = TypeAdapter(Annotated[Told, Field(discriminator="type")])


class Result(StrEnum):
    """`superseded`: a newer event of the kind was taken before; `early`: what it follows from has not come yet."""

    DONE = "done"
    KNOWN = "known"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    EARLY = "early"


def parsed(body: bytes) -> Told:
    """Raises ValueError that names the fields which are wrong, without their values."""
    try:
        told = _TOLD.validate_json(body)
    except ValidationError as error:
        wrong = sorted({".".join(str(one) for one in detail["loc"]) or "body" for detail in error.errors()})
        raise ValueError(", ".join(wrong)) from None
    if told.at.tzinfo is None or not (told.case or told.message):
        raise ValueError("at" if told.at.tzinfo is None else "case")
    return told


def schema() -> Mapping[str, Any]:
    """The JSON Schema of an event, for docs/workflow-event.schema.json."""
    return _TOLD.json_schema()


async def case_of(desk: Desk, told: Told) -> Appeal:
    """Raises NotFound."""
    if told.case:
        appeal = await desk.appeals.by_number(told.case)
    else:
        found = await desk.handovers.told_as(told.message.upper())
        appeal = None if found is None else await desk.appeals.get(found)
    if appeal is None:
        raise NotFound(_("There is no such case."))
    return appeal


async def take(
    desk: Desk,
    community: Community,
    told: Told,
    digest: str,
    files: Sequence[Incoming],
    letter: WrittenLetter,
    carried: Carried,
    now: datetime,
) -> Result:
    """Does what the event says, once. Raises DomainError where law, roles or the case's state do not allow it."""
    appeal = await case_of(desk, told)
    if await _is_old(desk, appeal, told):
        await _keep(desk, appeal, told, digest, Result.SUPERSEDED, now)
        return Result.SUPERSEDED
    system = document_system(now)
    match told:
        case RegisteredEvent():
            number = RegistryNumber(told.number, told.date)
            done = _RESULTS[await register(desk, community, appeal, number, letter, system, carried, now)]
        case AssignedEvent():
            code = _department(community, told.department)
            await transferring.transfer(desk, community, appeal.id, code, system, now)
            done = Result.DONE
        case ExtendedEvent():
            done = await _extend(desk, community, appeal, told, letter, carried, now)
        case AnsweredEvent():
            done = await _answer(desk, community, appeal, told, files, carried, now)
        case ClosedEvent():
            done = await _close(desk, appeal, now)
        case RefusedEvent():
            changed = await handovers.refused(desk, appeal, Connector.HTTP, told.reason, now)
            done = Result.DONE if changed else Result.KNOWN
    if done is not Result.EARLY:
        await _keep(desk, appeal, told, digest, done, now)
    return done


_RESULTS = {
    Registered.DONE: Result.DONE,
    Registered.KNOWN: Result.KNOWN,
    Registered.CONFLICT: Result.CONFLICT,
}


async def _keep(desk: Desk, appeal: Appeal, told: Told, digest: str, result: Result, now: datetime) -> None:
    await desk.workflow_events.add(told.id, digest, appeal.id, told.type, told.at, result.value, now)


_LAST_COUNTS = frozenset({"assigned", "extended"})
"""Kinds of which the last word counts, by when it was said there; of the others the first."""


async def _is_old(desk: Desk, appeal: Appeal, told: Told) -> bool:
    if told.type not in _LAST_COUNTS:
        return False
    newest = await desk.workflow_events.newest(appeal.id, told.type)
    return newest is not None and told.at < newest


def _department(community: Community, named: str) -> str:
    """Our code of the department."""
    theirs = {other: ours for ours, other in community.workflow.departments.items()}
    return theirs.get(named, named)


async def _extend(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    told: ExtendedEvent,
    letter: WrittenLetter,
    carried: Carried,
    now: datetime,
) -> Result:
    system = document_system(now)
    if community.local(appeal.due).date() == told.until and appeal.state is State.EXTENDED:
        return Result.KNOWN
    await must_still_be_possible(desk, appeal, Decision.EXTEND, system)
    answers = {"until": told.until.isoformat(), "reason": told.reason, "who": told.decided_by}
    text = letter(appeal, proposed(community, appeal, Decision.EXTEND, answers, now), Decision.EXTEND, answers)
    key = f"event:{told.id}"
    await decide(desk, community, appeal, Decision.EXTEND, answers, text, system, key, now, carried)
    return Result.DONE


async def _answer(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    told: AnsweredEvent,
    files: Sequence[Incoming],
    carried: Carried,
    now: datetime,
) -> Result:
    """The answer of record: somebody signs it by name, or it is a file with a signature of its own."""
    key = f"event:{told.id}"
    drafted = await answering.draft(desk, appeal.id, key, told.text, document_system(now), now)
    for file in files:
        await desk.attachments.add(
            key, file.key, file.kind, file.name, file.mime, file.size, file.sha256, file.path, now, signed=file.signed
        )
    await desk.attachments.attach(key, appeal.id, drafted.id)
    signed = replace(
        drafted,
        kind=MessageKind.ANSWER,
        signatory=told.signatory.strip(),
        outgoing_number=told.number.strip(),
        outgoing_date=(told.date or community.local(now).date()) if told.number.strip() else None,
    )
    await send_at_once(desk, community, appeal, drafted, signed, carried, now)
    return Result.DONE


async def _close(desk: Desk, appeal: Appeal, now: datetime) -> Result:
    """Only what was answered closes; before its answer the event is asked to come again."""
    if appeal.state is State.CLOSED:
        return Result.KNOWN
    if appeal.state is not State.ANSWERED:
        return Result.EARLY
    closed = await desk.appeals.change(appeal, replace(appeal, state=State.CLOSED))
    await desk.appeals.record(Event(closed.id, "closed", now, "registry", "closed"))
    await show_in_group(desk, closed, now)
    return Result.DONE
