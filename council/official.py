"""A problem report becomes an official appeal: its author gives name and residence, and the law's clock starts.

The case stays one, with its number, its topic, its place and its photos: what was promised for the category remains as
a remark. Also after the council's answer, when the author wants an answer of record: the case is then open again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from council import appeal_form, deadlines, handovers, warnings
from council.appeal_form import answers_from, identity_of, wish_for
from council.appeals import Appeal, Event, Kind, Reported, State
from council.community import Community
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.forms import Answers, Form
from council.people import Identity
from council.phrases import Conflict, DomainError, _
from council.ports import Desk
from council.submitting import Submitted, due_of, on_duty, show_in_group, show_queue

NAME = "official"
VERSION = 1
ASKED = ("name", "residence", "contact")
"""What the law needs besides the problem itself (393/96-ВР art. 5)."""

_OPEN = frozenset({State.SUBMITTED, State.IN_PROGRESS, State.CLARIFICATION})
_ANSWERED = frozenset({State.ANSWERED, State.CLOSED})


def build(community: Community) -> Form:
    """The questions about the person, as an appeal asks them."""
    steps = tuple(step for step in appeal_form.about_the_person(community) if step.name in ASKED)
    return Form(NAME, VERSION, steps)


def known_answers(appeal: Appeal, identity: Identity | None) -> dict[str, object]:
    """What need not be asked: the kind is clear, and who is remembered is only asked whether it is them."""
    kept = {name: value for name, value in (answers_from(identity) if identity else {}).items() if name in ASKED}
    return {**wish_for(Kind.APPLICATION), **kept, "_known": list(kept), "_appeal": appeal.id}


def may_become(appeal: Appeal, history: Sequence[Event]) -> bool:
    """Whether a report can be made official: while it is open and after its answer, unless it was repeated."""
    of_report = appeal.kind is Kind.PROBLEM_REPORT and appeal.state in _OPEN | _ANSWERED
    return of_report and not any(event.action == "repeated" for event in history)


async def make(
    desk: Desk, community: Community, appeal: Appeal, answers: Answers, key: str, received: datetime
) -> Submitted:
    """The report is an application from this day on, with the whole term of the law; the same form again changes
    nothing.

    Raises Conflict where it is official already, DomainError where it cannot be any more.
    """
    history = await desk.appeals.history(appeal.id)
    made = next((event for event in history if event.key == "official"), None)
    if made is not None and (made.details or {}).get("form") == key:
        return Submitted(appeal, due_of(appeal, community))
    _must_be_possible(appeal, history)
    after = await desk.appeals.change(appeal, official(community, appeal, answers, received))
    promised = due_of(appeal, community).day.isoformat()
    details = {"form": key, "promised": promised}
    await desk.appeals.record(Event(after.id, "official", received, "applicant", "official", details=details))
    await warnings.reschedule(desk, appeal, after, community, received)
    await handovers.official(desk, community, after, received)
    await _tell_staff(desk, after, received)
    return Submitted(after, due_of(after, community))


async def must_be_possible(desk: Desk, appeal: Appeal) -> None:
    """Raises before the questions are asked: Conflict where it is official already, DomainError where too late."""
    _must_be_possible(appeal, await desk.appeals.history(appeal.id))


def _must_be_possible(appeal: Appeal, history: Sequence[Event]) -> None:
    if appeal.submission.reported is not None:
        raise Conflict(_("This is an official appeal already. Its card shows where it stands."))
    if not may_become(appeal, history):
        raise DomainError(_("This report can no longer be made official. Submit a new appeal: it may name its number."))


def official(community: Community, appeal: Appeal, answers: Answers, received: datetime) -> Appeal:
    """The case as an application received now. One that was answered waits for somebody to take it again."""
    reopened = appeal.state in _ANSWERED
    reported = Reported(received_at=appeal.received_at, promised=appeal.due)
    submission = appeal.submission.model_copy(update={"applicant": identity_of(answers), "reported": reported})
    return replace(
        appeal,
        kind=Kind.APPLICATION,
        state=State.SUBMITTED if reopened else appeal.state,
        executor=None if reopened else appeal.executor,
        received_at=received,
        due=deadlines.due(Kind.APPLICATION, received, community, appeal.category).moment,
        term="",
        submission=submission,
    )


async def _tell_staff(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """The topic and who is on duty hear of it; a case that only stands in the queue message changes there."""
    if appeal.listed:
        await show_queue(desk, now)
    else:
        await show_in_group(desk, appeal, now)
        await _tell(desk, appeal, STAFF_GROUP, f"appeal:{appeal.id}", now)
    for officer in await on_duty(desk, appeal):
        await _tell(desk, appeal, ChatId(officer), None, now)


async def _tell(desk: Desk, appeal: Appeal, chat: ChatId, topic: str | None, now: datetime) -> None:
    about = f"appeal:{appeal.id}" if topic else f"duty:{appeal.id}"
    notice = Notice("made_official", {"appeal": appeal.id})
    await desk.deliveries.add(
        Delivery(key=f"official:{appeal.id}:{chat}", chat=chat, content=notice, due=now, topic=topic, about=about)
    )
