"""The council's programme: from the menu to what was promised, what is done, what it costs and who listens.

Everything shown is derived at that moment from the document in force and the published reports.
"""

from collections.abc import Callable, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import progress
from council.following import ALL, goal_target
from council.links import LinkKind
from council.measures import Ledger, ledger
from council.pages import pages
from council.phrases import NotFound
from council.programme import Goal, Measure, Programme
from handlers import forms, links, rooms
from handlers.house import House
from handlers.residents import measure_card
from handlers.residents import programme_lists as lists
from handlers.residents import programme_overview as overview
from handlers.residents.measure_life import follow_button
from handlers.residents.menu import typed
from handlers.residents.programme_lists import ChosenPress, FindPress, GoalPress, IndicatorPress, MeasurePress
from handlers.screens import Button, Screen, column
from handlers.texts import _, escaped, ngettext
from handlers.texts import number as counted
from handlers.turn import Event, Turn


class ProgrammePress(CallbackData, prefix="pg"):
    """`view` says which screen of the programme; `page` counts from 0."""

    programme: str
    view: str
    page: int = 0


async def standing_at(turn: Turn, programme: Programme) -> Ledger:
    """The programme with its published reports, as of this moment; served since its first version came."""
    versions = await turn.desk.programmes.versions(programme.id)
    reports = progress.shown(await turn.desk.progress.of_programme(programme.id))
    local = turn.house.community.local
    return ledger(programme, reports, local(turn.now).date(), local(versions[0].made_at).date())


async def open_book(turn: Turn, prefix: str) -> Ledger:
    for programme in await turn.desk.programmes.current():
        if programme.passport.prefix == prefix:
            return await standing_at(turn, programme)
    raise NotFound(_("This programme is not shown any more."))


async def first(event: Event, turn: Turn, state: FSMContext) -> None:
    """The only programme at once; of several, or of none, a screen that says so."""
    programmes = await turn.desk.programmes.current()
    if len(programmes) == 1:
        screen = await _summary(turn, await standing_at(turn, programmes[0]))
    else:
        screen = _choice(programmes)
    await turn.show(event, await forms.with_form(state, screen))


def _choice(programmes: Sequence[Programme]) -> Screen:
    if not programmes:
        return Screen(_("The council has not put its programme here yet."), column(Button(_("Menu"), "menu")))
    lines = [escaped(programme.passport.title) for programme in programmes]
    buttons = [Button(one.passport.name, to_view(one.passport.prefix, "start")) for one in programmes]
    text = "\n\n".join([_("<b>The council’s programmes</b>\nChoose one."), *lines])
    return Screen(text, column(*buttons, Button(_("Menu"), "menu")))


def to_view(prefix: str, view: str, page: int = 0) -> str:
    return ProgrammePress(programme=prefix, view=view, page=page).pack()


async def _summary(turn: Turn, book: Ledger) -> Screen:
    """The first screen of a programme, with the way to the others where there are any."""
    prefix = book.programme.passport.prefix
    several = len(await turn.desk.programmes.in_force()) > 1
    buttons = [
        Button(_("What was promised"), to_view(prefix, "goals")),
        Button(_("What is done"), to_view(prefix, "done")),
        Button(_("What it costs"), to_view(prefix, "cost")),
        Button(_("Does anyone listen?"), to_view(prefix, "heard")),
        Button(_("Find a measure by words"), FindPress(programme=prefix).pack()),
        Button(_("Choose by year, topic and more"), to_view(prefix, "choose")),
        Button(_("Indicators"), to_view(prefix, "numbers")),
        Button(_("About the document"), to_view(prefix, "passport")),
    ]
    others = [Button(_("Other programmes"), "programme")] if several else []
    return Screen(overview.summary(book), column(*buttons, *others, Button(_("Menu"), "menu")))


async def view(callback: CallbackQuery, callback_data: ProgrammePress, turn: Turn, state: FSMContext) -> None:
    """A screen of the programme by its name; an unknown one is the first."""
    book = await open_book(turn, callback_data.programme)
    if callback_data.view == "heard":
        screen = await _heard(turn, book)
    else:
        screen = _screen(turn, book, callback_data.view, callback_data.page) or await _summary(turn, book)
    await turn.show(callback, await forms.with_form(state, screen))


def _screen(turn: Turn, book: Ledger, view: str, page: int) -> Screen | None:
    """None for the first screen, and for a name that no screen has any more."""
    match view:
        case "goals":
            return _long(book, view, overview.promised(book), page, _goals(book))
        case "done":
            drawn = column(lists.picture(view, book.programme.passport.prefix)) if book.reports else ()
            return _long(book, view, overview.done(turn.house, book), page, (*drawn, *_standings(book)))
        case "cost":
            drawn = column(lists.picture(view, book.programme.passport.prefix)) if book.programme.names_sums else ()
            return _long(book, view, "\n\n".join(overview.cost(turn.house, book)), page, drawn)
        case "passport":
            return _long(book, view, overview.passport(turn.house, book), page)
        case "choose":
            return under(book, Screen(_("<b>Choose measures</b>"), lists.ways(book)))
        case "numbers":
            return _numbers(book, page)
    return None


def _long(book: Ledger, view: str, text: str, page: int, rows: tuple[tuple[Button, ...], ...] = ()) -> Screen:
    """A text of any length, a part at a time."""
    prefix, parts = book.programme.passport.prefix, pages(text)
    at = min(page, len(parts) - 1)
    turns = lists.turns(len(parts), at, lambda to: to_view(prefix, view, to), size=1)
    return under(book, Screen(parts[at], (*turns, *rows)))


def under(book: Ledger, screen: Screen) -> Screen:
    """The screen with the way up to the programme and to the menu."""
    up = Button(_("To the programme"), to_view(book.programme.passport.prefix, "start"))
    return Screen(screen.text, (*screen.rows, *column(up, Button(_("Menu"), "menu"))))


def _goals(book: Ledger) -> tuple[tuple[Button, ...], ...]:
    prefix = book.programme.passport.prefix
    buttons = [
        Button(_("Goal {code}").format(code=goal.code), GoalPress(programme=prefix, goal=goal.code).pack())
        for goal in book.programme.goals
    ]
    return column(*buttons)


def _standings(book: Ledger) -> tuple[tuple[Button, ...], ...]:
    """The measures of each standing."""
    return lists.value_buttons(book, "s", 0)


def _numbers(book: Ledger, page: int) -> Screen:
    """The indicators of the programme, a page at a time."""
    prefix, everything = book.programme.passport.prefix, book.programme.indicators
    here = everything[page * lists.PAGE : (page + 1) * lists.PAGE]
    start = page * lists.PAGE + 1
    lines = [
        f"{place}. {escaped(lists.cut(one.name))}: {measure_card.aim(one)}" for place, one in enumerate(here, start)
    ]
    buttons = [
        Button(_("Indicator {place}").format(place=place), IndicatorPress(programme=prefix, indicator=one.code).pack())
        for place, one in enumerate(here, start)
    ]
    turns = lists.turns(len(everything), page, lambda to: to_view(prefix, "numbers", to))
    text = "\n\n".join([_("<b>Indicators of the programme</b>"), *(lines or [_("The document has none.")])])
    return under(book, Screen(text, (*column(*buttons), *turns)))


async def _heard(turn: Turn, book: Ledger) -> Screen:
    voices = [(one, await turn.desk.opinions.voices(one.id)) for one in book.programme.measures]
    follow = await follow_button(turn.desk, ALL, turn.person)
    return under(book, Screen(overview.heard(book, voices, turn.house), column(follow)))


async def goal(callback: CallbackQuery, callback_data: GoalPress, turn: Turn, state: FSMContext) -> None:
    book = await open_book(turn, callback_data.programme)
    screen = await _goal_screen(turn, book, _goal(book, callback_data.goal), callback_data.page)
    await turn.show(callback, await forms.with_form(state, screen))


def _goal(book: Ledger, code: str) -> Goal:
    for goal in book.programme.goals:
        if goal.code == code:
            return goal
    raise NotFound(_("This goal is not in the programme any more."))


async def _goal_screen(turn: Turn, book: Ledger, goal: Goal, page: int) -> Screen:
    """The measures of a goal, under the operational goals that they serve."""
    measures = book.programme.measures_of(goal)
    here = measures[page * lists.PAGE : (page + 1) * lists.PAGE]
    lines = [overview.goal_heading(goal)]
    for operational in goal.operational_goals:
        served = [one for one in here if one.operational_goal == operational.code]
        if served:
            lines.append(overview.operational_heading(operational))
            lines += [lists.line(turn.house, book, one) for one in served]
    prefix = book.programme.passport.prefix
    buttons = [Button(lists.label(turn.house, one), MeasurePress(measure=one.id).pack()) for one in here]
    turns = lists.turns(len(measures), page, lambda to: GoalPress(programme=prefix, goal=goal.code, page=to).pack())
    follow = await follow_button(turn.desk, goal_target(book.programme, goal), turn.person)
    back = Button(_("All goals"), to_view(prefix, "goals"))
    return under(book, Screen("\n\n".join(lines), (*column(*buttons), *turns, (follow,), (back,))))


async def chosen(callback: CallbackQuery, callback_data: ChosenPress, turn: Turn, state: FSMContext) -> None:
    """The values of a way of choosing, or the measures of one value."""
    book = await open_book(turn, callback_data.programme)
    way, dash, _value = callback_data.chosen.partition("-")
    screen = _values(book, way, callback_data.page) if not dash else _measures(turn, book, callback_data)
    await turn.show(callback, await forms.with_form(state, screen))


def _values(book: Ledger, way: str, page: int) -> Screen:
    heading = _("<b>Choose measures</b>\n{way}").format(way=_(lists.WAYS.get(way, "By topic")))
    return under(book, Screen(heading, lists.value_buttons(book, way, page)))


def _measures(turn: Turn, book: Ledger, press: ChosenPress) -> Screen:
    said, found = lists.values(book, press.chosen[0]).get(press.chosen, ("", ()))
    heading = f"<b>{escaped(said)}</b>: {_count(len(found))}" if found else _("These measures have changed meanwhile.")
    return results(turn, book, heading, found, press.page, lambda to: press.model_copy(update={"page": to}).pack())


def _count(n: int) -> str:
    return ngettext("{n} measure", "{n} measures", n).format(n=counted(n))


def results(
    turn: Turn, book: Ledger, heading: str, found: Sequence[Measure], page: int, to: Callable[[int], str]
) -> Screen:
    screen = lists.listed(turn.house, book, heading, found, page)
    return under(book, Screen(screen.text, (*screen.rows, *lists.turns(len(found), page, to))))


async def opened(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """The link to a programme."""
    book = await open_book(turn, value)
    await turn.say(message, await forms.with_form(state, await _summary(turn, book)))


async def goal_opened(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """The link to a goal: `kor_1-1` is the goal 1.1 of the programme `kor`, shown within its strategic goal."""
    prefix, _sign, code = value.partition("_")
    book = await open_book(turn, prefix)
    for goal, inner in book.programme.operational_goals():
        if code in (lists.link_sign(goal.code), lists.link_sign(inner.code)):
            await turn.say(message, await forms.with_form(state, await _goal_screen(turn, book, goal, 0)))
            return
    raise NotFound(_("This goal is not in the programme any more."))


def door(_house: House) -> Sequence[Button]:
    return [Button(_("The council’s programme"), "programme")]


def router() -> Router:
    router = Router(name="programme")
    rooms.DOORS["programme"] = door
    links.OPENERS[LinkKind.PROGRAMME] = opened
    links.OPENERS[LinkKind.GOAL] = goal_opened
    router.message.register(first, Command("programme"))
    router.message.register(first, F.text, typed("The council’s programme"))
    router.callback_query.register(first, F.data == "programme")
    router.callback_query.register(view, ProgrammePress.filter())
    router.callback_query.register(goal, GoalPress.filter())
    router.callback_query.register(chosen, ChosenPress.filter())
    return router
