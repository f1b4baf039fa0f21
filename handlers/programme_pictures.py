"""Pictures of a programme: money by year, how far the goals are, an indicator; each title says what was found."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from council.measures import Ledger, Standing, level
from council.pictures import Bars, Heading, Lines, Point, Progress, Row, Series
from council.programme import Indicator, Measure, Money, Planned, TargetMode
from handlers.texts import _, day, ngettext, number

NBSP = "\xa0"


def money(ledger: Ledger, measures: Sequence[Measure] | None = None) -> Bars | None:
    """Planned and spent by year, of one measure or of all; None where the document names no sums."""
    chosen = ledger.programme.measures if measures is None else measures
    if not any(measure.budget.stated for measure in chosen):
        return None
    years = list(ledger.programme.years)
    sums = [planned(chosen, year) for year in years]
    spent = {year: ledger.spent_in(year, chosen) for year in years}
    series = [Series(name=_("planned"), points=tuple(_point(cell) for cell in sums))]
    if any(amount is not None for amount in spent.values()):
        series.append(Series(name=_("spent"), points=tuple(_spent(spent[year]) for year in years)))
    return Bars(
        heading=_heading(ledger, _found(chosen, spent.values()), _subject(ledger, measures)),
        categories=tuple(str(year) for year in years),
        series=tuple(series),
        plan=True,
    )


def planned(measures: Iterable[Measure], year: int) -> Money:
    """The sum of a year; where no measure names one, what they say instead."""
    cells = [measure.budget.of(year) for measure in measures]
    amounts = [cell.amount for cell in cells if cell.amount is not None]
    if amounts:
        return Money(kind=Planned.AMOUNT, amount=sum(amounts, Decimal()))
    kinds = {cell.kind for cell in cells}
    order = (Planned.WITHOUT_FUNDING, Planned.NOT_STATED, Planned.NOT_PLANNED)
    return Money(kind=next(kind for kind in order if kind in kinds))


def _point(cell: Money) -> Point:
    if cell.amount is not None:
        return Point(value=float(cell.amount), label=number(cell.amount))
    return Point(label=_kind(cell.kind))


def _kind(kind: Planned) -> str:
    return {
        Planned.NOT_STATED: _("not stated"),
        Planned.WITHOUT_FUNDING: _("without funding"),
        Planned.NOT_PLANNED: _("not planned"),
    }[kind]


def _spent(amount: Decimal | None) -> Point:
    if amount is None:
        return Point(label=_("no report yet"))
    return Point(value=float(amount), label=number(amount))


def _found(measures: Iterable[Measure], spent: Iterable[Decimal | None]) -> str:
    """What the bars show, in a sentence."""
    whole = sum((measure.budget.total or Decimal() for measure in measures), Decimal())
    told = [amount for amount in spent if amount is not None]
    if not told:
        text = _("{sum} thousand UAH planned, nobody has reported on spending yet")
        return _joined(text.format(sum=_figure(whole)))
    text = _("{spent} of {sum} thousand UAH spent")
    return _joined(text.format(spent=_figure(sum(told, Decimal())), sum=_figure(whole)))


def _figure(value: Decimal) -> str:
    return number(value).replace(" ", NBSP)


def _joined(text: str) -> str:
    """«тис. грн» in one line with its number."""
    for words in (" тис. грн", " thousand UAH"):
        text = text.replace(words, words.replace(" ", NBSP))
    return text


def _subject(ledger: Ledger, measures: Sequence[Measure] | None) -> str:
    if measures is not None and len(measures) == 1:
        return _("{title}. Thousand UAH by year").format(title=measures[0].title)
    return _("Money of the whole programme by year, thousand UAH")


def _heading(ledger: Ledger, title: str, subtitle: str) -> Heading:
    """With the source and its day: without reports it is the document alone."""
    name = ledger.programme.passport.name
    if any(ledger.reports.values()):
        source = _("Source: {programme}; reports of the responsible bodies. As of {day}").format(
            programme=name, day=day(ledger.today)
        )
    else:
        source = _("Source: {programme}. As of {day}").format(programme=name, day=day(ledger.today))
    return Heading(title=title, subtitle=subtitle, source=source)


def goals(ledger: Ledger) -> Progress:
    """How many measures of each strategic goal are done."""
    done = [measure for measure in ledger.programme.measures if ledger.standing(measure) is Standing.DONE]
    whole = len(ledger.programme.measures)
    if any(ledger.reports.values()):
        text = ngettext("{n} measure of {whole} is done", "{n} measures of {whole} are done", len(done))
        title = text.format(n=number(len(done)), whole=number(whole))
    else:
        title = _("Nobody has reported on the measures yet")
    rows = []
    for goal in ledger.programme.goals:
        measures = ledger.programme.measures_of(goal)
        if measures:
            rows.append(_goal(f"{goal.code}. {goal.title}", ledger, measures))
    return Progress(heading=_heading(ledger, title, _("Measures done, by strategic goal")), rows=tuple(rows))


def _goal(name: str, ledger: Ledger, measures: Sequence[Measure]) -> Row:
    if not any(ledger.of(measure) for measure in measures):
        return Row(name=name, label=_("no report yet"))
    done = sum(ledger.standing(measure) is Standing.DONE for measure in measures)
    label = _("{done} of {whole}").format(done=number(done), whole=number(len(measures)))
    return Row(name=name, share=done / len(measures), label=label)


def indicator(ledger: Ledger, one: Indicator) -> Lines | None:
    """The way from the baseline over the targets, and what was reached; None without numbers."""
    years = list(ledger.programme.years)
    start = one.baseline if isinstance(one.baseline, Decimal) else None
    targets = [start, *(level(one, year) for year in years)]
    reached = [start, *_reached(ledger, one, years)]
    if sum(isinstance(value, Decimal) for value in targets) < 2:
        return None
    series = [Series(name=_("target"), points=tuple(_value(value) for value in targets))]
    if any(value is not None for value in reached[1:]):
        series.append(Series(name=_("reached"), points=tuple(_value(value) for value in reached)))
    unit = f", {one.unit}" if one.unit and one.unit not in one.name else ""
    return Lines(
        heading=_heading(ledger, _way(one, targets, reached), f"{one.name}{unit}"),
        categories=(_("before"), *(str(year) for year in years)),
        series=tuple(series),
    )


def _reached(ledger: Ledger, one: Indicator, years: Sequence[int]) -> list[Decimal | None]:
    """The level at the end of each year as reported: yearly gains are added to the baseline."""
    by_year = {report.period.year: reading.value for report, reading in ledger.readings(one)}
    if one.target_mode is not TargetMode.INCREMENT:
        return [by_year.get(year) for year in years]
    level = one.baseline if isinstance(one.baseline, Decimal) else Decimal()
    found: list[Decimal | None] = []
    for year in years:
        gain = by_year.get(year)
        level += gain or Decimal()
        found.append(level if gain is not None else None)
    return found


def _value(value: Decimal | str | None) -> Point:
    if isinstance(value, Decimal):
        return Point(value=float(value), label=number(value))
    return Point(label=value or "")


def _way(one: Indicator, targets: Sequence[Decimal | str | None], reached: Sequence[Decimal | None]) -> str:
    goal = next(value for value in reversed(targets) if isinstance(value, Decimal))
    last = next((value for value in reversed(reached[1:]) if value is not None), None)
    percent = "%" if one.unit == "%" else ""
    if last is None:
        return _("The target is {goal}, nobody has reported a value yet").format(goal=number(goal) + percent)
    return _("{value} reached, the target is {goal}").format(value=number(last) + percent, goal=number(goal) + percent)
