"""The programme in pictures: money by year, goals by how far they are, an indicator on its way. Words go with each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from aiogram import Router
from aiogram.types import CallbackQuery

from council.deliveries import ChatId
from council.measures import Ledger, Standing, level
from council.phrases import NotFound
from council.pictures import Bars, Heading, Lines, Picture, Point, Progress, Row, Series
from council.programme import Indicator, Measure, MeasureId, Money
from handlers import pictures
from handlers.house import House
from handlers.residents import measure_card
from handlers.residents import programme_overview as overview
from handlers.residents import programme_words as words
from handlers.residents.programme import open_book, standing_at, to_view
from handlers.residents.programme_lists import IndicatorPress, MeasurePress, PicturePress
from handlers.screens import Button, column
from handlers.texts import _, plain
from handlers.turn import Turn


def of_years(ledger: Ledger, title: str, planned: Mapping[int, Money], spent: Mapping[int, Decimal]) -> Bars:
    """Plan and spending side by side; what is no sum stands in words where its bar would be."""
    years = ledger.programme.years
    plan = tuple(_point(planned[year].amount, words.cell(planned[year])) for year in years)
    actual = tuple(_point(spent.get(year), _("no report yet")) for year in years)
    series = [Series(name=_("planned"), points=plan)]
    if spent:
        series.append(Series(name=_("spent"), points=actual))
    heading = Heading(title=title, subtitle=_("thousand UAH, by year"), source=_source(ledger))
    return Bars(heading=heading, categories=tuple(map(str, years)), series=tuple(series))


def _point(value: Decimal | None, instead: str) -> Point:
    """A sum stands without its unit, which is said once above."""
    return Point(label=plain(instead)) if value is None else Point(value=float(value), label=words.exact(value))


def _source(ledger: Ledger) -> str:
    return _("Source: {name}").format(name=ledger.programme.passport.name)


def cost(ledger: Ledger) -> Bars:
    programme = ledger.programme
    planned = {year: Money.model_validate(programme.total(year)) for year in programme.years}
    told = {year: ledger.spent_in(year) for year in programme.years}
    spent = {year: amount for year, amount in told.items() if amount is not None}
    return of_years(ledger, plain(overview.in_short(ledger)), planned, spent)


def money(house: House, ledger: Ledger, measure: Measure) -> Bars:
    planned = {year: measure.budget.of(year) for year in ledger.programme.years}
    name = words.short_name(house, measure)
    title = f"{name}: {plain(words.total(measure.budget))}"
    return of_years(ledger, title, planned, ledger.spent(measure))


def goals(ledger: Ledger) -> Progress:
    """The share of each goal's measures that are done; nothing is drawn where nobody has reported."""
    programme = ledger.programme
    rows = [_row(ledger, f"{goal.code}. {goal.title}", programme.measures_of(goal)) for goal in programme.goals]
    done = len(ledger.by_standing().get(Standing.DONE, ()))
    title = _("Done: {done} of {all} measures").format(done=done, all=len(programme.measures))
    return Progress(heading=Heading(title=title, source=_source(ledger)), rows=tuple(rows))


def _row(ledger: Ledger, name: str, measures: Sequence[Measure]) -> Row:
    reported = [measure for measure in measures if ledger.of(measure)]
    if not reported or not measures:
        return Row(name=name, label=_("no report yet"))
    done = sum(ledger.standing(measure) is Standing.DONE for measure in measures)
    return Row(
        name=name, share=done / len(measures), label=_("done {done} of {all}").format(done=done, all=len(measures))
    )


def way(ledger: Ledger, indicator: Indicator) -> Lines:
    """From the start through the targets, and what was reached; gains are added up to levels."""
    start = indicator.baseline if isinstance(indicator.baseline, Decimal) else None
    levels = [start, *(_number(level(indicator, year)) for year in ledger.programme.years)]
    reached = {report.period.year: reading.value for report, reading in ledger.readings(indicator)}
    actual = [start, *(reached.get(year) for year in ledger.programme.years)]
    plan = (*_points(indicator, levels[:1]), *(_aimed(indicator, point) for point in _points(indicator, levels[1:])))
    series = [Series(name=_("the plan"), points=plan)]
    if any(value is not None for value in reached.values()):
        series.append(Series(name=_("reached"), points=_points(indicator, actual)))
    heading = Heading(title=indicator.name, subtitle=plain(measure_card.aim(indicator)), source=_source(ledger))
    years = [_("start"), *map(str, ledger.programme.years)]
    return Lines(heading=heading, categories=tuple(years), series=tuple(series))


def _aimed(indicator: Indicator, point: Point) -> Point:
    """A target that is to be exceeded says so."""
    if point.value is None or indicator.target_operator != ">":
        return point
    return Point(value=point.value, label=_("more than {value}").format(value=point.label))


def _number(value: Decimal | str | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _points(indicator: Indicator, values: Sequence[Decimal | None]) -> tuple[Point, ...]:
    said = [("" if value is None else plain(words.in_unit(indicator, value))) for value in values]
    return tuple(
        Point(value=None if value is None else float(value), label=label)
        for value, label in zip(values, said, strict=True)
    )


async def press(callback: CallbackQuery, callback_data: PicturePress, turn: Turn) -> None:
    """The picture in a message of its own, with the way back to what it shows."""
    picture, back = await _drawn(turn, callback_data.what, callback_data.subject)
    await turn.tell(ChatId(turn.me), pictures.photo(picture, column(back)))


async def _drawn(turn: Turn, what: str, subject: str) -> tuple[Picture, Button]:
    match what:
        case "cost" | "done":
            book = await open_book(turn, subject)
            back = Button(_("To the programme"), to_view(subject, what))
            return cost(book) if what == "cost" else goals(book), back
        case "money":
            programme, measure = await turn.desk.programmes.measure(MeasureId(subject))
            back = Button(_("Back to the measure"), MeasurePress(measure=measure.id).pack())
            return money(turn.house, await standing_at(turn, programme), measure), back
    return await _indicator(turn, subject)


async def _indicator(turn: Turn, subject: str) -> tuple[Picture, Button]:
    prefix, _slash, code = subject.partition("/")
    book = await open_book(turn, prefix)
    for indicator in book.programme.indicators:
        if indicator.code == code:
            back = Button(_("Back to the indicator"), IndicatorPress(programme=prefix, indicator=code).pack())
            return way(book, indicator), back
    raise NotFound(_("This indicator is not in the programme any more."))


def router() -> Router:
    router = Router(name="programme pictures")
    router.callback_query.register(press, PicturePress.filter())
    return router
