"""A reporting round is played: the bodies are asked and reminded, and the lead sees who has not reported."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from council.accepting import TOPIC, leads
from council.community import Community
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.measures import Flag, ledger
from council.people import Officer, Role, TelegramId
from council.periods import Period
from council.ports import Desk
from council.programme import Measure, Programme
from council.progress import Report, counted, may_report
from council.reporting import Mark, Word, due_day, next_morning, to_say, unreported

WORKING = (Role.EXECUTOR, Role.ENTERPRISE)


def department_of(community: Community, measure: Measure) -> str:
    """The department that reports on the measure: of its first responsible body that has one; empty for the lead."""
    found = (community.department_behind(body) for body in measure.responsible_bodies)
    return next((code for code in found if code), "")


def by_department(community: Community, measures: Sequence[Measure]) -> Mapping[str, Sequence[Measure]]:
    """The measures in their order, by the department that reports on them."""
    sorted_out: dict[str, list[Measure]] = {}
    for measure in measures:
        sorted_out.setdefault(department_of(community, measure), []).append(measure)
    return sorted_out


def of_officer(community: Community, measures: Sequence[Measure], officer: Officer) -> Sequence[Measure]:
    """Those for which the officer may speak."""
    return [measure for measure in measures if may_report(officer, department_of(community, measure))]


async def play(desk: Desk, community: Community, now: datetime) -> datetime:
    """Says what is due of every programme, each word once, however often it is asked; returns when to look again."""
    loaded = {version.programme: version.made_at for version in await desk.programmes.in_force()}
    for programme in await desk.programmes.current():
        said = await desk.progress.said(programme.id)
        for word in to_say(programme, loaded[programme.id], said, community, now):
            if await desk.progress.say(programme.id, word.period, word.mark, now):
                await _say(desk, community, programme, word, now)
    return next_morning(now, community)


async def _say(desk: Desk, community: Community, programme: Programme, word: Word, now: datetime) -> None:
    """To the service topic, to the officers of every department that owes a report, and to the leads."""
    reports = await desk.progress.of_programme(programme.id)
    owed = by_department(community, unreported(programme, word.period, reports))
    if not owed and word.mark is not Mark.DOCUMENTS:
        return
    await _queue(desk, programme, word, STAFF_GROUP, now)
    readers = dict.fromkeys(await leads(desk))
    if word.mark is not Mark.DOCUMENTS:
        readers |= dict.fromkeys([one for code in owed for one in await officers_of(desk, code)])
    for reader in readers:
        await _queue(desk, programme, word, ChatId(reader), now)


async def officers_of(desk: Desk, department: str) -> Sequence[TelegramId]:
    """Who speaks for the department; nobody where it has no officer with a role: then the lead does."""
    held = await desk.roles.holders(*WORKING)
    return [grant.telegram_id for grant in held if department and grant.scope == department]


async def _queue(desk: Desk, programme: Programme, word: Word, chat: ChatId, now: datetime) -> None:
    params = {"programme": programme.id, "period": word.period.code, "mark": word.mark.value}
    await desk.deliveries.add(
        Delivery(
            key=f"round:{programme.id}:{word.period.code}:{word.mark}:{chat}",
            chat=chat,
            topic=TOPIC if chat == STAFF_GROUP else None,
            content=Notice("reporting_round", params),
            due=now,
        )
    )


async def open_rounds(desk: Desk, programme: Programme) -> Sequence[Period]:
    """The periods that were asked for and still wait for a report, the latest first.

    One that everybody has answered is over; so is one whose next round of the same kind was asked.
    """
    said = await desk.progress.said(programme.id)
    asked = sorted({Period.of(code) for code, _mark in said}, key=lambda period: period.order, reverse=True)
    newest: dict[tuple[bool, bool], Period] = {}
    for period in asked:
        newest.setdefault((bool(period.quarter), period.final), period)
    reports = await desk.progress.of_programme(programme.id)
    return [period for period in newest.values() if unreported(programme, period, reports)]


async def flagged(
    desk: Desk, community: Community, programme: Programme, now: datetime
) -> Sequence[tuple[Measure, Sequence[Flag]]]:
    """The measures that deserve the lead's look, by every accepted report, shown to people or not."""
    reports = await desk.progress.of_programme(programme.id)
    versions = await desk.programmes.versions(programme.id)
    since = community.local(versions[0].made_at).date()
    book = ledger(programme, counted(reports), community.local(now).date(), since)
    late = await _overdue(desk, community, programme, reports, now)
    raised = [(measure, book.flags(measure, awaited=measure.id in late)) for measure in programme.measures]
    return [(measure, flags) for measure, flags in raised if flags]


async def _overdue(
    desk: Desk, community: Community, programme: Programme, reports: Sequence[Report], now: datetime
) -> set[str]:
    """Ids of the measures whose report was asked for and did not come by its day."""
    today = community.local(now).date()
    rounds = await open_rounds(desk, programme)
    passed = [period for period in rounds if (due := due_day(programme, period, community.terms)) and due < today]
    return {measure.id for period in passed for measure in unreported(programme, period, reports)}
