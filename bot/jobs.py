"""Things to do at a time: one loop over the job rows, shared by replicas through leases."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot import alarms
from bot.logs import failure
from bot.metrics import Metrics
from bot.post import pause_after
from council import survey_form
from council.clock import Clock
from handlers.house import House
from storage.desk import Desk
from storage.errors import AlreadyDone
from storage.house import Storage
from storage.jobs import Job

log = structlog.get_logger(__name__)

JobFunction = Callable[[Desk, House, Mapping[str, Any], datetime], Awaitable[datetime | None]]
"""Does the work in the unit it is given; returns when to do it again, or None when it is done."""

LEASE = timedelta(minutes=5)
EVERY = 5.0
TOMBSTONES = timedelta(hours=48)
LETTERS = timedelta(days=30)
HELPED = timedelta(hours=1)
"""A walk of a person who was helped lies no longer on an officer's phone."""
FULL_DISK = 0.8


async def purge(desk: Desk, _: House, __: Mapping[str, Any], now: datetime) -> datetime:
    """Forgets finished updates (Telegram repeats none older than a day) and messages sent long ago."""
    updates = await desk.inbox.purge(now - TOMBSTONES)
    messages = await desk.outbox.purge(now - LETTERS)
    done = await desk.jobs.purge(now - LETTERS)
    await desk.fsm.purge_form(survey_form.HELPED, now - HELPED)
    log.info("purged", updates=updates, messages=messages, jobs=done)
    return now + timedelta(hours=1)


NIGHT = time(3, 30)


async def prove_petitions(desk: Desk, house: House, _: Mapping[str, Any], now: datetime) -> datetime:
    """Each night every count and every log of petitions is computed anew; the administrators hear of what differs."""
    flawed = [one.number for one in await desk.petitions.public() if await desk.petitions.proven(one.id)]
    if flawed:
        await alarms.tell_admins(desk, house, alarms.PETITION_FLAW, now, numbers=", ".join(flawed))
    tomorrow = now.astimezone(house.zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, NIGHT, tzinfo=house.zone)


def disk_watch(folder: Path) -> JobFunction:
    """A full disk stops the bot in the middle of the night; the administrators hear of it while there is time."""

    async def look(desk: Desk, house: House, _: Mapping[str, Any], now: datetime) -> datetime:
        usage = shutil.disk_usage(folder)
        if usage.used / usage.total > FULL_DISK:
            percent = round(100 * usage.used / usage.total)
            await alarms.tell_admins(desk, house, alarms.DISK, now, percent=percent)
        return now + timedelta(hours=1)

    return look


class Jobs:
    """`registry` says what each name does; a job of an unknown name waits for a version that knows it."""

    def __init__(
        self,
        storage: Storage,
        house: House,
        clock: Clock,
        registry: Mapping[str, JobFunction],
        wake: Callable[[], None],
        metrics: Metrics | None = None,
    ) -> None:
        self._storage, self._house, self._clock, self._registry, self._wake = storage, house, clock, registry, wake
        self._metrics = metrics or Metrics()
        self.beat: Callable[[], None] = lambda: None

    async def settle(self, *periodic: str) -> None:
        """Makes sure that the jobs which repeat themselves exist."""
        async with self._storage.unit() as desk:
            for name in periodic:
                await desk.jobs.add(f"periodic:{name}", name, self._clock.now())

    async def run(self) -> None:
        """A morning brings hundreds of warnings at once: none of them waits for the next round."""
        while True:
            self.beat()
            while await self.once():
                self.beat()
            await self._clock.sleep(EVERY)

    async def once(self) -> int:
        """Does what is due now; returns how many."""
        async with self._storage.unit() as desk:
            jobs = await desk.jobs.take(self._clock.now(), LEASE)
        left = list(jobs)
        try:
            while left:
                await self._do(left[0])
                del left[0]
        except asyncio.CancelledError:
            await self._given_back(left)
            raise
        if jobs:
            self._wake()
        return len(jobs)

    async def _given_back(self, jobs: Sequence[Job]) -> None:
        """Who is told to stop leaves no lease to run out: the next start does these at once."""
        for job in jobs:
            with suppress(AlreadyDone):
                async with self._storage.unit() as desk:
                    await desk.jobs.again(job, job.due)

    async def _do(self, job: Job) -> None:
        try:
            await self._done(job)
            self._count(job, "done")
        except AlreadyDone:
            log.warning("job_taken_over", job=job.id, work=job.name)
            self._count(job, "taken over")
        except Exception as error:
            log.error("job_failed", job=job.id, work=job.name, **failure(error))
            self._count(job, "failed")
            with suppress(AlreadyDone):
                await self._later(job)

    async def _done(self, job: Job) -> None:
        work = self._registry[job.name]
        now = self._clock.now()
        async with self._storage.unit() as desk:
            again = await work(desk, self._house, job.params, now)
            await (desk.jobs.done(job) if again is None else desk.jobs.again(job, again))

    def _count(self, job: Job, result: str) -> None:
        """By the names that this version knows: they come from the code, never from a person."""
        self._metrics.jobs.labels(job.name if job.name in self._registry else "unknown", result).inc()

    async def _later(self, job: Job) -> None:
        async with self._storage.unit() as desk:
            await desk.jobs.again(job, self._clock.now() + timedelta(minutes=1) + pause_after(job.attempts))
