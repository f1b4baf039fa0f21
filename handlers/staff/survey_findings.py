"""A figure of a survey as the value of an indicator: proposed here, accepted by the programme's lead."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import results
from council.deliveries import ChatId
from council.findings import (
    FINDING_STATES,
    Finding,
    FindingId,
    FindingState,
    must_publish,
)
from council.forms import Answers, Filling, Form, Option, Step, given
from council.people import Role
from council.phrases import DomainError, Phrase
from council.phrases import _ as msgid
from council.ports import Desk
from council.programme import Indicator
from council.progress import must_lead
from council.results import Slice
from council.survey import Survey
from council.survey_account import Account
from handlers import forms, reported
from handlers import survey_figures as figures
from handlers.forms import Conversation
from handlers.questions import way_button, words_of
from handlers.screens import Button, Id, Screen, column, message
from handlers.staff import campaigns, stats
from handlers.texts import _, escaped, number
from handlers.turn import Event, Turn

NAME = "survey-finding"

FORM = Form(
    NAME,
    1,
    (
        Step("indicator", Phrase(msgid("Which indicator of the programme does this survey measure?"))),
        Step("figure", Phrase(msgid("Which figure is its value?"))),
    ),
)


class Propose(CallbackData, prefix="sw"):
    """Begins with a wave of a survey."""

    survey: str
    wave: str


class FindingPress(CallbackData, prefix="sx"):
    """The lead's word on a proposed value."""

    act: str
    finding: Id


async def door(turn: Turn, survey: Survey, told: Account) -> Sequence[Button]:
    if not told.parts or not turn.officer.has(Role.CAMPAIGN_MANAGER, Role.HEAD, Role.PROGRAMME_LEAD):
        return []
    if not any(one.indicators for one in await turn.desk.programmes.current()):
        return []
    return [Button(_("Give a figure to the programme"), Propose(survey=survey.id, wave=told.wave).pack())]


async def begin(callback: CallbackQuery, callback_data: Propose, turn: Turn, state: FSMContext) -> str:
    must_publish(turn.officer)
    if turn.resident is None:
        again = Button(_("Give a figure to the programme"), callback_data.pack())
        return await campaigns.in_private_chat(callback, turn, again)
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    parts = await results.slices(turn.desk, callback_data.survey, callback_data.wave)
    found = [figure for part in parts for figure in _figures(part, turn)]
    if not found:
        return _("There is no figure yet that five people stand behind.")
    known = [
        [programme.id, one.code, reported.cut(one.name, 60)]
        for programme in await turn.desk.programmes.current()
        for one in programme.indicators
    ]
    notes = {"_survey": callback_data.survey, "_wave": callback_data.wave, "_figures": found, "_indicators": known}
    await forms.begin(callback, turn, state, NAME, f"{turn.update_id:x}", notes)
    return ""


def _figures(part: Slice, turn: Turn) -> Sequence[list[object]]:
    """(what it is, value, of how many people): means and shares that may be told."""
    found: list[list[object]] = []
    mean = results.mean_percent(part.survey, part.sheets, part.variant)
    if mean is not None:
        found.append([_("mean result, per cent"), str(round(mean[0], 1)), mean[1]])
    for tally in results.tallies(part.survey, part.sheets, part.variant):
        asked = figures.asked(part.survey, tally.question)
        if tally.mean is not None:
            found.append([f"{asked}: {_('mean')}", str(round(tally.mean, 2)), tally.answered])
        for option, count in results.shown_options(part.survey, tally, turn.house.community):
            if count is not None and tally.answered:
                share = str(round(Decimal(100 * count) / tally.answered, 1))
                found.append([f"{asked}: {words_of(option)}, %", share, tally.answered])
    return found


def shaped(form: Form, answers: Answers) -> Form:
    options = {
        "indicator": [f"{name} ({code})" for _programme, code, name in answers.get("_indicators", ())],
        "figure": [f"{value}: {label}"[:90] for label, value, _people in answers.get("_figures", ())],
    }
    steps = [
        replace(one, options=tuple(Option(f"n{place}", label) for place, label in enumerate(options[one.name])))
        for one in form.steps
    ]
    return replace(form, steps=tuple(steps))


def _chosen(answers: Answers) -> tuple[list[str], list[object]]:
    """The indicator and the figure."""
    place, figure = int(str(answers["indicator"])[1:]), int(str(answers["figure"])[1:])
    return answers["_indicators"][place], answers["_figures"][figure]


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    (_programme, code, name), (label, value, people) = _chosen(given(form, filling))
    lines = [
        _("<b>This goes to the programme's lead:</b>"),
        f"{escaped(name)} ({escaped(code)})",
        _("Value: <b>{value}</b>").format(value=escaped(str(value))),
        f"{escaped(str(label))}. {_('Answers: {count}.').format(count=people)}",
        _("Check that it is what the indicator measures, and in its unit."),
    ]
    button = partial(way_button, filling)
    ways = (
        button(_("Send to the lead"), "@send"),
        button(_("Choose another figure"), "@to-figure"),
        button(_("Choose another indicator"), "@to-indicator"),
        button(_("Cancel"), "@cancel"),
    )
    return Screen("\n\n".join(lines), column(*ways))


async def _finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    must_publish(turn.officer)
    answers = given(form, filling)
    (programme, code, _name), (label, value, people) = _chosen(answers)
    position = next((one.position for one in turn.officer.grants), "")
    made = Finding(
        id=FindingId(0),
        programme=programme,
        indicator=code,
        survey=answers["_survey"],
        wave=answers["_wave"],
        value=Decimal(str(value)),
        people=int(str(people)),
        basis=str(label),
        state=FindingState.PROPOSED,
        position=position,
        proposed_by=turn.me,
        proposed_at=turn.now,
    )
    kept = await turn.desk.findings.propose(made, filling.key)
    await state.clear()
    for lead in sorted({grant.telegram_id for grant in await turn.desk.roles.holders(Role.PROGRAMME_LEAD)}):
        screen = await card(turn, kept)
        await turn.tell(ChatId(lead), message(screen))
    await turn.show(event, Screen(_("Sent to the programme's lead, who accepts it or not."), column(_all())))


def _all() -> Button:
    return Button(_("All surveys"), stats.MENU)


async def card(turn: Turn, one: Finding) -> Screen:
    """A proposed value as the lead reads it."""
    indicator = await _indicator(turn.desk, one)
    lines = [
        _("<b>A value for an indicator, from a survey</b>"),
        escaped(indicator.name) if indicator else escaped(one.indicator),
        _("Value: <b>{value}</b>").format(value=number(one.value)),
        figures.source(one, await stats.of(turn, one.survey)),
        _("Proposed by: {position}").format(position=escaped(one.position)),
        _(FINDING_STATES[one.state]),
    ]
    buttons = [
        Button(_("Accept and show it on the indicator"), FindingPress(act="accept", finding=one.id).pack()),
        Button(_("Do not accept"), FindingPress(act="decline", finding=one.id).pack()),
    ]
    return Screen("\n".join(lines), column(*buttons) if one.state is FindingState.PROPOSED else ())


async def _indicator(desk: Desk, one: Finding) -> Indicator | None:
    known = [programme for programme in await desk.programmes.current() if programme.id == one.programme]
    return next((each for programme in known for each in programme.indicators if each.code == one.indicator), None)


async def press(callback: CallbackQuery, callback_data: FindingPress, turn: Turn) -> str:
    must_lead(turn.officer)
    state = {"accept": FindingState.ACCEPTED, "decline": FindingState.DECLINED}.get(callback_data.act)
    one = await turn.desk.findings.finding(FindingId(callback_data.finding))
    if state is not None:
        one = await turn.desk.findings.settle(one.id, state, turn.me, turn.now)
    await turn.show(callback, await card(turn, one))
    return _("Done.") if state else ""


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was proposed."), column(_all()))


def router() -> Router:
    router = Router(name="figures for the programme")
    stats.DOORS["findings"] = door
    forms.CONVERSATIONS[NAME] = Conversation(
        NAME, lambda turn: FORM, _review, _finish, _stopped, shelved=False, takes_files=False, shaped=shaped
    )
    router.callback_query.register(begin, Propose.filter())
    router.callback_query.register(press, FindingPress.filter())
    return router
