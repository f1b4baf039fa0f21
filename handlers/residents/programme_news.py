"""News for who follows the programme: what was published since the last hour of news, in one quiet message."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from council.deliveries import Call, ChatId
from council.following import news_for, targets_of
from council.people import TelegramId
from council.ports import Desk
from council.programme import Measure, MeasureId, Programme
from council.progress import Report
from handlers import reported
from handlers.house import House
from handlers.residents.measure_life import Life, photos_of
from handlers.residents.programme_lists import MeasurePress
from handlers.screens import Button, Screen, column, message, quiet
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
    followed = set(await desk.following.of(resident.id))
    return quiet(message(await _screen(desk, reports, followed)))


async def _screen(desk: Desk, reports: Sequence[Report], followed: set[str]) -> Screen:
    known = [(report, *await desk.programmes.measure(MeasureId(report.measure))) for report in reports[:LISTED]]
    if len(known) == 1:
        photos = len(await photos_of(desk, known[0][0]))
        return _one(*known[0], followed, photos)
    lines = [
        f"{escaped(reported.cut(measure.title, 150))}: <b>{reported.stands(one.told)}</b>" for one, _p, measure in known
    ]
    more = [_("… and {count} more").format(count=len(reports) - LISTED)] if len(reports) > LISTED else []
    ways = [Button(f"{measure.code} {reported.cut(measure.title, 50)}", _open(measure)) for _r, _p, measure in known]
    return Screen("\n\n".join([_("<b>News of the programme</b>"), *lines, *more]), column(*ways))


def _line(report: Report, measure: Measure) -> str:
    return f"{escaped(reported.cut(measure.title, 150))}: <b>{reported.stands(report.told)}</b>"


def _one(report: Report, programme: Programme, measure: Measure, followed: set[str], photos: int) -> Screen:
    lines = [
        _("<b>News of a measure that you follow</b>"),
        escaped(reported.cut(measure.title, 300)),
        *reported.lines(programme, measure, report.told),
    ]
    nearest = next((one for one in reversed(targets_of(programme, measure)) if one in followed), measure.id)
    text = _("Photos of the work: {count}").format(count=photos)
    shown = [Button(text, Life(act="photos", target=measure.id).pack())] if photos else []
    ways = (*shown, Button(_("Open this measure"), _open(measure)), _leave(nearest))
    return Screen("\n\n".join(lines), column(*ways))


def _open(measure: Measure) -> str:
    return MeasurePress(measure=measure.id).pack()


def _leave(target: str) -> Button:
    """Stops what brought the news: the measure, its goal, or everything."""
    return Button(_("Stop following"), Life(act="leave", target=target).pack())
