"""A report goes from the body to the programme's lead and, accepted, to people: each step once, with its history."""

from datetime import datetime
from zoneinfo import ZoneInfo

from council import following
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.people import Officer, Role, TelegramId
from council.phrases import Conflict, _
from council.ports import Desk
from council.progress import (
    ACCEPTED,
    HANDED_IN,
    Report,
    ReportEvent,
    ReportId,
    ReportState,
    moved,
    must_lead,
    must_report,
)

TOPIC = "programme"
"""The service topic of the staff group where a programme is worked on."""


async def submit(desk: Desk, report: Report, officer: Officer, now: datetime) -> Report:
    """Hands the report to the lead. A period has one report a measure: sent again before acceptance it is corrected.

    Raises Conflict where the lead has accepted the earlier one: it must be given back first.
    """
    must_report(officer, report.department)
    before = await desk.progress.of(report.measure, report.period)
    if before is not None and _is_the_same(before, report):
        return before
    stored = await _stored(desk, before, report)
    await desk.attachments.keep(report.files)
    await desk.progress.record(_event(stored, officer, now))
    await _tell_lead(desk, stored, now)
    return stored


def _is_the_same(before: Report, report: Report) -> bool:
    """The same form sent twice."""
    return before.state in HANDED_IN and (before.files, before.told) == (report.files, report.told)


async def _stored(desk: Desk, before: Report | None, report: Report) -> Report:
    if before is None:
        return await desk.progress.add(report)
    if before.state in ACCEPTED:
        raise Conflict(_("The lead has accepted this report. To correct it, ask the lead to give it back first."))
    return await desk.progress.change(before, report)


async def _tell_lead(desk: Desk, report: Report, now: datetime) -> None:
    """The card goes to the service topic, and to the leads themselves, who may not be in the group."""
    notice = Notice("report_card", {"report": report.id})
    key = f"report:{report.id}:{report.version}"
    await desk.deliveries.add(
        Delivery(key=key, chat=STAFF_GROUP, topic=TOPIC, content=notice, due=now, about=f"report:{report.id}")
    )
    for lead in await leads(desk):
        await desk.deliveries.add(
            Delivery(key=f"{key}:{lead}", chat=ChatId(lead), content=notice, due=now, about=f"report:{report.id}")
        )


async def leads(desk: Desk) -> tuple[TelegramId, ...]:
    held = await desk.roles.holders(Role.PROGRAMME_LEAD)
    return tuple(dict.fromkeys(grant.telegram_id for grant in held))


async def give_back(desk: Desk, report_id: ReportId, remark: str, officer: Officer, now: datetime) -> Report:
    """The body gets its report back with what is to be mended; a published one is no longer shown until then."""
    must_lead(officer)
    report = await desk.progress.get(report_id)
    returned = await desk.progress.change(report, moved(report, ReportState.RETURNED, now, remark))
    await desk.progress.record(_event(returned, officer, now, remark))
    await desk.deliveries.add(
        Delivery(
            key=f"returned:{returned.id}:{returned.version}",
            chat=ChatId(returned.author),
            content=Notice("report_returned", {"report": returned.id}),
            due=now,
        )
    )
    return returned


async def accept(desk: Desk, report_id: ReportId, officer: Officer, now: datetime) -> Report:
    """The lead agrees; people see nothing yet."""
    must_lead(officer)
    report = await desk.progress.get(report_id)
    accepted = await desk.progress.change(report, moved(report, ReportState.ACCEPTED, now))
    await desk.progress.record(_event(accepted, officer, now))
    return accepted


async def publish(desk: Desk, report_id: ReportId, officer: Officer, zone: ZoneInfo, now: datetime) -> Report:
    """Shows an accepted report to people; a submitted one is accepted by the same press. Followers hear of news."""
    must_lead(officer)
    report = await desk.progress.get(report_id)
    if report.state is ReportState.SUBMITTED:
        report = await accept(desk, report_id, officer, now)
    published = await desk.progress.change(report, moved(report, ReportState.PUBLISHED, now))
    await desk.progress.record(_event(published, officer, now))
    await following.tell(desk, published, zone, now)
    return published


def _event(report: Report, officer: Officer, now: datetime, words: str = "") -> ReportEvent:
    """One line a change, by the state that it led to."""
    key = f"{report.state}:{report.version}"
    return ReportEvent(report.id, key, now, position_of(officer), report.state.value, words)


def position_of(officer: Officer) -> str:
    """The post under which the officer works on the programme, never a name."""
    fitting = [grant for grant in officer.grants if grant.role in _PROGRAMME] or officer.grants
    return fitting[0].position if fitting else ""


_PROGRAMME = frozenset({Role.PROGRAMME_LEAD, Role.EXECUTOR, Role.ENTERPRISE})
