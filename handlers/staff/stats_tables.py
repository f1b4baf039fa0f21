"""Figures of a survey as files for the one who asks: a workbook, CSV with its codebook, JSON."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council.deliveries import Call
from council.rights import must_work_here
from council.survey import Survey
from council.survey_account import Account
from handlers.screens import Button, Screen, column
from handlers.staff import stats
from handlers.staff.stats import StatsPress
from handlers.texts import _
from handlers.turn import Turn

FILES = {"xlsx": ("",), "csv": ("answers", "waves", "words", "codebook"), "json": ("",)}
"""By kind, the tables that are files of their own."""


class Table(CallbackData, prefix="e"):
    """A file of a wave's figures; without a kind, the choice of it."""

    survey: str
    wave: str
    kind: str


async def door(turn: Turn, survey: Survey, told: Account) -> Sequence[Button]:
    return [Button(_("Get as a file"), Table(survey=survey.id, wave=told.wave, kind="").pack())] if told.parts else []


async def press(callback: CallbackQuery, callback_data: Table, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    if await stats.of(turn, callback_data.survey) is None:
        return _("This button is no longer in use.")
    if callback_data.kind not in FILES:
        await turn.show(callback, _choice(callback_data))
        return ""
    for table in FILES[callback_data.kind]:
        what = f"{callback_data.kind}:{table}:{callback_data.survey}:{callback_data.wave}"
        await turn.send(callback, Call("sendDocument", {"document": {"survey_table": what}}))
    return _("The file is being made.")


def _choice(pressed: Table) -> Screen:
    names = {
        "xlsx": _("Get a workbook (XLSX)"),
        "csv": _("Get CSV with a codebook"),
        "json": _("Get JSON"),
    }
    buttons = [Button(name, pressed.model_copy(update={"kind": kind}).pack()) for kind, name in names.items()]
    back = Button(_("Back to the figures"), StatsPress(survey=pressed.survey, wave=pressed.wave, part=0).pack())
    text = _("The files hold figures of groups of five people and more, and nothing of single people.")
    return Screen(text, column(*buttons, back))


def router() -> Router:
    router = Router(name="stats as files")
    stats.DOORS["tables"] = door
    router.callback_query.register(press, Table.filter())
    return router
