"""News for who follows the programme: what was published since the last hour of news, in one quiet message."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from council.deliveries import Call, ChatId
from council.following import news_for
from council.people import TelegramId
from council.ports import Desk
from council.programme import Measure, MeasureId, Programme
from council.progress import Report
from handlers import reported
from handlers.house import House
from handlers.screens import Screen, column, message
from handlers.texts import _, escaped

LISTED = 12
"""Measures that one message names; the rest are counted."""


async def told(desk: Desk, house: House, chat: ChatId, leaves: object) -> Call | None:
    """None for who has stopped following meanwhile."""
    resident = await desk.residents.known(TelegramId(chat))
    if resident is None:
        return None
    reports = await news_for(desk, resident.id, cast(datetime, leaves), house.community.zone)
    if not reports:
        return None
    call = message(await _screen(desk, reports))
    return Call(call.method, {**call.params, "disable_notification": True})


async def _screen(desk: Desk, reports: Sequence[Report]) -> Screen:
    known = [(report, *await desk.programmes.measure(MeasureId(report.measure))) for report in reports[:LISTED]]
    if len(known) == 1:
        return _one(*known[0])
    lines = [
        f"{escaped(reported.cut(measure.title, 150))}: <b>{reported.stands(one.told)}</b>" for one, _p, measure in known
    ]
    more = [_("… and {count} more").format(count=len(reports) - LISTED)] if len(reports) > LISTED else []
    return Screen("\n\n".join([_("<b>News of the programme</b>"), *lines, *more]), column())


def _line(report: Report, measure: Measure) -> str:
    return f"{escaped(reported.cut(measure.title, 150))}: <b>{reported.stands(report.told)}</b>"


def _one(report: Report, programme: Programme, measure: Measure) -> Screen:
    lines = [
        _("<b>News of a measure that you follow</b>"),
        escaped(reported.cut(measure.title, 300)),
        *reported.lines(programme, measure, report.told),
    ]
    return Screen("\n\n".join(lines), column())
