"""When something must be done: every date can explain itself in one sentence, and none is later than the law's."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from council.appeals import Kind
from council.calendar import Calendar, end_of, local_day
from council.phrases import Phrase, _


class Unit(StrEnum):
    """How a term is counted. A day of the year is written MM-DD, a day of the next month as its number."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    PAGES = "pages"
    SIGNATURES = "signatures"
    DAY_OF_NEXT_MONTH = "day_of_next_month"
    DAY_OF_YEAR = "day_of_year"


MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Term(BaseModel):
    """One term of community.yaml: how much, of what, and by which article."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Annotated[int, Field(ge=0)] | MonthDay = Field(union_mode="left_to_right")
    unit: Unit
    basis: str = ""

    @property
    def number(self) -> int:
        """The value of a term that counts something; only a day of the year counts nothing."""
        return int(self.value) if isinstance(self.value, int) else 0


Terms = Mapping[str, Term]


@dataclass(frozen=True)
class TermRule:
    """What the law says of a term: the unit, the article, and how far a community may go.

    `at_most` guards terms that bind the council, `at_least` those that protect the person (how long a complaint may
    wait, how many pages are free, how long signatures are kept). A rule that is not `compulsory` has no value that
    fits every community.
    """

    unit: Unit
    article: str
    at_most: int | str | None = None
    at_least: int | None = None
    compulsory: bool = True

    def allows(self, term: Term) -> bool:
        """Whether the community's value keeps within the law."""
        if isinstance(term.value, str) or isinstance(self.at_most, str):
            return isinstance(term.value, str) and isinstance(self.at_most, str) and term.value <= self.at_most
        fits_above = self.at_most is None or term.value <= self.at_most
        return fits_above and (self.at_least is None or term.value >= self.at_least)


_U = Unit

TERMS: Mapping[str, TermRule] = {
    "appeal.no_study": TermRule(_U.CALENDAR_DAYS, "393/96-ВР, ст. 20", at_most=15, at_least=1),
    "appeal.normal": TermRule(_U.MONTHS, "393/96-ВР, ст. 20", at_most=1, at_least=1),
    "appeal.max_total": TermRule(_U.CALENDAR_DAYS, "393/96-ВР, ст. 20", at_most=45, at_least=1),
    "appeal.forward": TermRule(_U.CALENDAR_DAYS, "393/96-ВР, ст. 7", at_most=5, at_least=1),
    "appeal.return_lacking_data": TermRule(_U.CALENDAR_DAYS, "393/96-ВР, ст. 7", at_most=5, at_least=1),
    "appeal.return_defective": TermRule(_U.CALENDAR_DAYS, "393/96-ВР, ст. 5", at_most=10, at_least=1),
    "appeal.retention": TermRule(_U.YEARS, "ПКМУ 348", at_least=5),
    "complaint.since_decision": TermRule(_U.YEARS, "393/96-ВР, ст. 17", at_least=1),
    "complaint.since_knowledge": TermRule(_U.MONTHS, "393/96-ВР, ст. 17", at_least=1),
    "request.reply": TermRule(_U.WORKING_DAYS, "2939-VI, ст. 20", at_most=5, at_least=1),
    "request.urgent": TermRule(_U.HOURS, "2939-VI, ст. 20", at_most=48, at_least=1),
    "request.extension_notice": TermRule(_U.WORKING_DAYS, "2939-VI, ст. 20", at_most=5, at_least=1),
    "request.extended": TermRule(_U.WORKING_DAYS, "2939-VI, ст. 20", at_most=20, at_least=1),
    "request.forward": TermRule(_U.WORKING_DAYS, "2939-VI, ст. 22", at_most=5, at_least=1),
    "request.free_pages": TermRule(_U.PAGES, "2939-VI, ст. 21", at_least=10),
    "petition.publish_or_refuse": TermRule(_U.WORKING_DAYS, "393/96-ВР, ст. 23-1", at_most=2, at_least=1),
    "petition.max_collection": TermRule(_U.MONTHS, "393/96-ВР, ст. 23-1", at_most=3, at_least=1),
    "petition.threshold": TermRule(_U.SIGNATURES, "393/96-ВР, ст. 23-1", at_least=1, compulsory=False),
    "petition.collection_days": TermRule(
        _U.CALENDAR_DAYS, "393/96-ВР, ст. 23-1", at_most=92, at_least=1, compulsory=False
    ),
    "petition.start_notice": TermRule(_U.WORKING_DAYS, "393/96-ВР, ст. 23-1", at_most=3, at_least=1),
    "petition.consider": TermRule(_U.WORKING_DAYS, "393/96-ВР, ст. 23-1", at_most=10, at_least=1),
    "petition.keep_signatures": TermRule(_U.YEARS, "393/96-ВР, ст. 23-1", at_least=3),
    "data_subject.reply": TermRule(_U.CALENDAR_DAYS, "2297-VI, ст. 8", at_most=30, at_least=1),
    "sev.delivery_timeout": TermRule(_U.HOURS, "СЕВ ОВВ", at_most=6, at_least=1),
    "programme.quarter_report": TermRule(_U.DAY_OF_NEXT_MONTH, "ПКМУ 119", at_most=5, at_least=1),
    "programme.annual_to_head": TermRule(_U.DAY_OF_YEAR, "ПКМУ 119", at_most="01-31"),
    "programme.annual_to_customer": TermRule(_U.DAY_OF_YEAR, "ПКМУ 119", at_most="03-01"),
}
"""Every key of `terms:`, with what the law allows. Three months are at most 92 days; see `petition_closes`."""
del _U


class Count(StrEnum):
    """How the council counts its own promise."""

    CALENDAR = "calendar"
    WORKING = "working"


class Promise(BaseModel):
    """What the council promises for a category of problem reports: its own word, not a term of law."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Annotated[int, Field(ge=1, le=365)]
    count: Count = Count.CALENDAR


@dataclass(frozen=True)
class Due:
    """The last moment (UTC) and its date in the community's zone, the sentence that explains it, and the article.

    `article` is empty for a promise of the council, which no law sets.
    """

    moment: datetime
    day: date
    because: Phrase
    article: str


class Rules(Protocol):
    """What a date depends on in this community; council.community.Community is one."""

    @property
    def terms(self) -> Terms: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def zone(self) -> ZoneInfo: ...
    def promise_of(self, category: str) -> Promise | None: ...


def due(kind: Kind, received_at: datetime, rules: Rules, category: str = "", *, urgent: bool = False) -> Due:
    """The last moment to answer. `received_at` is aware; `urgent` counts for information requests only.

    Never moved later for a day off: the appeals law is silent on it, and the applicant must not lose by our choice.
    A problem report whose category is gone from the content is due in a month, as an appeal is.
    """
    if kind is Kind.INFORMATION_REQUEST:
        return step("request.urgent" if urgent else "request.reply", received_at, rules)
    promise = rules.promise_of(category) if kind is Kind.PROBLEM_REPORT else None
    return _promised(received_at, promise, rules) if promise else _one_month(received_at, rules)


def extended(kind: Kind, received_at: datetime, rules: Rules) -> Due:
    """The last moment after an extension, counted from receipt: the law limits the whole, not the addition."""
    return step("request.extended" if kind is Kind.INFORMATION_REQUEST else "appeal.max_total", received_at, rules)


def forwarded(kind: Kind, received_at: datetime, rules: Rules) -> Due:
    """Until when a case that belongs to another body must leave, with a notice to the author."""
    return step("request.forward" if kind is Kind.INFORMATION_REQUEST else "appeal.forward", received_at, rules)


def step(key: str, since: datetime, rules: Rules) -> Due:
    """The last moment by a term of `TERMS` that runs from a receipt or another event.

    `since` is aware. Terms that run from nothing (pages, retention, days of the year) are no steps: KeyError.
    """
    why, term = _WHY[key], rules.terms[key]
    if term.unit is Unit.HOURS:
        return _within_hours(key, since, rules)
    start = rules.calendar.counted_from(since, rules.zone)
    day = _counted(start, term, rules.calendar)
    because = Phrase(why, {"term": length(term), "received": start})
    return Due(end_of(day, rules.zone), day, because, TERMS[key].article)


def rolled_forward(found: Due, rules: Rules) -> Due | None:
    """The first working day after a last day that is no working day, for staff to see beside the safe date.

    CMU 55 p. 171 counts so where no special act rules; None where both dates are the same.
    """
    if rules.calendar.is_working_day(found.day):
        return None
    day = rules.calendar.next_working_day(found.day)
    why = Phrase(
        _("the first working day after {day}, which is a day off (Instruction of CMU 55, p. 171; not binding here)"),
        {"day": found.day},
    )
    return Due(end_of(day, rules.zone), day, why, "ПКМУ 55, п. 171")


def complaint_is_late(decided: date | None, learned: date | None, filed: date, terms: Terms) -> bool:
    """Whether a complaint comes after the terms of art. 17: a warning only, since a missed term may be restored."""
    by_decision = months_after(decided, 12 * terms["complaint.since_decision"].number) if decided else filed
    by_knowledge = months_after(learned, terms["complaint.since_knowledge"].number) if learned else filed
    return filed > min(by_decision, by_knowledge)


def petition_closes(published: date, terms: Terms) -> date:
    """The last day to sign: by the community's statute, and never after three months (393/96-ВР art. 23-1)."""
    by_law = months_after(published, terms["petition.max_collection"].number)
    return min(published + timedelta(days=terms["petition.collection_days"].number), by_law)


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of a month that is too short (31 January, 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _one_month(received_at: datetime, rules: Rules) -> Due:
    """The earlier of thirty days and the same date next month, since the law says only "one month"."""
    start = rules.calendar.counted_from(received_at, rules.zone)
    months = rules.terms["appeal.normal"].number
    day = min(start + timedelta(days=30 * months), months_after(start, months))
    because = Phrase(
        _("one month from {received}, the day the council received it (Law on Citizens' Appeals, art. 20)"),
        {"received": start},
    )
    return Due(end_of(day, rules.zone), day, because, TERMS["appeal.normal"].article)


def _promised(received_at: datetime, promise: Promise, rules: Rules) -> Due:
    unit = Unit.WORKING_DAYS if promise.count is Count.WORKING else Unit.CALENDAR_DAYS
    start = rules.calendar.counted_from(received_at, rules.zone)
    term = Term(value=promise.days, unit=unit)
    day = _counted(start, term, rules.calendar)
    because = Phrase(
        _("{term} from {received}: the council's own promise, not a term of law"),
        {"term": length(term), "received": start},
    )
    return Due(end_of(day, rules.zone), day, because, "")


def _within_hours(key: str, since: datetime, rules: Rules) -> Due:
    """Hours run from the moment itself, by night and on days off too."""
    term = rules.terms[key]
    moment = since.astimezone(UTC) + timedelta(hours=term.number)
    because = Phrase(_WHY[key], {"term": length(term), "received": local_day(since, rules.zone)})
    return Due(moment, local_day(moment, rules.zone), because, TERMS[key].article)


def _counted(start: date, term: Term, calendar: Calendar) -> date:
    if term.unit is Unit.WORKING_DAYS:
        return calendar.working_days_after(start, term.number)
    if term.unit is Unit.CALENDAR_DAYS:
        return start + timedelta(days=term.number)
    return months_after(start, term.number * (12 if term.unit is Unit.YEARS else 1))


def length(term: Term) -> Phrase:
    """The term in words: “5 working days”. KeyError for what is no length of time."""
    return _LENGTHS[term.unit](term.number)


_LENGTHS: Mapping[Unit, Callable[[int], Phrase]] = {
    Unit.CALENDAR_DAYS: lambda n: Phrase("{n} day", plural="{n} days", n=n),
    Unit.WORKING_DAYS: lambda n: Phrase("{n} working day", plural="{n} working days", n=n),
    Unit.HOURS: lambda n: Phrase("{n} hour", plural="{n} hours", n=n),
    Unit.MONTHS: lambda n: Phrase("{n} month", plural="{n} months", n=n),
    Unit.YEARS: lambda n: Phrase("{n} year", plural="{n} years", n=n),
}

_WHY: Mapping[str, str] = {
    "appeal.no_study": _(
        "{term} from {received}: what needs no study is answered at once (Law on Citizens' Appeals, art. 20)"
    ),
    "appeal.max_total": _("{term} in all from {received}, the longest term (Law on Citizens' Appeals, art. 20)"),
    "appeal.forward": _("{term} from {received} to pass it to the body in charge (Law on Citizens' Appeals, art. 7)"),
    "appeal.return_lacking_data": _(
        "{term} from {received} to return it and say what is lacking (Law on Citizens' Appeals, art. 7)"
    ),
    "appeal.return_defective": _(
        "{term} from {received} to return it with an explanation (Law on Citizens' Appeals, art. 5)"
    ),
    "request.reply": _(
        "{term} from {received}, the day the council received it (Law on Access to Public Information, art. 20)"
    ),
    "request.urgent": _(
        "{term} from the receipt on {received}, since it is urgent (Law on Access to Public Information, art. 20)"
    ),
    "request.extension_notice": _(
        "{term} from {received} to tell the person of a longer term (Law on Access to Public Information, art. 20)"
    ),
    "request.extended": _(
        "{term} from {received}, since there is much to look for (Law on Access to Public Information, art. 20)"
    ),
    "request.forward": _(
        "{term} from {received} to pass it to who holds the information (Law on Access to Public Information, art. 22)"
    ),
    "petition.publish_or_refuse": _(
        "{term} from {received} to publish the petition or refuse it (Law on Citizens' Appeals, art. 23-1)"
    ),
    "petition.start_notice": _(
        "{term} from {received} to announce that the petition is considered (Law on Citizens' Appeals, art. 23-1)"
    ),
    "petition.consider": _("{term} from {received} to consider the petition (Law on Citizens' Appeals, art. 23-1)"),
    "data_subject.reply": _(
        "{term} from {received} to answer about personal data (Law on Personal Data Protection, art. 8)"
    ),
    "sev.delivery_timeout": _("{term} from {received} for the document system to acknowledge"),
}
"""Why a date is what it is, for every term that runs from an event."""
