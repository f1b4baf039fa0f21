"""The rounds of reporting for the staff: what is asked of whom, who has not reported, what waits for the lead."""

from collections.abc import Callable, Mapping, Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council.community import Community
from council.measures import FLAG_NAMES, Flag
from council.people import Officer
from council.periods import Period
from council.phrases import NotFound
from council.phrases import _ as msgid
from council.ports import Desk
from council.programme import Measure, Programme, ProgrammeId
from council.progress import ReportState, may_lead, must_lead
from council.reporting import Mark, asked_of, dates_of, documents_day, due_day, explained, unreported
from council.rights import must_work_here
from council.rounds import by_department, flagged, of_officer, open_rounds
from handlers import reported
from handlers.house import House
from handlers.screens import Button, Screen, column, packed
from handlers.staff.reports import Begin, Mine, ReportPress, mine_of
from handlers.texts import _, day, escaped, ngettext, number, say
from handlers.turn import Turn

PAGE = 8
"""Measures of one page of a list."""


class Owed(CallbackData, prefix="ro"):
    """Who has not reported in a round."""

    programme: str
    period: str
    page: int


class Waiting(CallbackData, prefix="rw"):
    """Reports that wait for the lead."""

    page: int


class Risks(CallbackData, prefix="rf"):
    """What deserves a look in a programme."""

    programme: str
    page: int


async def command(message: Message, turn: Turn) -> None:
    """/report: every programme with its open rounds."""
    must_work_here(turn.officer, turn.house.admins)
    await turn.say(message, await _overview(turn))


async def _overview(turn: Turn) -> Screen:
    programmes = await turn.desk.programmes.current()
    if not programmes:
        return Screen(_("No programme is loaded here. Programmes lie in the folder of the community."))
    lines = [_("<b>Reporting on the programme</b>")]
    buttons: list[Button] = []
    for programme in programmes:
        told, ways = await _programme(turn, programme)
        lines, buttons = [*lines, told], [*buttons, *ways]
    _reports, waiting = await turn.desk.progress.in_state(ReportState.SUBMITTED, 1)
    if waiting and may_lead(turn.officer):
        buttons.append(Button(_("Waiting for the lead: {count}").format(count=number(waiting)), Waiting(page=0).pack()))
    return Screen("\n\n".join(lines), column(*buttons))


async def _programme(turn: Turn, programme: Programme) -> tuple[str, list[Button]]:
    """What stands open in a programme, with its buttons."""
    rounds = await open_rounds(turn.desk, programme)
    lines = [f"<b>{escaped(reported.cut(programme.passport.name, 200))}</b>"]
    lines += [await _round(turn, programme, period) for period in rounds]
    if not rounds:
        lines.append(_("No report is asked for now. The bot writes ten days before each date."))
    lines.append(say(explained(dates_of(programme, turn.house.community.terms))))
    risks = Risks(programme=programme.passport.prefix, page=0).pack()
    name = reported.cut(programme.passport.name, 30)
    ways = [button for period in rounds for button in _ways(programme, period)]
    return "\n".join(lines), [*ways, Button(_("Risks: {programme}").format(programme=name), risks)]


async def _round(turn: Turn, programme: Programme, period: Period) -> str:
    reports = await turn.desk.progress.of_programme(programme.id)
    asked, owed = asked_of(programme, period, reports), unreported(programme, period, reports)
    told = _("{period}: reported {done} of {all}")
    line = told.format(period=say(period.phrase), done=len(asked) - len(owed), all=len(asked))
    due = due_day(programme, period, turn.house.community.terms)
    return f"{line}. {_('By {day}.').format(day=day(due))}" if due else line


def _ways(programme: Programme, period: Period) -> list[Button]:
    name = say(period.phrase, html=False)
    return [
        Button(_("Report: {period}").format(period=name), mine_of(programme, period)),
        Button(_("Who has not reported: {period}").format(period=name), _owed(programme, period)),
    ]


def _owed(programme: Programme, period: Period, page_number: int = 0) -> str:
    return Owed(programme=programme.passport.prefix, period=period.code, page=page_number).pack()


async def _of(desk: Desk, prefix: str) -> Programme:
    """The programme of a button. Raises NotFound for one that is not shown any more."""
    current = await desk.programmes.current()
    found = next((programme for programme in current if programme.passport.prefix == prefix), None)
    if found is None:
        raise NotFound(msgid("This programme is not shown any more."))
    return found


async def mine(callback: CallbackQuery, callback_data: Mine, turn: Turn) -> str:
    """The measures on which the officer still owes a report, a button each."""
    must_work_here(turn.officer, turn.house.admins)
    programme, period = await _of(turn.desk, callback_data.programme), Period.of(callback_data.period)
    reports = await turn.desk.progress.of_programme(programme.id)
    owed = of_officer(turn.house.community, unreported(programme, period, reports), turn.officer)
    if not owed:
        await turn.say(callback, Screen(_("You owe no report for this period. Thank you.")))
        return ""
    returned = {report.measure for report in reports if report.period == period and report.remark}
    buttons = [_begin(measure, period, returned) for measure in _page(owed, callback_data.page)]
    turns = _turns(len(owed), callback_data.page, lambda to: mine_of(programme, period, to))
    head = _("<b>Your measures without a report: {count}</b>\n{period}")
    text = head.format(count=len(owed), period=say(period.phrase))
    await turn.say(callback, Screen(text, (*column(*buttons), *turns)))
    return ""


def _begin(measure: Measure, period: Period, returned: set[str]) -> Button:
    sign = _("given back") + ": " if measure.id in returned else ""
    title = reported.cut(f"{sign}{measure.code} {measure.title}", 60)
    return Button(title, Begin(measure=measure.id, period=period.code).pack())


def _page(measures: Sequence[Measure], page_number: int) -> Sequence[Measure]:
    first = max(0, min(page_number, (len(measures) - 1) // PAGE)) * PAGE
    return measures[first : first + PAGE]


def _turns(count: int, page_number: int, data: Callable[[int], str]) -> tuple[tuple[Button, ...], ...]:
    last = max(0, (count - 1) // PAGE)
    place = max(0, min(page_number, last))
    back = [Button(_("‹ Previous"), data(place - 1))] if place else []
    on = [Button(_("Next ›"), data(place + 1))] if place < last else []
    return ((*back, *on),) if back or on else ()


async def owed(callback: CallbackQuery, callback_data: Owed, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    programme, period = await _of(turn.desk, callback_data.programme), Period.of(callback_data.period)
    await turn.say(callback, await _who_owes(turn.desk, turn.house.community, programme, period))
    return ""


async def _who_owes(desk: Desk, community: Community, programme: Programme, period: Period) -> Screen:
    reports = await desk.progress.of_programme(programme.id)
    missing = unreported(programme, period, reports)
    if not missing:
        return Screen(_("Everybody has reported. Thank you."))
    head = _("<b>Who has not reported</b>\n{period}").format(period=say(period.phrase))
    lines = _departments(community, by_department(community, missing))
    report_on = Button(_("Report: {period}").format(period=say(period.phrase, html=False)), mine_of(programme, period))
    return Screen("\n".join([head, *lines]), column(report_on))


def _departments(community: Community, missing: Mapping[str, Sequence[Measure]]) -> list[str]:
    """«Загальний відділ: 3 заходи (1.1.1, 1.2.3…)»; codes of measures, never names of people."""
    lines = []
    for code, measures in missing.items():
        department = community.department(code)
        name = (
            escaped(str(department.name)) if department else _("The programme's lead, for bodies without a department")
        )
        count = ngettext("{n} measure", "{n} measures", len(measures)).format(n=len(measures))
        codes = reported.cut(", ".join(measure.code for measure in measures), 200)
        lines.append(f"{name}: {count} ({escaped(codes)})")
    return lines


async def risks(callback: CallbackQuery, callback_data: Risks, turn: Turn) -> str:
    """Early warnings: terms that are near or passed, missing reports, money without progress, values behind."""
    must_work_here(turn.officer, turn.house.admins)
    programme = await _of(turn.desk, callback_data.programme)
    raised = await flagged(turn.desk, turn.house.community, programme, turn.now)
    if not raised:
        await turn.say(callback, Screen(_("Nothing deserves a look now.")))
        return ""
    place = max(0, min(callback_data.page, (len(raised) - 1) // PAGE))
    lines = [_flagged(measure, flags) for measure, flags in raised[place * PAGE : (place + 1) * PAGE]]
    name = escaped(reported.cut(programme.passport.name, 200))
    head = _("<b>What deserves a look</b>\n{programme}").format(programme=name)
    turns = _turns(len(raised), place, lambda to: callback_data.model_copy(update={"page": to}).pack())
    await turn.say(callback, Screen("\n\n".join([head, *lines]), turns))
    return ""


def _flagged(measure: Measure, flags: Sequence[Flag]) -> str:
    why = "; ".join(_(FLAG_NAMES[flag]) for flag in flags)
    return f"<b>{escaped(measure.code)} {escaped(reported.cut(measure.title, 150))}</b>\n{why}"


async def waiting(callback: CallbackQuery, callback_data: Waiting, turn: Turn) -> str:
    """Submitted reports, those that wait longest first; each opens as its card."""
    must_lead(turn.officer)
    place = max(0, min(callback_data.page, 10**4))
    reports, count = await turn.desk.progress.in_state(ReportState.SUBMITTED, PAGE, place * PAGE)
    buttons = []
    for report in reports:
        programme = await turn.desk.programmes.programme(ProgrammeId(report.programme))
        title = f"{programme.measure(report.measure).code} {reported.period(report)}"
        buttons.append(Button(reported.cut(title, 60), ReportPress(act="open", report=report.id).pack()))
    text = _("<b>Waiting for the lead: {count}</b>").format(count=number(count))
    turns = _turns(count, place, lambda to: Waiting(page=to).pack())
    await turn.say(callback, Screen(text, (*packed(buttons), *turns)))
    return ""


async def announced(
    desk: Desk, house: House, officer: Officer | None, programme: Programme, period: Period, mark: Mark
) -> Screen | None:
    """What a round says at one of its moments, to the group (no officer) or to one who works on it."""
    if mark is Mark.DOCUMENTS:
        return _documents(house, programme, period)
    reports = await desk.progress.of_programme(programme.id)
    missing = unreported(programme, period, reports)
    if officer is not None:
        missing = missing if may_lead(officer) else of_officer(house.community, missing, officer)
    if not missing:
        return None
    lines = [
        f"<b>{escaped(reported.cut(programme.passport.name, 200))}</b>",
        _called(house, programme, period, mark),
        *_departments(house.community, by_department(house.community, missing)),
    ]
    return Screen("\n".join(lines), column(*_ways(programme, period)))


def _called(house: House, programme: Programme, period: Period, mark: Mark) -> str:
    terms = house.community.terms
    due, name = due_day(programme, period, terms), say(period.phrase)
    if due is None:
        told = _("The programme is over. Please tell its results once: {period}. You will not be asked again.")
        return told.format(period=name)
    if mark is Mark.PASSED:
        return _("The day to report has passed: {day} ({period}). These reports are still missing:").format(
            day=day(due), period=name
        )
    called = _("Reports are asked for: {period}. By <b>{day}</b>.").format(period=name, day=day(due))
    return f"{called} {say(explained(dates_of(programme, terms)))}"


def _documents(house: House, programme: Programme, period: Period) -> Screen:
    """By 1 March the council sends two documents about the year (CMU 119)."""
    text = _(
        "<b>{programme}</b>\nBy <b>{day}</b> the council sends two reports about {period}: on the progress "
        "(annex 5 of CMU 119) and on the results. They are made from the accepted reports."
    )
    due = documents_day(period.year, house.community.terms)
    name = escaped(reported.cut(programme.passport.name, 200))
    told = text.format(programme=name, day=day(due), period=say(period.phrase))
    return Screen(told, column(*_ways(programme, period)[1:]))


def router() -> Router:
    router = Router(name="reporting")
    router.message.register(command, Command("report"))
    router.callback_query.register(mine, Mine.filter())
    router.callback_query.register(owed, Owed.filter())
    router.callback_query.register(risks, Risks.filter())
    router.callback_query.register(waiting, Waiting.filter())
    return router
