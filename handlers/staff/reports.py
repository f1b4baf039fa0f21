"""A body reports on a measure with the form engine; the programme's lead accepts the report or gives it back."""

from collections.abc import Sequence
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import accepting, report_form
from council.deliveries import ChatId, Notice
from council.forms import Filling, Form, Step, given, words
from council.forms import begin as begin_filling
from council.periods import Period
from council.phrases import DomainError, Phrase
from council.phrases import _ as msgid
from council.ports import Desk
from council.programme import MeasureId, Programme, ProgrammeId
from council.progress import (
    ACCEPTED,
    REPORT_STATE_NAMES,
    Report,
    ReportId,
    ReportState,
    may_lead,
    must_lead,
    must_report,
)
from council.rounds import department_of
from handlers import forms, reported
from handlers.forms import Conversation
from handlers.house import House
from handlers.questions import fields, shown, way_button
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, escaped, say
from handlers.turn import Event, Turn

TITLE = 300
"""Characters of a measure's title on a card."""


class Begin(CallbackData, prefix="rb"):
    """«Report on this measure» for a period (its code)."""

    measure: str
    period: str


class Mine(CallbackData, prefix="rm"):
    """The measures that the one who presses may report on, in a round."""

    programme: str
    period: str
    page: int


class ReportPress(CallbackData, prefix="rp"):
    """A button of a report's card: `open`, `publish`, `accept`, `back`, `files`."""

    act: str
    report: Id


def mine_of(programme: Programme, period: Period, page: int = 0) -> str:
    return Mine(programme=programme.passport.prefix, period=period.code, page=page).pack()


REMARK = Form(
    "report-remark",
    1,
    (
        Step(
            "remark",
            Phrase(msgid("What should be mended? The department will read it.")),
            reads=words(report_form.WORDS),
            title=msgid("Remark"),
        ),
    ),
)


async def begin(callback: CallbackQuery, callback_data: Begin, turn: Turn, state: FSMContext) -> str:
    """The form of the measure; one that was given back opens with what was told before and with the remark."""
    programme, measure = await turn.desk.programmes.measure(MeasureId(callback_data.measure))
    period = Period.of(callback_data.period)
    must_report(turn.officer, department_of(turn.house.community, measure))
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    before = await turn.desk.progress.of(measure.id, period)
    if before is not None and before.state in ACCEPTED:
        await turn.say(callback, await card(turn.desk, turn.house, before))
        return ""
    known = report_form.facts(programme, measure, period)
    answers = report_form.answers_from(before.told, known) if before else known
    key = before.files if before else f"{turn.update_id:x}"
    note = _begun(measure.title, period, before)
    await forms.begin(callback, turn, state, report_form.NAME, key, answers, note)
    return ""


def _begun(title: str, period: Period, before: Report | None) -> str:
    about = f"<b>{escaped(reported.cut(title, TITLE))}</b>\n{say(period.phrase)}"
    if before is None or not before.remark:
        return about
    return f"{about}\n{_('The lead asks: {remark}').format(remark=escaped(before.remark))}"


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """Everything as the lead will read it."""
    asked = [step for step in form.steps if step.name in given(form, filling)]
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), fields(filling, asked))
    programme, measure = await turn.desk.programmes.measure(MeasureId(filling.answers["_measure"]))
    told = report_form.told_of(given(form, filling))
    files = len(await turn.desk.attachments.of_draft(filling.key))
    lines = [
        _("<b>This goes to the programme's lead:</b>"),
        _begun(measure.title, Period.of(filling.answers["_period"]), None),
        *reported.lines(programme, measure, told),
        *([_("Files: {count}").format(count=files)] if files else []),
    ]
    button = partial(way_button, filling)
    ways = (button(_("Send"), "@send"), button(_("Change"), "@change"), button(_("Cancel"), "@cancel"))
    return Screen("\n\n".join(lines), column(*ways))


async def _finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """The report is the lead's to read; the officer goes on with the next measure."""
    report = await _of_filling(turn, form, filling)
    await accepting.submit(turn.desk, report, turn.officer, turn.now)
    await state.clear()
    text = _("Handed in. The programme's lead will accept it or give it back. You will be told only if it comes back.")
    programme = await turn.desk.programmes.programme(ProgrammeId(report.programme))
    on = Button(_("The next measure"), mine_of(programme, report.period))
    await turn.show(event, Screen(text, column(on)))


async def _of_filling(turn: Turn, form: Form, filling: Filling) -> Report:
    programme, measure = await turn.desk.programmes.measure(MeasureId(filling.answers["_measure"]))
    return Report(
        id=ReportId(0),
        programme=programme.id,
        measure=measure.id,
        period=Period.of(filling.answers["_period"]),
        state=ReportState.SUBMITTED,
        told=report_form.told_of(given(form, filling)),
        department=department_of(turn.house.community, measure),
        author=turn.me,
        position=accepting.position_of(turn.officer),
        files=filling.key,
        submitted_at=turn.now,
    )


async def card(desk: Desk, house: House, report: Report) -> Screen:
    """A report as the lead reads it, with what may be done with it."""
    programme, measure = await desk.programmes.measure(MeasureId(report.measure))
    department = house.community.department(report.department)
    files = len(await desk.attachments.of_draft(report.files))
    lines = [
        f"<b>{escaped(measure.code)} {escaped(reported.cut(measure.title, TITLE))}</b>",
        say(report.period.phrase),
        _("Report: <b>{state}</b>").format(state=_(REPORT_STATE_NAMES[report.state])),
        *([_("Remark: {remark}").format(remark=escaped(report.remark))] if report.remark else []),
        _("From: {body}").format(body=escaped(str(department.name) if department else report.position)),
        *reported.lines(programme, measure, report.told),
        *([_files_line(report, files)] if files else []),
    ]
    return Screen("\n".join(lines), column(*_buttons(report, files)))


def _files_line(report: Report, files: int) -> str:
    people = _("people may see them") if report.told.files_public else _("for the council only")
    return _("Files: {count}").format(count=files) + f" ({people})"


def _buttons(report: Report, files: int) -> Sequence[Button]:
    def button(text: str, act: str) -> Button:
        return Button(text, ReportPress(act=act, report=report.id).pack())

    offered = {
        ReportState.SUBMITTED: ("publish", "accept", "back"),
        ReportState.ACCEPTED: ("publish", "back"),
        ReportState.PUBLISHED: ("back",),
        ReportState.RETURNED: (),
    }
    names = {
        "publish": _("Accept and show to people") if report.state is ReportState.SUBMITTED else _("Show to people"),
        "accept": _("Accept, show later"),
        "back": _("Give back with a remark"),
    }
    shown_files = [button(_("Show the files"), "files")] if files else []
    return [*(button(names[act], act) for act in offered[report.state]), *shown_files]


async def returned(desk: Desk, report: Report) -> Screen:
    """The lead's remark for who reported, with the way to mend it."""
    _programme, measure = await desk.programmes.measure(MeasureId(report.measure))
    lines = [
        _("<b>The programme's lead gives your report back</b>"),
        _begun(measure.title, report.period, report),
    ]
    mend = Begin(measure=report.measure, period=report.period.code).pack()
    return Screen("\n".join(lines), column(Button(_("Mend the report"), mend)))


async def press(callback: CallbackQuery, callback_data: ReportPress, turn: Turn, state: FSMContext) -> str:
    """A button of the card; the card then shows where the report stands."""
    report_id = ReportId(callback_data.report)
    if callback_data.act == "files":
        return await _show_files(callback, turn, report_id)
    must_lead(turn.officer)
    if callback_data.act == "back":
        return await _ask_remark(callback, turn, state, report_id)
    if callback_data.act == "open":
        await turn.say(callback, await card(turn.desk, turn.house, await turn.desk.progress.get(report_id)))
        return ""
    if callback_data.act == "publish":
        report = await accepting.publish(turn.desk, report_id, turn.officer, turn.house.community.zone, turn.now)
    elif callback_data.act == "accept":
        report = await accepting.accept(turn.desk, report_id, turn.officer, turn.now)
    else:
        return _("This button is no longer in use.")
    await turn.show(callback, await card(turn.desk, turn.house, report), about=f"report:{report.id}")
    return _("Done.")


async def _show_files(callback: CallbackQuery, turn: Turn, report_id: ReportId) -> str:
    """The evidence comes to the private chat of who asks, and works on the programme."""
    report = await turn.desk.progress.get(report_id)
    if not may_lead(turn.officer):
        must_report(turn.officer, report.department)
    for file in await turn.desk.attachments.of_draft(report.files):
        await turn.tell(ChatId(turn.me), Notice("case_file", {"attachment": file.id}))
    return _("Sent to your private chat with the bot.")


async def _ask_remark(callback: CallbackQuery, turn: Turn, state: FSMContext, report_id: ReportId) -> str:
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    await turn.desk.progress.get(report_id)
    filling = begin_filling(REMARK, f"{turn.update_id:x}", {"_report": report_id})
    await forms.keep(state, filling)
    await turn.say(callback, await forms.standing(turn, forms.CONVERSATIONS[REMARK.name], REMARK, filling))
    return ""


async def _remark_review(turn: Turn, form: Form, filling: Filling) -> Screen:
    head = _("<b>The department will read:</b>")
    button = partial(way_button, filling)
    ways = (button(_("Give back with a remark"), "@send"), button(_("Change"), "@to-remark"))
    return Screen(f"{head}\n\n{shown(filling.answers.get('remark'))}", column(*ways, button(_("Cancel"), "@cancel")))


async def _give_back(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    report_id, remark = ReportId(int(filling.answers["_report"])), filling.answers["remark"]
    report = await accepting.give_back(turn.desk, report_id, remark, turn.officer, turn.now)
    await state.clear()
    await turn.show(event, await card(turn.desk, turn.house, report))


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was handed in. /report opens the list again."))


def router() -> Router:
    router = Router(name="reports")
    forms.CONVERSATIONS[report_form.NAME] = Conversation(
        report_form.NAME,
        lambda turn: report_form.build(),
        _review,
        _finish,
        _stopped,
        shelved=False,
        shaped=report_form.shaped,
    )
    forms.CONVERSATIONS[REMARK.name] = Conversation(
        REMARK.name, lambda turn: REMARK, _remark_review, _give_back, _stopped, shelved=False, takes_files=False
    )
    router.callback_query.register(begin, Begin.filter())
    router.callback_query.register(press, ReportPress.filter())
    return router
