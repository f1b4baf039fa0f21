"""What stands in the columns of a report, by the key of the column. Sums are numbers, in thousand UAH."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from council.measures import STANDING_NAMES, TREND_NAMES, Ledger, level, trend
from council.periods import Period
from council.programme import Indicator, Measure, Planned, ScheduleType
from handlers.texts import _, number

Value = str | Decimal
"""Words, or a number that a workbook can add up."""


@dataclass(frozen=True)
class Book:
    """A programme with the reports that count, and the period that is reported on."""

    ledger: Ledger
    period: Period

    @property
    def year(self) -> int:
        return self.period.year


def _planned(book: Book, measure: Measure) -> Value:
    """The four kinds of a cell stay four."""
    money = measure.budget.of(book.year)
    words = {
        Planned.NOT_STATED: _("not stated"),
        Planned.WITHOUT_FUNDING: _("without funding"),
        Planned.NOT_PLANNED: _("not planned"),
    }
    return money.amount if money.amount is not None else words[money.kind]


def _spent(book: Book, measure: Measure) -> Value:
    spent = book.ledger.spent(measure).get(book.year)
    return _("no report yet") if spent is None else spent


def _difference(book: Book, measure: Measure) -> Value:
    planned, spent = _planned(book, measure), _spent(book, measure)
    return spent - planned if isinstance(planned, Decimal) and isinstance(spent, Decimal) else ""


def _percent(book: Book, measure: Measure) -> Value:
    percent = book.ledger.percent(measure)
    return "" if percent is None else Decimal(percent)


def _told(field: str) -> Callable[[Book, Measure], Value]:
    def cell(book: Book, measure: Measure) -> Value:
        last = book.ledger.last(measure)
        return str(getattr(last.told, field)) if last else ""

    return cell


def _evidence(book: Book, measure: Measure) -> Value:
    last = book.ledger.last(measure)
    return "\n".join(last.told.links) if last else ""


def _sources(book: Book, measure: Measure) -> Value:
    """As the document names them; below, what was really spent from each, where the body told them apart."""
    named = measure.funding_source_text or ", ".join(measure.funding_sources)
    last = book.ledger.last(measure)
    spent = [one for one in (last.told.spent or ()) if one.source and one.year == book.year] if last else []
    told = [_("{source}: {sum} thousand UAH spent").format(source=one.source, sum=number(one.amount)) for one in spent]
    return "\n".join(part for part in (named, *told) if part)


def _term(_book: Book, measure: Measure) -> Value:
    """In the words of the document; where it only marks the years, these."""
    term = measure.schedule
    if term.type is ScheduleType.BY_YEAR and term.start_year and term.due_year:
        return "–".join(dict.fromkeys((str(term.start_year), str(term.due_year))))
    return term.source_text or _("not stated")


MEASURES: Mapping[str, Callable[[Book, Measure], Value]] = {
    "code": lambda _book, measure: measure.code,
    "title": lambda _book, measure: measure.title,
    "bodies": lambda _book, measure: ", ".join(measure.responsible_bodies),
    "term": _term,
    "standing": lambda book, measure: _(STANDING_NAMES[book.ledger.standing(measure)]),
    "percent": _percent,
    "explanation": _told("explanation"),
    "result": _told("result"),
    "evidence": _evidence,
    "expected": lambda _book, measure: "\n".join(measure.expected_results or measure.indicators),
    "sources": _sources,
    "planned": _planned,
    "spent": _spent,
    "difference": _difference,
    "planned_whole": lambda _book, measure: _("not stated") if measure.budget.total is None else measure.budget.total,
}


def _said(value: Decimal | str | None) -> Value:
    return _("not stated") if value is None else value


def _reached(book: Book, indicator: Indicator) -> Value:
    found = [one for report, one in book.ledger.readings(indicator) if report.period.year <= book.year]
    if not found:
        return _("no report yet")
    last = found[-1]
    return last.value if last.value is not None else _("yes") if last.reached else _("no")


INDICATORS: Mapping[str, Callable[[Book, Indicator], Value]] = {
    "code": lambda _book, indicator: indicator.code,
    "name": lambda _book, indicator: indicator.name,
    "unit": lambda _book, indicator: indicator.unit or "",
    "baseline": lambda _book, indicator: _said(indicator.baseline),
    "target": lambda book, indicator: _said(indicator.targets.get(book.year)),
    "level": lambda book, indicator: _said(level(indicator, book.year)),
    "reached": _reached,
    "trend": lambda book, indicator: _(TREND_NAMES[trend(indicator, book.ledger.readings(indicator))]),
}
