"""When the bodies of a programme report: each quarter, each year, and once at the end of a finished programme.

The dates are the programme's own where its document names them (`monitoring`). Else they are those of the state's
typical form of a local informatization programme, section VI, as community.yaml keeps them in `terms`: by the 5th after
each quarter, by 31 January for the year, and the council's two documents by 1 March (CMU 119 of 02.02.2024). Whoever
shows them says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from council.calendar import Calendar, local_day
from council.deadlines import Rules, Term, Terms
from council.periods import Period
from council.phrases import Phrase, _
from council.programme import Frequency, Measure, Monitoring, Programme
from council.progress import ACCEPTED, HANDED_IN, Report, Stage

MORNING = time(9)
LISTENED = timedelta(days=14)
"""For so long a word of a round is still worth saying when the bot was away at its moment."""


@dataclass(frozen=True)
class DueRule:
    """The last day to report: a day of the year after the period, or so many days after the period's end."""

    days_after: int = 0
    month: int = 0
    day: int = 0

    def of(self, period: Period) -> date:
        if self.days_after:
            return period.last + timedelta(days=self.days_after)
        return date(period.year + 1, self.month, self.day)


@dataclass(frozen=True)
class ReportingDates:
    """`own`: the programme's document names them. A programme may ask for no quarterly reports."""

    quarterly: DueRule | None
    annual: DueRule
    own: bool


TYPICAL = ReportingDates(DueRule(days_after=5), DueRule(month=1, day=31), own=False)
"""Typical form, section VI: quarterly by the 5th of the next month, yearly by 31 January."""
DOCUMENTS = DueRule(month=3, day=1)
"""The two reports to the state's general customer."""


def typical(terms: Terms) -> ReportingDates:
    """The typical form's dates, or earlier ones that the community has set itself."""
    quarterly, annual = terms.get("programme.quarter_report"), terms.get("programme.annual_to_head")
    return ReportingDates(
        DueRule(days_after=quarterly.number) if quarterly else TYPICAL.quarterly,
        _of_year(annual) if annual else TYPICAL.annual,
        own=False,
    )


def documents_day(year: int, terms: Terms) -> date:
    """The last day for the two documents about the year."""
    term = terms.get("programme.annual_to_customer")
    return (_of_year(term) if term else DOCUMENTS).of(Period(year))


def _of_year(term: Term) -> DueRule:
    month, day = str(term.value).split("-")
    return DueRule(month=int(month), day=int(day))


_MONTHS = (
    *("січня", "лютого", "березня", "квітня", "травня", "червня"),
    *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
)
_OF_MONTH = re.compile(rf"(\d{{1,2}})(?:-?го)?\s+({'|'.join(_MONTHS)})", re.I)
_OF_NEXT = re.compile(r"(\d{1,2})(?:-?го)?\s+числа", re.I)
_AFTER = re.compile(r"(\d{1,2})(?:-?ти|-?х)?\s+(?:календарних\s+)?дн", re.I)


def dates_of(programme: Programme, terms: Terms) -> ReportingDates:
    """The programme's own dates, as far as its document names any; the typical form's otherwise."""
    usual, monitoring = typical(terms), programme.passport.monitoring
    quarterly = _rules(monitoring, Frequency.QUARTERLY)
    annual = sorted(_rules(monitoring, Frequency.ANNUALLY), key=lambda rule: rule.of(Period(2000)))
    if not quarterly and not annual:
        return usual
    asked_quarterly = any(one.frequency is Frequency.QUARTERLY for one in monitoring)
    without_date = usual.quarterly if asked_quarterly else None
    return ReportingDates(quarterly[0] if quarterly else without_date, annual[0] if annual else usual.annual, own=True)


def _rules(monitoring: Iterable[Monitoring], frequency: Frequency) -> Sequence[DueRule]:
    read = (read_rule(one.due_rule, frequency) for one in monitoring if one.frequency is frequency and one.due_rule)
    return [rule for rule in read if rule is not None]


def read_rule(text: str, frequency: Frequency) -> DueRule | None:
    """The day in the words of a document («до 05 числа…», «до 31 січня», «протягом 10 днів»); None where none is named.

    Several dates of a quarterly duty («5 квітня, 5 липня…») have the day in common.
    """
    if found := _OF_MONTH.search(text):
        day, month = int(found[1]), _MONTHS.index(found[2].lower()) + 1
        return _checked(DueRule(days_after=day) if frequency is Frequency.QUARTERLY else DueRule(month=month, day=day))
    found = _OF_NEXT.search(text) or _AFTER.search(text)
    return _checked(DueRule(days_after=int(found[1]))) if found else None


def _checked(rule: DueRule) -> DueRule | None:
    """None for a day that no calendar has."""
    try:
        rule.of(Period(2001))
    except ValueError:
        return None
    return rule


def explained(dates: ReportingDates) -> Phrase:
    """Where the dates come from."""
    if dates.own:
        return Phrase(_("These dates are named in the programme itself."))
    return Phrase(_("The programme names no dates of its own, so those of the state's typical form are taken."))


class Mark(StrEnum):
    """A word of a round, in the order of saying. Of a final one only the first is said."""

    ASKED = "asked"
    THREE_DAYS = "three_days"
    ONE_DAY = "one_day"
    PASSED = "passed"
    DOCUMENTS = "documents"


DAYS_BEFORE: Mapping[Mark, int] = {Mark.ASKED: 10, Mark.THREE_DAYS: 3, Mark.ONE_DAY: 1}


@dataclass(frozen=True)
class Word:
    """What is to be said of a round, from `at` (UTC) on."""

    period: Period
    mark: Mark
    at: datetime


def due_day(programme: Programme, period: Period, terms: Terms) -> date | None:
    """The last day to report; None where no date is set: for a final round, or a quarter that nobody asks for."""
    dates = dates_of(programme, terms)
    rule = None if period.final else dates.quarterly if period.quarter else dates.annual
    return rule.of(period) if rule else None


def periods(programme: Programme, terms: Terms) -> Iterator[Period]:
    """Every quarter and year of the programme for which its bodies report, in their order."""
    quarterly = dates_of(programme, terms).quarterly is not None
    for year in programme.years:
        yield from (Period(year, quarter) for quarter in range(1, 5) if quarterly)
        yield Period(year)


def words_of(programme: Programme, period: Period, rules: Rules) -> Sequence[Word]:
    """Every word of a round in its order: mornings of working days, never later than so many days before the date."""
    due = due_day(programme, period, rules.terms)
    if due is None:
        return []
    days = [(mark, _working(due - timedelta(days=before), rules.calendar)) for mark, before in DAYS_BEFORE.items()]
    days.append((Mark.PASSED, rules.calendar.next_working_day(due)))
    if not period.quarter:
        days.append((Mark.DOCUMENTS, _working(_ten_before(period, rules), rules.calendar)))
    return [Word(period, mark, _morning(day, rules)) for mark, day in days]


def _ten_before(period: Period, rules: Rules) -> date:
    return documents_day(period.year, rules.terms) - timedelta(days=10)


def _working(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working_day(day) else calendar.previous_working_day(day)


def _morning(day: date, rules: Rules) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=rules.zone).astimezone(UTC)


def next_morning(now: datetime, rules: Rules) -> datetime:
    """When to look again."""
    today = _morning(local_day(now, rules.zone), rules)
    return today if now < today else _morning(local_day(now, rules.zone) + timedelta(days=1), rules)


def to_say(
    programme: Programme, loaded: datetime, said: frozenset[tuple[str, str]], rules: Rules, now: datetime
) -> Sequence[Word]:
    """What is due now and was never said: of each round only the last word, after a silence of the bot too.

    That a date has passed is said only where the bot had asked before: nobody is blamed for what nobody asked. A
    finished programme is asked for its results on the first morning after it was `loaded`, when roles are given.
    """
    found = [
        word for period in periods(programme, rules.terms) if (word := _last_due(programme, period, said, rules, now))
    ]
    if not found and now >= next_morning(loaded, rules) and _never_asked_at_end(programme, said, rules, now):
        found = [Word(Period(programme.years[-1], final=True), Mark.ASKED, now)]
    return found


def _last_due(
    programme: Programme, period: Period, said: frozenset[tuple[str, str]], rules: Rules, now: datetime
) -> Word | None:
    due = [word for word in words_of(programme, period, rules) if word.at <= now]
    if not due or (period.code, due[-1].mark) in said or now > due[-1].at + LISTENED:
        return None
    asked = any((period.code, mark) in said for mark in DAYS_BEFORE)
    return due[-1] if asked or due[-1].mark in DAYS_BEFORE else None


def _never_asked_at_end(programme: Programme, said: frozenset[tuple[str, str]], rules: Rules, now: datetime) -> bool:
    """Whether the programme is over and the bot was never there to ask for its last year."""
    last = Period(programme.years[-1])
    asked = any(code in {last.code, Period(last.year, final=True).code} for code, _mark in said)
    over = all(word.at < now for word in words_of(programme, last, rules) if word.mark is not Mark.DOCUMENTS)
    return over and not asked


def asked_of(programme: Programme, period: Period, reports: Iterable[Report]) -> Sequence[Measure]:
    """The measures on which the period asks for a report: begun by then, and not done with in an earlier period."""
    settled = {report.measure for report in reports if _settles(report, period)}
    return [
        measure
        for measure in programme.measures
        if measure.id not in settled and (measure.schedule.start_year or period.year) <= period.year
    ]


def _settles(report: Report, period: Period) -> bool:
    """A measure done in spring is asked for the year, and not again in summer."""
    over = report.told.stage in (Stage.DONE, Stage.ABANDONED) and report.state in ACCEPTED
    return over and report.period.last < period.first


def unreported(programme: Programme, period: Period, reports: Iterable[Report]) -> Sequence[Measure]:
    """The measures that still wait for the report of this period; what was given back waits again."""
    known = list(reports)
    handed = {report.measure for report in known if report.period == period and report.state in HANDED_IN}
    return [measure for measure in asked_of(programme, period, known) if measure.id not in handed]
