"""The process leaves a sign of life, so that the next start knows how long the bot was silent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.replicas import in_turn
from council.clock import Clock
from handlers import recovery
from handlers.house import House
from storage.house import Storage

log = structlog.get_logger(__name__)

NOTE = "heartbeat"
EVERY = 20.0
NOTICEABLE = timedelta(minutes=2)
"""Telegram forgets a pressed button after two and a half minutes."""


async def awake(storage: Storage, house: House, clock: Clock) -> timedelta | None:
    """At the start: lets whoever was left in the middle know. Returns the gap, or None where it was short.

    Of several replicas that start together the first finds the gap; the others find its sign of life.
    """
    now = clock.now()
    async with storage.unit() as desk:
        await in_turn(desk, NOTE, clock)
        last = await desk.notes.get(NOTE)
        await desk.notes.put(NOTE, now.isoformat(), now)
        gap = now - datetime.fromisoformat(last) if last else timedelta()
        if gap <= NOTICEABLE:
            return None
        log.warning("was_silent", minutes=round(gap.total_seconds() / 60))
        await recovery.after_gap(desk, house, gap, now)
    return gap


async def beat(storage: Storage, clock: Clock, pulse: Callable[[], None] = lambda: None) -> None:
    while True:
        pulse()
        now = clock.now()
        async with storage.unit() as desk:
            await desk.notes.put(NOTE, now.isoformat(), now)
        await clock.sleep(EVERY)
