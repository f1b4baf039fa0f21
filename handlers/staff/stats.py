"""/stats: how the surveys go, and what was answered, as far as it can be told without telling of anybody."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council import results
from council.pages import pages
from council.results import Tally
from council.rights import must_work_here
from council.survey import Survey
from council.survey_form import put
from council.urns import TOGETHER, Sheet, Urn
from handlers.screens import Button, Screen, column
from handlers.texts import _, current, escaped, number
from handlers.turn import Turn


class StatsPress(CallbackData, prefix="st"):
    """The figures of a survey in one of its waves."""

    survey: str
    wave: str
    part: int


async def command(message: Message, turn: Turn) -> None:
    must_work_here(turn.officer, turn.house.admins)
    await turn.say(message, await _surveys(turn))


async def _surveys(turn: Turn) -> Screen:
    """Those that anybody began, in their present wave, with how many began and finished."""
    lines, buttons = [], []
    for survey in turn.house.surveys.values():
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


async def press(callback: CallbackQuery, callback_data: StatsPress, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    survey = turn.house.surveys.get(callback_data.survey)
    if survey is None:
        return _("This button is no longer in use.")
    parts = pages(await figures(turn, survey, callback_data.wave))
    part = max(0, min(callback_data.part, len(parts) - 1))
    await turn.show(callback, Screen(parts[part], _turns(callback_data, part, len(parts))))
    return ""


def _turns(pressed: StatsPress, part: int, whole: int) -> tuple[tuple[Button, ...], ...]:
    def turned(text: str, to: int) -> Button:
        return Button(text, StatsPress(survey=pressed.survey, wave=pressed.wave, part=to).pack())

    back = [turned(_("‹ Previous"), part - 1)] if part else []
    on = [turned(_("Next ›"), part + 1)] if part + 1 < whole else []
    return ((*back, *on),) if back or on else ()


async def figures(turn: Turn, survey: Survey, wave: str) -> str:
    """Live figures of a wave: counts of all, and answers of those who can be told together."""
    counts = await turn.desk.surveys.counts(survey.id, wave)
    drawn = await turn.desk.surveys.drawn(survey.id, wave)
    head = [
        f"<b>{escaped(survey.title.in_(current().current_locale))}</b>" + (f" · {escaped(wave)}" if wave else ""),
        _went(counts.get("started", 0), counts["finished"]),
        _("In the figures below: {count} answers. The others wait until there are five alike.").format(
            count=number(len(drawn))
        ),
        _("Who answered chose to do so: the figures do not speak for all residents."),
    ]
    return "\n\n".join([*head, *await _groups(turn, survey, drawn)])


async def _groups(turn: Turn, survey: Survey, drawn: Sequence[tuple[Urn, Sheet]]) -> Sequence[str]:
    """Versions, forms and channels apart: their answers may not be added up."""
    groups = sorted({(urn.version, urn.variant, urn.channel) for urn, _sheet in drawn}, reverse=True)
    told = []
    for version, variant, channel in groups:
        asked = await turn.desk.surveys.definition(survey.id, version)
        sheets = [
            sheet for urn, sheet in drawn if (urn.version, urn.variant, urn.channel) == (version, variant, channel)
        ]
        told += [_group(asked, variant, channel, len(sheets)), *_answers(asked, variant, sheets)]
    return told


def _group(survey: Survey, variant: str, channel: str, count: int) -> str:
    found = survey.variant(variant)
    named = [
        escaped(found.title.in_(current().current_locale)) if found else "",
        _("with help") if channel != "self" else "",
    ]
    return f"<b>{' · '.join([*filter(None, named), _('answers: {count}').format(count=number(count))])}</b>"


def _answers(survey: Survey, variant: str, sheets: Sequence[Sheet]) -> Sequence[str]:
    mean = results.mean_percent(survey, sheets, variant)
    scored = _("Mean result: {percent} % (of {count} people).")
    head = [scored.format(percent=number(round(mean[0], 1)), count=number(mean[1]))] if mean else []
    return [*head, *(_tally(survey, tally) for tally in results.tallies(survey, sheets, variant))]


def _tally(survey: Survey, tally: Tally) -> str:
    asked = f"<b>{escaped(put(survey, tally.question).in_(current().current_locale))}</b>"
    if tally.answered is None:
        return f"{asked}\n{_('fewer than {least} answers: not shown').format(least=TOGETHER)}"
    rows = [
        f"{escaped(option.in_(current().current_locale))}: {number(count)} ({round(100 * count / tally.answered)} %)"
        for option, count in results.shown_options(survey, tally)
    ]
    mean = [_("mean {mean}").format(mean=number(round(tally.mean, 1)))] if tally.mean is not None else []
    words = [_("answers in words: {count}").format(count=number(tally.words))] if tally.words else []
    return "\n".join([asked, *rows, *mean, *words])


def router() -> Router:
    router = Router(name="stats")
    router.message.register(command, Command("stats"))
    router.callback_query.register(press, StatsPress.filter())
    return router
