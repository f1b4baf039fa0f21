"""A clock that runs faster and jumps."""

import asyncio
from datetime import UTC, datetime, timedelta

from demo import LocalClock

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_a_sleeper_wakes_after_a_jump() -> None:
    clock = LocalClock(speed=0, start=MORNING)
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0.01)
    clock.jump(timedelta(minutes=59))
    await asyncio.sleep(0.01)
    assert not sleeper.done()
    clock.jump(timedelta(minutes=1))
    await asyncio.wait_for(sleeper, 1)
    assert clock.now() == MORNING + timedelta(hours=1)


async def test_a_fast_clock_sleeps_less() -> None:
    clock = LocalClock(speed=3600)
    before = clock.now()
    await asyncio.wait_for(clock.sleep(60), 1)
    assert clock.now() - before >= timedelta(seconds=60)


async def test_no_time_at_all_still_lets_others_run() -> None:
    clock = LocalClock(speed=0)
    await asyncio.wait_for(clock.sleep(0), 1)
    await asyncio.wait_for(clock.sleep(-5), 1)
    assert clock.now().tzinfo is UTC
