import asyncio
from datetime import datetime, timedelta

import pytest

from storage.errors import AlreadyDone
from storage.house import Storage
from storage.jobs import Job
from tests.storage.examples import MINUTE, NOW

LEASE = timedelta(minutes=5)


async def take(storage: Storage, now: datetime = NOW, limit: int = 10) -> list[Job]:
    async with storage.unit() as desk:
        return list(await desk.jobs.take(now, LEASE, limit))


async def plan(storage: Storage, key: str, due: datetime = NOW) -> bool:
    async with storage.unit() as desk:
        return await desk.jobs.add(key, "remind", due, {"appeal": 12})


async def test_a_job_is_taken_when_it_is_due(storage: Storage) -> None:
    await plan(storage, "later", NOW + MINUTE)
    await plan(storage, "now")
    (job,) = await take(storage)
    assert (job.key, job.name, job.params, job.due, job.attempts) == ("now", "remind", {"appeal": 12}, NOW, 0)
    assert [job.key for job in await take(storage, NOW + MINUTE)] == ["later"]


async def test_a_key_is_planned_once_also_after_it_is_done(storage: Storage) -> None:
    assert await plan(storage, "remind:12")
    assert not await plan(storage, "remind:12")
    (job,) = await take(storage)
    async with storage.unit() as desk:
        await desk.jobs.done(job)
    assert not await plan(storage, "remind:12")
    assert await take(storage, NOW + LEASE) == []
    async with storage.unit() as desk:
        assert await desk.jobs.purge(NOW) == 0
        assert await desk.jobs.purge(NOW + MINUTE) == 1


async def test_a_job_of_a_dead_replica_is_taken_over_after_its_lease(storage: Storage) -> None:
    await plan(storage, "remind:12")
    assert len(await take(storage)) == 1
    assert await take(storage, NOW + MINUTE) == []
    assert len(await take(storage, NOW + LEASE)) == 1


async def test_replicas_never_share_a_job(storage: Storage) -> None:
    for n in range(12):
        await plan(storage, f"remind:{n}", NOW - n * MINUTE)
    taken = await asyncio.gather(*(take(storage, limit=4) for _ in range(6)))
    keys = [job.key for jobs in taken for job in jobs]
    assert len(keys) == len(set(keys))
    keys += [job.key for _ in range(3) for job in await take(storage, limit=4)]
    assert sorted(keys) == sorted(f"remind:{n}" for n in range(12))


async def test_the_oldest_jobs_go_first(storage: Storage) -> None:
    for n in range(3):
        await plan(storage, f"remind:{n}", NOW - n * MINUTE)
    assert [job.key for job in await take(storage, limit=2)] == ["remind:2", "remind:1"]


async def test_a_job_put_off_comes_again_at_its_time(storage: Storage) -> None:
    await plan(storage, "digest")
    (job,) = await take(storage)
    async with storage.unit() as desk:
        await desk.jobs.again(job, NOW + MINUTE)
    assert await take(storage) == []
    (again,) = await take(storage, NOW + MINUTE)
    assert (again.id, again.attempts) == (job.id, 1)


async def test_a_cancelled_job_may_be_planned_again(storage: Storage) -> None:
    await plan(storage, "remind:12")
    async with storage.unit() as desk:
        assert await desk.jobs.cancel("remind:12")
        assert not await desk.jobs.cancel("remind:12")
    assert await plan(storage, "remind:12")


async def test_who_slept_over_its_lease_ends_nothing(storage: Storage) -> None:
    await plan(storage, "remind:12")
    (slept,) = await take(storage)
    (job,) = await take(storage, NOW + LEASE)
    async with storage.unit() as desk:
        for end in (desk.jobs.done(slept), desk.jobs.again(slept, NOW)):
            with pytest.raises(AlreadyDone):
                await end
        await desk.jobs.done(job)
