"""What the council decides on a case besides the answer, each only where the table of its kind allows it.

Every decision is a form of a few questions, a letter shown before it goes, a new state, and a line of history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from council import applicants, deadlines, handovers, letters, warnings
from council.appeals import (
    Appeal,
    CaseMessage,
    Direction,
    Event,
    Kind,
    MessageId,
    MessageKind,
    MessageState,
    State,
    next_states,
)
from council.calendar import end_of
from council.colleagues import not_possible
from council.community import Community
from council.decision_forms import NOT_URGENT, Decision
from council.deliveries import Notice
from council.forms import Answers
from council.letters import Carried
from council.people import Officer, Role
from council.phrases import Conflict, DomainError, Phrase, _
from council.ports import Desk
from council.retyping import reshown, retyped
from council.rights import must_handle
from council.submitting import DECIDED, show_in_group
from council.warnings import URGENT

LEADS_TO: Mapping[Decision, State] = {
    Decision.ASK: State.CLARIFICATION,
    Decision.EXTEND: State.EXTENDED,
    Decision.FORWARD: State.FORWARDED,
    Decision.RETURN: State.RETURNED,
    Decision.REFUSE: State.REFUSED,
    Decision.DEFER: State.DEFERRED,
    Decision.NOT_CONSIDER: State.NOT_CONSIDERED,
}

_FORMAL = frozenset({Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT})
_REGISTRARS = frozenset(
    {
        Decision.REGISTER,
        Decision.FORWARD,
        Decision.RETURN,
        Decision.NOT_CONSIDER,
        Decision.RETYPE,
        Decision.URGENT,
    }
)
IN_WRITING = frozenset(
    {
        Decision.EXTEND,
        Decision.FORWARD,
        Decision.RETURN,
        Decision.REFUSE,
        Decision.DEFER,
        Decision.NOT_CONSIDER,
    }
)
"""What the author is told in writing (393/96-ВР art. 5, 7, 8, 15, 20; 2939-VI art. 20, 22): Telegram shows it, and it
goes out by the channel that they named."""

_BEFORE_ANSWER = frozenset({State.SUBMITTED, State.ACCEPTED, State.IN_PROGRESS})
_TERM_PASSES = frozenset({State.ANSWERED, State.CLOSED})


def possible(appeal: Appeal) -> Sequence[Decision]:
    """The decisions that the case's kind and state allow, in the order of a registrar's day."""
    may_follow = next_states(appeal.kind, appeal.state)
    steps = [decision for decision, state in LEADS_TO.items() if state in may_follow]
    first = [Decision.REGISTER] if _may_be_registered(appeal) else []
    return [*first, *steps, *_changes_of_law(appeal)]


def _changes_of_law(appeal: Appeal) -> Sequence[Decision]:
    """Under which law a case stands is decided while nothing else was: a problem report has a way of its own."""
    if appeal.kind is Kind.PROBLEM_REPORT or appeal.state not in _BEFORE_ANSWER:
        return []
    urgent = appeal.kind is Kind.INFORMATION_REQUEST and appeal.term in {"", URGENT}
    return [Decision.URGENT, Decision.RETYPE] if urgent else [Decision.RETYPE]


def _may_be_registered(appeal: Appeal) -> bool:
    return (
        not appeal.registry_index and appeal.state not in _TERM_PASSES and bool(next_states(appeal.kind, appeal.state))
    )


def must_be_possible(appeal: Appeal, decision: Decision, officer: Officer) -> None:
    """Raises DomainError with the reason: not this officer's, not this kind's, or not any more."""
    must_handle(officer, appeal)
    if not _is_theirs(decision, officer):
        raise DomainError(_("The registrar or the head does this."))
    if decision is Decision.REGISTER and appeal.registry_index:
        raise Conflict(
            _("This case is already registered: No. {index} of {day}. The first number stands."),
            index=appeal.registry_index,
            day=appeal.registry_date or "",
        )
    if decision not in possible(appeal):
        raise DomainError(_("This step is not possible any more. The card shows where the case stands."))


async def must_still_be_possible(desk: Desk, appeal: Appeal, decision: Decision, officer: Officer) -> None:
    """The same for who presses now: where a colleague was first, the refusal says who and what they did."""
    must_handle(officer, appeal)
    registered = decision is Decision.REGISTER and bool(appeal.registry_index)
    if decision not in possible(appeal) and not registered:
        raise await not_possible(desk, appeal)
    must_be_possible(appeal, decision, officer)


def open_to(officer: Officer, appeal: Appeal) -> Sequence[Decision]:
    """The decisions that this officer may take on the case today."""
    return [decision for decision in possible(appeal) if _is_theirs(decision, officer)]


def _is_theirs(decision: Decision, officer: Officer) -> bool:
    return decision not in _REGISTRARS or officer.has(Role.REGISTRAR, Role.HEAD)


@dataclass(frozen=True)
class Decided:
    """The case after the decision, and the letter that was queued."""

    appeal: Appeal
    letter: CaseMessage


async def decide(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    decision: Decision,
    answers: Answers,
    text: str,
    officer: Officer,
    key: str,
    now: datetime,
    carried: Carried = frozenset(),
) -> Decided:
    """Takes the step and queues the letter, together or not at all; `text` is the letter as the officer saw it.

    `key` is the form's: the same confirmation again changes nothing. Raises DomainError where the step is not
    allowed, Conflict when a colleague was first.
    """
    known = await desk.appeals.message_by_key(f"decision:{key}")
    if known is not None:
        return Decided(await desk.appeals.get(appeal.id), known)
    await must_still_be_possible(desk, appeal, decision, officer)
    stepped = await retyped(desk, appeal, proposed(community, appeal, decision, answers, now))
    after = await desk.appeals.change(appeal, stepped)
    await warnings.reschedule(desk, appeal, after, community, now)
    sent = await desk.appeals.add_message(_letter_row(community, after, f"decision:{key}", text, officer, now))
    details: dict[str, object] = {name: value for name, value in answers.items() if not name.startswith("_")}
    actor = f"officer:{officer.telegram_id}"
    await desk.appeals.record(Event(after.id, f"decision:{sent.id}", now, actor, decision.value, details=details))
    if decision is Decision.REGISTER:
        await handovers.acknowledged(desk, after, None, after.registry_index, after.registry_date, now)
    await _queue_letter(desk, after, sent, now)
    if decision is Decision.ASK:
        waits = {"appeal": after.id, "message": sent.id}
        await desk.jobs.add(f"{CLOSE_QUESTION}:{sent.id}", CLOSE_QUESTION, now + CLARIFICATION_WAITS, waits)
    if decision in IN_WRITING:
        await letters.serve(desk, community, after, sent, carried, now)
    await show_in_group(desk, after, now)
    await reshown(desk, appeal, after, now)
    return Decided(after, sent)


def proposed(community: Community, appeal: Appeal, decision: Decision, answers: Answers, now: datetime) -> Appeal:
    """The case as the decision would leave it; raises DomainError where the law does not allow what was answered."""
    stepped = replace(appeal, state=LEADS_TO.get(decision, appeal.state))
    if decision is Decision.REGISTER:
        return _with_registry(community, appeal, answers, now)
    if decision is Decision.EXTEND:
        return _until(community, stepped, date.fromisoformat(answers["until"]), latest_extension(community, appeal))
    if decision is Decision.DEFER:
        return _until(community, stepped, date.fromisoformat(answers["until"]), None)
    if decision is Decision.FORWARD:
        _must_not_reach_the_accused(appeal, answers["body"])
    if decision is Decision.RETYPE:
        return _of_kind(community, stepped, Kind(answers["kind"]))
    if decision is Decision.URGENT:
        return _on_urgency(community, stepped, answers["ground"] != NOT_URGENT)
    return stepped


def _of_kind(community: Community, appeal: Appeal, kind: Kind) -> Appeal:
    """Under another law the term is another one, counted from the same receipt; what was cut or extended falls."""
    if kind is appeal.kind:
        raise DomainError(_("It is of this kind already. Choose another one."))
    due = deadlines.due(kind, appeal.received_at, community, appeal.category)
    return replace(appeal, kind=kind, due=due.moment, term="")


def _on_urgency(community: Community, appeal: Appeal, urgent: bool) -> Appeal:
    """48 hours from receipt where the urgency is grounded, else five working days (2939-VI art. 20)."""
    due = deadlines.due(appeal.kind, appeal.received_at, community, urgent=urgent)
    return replace(appeal, due=due.moment, term=URGENT if urgent else "")


def warned_of(before: Appeal, after: Appeal, now: datetime) -> Sequence[Phrase]:
    """What the officer should see before such a step, and the resident does not read."""
    told = []
    if after.due != before.due and after.due <= now:
        told.append(Phrase(_("This date has passed already: the case will be overdue at once.")))
    if after.kind is before.kind:
        return told
    if after.kind is Kind.COMPLAINT:
        told.append(Phrase(_("A complaint is for registrar and head only: its card will show number and date.")))
    applicant = after.submission.applicant
    if after.kind in _FORMAL and (applicant is None or not applicant.residence):
        told.append(Phrase(_("No residence was given, and art. 5 asks for it: ask the resident.")))
    return told


def _with_registry(community: Community, appeal: Appeal, answers: Answers, now: datetime) -> Appeal:
    """The number and date of the registry; what needs no study is answered within 15 days (393/96-ВР art. 20)."""
    started = State.ACCEPTED in next_states(appeal.kind, appeal.state) and appeal.state is State.SUBMITTED
    after = replace(
        appeal,
        state=State.ACCEPTED if started else appeal.state,
        registry_index=answers["number"],
        registry_date=_registered_on(community, appeal, date.fromisoformat(answers["date"]), now),
    )
    if answers.get("study") != "no" or appeal.term:
        return after
    due = deadlines.step("appeal.no_study", appeal.received_at, community)
    return replace(after, due=due.moment, term="appeal.no_study")


def _registered_on(community: Community, appeal: Appeal, day: date, now: datetime) -> date:
    received, today = community.local(appeal.received_at).date(), community.local(now).date()
    if not received <= day <= today:
        raise DomainError(
            _("The date of registration lies between {received}, the day of receipt, and today. Correct it."),
            received=received,
        )
    return day


def _must_not_reach_the_accused(appeal: Appeal, body: str) -> None:
    """A complaint is never sent for decision to the one complained of (393/96-ВР art. 7)."""
    accused = " ".join(appeal.submission.complained_of.casefold().split())
    if accused and accused in " ".join(body.casefold().split()):
        raise DomainError(_("The complaint is about them: it must not be forwarded to the one complained of (art. 7)."))


def latest_extension(community: Community, appeal: Appeal) -> date:
    """The last day that an extension may name, by the law's limit of the whole term."""
    return deadlines.extended(appeal.kind, appeal.received_at, community).day


def _until(community: Community, appeal: Appeal, day: date, latest: date | None) -> Appeal:
    """The new date; never later than the law, and never earlier than the one in force."""
    if latest is not None and day > latest:
        raise DomainError(_("The law allows {latest} at the latest. Choose an earlier day."), latest=latest)
    if day <= community.local(appeal.due).date():
        raise DomainError(_("This day is not later than the one in force. Choose a later one."))
    return replace(appeal, due=end_of(day, community.zone), term=DECIDED)


def _letter_row(
    community: Community, appeal: Appeal, key: str, text: str, officer: Officer, now: datetime
) -> CaseMessage:
    return CaseMessage(
        MessageId(0),
        appeal.id,
        key,
        Direction.OUT,
        MessageKind.DECISION,
        MessageState.SENT,
        text,
        officer.telegram_id,
        now,
        signatory=community.signatory.line,
    )


async def _queue_letter(desk: Desk, appeal: Appeal, sent: CaseMessage, now: datetime) -> None:
    await applicants.tell(desk, appeal, Notice("letter", {"message": sent.id}), f"letter:{sent.id}", now)


CLARIFICATION_WAITS = timedelta(days=5)
"""How long a question to the resident stands; the term of the law runs on meanwhile."""

CLOSE_QUESTION = "close_question"


async def close_question(desk: Desk, params: Mapping[str, Any], now: datetime) -> Appeal | None:
    """Nobody answered in five days: the case goes on without it. None when it was answered or moved on.

    A later question has its own five days.
    """
    appeal = await desk.appeals.get(params["appeal"])
    if appeal.state is not State.CLARIFICATION or await _last_question(desk, appeal) != f"decision:{params['message']}":
        return None
    after = await desk.appeals.change(appeal, replace(appeal, state=State.IN_PROGRESS))
    await desk.appeals.record(Event(after.id, f"unanswered:{params['message']}", now, "system", "question_closed"))
    await show_in_group(desk, after, now)
    return after


async def _last_question(desk: Desk, appeal: Appeal) -> str:
    history = await desk.appeals.history(appeal.id)
    return next((event.key for event in reversed(history) if event.action == Decision.ASK.value), "")
