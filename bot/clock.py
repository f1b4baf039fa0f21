"""The one home of real time: loops hold a clock, everything else is told what time it is."""

import asyncio
from datetime import UTC, datetime

from council.clock import Clock


class SystemClock:
    """The computer's clock (UTC) and the event loop's sleep."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def woken(event: asyncio.Event, seconds: float, clock: Clock) -> bool:
    """Waits until the event is set or the time is over; says whether it was the event."""
    if event.is_set():
        return True
    waiting = {asyncio.create_task(event.wait()), asyncio.create_task(clock.sleep(seconds))}
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
    return event.is_set()
