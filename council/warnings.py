"""When the staff are warned of a case's dates: before each, and when it has passed; once each across restarts.

The moments are job rows written with the case. A case that was answered, or whose date has moved, is silent by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from council import deadlines
from council.appeals import FINAL, Appeal, Kind, State
from council.calendar import Calendar, local_day
from council.deadlines import Rules
from council.phrases import Phrase, _
from council.ports import Desk

WARN = "warn"
"""The job that speaks up when a moment has come."""

MORNING = time(9)
"""When the council reads what is new, by its own clock."""

URGENT = "request.urgent"


class Mark(StrEnum):
    """What a warning is about, the least pressing first: of two at the same moment the later in this list is given."""

    UNTAKEN = "untaken"
    STEP = "step"
    STEP_ENDS = "step_ends"
    DAYS_BEFORE = "days_before"
    HOURS_24 = "hours_24"
    HOURS_8 = "hours_8"
    EVE = "eve"
    LAST_DAY = "last_day"
    PASSED = "passed"


STEPS = frozenset({Mark.STEP, Mark.STEP_ENDS})

FORWARDED = frozenset({Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT})
"""Kinds with five days to pass on what belongs to another body (393/96-ВР art. 7); a request has its whole term."""


@dataclass(frozen=True)
class Reminder:
    """One warning: `at` is UTC; `phrase` is said then, before the date and its reason."""

    key: Mark
    at: datetime
    phrase: Phrase


def warnings_of(kind: Kind, received_at: datetime, due: datetime, rules: Rules, term: str = "") -> Sequence[Reminder]:
    """Every moment at which a case speaks up, in their order: in the morning of working days, before the due moment.

    `term` is the key of the term in force where it is not the kind's own. Hours of an urgent request run by night, so
    its warnings come at the hours themselves; that the date has passed is said at that moment.
    """
    given: dict[datetime, Reminder] = {}
    for mark, at in sorted(_moments(kind, received_at, due, rules, term), key=_pressing):
        if received_at < at < due or mark is Mark.PASSED:
            given[at] = Reminder(mark, at, _phrase(mark, kind, received_at, rules))
    return sorted(given.values(), key=lambda one: one.at)


def _pressing(found: tuple[Mark, datetime]) -> int:
    return list(Mark).index(found[0])


def _moments(
    kind: Kind, received_at: datetime, due: datetime, rules: Rules, term: str
) -> Iterator[tuple[Mark, datetime]]:
    for mark, day in _days(kind, received_at, due, rules, term):
        yield mark, _morning(day, rules.zone)
    if term == URGENT:
        yield Mark.HOURS_24, due - timedelta(hours=24)
        yield Mark.HOURS_8, due - timedelta(hours=8)
    yield Mark.PASSED, due


def _days(kind: Kind, received_at: datetime, due: datetime, rules: Rules, term: str) -> Iterator[tuple[Mark, date]]:
    """The days of the warnings that come in the morning; some may lie outside the case's life."""
    calendar, last = rules.calendar, local_day(due, rules.zone)
    yield Mark.UNTAKEN, calendar.next_working_day(local_day(received_at, rules.zone))
    if kind in FORWARDED:
        leaves = deadlines.forwarded(kind, received_at, rules).day
        yield Mark.STEP, _working(leaves - timedelta(days=2), calendar)
        yield Mark.STEP_ENDS, _working(leaves, calendar)
    if term == URGENT:
        return
    if kind is not Kind.INFORMATION_REQUEST or term:
        yield Mark.DAYS_BEFORE, _working(last - timedelta(days=5), calendar)
    yield Mark.EVE, calendar.previous_working_day(last)
    if kind is Kind.INFORMATION_REQUEST and calendar.is_working_day(last):
        yield Mark.LAST_DAY, last


def _working(day: date, calendar: Calendar) -> date:
    """The day itself, or the working day before it: a warning is never late for a day off."""
    return day if calendar.is_working_day(day) else calendar.previous_working_day(day)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


def _phrase(mark: Mark, kind: Kind, received_at: datetime, rules: Rules) -> Phrase:
    if mark in STEPS:
        return Phrase(PHRASES[mark], {"day": deadlines.forwarded(kind, received_at, rules).day})
    return Phrase(PHRASES[mark])


PHRASES = {
    Mark.UNTAKEN: _("Nobody has taken this case since it came."),
    Mark.STEP: _("If this case belongs to another body, pass it on by {day} and tell the person."),
    Mark.STEP_ENDS: _(
        "This is the last working day to pass the case on, if it belongs to another body. The term for that ends on "
        "{day}."
    ),
    Mark.DAYS_BEFORE: _("A week or less is left to answer."),
    Mark.HOURS_24: _("This request is urgent: 24 hours are left to answer."),
    Mark.HOURS_8: _("This request is urgent: 8 hours are left to answer."),
    Mark.EVE: _("Today is the last working day before the day of the answer."),
    Mark.LAST_DAY: _("The answer must go out today."),
    Mark.PASSED: _("The day of the answer has passed."),
}


def silent(mark: Mark, appeal: Appeal) -> bool:
    """Whether there is nothing to warn of any more: the case is done with, or what was lacking has been done."""
    if appeal.state in FINAL or appeal.state is State.ANSWERED:
        return True
    if mark in STEPS:
        return appeal.executor is not None or appeal.state is not State.SUBMITTED
    return mark is Mark.UNTAKEN and (appeal.executor is not None or appeal.state is State.ANSWER_SHOWN)


async def schedule(desk: Desk, appeal: Appeal, rules: Rules, now: datetime) -> None:
    """Writes the warnings of the case that are still to come; a second time it changes nothing.

    Called in the unit that makes the case, or moves its date.
    """
    for one in _of(appeal, rules):
        if one.at > now or one.key is Mark.PASSED:
            params = {"appeal": appeal.id, "mark": one.key.value, "due": stamp(appeal)}
            await desk.jobs.add(_key(appeal, one.key), WARN, one.at, params)


async def reschedule(desk: Desk, before: Appeal, after: Appeal, rules: Rules, now: datetime) -> None:
    """The date has moved (extended, re-typed, deferred): the warnings of the old one are taken back, new ones come."""
    if (before.due, before.kind, before.term) == (after.due, after.kind, after.term):
        return
    for mark in Mark:
        await desk.jobs.cancel(_key(before, mark))
    await schedule(desk, after, rules, now)


def overtaken(mark: Mark, appeal: Appeal, rules: Rules, now: datetime) -> bool:
    """Whether a later warning is due as well: after a long silence of the bot only the last one is worth a message."""
    coming = _of(appeal, rules)
    own = next((one.at for one in coming if one.key is mark), now)
    return any(own < one.at <= now for one in coming)


def phrase_of(mark: Mark, appeal: Appeal, rules: Rules) -> Phrase:
    """What the warning says, by the calendar of this moment."""
    return _phrase(mark, appeal.kind, appeal.received_at, rules)


def stamp(appeal: Appeal) -> str:
    """The date that a warning was made for: a case with another one has other warnings."""
    return f"{appeal.due:%Y%m%dT%H%M%S}"


def _of(appeal: Appeal, rules: Rules) -> Sequence[Reminder]:
    return warnings_of(appeal.kind, appeal.received_at, appeal.due, rules, appeal.term)


def _key(appeal: Appeal, mark: Mark) -> str:
    return f"{WARN}:{appeal.id}:{stamp(appeal)}:{mark}"
