"""Work by the clock is done once when its time comes, and again after a failure."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import jobs
from bot.jobs import JobFunction, Jobs
from demo.clock import LocalClock
from demo.telegram import LocalTelegram
from handlers.house import House
from storage.desk import Desk
from storage.house import Storage


def worker(storage: Storage, house: House, clock: LocalClock, **registry: JobFunction) -> Jobs:
    return Jobs(storage, house, clock, registry, lambda: None)


async def add(storage: Storage, clock: LocalClock, name: str, minutes: int = 0) -> None:
    async with storage.unit() as desk:
        await desk.jobs.add(f"{name}:1", name, clock.now() + timedelta(minutes=minutes), {"case": 5})


async def test_a_job_is_done_when_its_time_comes(storage: Storage, house: House, clock: LocalClock) -> None:
    done: list[Mapping[str, object]] = []

    async def remind(desk: Desk, house: House, params: Mapping[str, object], now: datetime) -> None:
        done.append(params)

    jobs_of_today = worker(storage, house, clock, remind=remind)
    await add(storage, clock, "remind", minutes=10)
    assert await jobs_of_today.once() == 0
    clock.jump(timedelta(minutes=10))
    assert await jobs_of_today.once() == 1
    assert await jobs_of_today.once() == 0
    assert done == [{"case": 5}]


async def test_a_failing_job_undoes_itself_and_comes_again(storage: Storage, house: House, clock: LocalClock) -> None:
    async def fails_once(desk: Desk, house: House, params: Mapping[str, object], now: datetime) -> None:
        first = await desk.notes.get("tried") is None and not tried
        tried.append(1)
        await desk.notes.put("tried", "yes", now)
        if first:
            raise OSError

    tried: list[int] = []
    jobs_of_today = worker(storage, house, clock, remind=fails_once)
    await add(storage, clock, "remind")
    await jobs_of_today.once()
    async with storage.reading() as desk:
        assert await desk.notes.get("tried") is None
    clock.jump(timedelta(minutes=5))
    await jobs_of_today.once()
    async with storage.reading() as desk:
        assert await desk.notes.get("tried") == "yes"


async def test_a_job_of_a_later_version_waits(storage: Storage, house: House, clock: LocalClock) -> None:
    await add(storage, clock, "unknown")
    assert await worker(storage, house, clock).once() == 1
    clock.jump(timedelta(hours=1))
    assert await worker(storage, house, clock).once() == 1


async def test_who_is_told_to_stop_in_the_middle_leaves_nothing_held(
    storage: Storage, house: House, clock: LocalClock
) -> None:
    began, done = asyncio.Event(), list[int]()

    async def slow_once(desk: Desk, house: House, params: Mapping[str, object], now: datetime) -> None:
        if not began.is_set():
            began.set()
            await asyncio.Event().wait()
        done.append(1)

    jobs_of_today = worker(storage, house, clock, remind=slow_once, report=slow_once)
    await add(storage, clock, "remind")
    await add(storage, clock, "report")
    round_of_today = asyncio.ensure_future(jobs_of_today.once())
    await began.wait()
    round_of_today.cancel()
    await asyncio.wait([round_of_today])
    assert await jobs_of_today.once() == 2
    assert done == [1, 1]


async def test_finished_updates_are_forgotten_after_two_days(storage: Storage, house: House, clock: LocalClock) -> None:
    async with storage.unit() as desk:
        await desk.inbox.add(1, 7, {"update_id": 1}, clock.now())
        await desk.inbox.done(1, clock.now())
    periodic = worker(storage, house, clock, purge=jobs.purge)
    await periodic.settle("purge")
    await periodic.settle("purge")
    assert await periodic.once() == 1
    clock.jump(timedelta(days=3))
    assert await periodic.once() == 1
    async with storage.reading() as desk:
        assert await desk.inbox.highest() is None


@pytest.mark.parametrize(("used", "alarms"), [(79, 0), (91, 1)])
async def test_a_disk_that_fills_up_is_told(
    storage: Storage,
    house: House,
    clock: LocalClock,
    telegram: LocalTelegram,
    monkeypatch: pytest.MonkeyPatch,
    used: int,
    alarms: int,
) -> None:
    monkeypatch.setattr(jobs.shutil, "disk_usage", lambda _: SimpleNamespace(used=used, total=100))
    periodic = worker(storage, house, clock, disk=jobs.disk_watch(Path()))
    await periodic.settle("disk")
    await periodic.once()
    async with storage.reading() as desk:
        assert await desk.outbox.waiting() == alarms
