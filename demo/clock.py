"""A clock that may run faster than the wall, and jump: seasons pass in a test, limits follow."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class LocalClock:
    """Aware UTC time that runs `speed` times as fast as the wall; at speed 0 only a jump moves it."""

    def __init__(self, speed: float = 1.0, start: datetime | None = None) -> None:
        self._speed = speed
        self._start = start or datetime.now(UTC)
        self._origin = time.monotonic()
        self._jumped = timedelta()
        self._tick = asyncio.Event()

    def now(self) -> datetime:
        return self._start + self._jumped + timedelta(seconds=(time.monotonic() - self._origin) * self._speed)

    def jump(self, by: timedelta) -> None:
        """Moves the time at once; whoever slept until then wakes."""
        self._jumped += by
        tick, self._tick = self._tick, asyncio.Event()
        tick.set()

    async def sleep(self, seconds: float) -> None:
        due = self.now() + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        while (left := (due - self.now()).total_seconds()) > 0:
            try:
                async with asyncio.timeout(left / self._speed if self._speed else None):
                    await self._tick.wait()
            except TimeoutError:
                continue
