"""One measure and one indicator: their cards, the official text, the history, and the pictures of both."""

from collections.abc import Sequence
from decimal import Decimal

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council.findings import FindingState
from council.links import Code, LinkKind, payload
from council.measures import Ledger, level
from council.pages import pages
from council.phrases import NotFound
from council.programme import Indicator, Measure, MeasureId
from handlers import forms, links, survey_figures
from handlers.house import House
from handlers.residents import indicator_card, measure_card, measure_history, measure_life
from handlers.residents import programme_lists as lists
from handlers.residents import programme_words as words
from handlers.residents.programme import open_book, standing_at, under
from handlers.residents.programme_lists import GoalPress, IndicatorPress, MeasurePress
from handlers.screens import Button, Screen, column
from handlers.texts import _
from handlers.turn import Turn
from storage.desk import Desk

INDICATORS = 4
"""Indicators of a measure with a button of their own."""


async def press(callback: CallbackQuery, callback_data: MeasurePress, turn: Turn, state: FSMContext) -> None:
    """The card, the official text behind its button, or the history; an unknown view is the card."""
    book, measure = await _found(turn, callback_data.measure)
    screen = await _view(turn, book, measure, callback_data.view, callback_data.page)
    await turn.show(callback, await forms.with_form(state, screen))


async def opened(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """The link to a measure, from a QR code or from a friend."""
    book, measure = await _found(turn, value)
    await turn.say(message, await forms.with_form(state, await card(turn, book, measure)))


async def codes(desk: Desk, house: House) -> Sequence[Code]:
    """A code for each measure: it hangs where the work is done, and opens the card."""
    measures = [one for programme in await desk.programmes.current() for one in programme.measures]
    return [Code(payload(LinkKind.MEASURE, one.id), lists.label(house, one)) for one in measures]


async def _found(turn: Turn, measure: str) -> tuple[Ledger, Measure]:
    programme, found = await turn.desk.programmes.measure(MeasureId(measure))
    return await standing_at(turn, programme), found


async def _view(turn: Turn, book: Ledger, measure: Measure, view: str, page: int) -> Screen:
    match view:
        case "official":
            return _behind(book, measure, view, measure_card.official(book, measure), page)
        case "history":
            told = await turn.desk.programmes.history(MeasureId(measure.id))
            return _behind(book, measure, view, measure_history.shown(turn.house, told), page)
    return await card(turn, book, measure, page)


async def card(turn: Turn, book: Ledger, measure: Measure, page: int = 0) -> Screen:
    """A part of the card, with the ways on from it under the last one as under the first."""
    blocks = [*measure_card.shown(turn.house, book, measure), measure_card.progress(book, measure)]
    blocks += await measure_life.sections(turn.desk, turn.house, measure)
    parts = pages("\n\n".join([*blocks, measure_card.source(book)]))
    at = min(page, len(parts) - 1)
    turns = lists.turns(len(parts), at, lambda to: _to(measure, "", to), size=1)
    return under(book, Screen(parts[at], (*turns, *column(*await _ways(turn, book, measure)))))


async def _ways(turn: Turn, book: Ledger, measure: Measure) -> Sequence[Button]:
    prefix = book.programme.passport.prefix
    goal, _operational = book.programme.goals_of(measure)
    changed = len(await turn.desk.programmes.history(MeasureId(measure.id))) > 1
    return [
        *await measure_life.buttons(turn.desk, turn.house, measure, turn.person),
        *([lists.picture("money", measure.id)] if measure.budget.stated else []),
        *_indicators(book, measure),
        Button(_("The official text"), _to(measure, "official")),
        *([Button(_("What has changed"), _to(measure, "history"))] if changed else []),
        Button(_("Tell others"), url=measure_card.share(turn.house, measure)),
        Button(_("Other measures of this goal"), GoalPress(programme=prefix, goal=goal.code).pack()),
    ]


def _indicators(book: Ledger, measure: Measure) -> Sequence[Button]:
    """The first indicators by their place; the rest are in the list of all."""
    found = book.programme.indicators_of(measure)[:INDICATORS]
    words = (
        [_("Indicator")] if len(found) == 1 else [_("Indicator {place}").format(place=n + 1) for n in range(len(found))]
    )
    return [Button(text, _indicator(book, one)) for text, one in zip(words, found, strict=True)]


def _indicator(book: Ledger, indicator: Indicator, page: int = 0) -> str:
    prefix = book.programme.passport.prefix
    return IndicatorPress(programme=prefix, indicator=indicator.code, page=page).pack()


def _to(measure: Measure, view: str, page: int = 0) -> str:
    return MeasurePress(measure=measure.id, view=view, page=page).pack()


def _behind(book: Ledger, measure: Measure, view: str, text: str, page: int) -> Screen:
    """What stands behind a button of the card, a part at a time."""
    parts = pages(text)
    at = min(page, len(parts) - 1)
    turns = lists.turns(len(parts), at, lambda to: _to(measure, view, to), size=1)
    back = Button(_("Back to the measure"), _to(measure, ""))
    return under(book, Screen(parts[at], (*turns, (back,))))


async def indicator(callback: CallbackQuery, callback_data: IndicatorPress, turn: Turn, state: FSMContext) -> None:
    book = await open_book(turn, callback_data.programme)
    indicator = _known(book, callback_data.indicator)
    measured = await _measured(turn, book, indicator)
    screen = _indicator_screen(turn, book, indicator, measured, callback_data.page)
    await turn.show(callback, await forms.with_form(state, screen))


def _known(book: Ledger, code: str) -> Indicator:
    for one in book.programme.indicators:
        if one.code == code:
            return one
    raise NotFound(_("This indicator is not in the programme any more."))


async def _measured(turn: Turn, book: Ledger, indicator: Indicator) -> Sequence[str]:
    """Values that surveys gave and the programme's lead has accepted, each with its source."""
    found = await turn.desk.findings.of_programme(book.programme.id, FindingState.ACCEPTED)
    told = [one for one in found if one.indicator == indicator.code]
    return [
        f"{words.in_unit(indicator, one.value)}. {survey_figures.source(one, turn.house.surveys.get(one.survey))}"
        for one in told
    ]


def _indicator_screen(turn: Turn, book: Ledger, indicator: Indicator, measured: Sequence[str], page: int) -> Screen:
    surveyed = [f"<b>{_('What people say')}</b>", *measured] if measured else []
    parts = pages("\n\n".join([*indicator_card.shown(book, indicator), *surveyed]))
    at = min(page, len(parts) - 1)
    turns = lists.turns(len(parts), at, lambda to: _indicator(book, indicator, to), size=1)
    measures = book.programme.measures_by(indicator)[:INDICATORS]
    buttons = [Button(lists.label(turn.house, one), _to(one, "")) for one in measures]
    drawn = [lists.picture("way", f"{book.programme.passport.prefix}/{indicator.code}")] if _has_way(indicator) else []
    return under(book, Screen(parts[at], (*turns, *column(*drawn, *buttons))))


def _has_way(indicator: Indicator) -> bool:
    """Whether there is a number to draw."""
    return any(isinstance(level(indicator, year), Decimal) for year in indicator.targets)


def router() -> Router:
    router = Router(name="measure")
    links.OPENERS[LinkKind.MEASURE] = opened
    links.PRINTED[LinkKind.MEASURE] = codes
    router.callback_query.register(press, MeasurePress.filter())
    router.callback_query.register(indicator, IndicatorPress.filter())
    return router
