"""Answers in words are read by a moderator before anybody else sees them, one by one."""

import re
from collections.abc import Sequence

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council import findings
from council.deliveries import ChatId, Notice
from council.findings import Said, WordsState
from council.masking import masked
from council.opinions import may_moderate, must_moderate
from council.results import slices
from council.survey import Survey
from council.survey_account import Account
from handlers import survey_figures as figures
from handlers.screens import Button, Screen, column
from handlers.staff import stats
from handlers.staff.stats import StatsPress
from handlers.texts import _, escaped, number
from handlers.turn import Turn

SHOW, HIDE, FILES, NEXT = "s", "h", "f", "n"
STATES = {SHOW: WordsState.SHOWN, HIDE: WordsState.HIDDEN}


class Words(CallbackData, prefix="u"):
    """A step with an answer in words: what, the random name of its sheet, the place of the question."""

    survey: str
    wave: str
    step: str


_STEP = re.compile(r"([a-z])([0-9a-f]{16})?(\d{0,2})")


def _to(survey: str, wave: str, act: str, one: Said | None = None, place: int = 0) -> str:
    step = f"{act}{one.sheet}{place}" if one else act
    return Words(survey=survey, wave=wave, step=step).pack()


async def door(turn: Turn, survey: Survey, told: Account) -> Sequence[Button]:
    if not may_moderate(turn.officer):
        return []
    decided = await turn.desk.findings.decided(survey.id)
    left = [one for part in told.parts for one in findings.said(part, decided) if one.state is None]
    text = _("Read answers in words: {count}").format(count=number(len(left)))
    return [Button(text, _to(survey.id, told.wave, NEXT))] if left else []


async def press(callback: CallbackQuery, callback_data: Words, turn: Turn) -> str:
    """Decides, and shows the next one that nobody has read; pressed again it changes nothing."""
    must_moderate(turn.officer)
    found = _STEP.fullmatch(callback_data.step)
    survey = await stats.of(turn, callback_data.survey)
    if survey is None or found is None:
        return _("This button is no longer in use.")
    if found[1] == FILES and found[2]:
        return await _send_files(turn, found[2])
    if found[1] in STATES and found[2] and (question := _question(survey, found[3])):
        await turn.desk.findings.decide(found[2], question, STATES[found[1]])
    await turn.show(callback, await _next(turn, survey, callback_data.wave))
    return ""


def _question(survey: Survey, place: str) -> str:
    at = int(place) if place else len(survey.questions)
    return survey.questions[at].id if at < len(survey.questions) else ""


async def _send_files(turn: Turn, sheet: str) -> str:
    """A voice or a photo comes to the private chat of who moderates."""
    for file in await turn.desk.attachments.of_draft(f"sheet:{sheet}"):
        await turn.tell(ChatId(turn.me), Notice("case_file", {"attachment": file.id}))
    return _("Sent to your private chat with the bot.")


async def _next(turn: Turn, survey: Survey, wave: str) -> Screen:
    decided = await turn.desk.findings.decided(survey.id)
    back = Button(_("Back to the figures"), StatsPress(survey=survey.id, wave=wave, part=0).pack())
    for part in await slices(turn.desk, survey.id, wave):
        for one in findings.said(part, decided):
            if one.state is None:
                return await _screen(turn, part.survey, survey, wave, one, back)
    return Screen(_("All answers in words are read."), column(back))


async def _screen(turn: Turn, asked: Survey, survey: Survey, wave: str, one: Said, back: Button) -> Screen:
    """What looks personal is covered, as everywhere in the group; who wrote it nobody knows."""
    question = asked.question(one.question)
    place = [each.id for each in survey.questions].index(one.question)
    text = escaped(masked(one.text, None)) if one.text else _("a voice message or a place on the map")
    head = escaped(figures.asked(asked, question)) if question else ""
    lines = [
        f"<b>{head}</b>\n<blockquote>{text}</blockquote>",
        _("May others read this? Not if it names people, insults, or could tell who wrote it."),
    ]
    files = await turn.desk.attachments.of_draft(f"sheet:{one.sheet}")
    buttons = [
        *([Button(_("Others may read it"), _to(survey.id, wave, SHOW, one, place))] if one.text else []),
        Button(_("Keep it inside the council"), _to(survey.id, wave, HIDE, one, place)),
        *([Button(_("Show the files"), _to(survey.id, wave, FILES, one, place))] if files else []),
    ]
    return Screen("\n\n".join(lines), column(*buttons, back))


def router() -> Router:
    router = Router(name="answers in words")
    stats.DOORS["words"] = door
    router.callback_query.register(press, Words.filter())
    return router
