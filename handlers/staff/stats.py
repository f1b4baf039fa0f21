"""/stats: how the surveys go, and what was answered, as far as it can be told without telling of anybody."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council import findings
from council.findings import WordsState
from council.pages import pages
from council.rights import must_work_here
from council.survey import Survey
from council.survey_account import Account, account
from council.survey_catalogue import catalogue
from handlers import survey_figures as figures
from handlers.screens import Button, Screen, column
from handlers.texts import _, current, escaped, number
from handlers.turn import Event, Turn

MENU = "stats"
"""The data of the button that leads to the list."""
PAGE = 10

Door = Callable[[Turn, Survey, Account], Awaitable[Sequence[Button]]]
DOORS: dict[str, Door] = {}
"""What else may be done with the figures of a wave, by the capability that hangs it here in its `router()`."""


class StatsPress(CallbackData, prefix="st"):
    """The figures of a survey in one of its waves."""

    survey: str
    wave: str
    part: int


class Waves(CallbackData, prefix="stw"):
    """Every wave of a survey."""

    survey: str


async def command(message: Message, turn: Turn) -> None:
    await _list(message, turn)


async def again(callback: CallbackQuery, turn: Turn) -> None:
    await _list(callback, turn)


async def _list(event: Event, turn: Turn) -> None:
    must_work_here(turn.officer, turn.house.admins)
    await turn.show(event, await _surveys(turn))


async def _surveys(turn: Turn) -> Screen:
    """Those that anybody began, in their present wave, with how many began and finished."""
    lines, buttons = [], []
    for survey in (await catalogue(turn.desk, turn.house.surveys)).values():
        for wave in (await turn.desk.surveys.waves(survey.id))[:1]:
            counts = await turn.desk.surveys.counts(survey.id, wave)
            title = survey.title.in_(current().current_locale)
            lines.append(f"{escaped(title)}: {_went(counts.get('started', 0), counts['finished'])}")
            buttons.append(Button(title, StatsPress(survey=survey.id, wave=wave, part=0).pack()))
    if not lines:
        return Screen(_("Nobody has begun a survey yet."))
    return Screen("\n\n".join([_("<b>Surveys</b>"), *lines]), column(*buttons))


def _went(began: int, finished: int) -> str:
    return _("begun {began}, finished {finished}").format(began=number(began), finished=number(finished))


async def of(turn: Turn, code: str) -> Survey | None:
    """The survey of a button; None for one that is no more."""
    return (await catalogue(turn.desk, turn.house.surveys)).get(code)


async def press(callback: CallbackQuery, callback_data: StatsPress, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    survey = await of(turn, callback_data.survey)
    if survey is None:
        return _("This button is no longer in use.")
    told = await account(turn.desk, survey, callback_data.wave, turn.house.community)
    decided = await turn.desk.findings.decided(survey.id)
    parts = pages(written(turn, survey, told, decided))
    place = max(0, min(callback_data.part, len(parts) - 1))
    rows = (*_turns(callback_data, place, len(parts)), *column(*await _ways(turn, survey, told)))
    await turn.show(callback, Screen(parts[place], rows))
    return ""


def _turns(pressed: StatsPress, part: int, whole: int) -> tuple[tuple[Button, ...], ...]:
    def turned(text: str, to: int) -> Button:
        return Button(text, StatsPress(survey=pressed.survey, wave=pressed.wave, part=to).pack())

    back = [turned(_("‹ Previous"), part - 1)] if part else []
    on = [turned(_("Next ›"), part + 1)] if part + 1 < whole else []
    return ((*back, *on),) if back or on else ()


def written(turn: Turn, survey: Survey, told: Account, decided: Mapping[tuple[str, str], WordsState]) -> str:
    """Live figures of a wave: counts of all, and answers of those who can be told together."""
    wave = figures.wave_name(told.wave)
    head = f"<b>{figures.title(survey)}</b>" + (f" · {escaped(wave)}" if wave else "")
    lines = [head, *figures.account(told, survey)]
    for part in told.parts:
        lines += [f"<b>{figures.part_name(part)}</b>", *figures.answers(part, turn.house.community)]
        lines += figures.said(part, findings.said(part, decided))
    return "\n\n".join([*lines, *figures.reached(survey, told)])


async def _ways(turn: Turn, survey: Survey, told: Account) -> Sequence[Button]:
    """What may be done with these figures; the other rooms of the figures hang their doors here."""
    doors = [button for door in DOORS.values() for button in await door(turn, survey, told)]
    waves = await turn.desk.surveys.waves(survey.id)
    other = [Button(_("Another wave"), Waves(survey=survey.id).pack())] if len(waves) > 1 else []
    return [*doors, *other, Button(_("All surveys"), MENU)]


async def waves(callback: CallbackQuery, callback_data: Waves, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    survey = await of(turn, callback_data.survey)
    if survey is None:
        return _("This button is no longer in use.")
    known = (await turn.desk.surveys.waves(survey.id))[:PAGE]
    buttons = [
        Button(figures.wave_name(one) or _("All the time"), StatsPress(survey=survey.id, wave=one, part=0).pack())
        for one in known
    ]
    await turn.show(callback, Screen(f"<b>{figures.title(survey)}</b>\n{_('Choose a wave.')}", column(*buttons)))
    return ""


def router() -> Router:
    router = Router(name="stats")
    router.message.register(command, Command("stats"))
    router.callback_query.register(again, F.data == MENU)
    router.callback_query.register(press, StatsPress.filter())
    router.callback_query.register(waves, Waves.filter())
    return router
