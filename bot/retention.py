"""Personal data go when they have served: unfinished forms after a little more than a week, their files with them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.jobs import JobFunction
from council import surveys
from council.clock import Clock
from council.survey_catalogue import catalogue
from handlers.house import House
from storage.desk import Desk
from storage.files import Files
from storage.house import Storage

log = structlog.get_logger(__name__)

UNFINISHED = timedelta(days=8)
"""A week's pause is promised to people; the day more is for who counts it from memory."""
EVERY = timedelta(hours=6)
SCOUR_EVERY = timedelta(minutes=5)
SCOUR_AGAIN = timedelta(seconds=2)
"""A reader was in the way; they read for milliseconds."""
SETTLED = timedelta(days=1)
"""A content younger than this may belong to an update that is being handled."""


async def forget(desk: Desk, _: House, __: Mapping[str, Any], now: datetime) -> datetime:
    """Forms nobody went on with, cancelled ones whose week is over, and files of neither case nor form."""
    forms = await desk.fsm.purge(now - UNFINISHED)
    drafts = await desk.drafts.purge(now)
    files = await desk.attachments.purge(now - 2 * UNFINISHED)
    links = await desk.tokens.purge(now - UNFINISHED)
    signing = await desk.signing.purge(now - UNFINISHED)
    gatherings = await desk.collectives.purge(now - 2 * UNFINISHED)
    log.info("forgotten", forms=forms, drafts=drafts, files=files, links=links, signing=signing, gatherings=gatherings)
    return now + EVERY


async def urns(desk: Desk, house: House, __: Mapping[str, Any], now: datetime) -> datetime:
    """Answers that waited into another week for others like them go on with fewer traits."""
    known = await catalogue(desk, house.surveys)
    drawn = await surveys.settle(desk, known, house.community.local(now))
    log.info("drawn", answers=drawn)
    return now + EVERY


async def scour(storage: Storage, clock: Clock) -> None:
    """What was erased goes from the database's log too: a finished survey must not be read there."""
    while True:
        done = await storage.scour()
        await clock.sleep((SCOUR_EVERY if done else SCOUR_AGAIN).total_seconds())


def sweep(files: Files) -> JobFunction:
    """Removes contents that no row needs: of forgotten forms, and of downloads whose update was never done."""

    async def look(desk: Desk, _: House, __: Mapping[str, Any], now: datetime) -> datetime:
        unneeded = await files.older_than(now - SETTLED) - await desk.attachments.paths()
        for path in sorted(unneeded):
            await files.drop(path)
        log.info("swept", files=len(unneeded))
        return now + EVERY

    return look
