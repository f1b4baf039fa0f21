"""An answer that did not solve the matter is not the end: within two weeks the appeal is repeated under its number.

The repeated one is a case of its own (received that day, its own full term, «/2» after the number) and stands in the
topic of the first. Without a word the answered case closes by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from council import deadlines
from council.appeals import Appeal, AppealId, Event, State
from council.community import Community
from council.forms import Form, Step
from council.phrases import Conflict, DomainError, Phrase, _
from council.ports import Desk
from council.submitting import Submitted, announce, due_of, show_in_group

WINDOW = timedelta(days=14)
"""How long after an answer «Not solved» repeats the appeal."""

CLOSE = "close_case"
"""The job that closes an answered case; written with the answer."""

_ANSWERS = frozenset({"answer_sent", "posted"})
_ANSWERED = frozenset({State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED})

REPEAT = Form(
    "repeat",
    1,
    (
        Step(
            "text",
            Phrase(_("What is not solved? Write it in your own words. You may send photos or documents too.")),
            reads=lambda text: text.strip(),
            takes=frozenset({"voice"}),
            long=True,
            title=_("What is not solved"),
        ),
    ),
)


def answered_at(history: Sequence[Event]) -> datetime | None:
    """When the answer came last: shown here, or sent by the channel the person named."""
    return max((event.at for event in history if event.action in _ANSWERS), default=None)


def may_say_unsolved(appeal: Appeal, history: Sequence[Event]) -> bool:
    """Whether there is an answer that the author has not called insufficient yet."""
    return appeal.state in _ANSWERED and not any(event.action == "repeated" for event in history)


def in_time(history: Sequence[Event], now: datetime) -> bool:
    """Whether the two weeks after the answer still run; later a new appeal quotes the old."""
    answered = answered_at(history)
    return answered is not None and now <= answered + WINDOW


async def repeat(
    desk: Desk, community: Community, appeal: Appeal, text: str, key: str, received: datetime
) -> Submitted:
    """The author says that the answer did not solve it: a repeated appeal, once a form.

    Raises Conflict where it was repeated already, DomainError without an answer or after the two weeks.
    """
    known = await desk.appeals.by_draft(key) or await _repeated(desk, community, appeal, text, key, received)
    return Submitted(known, due_of(known, community))


async def _repeated(
    desk: Desk, community: Community, appeal: Appeal, text: str, key: str, received: datetime
) -> Appeal:
    history = await desk.appeals.history(appeal.id)
    if any(event.action == "repeated" for event in history):
        raise Conflict(_("You have already said so: the repeated appeal is in «My appeals»."))
    if not may_say_unsolved(appeal, history) or not in_time(history, received):
        raise DomainError(_("This appeal can no longer be repeated. Submit a new one: it may name the number of this."))
    added = await desk.appeals.add(await _drafted(desk, community, appeal, text, key, received))
    details = {"case": added.id, "number": added.number}
    await desk.appeals.record(Event(appeal.id, "repeated", received, "applicant", "repeated", details=details))
    await announce(desk, community, added, received)
    return added


async def _drafted(desk: Desk, community: Community, appeal: Appeal, text: str, key: str, received: datetime) -> Appeal:
    return replace(
        appeal,
        id=AppealId(0),
        number=_next_number(appeal.number),
        draft=key,
        state=State.SUBMITTED,
        received_at=received,
        due=deadlines.due(appeal.kind, received, community, appeal.category).moment,
        submission=appeal.submission.model_copy(update={"text": text}),
        executor=None,
        registry_index="",
        registry_date=None,
        term="",
        listed=False,
        repeats=appeal.repeats or appeal.id,
        version=0,
    )


def _next_number(number: str) -> str:
    first, _slash, place = number.partition("/")
    return f"{first}/{int(place or 1) + 1}"


def earlier_number(appeal: Appeal) -> str:
    """The number of the appeal that this one repeats; empty for a first one."""
    first, slash, place = appeal.number.partition("/")
    if not slash:
        return ""
    return first if place == "2" else f"{first}/{int(place) - 1}"


async def home(desk: Desk, topic: str) -> str:
    """The name of the topic where a case stands: repeated appeals stand with the first of their line."""
    kind, _colon, number = topic.partition(":")
    if kind != "appeal" or not number.isdigit():
        return topic
    return f"appeal:{await desk.appeals.first_of(AppealId(int(number)))}"


async def close(desk: Desk, params: Mapping[str, Any], now: datetime) -> datetime | None:
    """The job of the two weeks' end. Returns when to look again while the letter has not gone or went later."""
    appeal = await desk.appeals.get(AppealId(int(params["appeal"])))
    if appeal.state is State.ANSWER_SHOWN:
        return now + timedelta(days=1)
    if appeal.state is not State.ANSWERED:
        return None
    answered = answered_at(await desk.appeals.history(appeal.id))
    if answered is not None and now < answered + WINDOW:
        return answered + WINDOW
    closed = await desk.appeals.change(appeal, replace(appeal, state=State.CLOSED))
    await desk.appeals.record(Event(closed.id, "closed", now, "system", "closed"))
    await show_in_group(desk, closed, now)
    return None
