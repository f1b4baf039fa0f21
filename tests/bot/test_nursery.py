"""A task that fails is heard of, a loop that fails begins again, and the end does not wait for ever."""

import asyncio

import pytest

from bot.nursery import Nursery
from demo.clock import LocalClock


async def test_a_failing_task_is_logged_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    nursery, done = Nursery(), asyncio.Event()

    async def fails() -> None:
        raise ValueError("Olena's phone")

    async def goes_on() -> None:
        done.set()

    nursery.start(fails(), "fails")
    nursery.start(goes_on(), "goes on")
    assert await nursery.settled(1)
    assert done.is_set()
    told = capsys.readouterr().out
    assert "ValueError" in told
    assert "Olena" not in told


async def test_a_loop_that_fails_begins_again() -> None:
    nursery, times, enough = Nursery(), [], asyncio.Event()

    async def loop() -> None:
        times.append(1)
        if len(times) == 3:
            enough.set()
            return
        raise OSError

    nursery.keep(loop, "loop", LocalClock(speed=1000))
    await asyncio.wait_for(enough.wait(), 2)


async def test_closing_cancels_what_still_runs() -> None:
    nursery, cancelled = Nursery(), asyncio.Event()

    async def sleeps() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    nursery.start(sleeps(), "sleeps")
    await asyncio.sleep(0)
    await nursery.close(1)
    assert cancelled.is_set()
    assert len(nursery) == 0
