"""Hand-overs are taken by one replica at a time, in order within a case, and move only from the state that was seen."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest_asyncio

from council.appeals import Appeal
from council.handover_rules import Connector, Handover, HandoverState, Matter
from storage.house import Storage
from tests.storage.examples import MINUTE, NOW, a_case

LEASE = timedelta(minutes=10)


@pytest_asyncio.fixture
async def case(storage: Storage) -> Appeal:
    async with storage.unit() as desk:
        return await a_case(desk)


async def add(storage: Storage, case: Appeal, key: str, matter: Matter = Matter.CASE) -> bool:
    async with storage.unit() as desk:
        return await desk.handovers.add(key, Connector.HTTP, matter, NOW, case.id)


async def take(storage: Storage, now: datetime = NOW, way: Connector = Connector.HTTP) -> list[Handover]:
    async with storage.unit() as desk:
        return list(await desk.handovers.take(way, now, LEASE, 10))


async def move(storage: Storage, before: Handover, **changed: object) -> bool:
    async with storage.unit() as desk:
        return await desk.handovers.move(before, replace(before, **changed))  # type: ignore[arg-type]


async def test_a_key_is_queued_once_and_read_back_whole(storage: Storage, case: Appeal) -> None:
    assert await add(storage, case, "case:1:http")
    assert not await add(storage, case, "case:1:http")
    [kept] = await take(storage)
    assert kept == Handover(
        kept.id, "case:1:http", Connector.HTTP, Matter.CASE, case.id, None, None, HandoverState.QUEUED, NOW, NOW, NOW
    )
    async with storage.reading() as desk:
        assert await desk.handovers.get(kept.id) == kept
        assert await desk.handovers.waiting() == {Connector.HTTP: (1, NOW)}


async def test_a_journal_is_of_a_day_and_of_no_case(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.handovers.add("j", Connector.HTTP, Matter.JOURNAL, NOW, day=date(2026, 11, 21))
    [kept] = await take(storage)
    assert (kept.day, kept.appeal) == (date(2026, 11, 21), None)


async def test_an_addition_waits_for_its_case_and_another_way_does_not(storage: Storage, case: Appeal) -> None:
    await add(storage, case, "case:1:http")
    await add(storage, case, "addition:1:http", Matter.ADDITION)
    assert await take(storage, way=Connector.MAIL) == []
    [first] = await take(storage)
    assert first.key == "case:1:http"
    assert await take(storage) == []
    assert await move(storage, first, state=HandoverState.SENT, sent_at=NOW)
    assert [one.key for one in await take(storage)] == ["addition:1:http"]


async def test_a_row_of_a_dead_replica_is_taken_over_after_its_lease(storage: Storage, case: Appeal) -> None:
    await add(storage, case, "case:1:http")
    assert len(await take(storage)) == 1
    assert await take(storage, NOW + MINUTE) == []
    assert len(await take(storage, NOW + LEASE)) == 1
    async with storage.unit() as desk:
        assert await desk.handovers.free() == 1
    assert len(await take(storage)) == 1


async def test_replicas_never_share_a_row(storage: Storage) -> None:
    async with storage.unit() as desk:
        for n in range(12):
            await desk.handovers.add(f"j{n}", Connector.HTTP, Matter.JOURNAL, NOW, day=date(2026, 11, 1))
    taken = await asyncio.gather(*(take(storage) for _ in range(4)))
    keys = [row.key for rows in taken for row in rows]
    assert len(keys) == len(set(keys)) == 12


async def test_a_row_moves_only_from_the_state_that_was_seen(storage: Storage, case: Appeal) -> None:
    await add(storage, case, "case:1:http")
    [seen] = await take(storage)
    assert await move(storage, seen, state=HandoverState.FAILED, due=NOW + MINUTE, attempts=1, reason="http 500")
    assert not await move(storage, seen, state=HandoverState.SENT, sent_at=NOW)
    assert await take(storage) == []
    [again] = await take(storage, NOW + MINUTE)
    assert (again.attempts, again.reason, again.since) == (1, "http 500", NOW)


async def test_what_waits_too_long_is_counted_and_listed(storage: Storage, case: Appeal) -> None:
    await add(storage, case, "case:1:http")
    async with storage.reading() as desk:
        rows, count = await desk.handovers.stuck(NOW, 10)
        assert ([row.key for row in rows], count) == (["case:1:http"], 1)
        assert await desk.handovers.stuck(NOW - MINUTE, 10) == ([], 0)
        assert await desk.handovers.by_state() == {(Connector.HTTP, HandoverState.QUEUED): 1}
