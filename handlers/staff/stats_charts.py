"""Figures of a survey as pictures, each with its text: question by question, by groups, by topics, between waves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council import breakdowns, coverage
from council.community import Community
from council.pages import pages
from council.pictures import FLOOR_OF_FORMS, Picture
from council.results import Slice, slices
from council.rights import must_work_here
from council.survey import QuestionKind, Survey
from council.survey_account import Account
from handlers import coverage_words, survey_pictures
from handlers import survey_figures as figures
from handlers.pictures import photo
from handlers.screens import Button, Screen, column
from handlers.staff import stats
from handlers.staff.stats import StatsPress
from handlers.texts import _, escaped
from handlers.turn import Turn

MENU, ONE, SCALES, TOPICS, GROUPS, CHANGE, COVERAGE = "m", "q", "s", "t", "g", "c", "n"
MOST = 6
"""Pictures that one press sends."""


class Chart(CallbackData, prefix="k"):
    """A picture of a wave; which one, in the few signs that a button has room for (Shown)."""

    survey: str
    wave: str
    shown: str


@dataclass(frozen=True)
class Shown:
    """`part` of the wave, what is drawn (`act`), the place `at` of a question or a group, and how groups differ."""

    part: int = 0
    act: str = MENU
    at: int = 0
    kind: int = 0

    @property
    def code(self) -> str:
        return f"{self.part}{self.act}{self.at}.{self.kind}"


_CODE = re.compile(r"(\d{1,3})([a-z])(\d{1,3})\.(\d)")


def shown_of(code: str) -> Shown:
    """The menu where the code says nothing that we know."""
    found = _CODE.fullmatch(code)
    return Shown(int(found[1]), found[2], int(found[3]), int(found[4])) if found else Shown()


@dataclass(frozen=True)
class Wanted:
    """What was pressed, with the part that it speaks of."""

    survey: str
    wave: str
    shown: Shown
    part: Slice

    def to(self, act: str, at: int = 0, kind: int = 0, part: int | None = None) -> str:
        shown = Shown(self.shown.part if part is None else part, act, at, kind)
        return Chart(survey=self.survey, wave=self.wave, shown=shown.code).pack()

    @property
    def kind(self) -> str:
        kinds = breakdowns.kinds(self.part.survey)
        return kinds[min(self.shown.kind, len(kinds) - 1)] if kinds else ""


async def door(turn: Turn, survey: Survey, told: Account) -> Sequence[Button]:
    """Offered as soon as there is something to draw."""
    if not told.parts:
        return []
    return [Button(_("Show as pictures"), Chart(survey=survey.id, wave=told.wave, shown=Shown().code).pack())]


async def press(callback: CallbackQuery, callback_data: Chart, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    parts = await slices(turn.desk, callback_data.survey, callback_data.wave)
    shown = shown_of(callback_data.shown)
    if shown.part >= len(parts):
        return _("This button is no longer in use.")
    wanted = Wanted(callback_data.survey, callback_data.wave, shown, parts[shown.part])
    if shown.act == MENU:
        await turn.show(callback, _menu(wanted, parts))
        return ""
    if shown.act == COVERAGE:
        await _tell_coverage(callback, turn, wanted.part)
        return ""
    return await _send(callback, turn, wanted)


async def _send(callback: CallbackQuery, turn: Turn, wanted: Wanted) -> str:
    drawn = await _drawn(turn, wanted)
    if not drawn:
        return _("Too few answers to draw this: five are needed.")
    for picture in drawn[:-1]:
        await turn.send(callback, photo(picture))
    await turn.send(callback, photo(drawn[-1], _ways(wanted)))
    return ""


def _menu(wanted: Wanted, parts: Sequence[Slice]) -> Screen:
    others = [
        Button(figures.part_name(one), wanted.to(MENU, part=place))
        for place, one in enumerate(parts)
        if place != wanted.shown.part
    ]
    back = Button(_("Back to the figures"), StatsPress(survey=wanted.survey, wave=wanted.wave, part=0).pack())
    lines = [
        f"<b>{figures.title(wanted.part.survey)}</b>",
        escaped(figures.wave_name(wanted.wave)),
        figures.part_name(wanted.part),
    ]
    return Screen("\n".join(filter(None, lines)), column(*_kinds(wanted), *others, back))


def _kinds(wanted: Wanted) -> Sequence[Button]:
    """The pictures that a survey of this shape has."""
    survey = wanted.part.survey
    scales = any(one.type is QuestionKind.SCALE for one in survey.questions)
    scored = survey.scoring is not None and len(survey.sections) >= FLOOR_OF_FORMS
    offered = [
        (True, _("Question by question"), wanted.to(ONE)),
        (scales, _("All marks together"), wanted.to(SCALES)),
        (scored, _("By topic"), wanted.to(TOPICS)),
        (survey.id == coverage.SURVEY, _("Settlements and operators"), wanted.to(COVERAGE)),
        (True, _("What changed since the wave before"), wanted.to(CHANGE)),
    ]
    groups = [
        Button(_("Compare {kind}").format(kind=figures.kind_name(kind)), wanted.to(GROUPS, kind=place))
        for place, kind in enumerate(breakdowns.kinds(survey))
    ]
    return [*(Button(text, data) for fits, text, data in offered if fits), *groups]


async def _drawn(turn: Turn, wanted: Wanted) -> Sequence[Picture]:
    if wanted.shown.act == CHANGE:
        return await _change(turn, wanted)
    found = _one(turn, wanted)
    return [] if found is None else [found]


def _one(turn: Turn, wanted: Wanted) -> Picture | None:
    part, wave, community = wanted.part, wanted.wave, turn.house.community
    asked = part.survey.asked_in(part.variant)
    question = asked[min(wanted.shown.at, len(asked) - 1)].id
    if wanted.shown.act == ONE:
        return survey_pictures.question(part, wave, question, community)
    if wanted.shown.act == SCALES:
        return survey_pictures.scales(part, wave)
    if wanted.shown.act == TOPICS:
        return survey_pictures.topics(part, wave)
    if part.survey.scoring is not None:
        return _of_group(wanted, community)
    return survey_pictures.by_groups(part, wave, question, wanted.kind, community)


def _of_group(wanted: Wanted, community: Community) -> Picture | None:
    codes = list(breakdowns.groups(wanted.part, wanted.kind))
    if not codes:
        return None
    code = codes[min(wanted.shown.at, len(codes) - 1)]
    return survey_pictures.topics(wanted.part, wanted.wave, wanted.kind, code, community)


async def _change(turn: Turn, wanted: Wanted) -> Sequence[Picture]:
    wave = breakdowns.earlier_wave(await turn.desk.surveys.waves(wanted.survey), wanted.wave)
    if wave is None:
        return []
    before = breakdowns.comparable(wanted.part, await slices(turn.desk, wanted.survey, wave))
    if before is None:
        return []
    return survey_pictures.change(wanted.part, before, (wave, wanted.wave), turn.house.community)[:MOST]


def _ways(wanted: Wanted) -> tuple[tuple[Button, ...], ...]:
    """On to the next question or group, and back to the menu."""
    shown, part = wanted.shown, wanted.part
    count = len(part.survey.asked_in(part.variant)) if shown.act in (ONE, GROUPS) else 1
    if shown.act == GROUPS and part.survey.scoring is not None:
        count = len(breakdowns.groups(part, wanted.kind))
    on = [Button(_("Next ›"), wanted.to(shown.act, shown.at + 1, shown.kind))] if shown.at + 1 < count else []
    return column(*on, Button(_("All pictures"), wanted.to(MENU)))


async def _tell_coverage(callback: CallbackQuery, turn: Turn, part: Slice) -> None:
    """S3: how it works by settlement and operator, and whom to ask for what."""
    told = coverage.coverage(part.sheets, turn.house.community)
    for page in pages(coverage_words.coverage_table(told, part, turn.house.community)):
        await turn.say(callback, Screen(page))


def router() -> Router:
    router = Router(name="stats as pictures")
    stats.DOORS["charts"] = door
    router.callback_query.register(press, Chart.filter())
    return router
