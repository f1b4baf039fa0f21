import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from storage.desk import Desk
from storage.errors import AlreadyDone
from storage.house import Storage
from tests.storage.examples import MINUTE, NOW

OLENA, TARAS = 501, 502


async def due(desk: Desk, now: datetime = NOW) -> list[int]:
    return [row.update_id for row in await desk.inbox.due(now)]


async def test_an_update_is_taken_in_once_even_after_it_is_done(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.inbox.add(10, OLENA, {"message": {"text": "Добрий день"}}, NOW)
        assert not await desk.inbox.add(10, OLENA, {}, NOW)
        (row,) = await desk.inbox.due(NOW)
        assert (row.payload, row.attempts, row.received_at) == ({"message": {"text": "Добрий день"}}, 0, NOW)
        await desk.inbox.done(10, NOW)
        assert not await desk.inbox.add(10, OLENA, {}, NOW)
        assert await desk.inbox.waiting() == 0
        assert await desk.inbox.highest() == 10


async def test_a_chat_is_served_in_order_beside_the_others(storage: Storage) -> None:
    async with storage.unit() as desk:
        for update_id, chat in ((11, OLENA), (10, OLENA), (12, TARAS)):
            await desk.inbox.add(update_id, chat, {}, NOW)
        assert await due(desk) == [10, 12]
        await desk.inbox.done(10, NOW)
        assert await due(desk) == [11, 12]
        assert len(await desk.inbox.due(NOW, limit=1)) == 1


async def test_a_chat_keeps_its_order_while_its_first_update_waits_for_a_retry(storage: Storage) -> None:
    async with storage.unit() as desk:
        for update_id, chat in ((10, OLENA), (11, OLENA), (12, TARAS)):
            await desk.inbox.add(update_id, chat, {}, NOW)
        assert await desk.inbox.again(10, NOW + MINUTE, "TimeoutError") == 1
        assert await due(desk) == [12]
        assert await due(desk, NOW + MINUTE) == [10, 12]
        assert await desk.inbox.again(10, NOW, "TimeoutError") == 2


async def test_what_is_set_aside_blocks_nobody_and_is_kept(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.inbox.add(10, OLENA, {"message": {}}, NOW)
        await desk.inbox.add(11, OLENA, {}, NOW)
        await desk.inbox.set_aside(10, "ValueError", NOW)
        assert await due(desk) == [11]
        assert (await desk.inbox.aside_count(), await desk.inbox.waiting()) == (1, 1)
        assert await desk.inbox.purge(NOW + timedelta(days=9)) == 0


async def second_worker(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.notes.put("effect", "of the second worker", NOW)
        await desk.inbox.done(10, NOW)


async def test_two_workers_cannot_finish_the_same_update(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.inbox.add(10, OLENA, {}, NOW)
        await desk.inbox.done(10, NOW)
    with pytest.raises(AlreadyDone):
        await second_worker(storage)
    async with storage.unit() as desk:
        assert await desk.notes.get("effect") is None
        assert await desk.inbox.again(10, NOW, "AlreadyDone") == 0


async def test_done_updates_are_forgotten_after_their_time(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.inbox.highest() is None
        for update_id in (10, 11):
            await desk.inbox.add(update_id, OLENA, {}, NOW)
        await desk.inbox.done(10, NOW)
        assert await desk.inbox.purge(NOW) == 0
        assert await desk.inbox.purge(NOW + MINUTE) == 1
        assert await due(desk) == [11]


async def taken(desk: Desk, replica: str, now: datetime, until: datetime, busy: Collection[int] = ()) -> list[int]:
    return [row.update_id for row in await desk.inbox.take(replica, now, until, busy, 10)]


async def test_a_chat_is_held_by_one_replica_until_its_lease_is_over(shared: Storage) -> None:
    later = NOW + MINUTE
    async with shared.unit() as desk:
        for update_id, chat in ((11, OLENA), (12, OLENA), (13, TARAS)):
            await desk.inbox.add(update_id, chat, {}, NOW)
        assert await taken(desk, "a", NOW, later, busy=[TARAS]) == [11]
        assert await taken(desk, "a", NOW, later, busy=[OLENA, TARAS]) == []
        await desk.inbox.add(10, OLENA, {}, NOW)
        assert [row.update_id for row in await desk.inbox.due(NOW, replica="b")] == [13]
        assert [row.update_id for row in await desk.inbox.due(NOW, replica="a")] == [10, 13]
        assert await taken(desk, "b", NOW, later) == [13]
        assert await taken(desk, "a", NOW, later) == [10]
        assert await taken(desk, "b", later, later + MINUTE) == [10, 13]


async def test_a_lease_is_renewed_or_given_back(shared: Storage) -> None:
    later = NOW + MINUTE
    async with shared.unit() as desk:
        await desk.inbox.add(10, OLENA, {}, NOW)
        await taken(desk, "a", NOW, later)
        assert await desk.inbox.lease("a", later + MINUTE) == 1
        assert await desk.inbox.lease("b", later + MINUTE) == 0
        assert await taken(desk, "b", later, later + MINUTE) == []
        await desk.inbox.lease("a", NOW)
        assert await taken(desk, "b", NOW, later) == [10]
        await desk.inbox.again(10, NOW, "KeyError", "b")
        assert [row.attempts for row in await desk.inbox.take("a", NOW, later, (), 10)] == [1]


async def test_who_slept_over_its_lease_takes_nothing_out_of_other_hands(shared: Storage) -> None:
    later = NOW + MINUTE
    async with shared.unit() as desk:
        await desk.inbox.add(10, OLENA, {}, NOW)
        await taken(desk, "asleep", NOW, later)
        await taken(desk, "awake", later, later + MINUTE)
        assert await desk.inbox.again(10, later, "KeyError", "asleep") == 0
        with pytest.raises(AlreadyDone):
            await desk.inbox.set_aside(10, "KeyError", later, "asleep")
        assert await taken(desk, "asleep", later, later + MINUTE) == []
        await desk.inbox.done(10, later)
        assert await taken(desk, "awake", later, later + MINUTE) == []


async def test_of_those_that_claim_at_once_one_gets_the_chat(shared: Storage) -> None:
    async with shared.unit() as desk:
        for update_id in range(1, 41):
            await desk.inbox.add(update_id, update_id % 8, {}, NOW)

    async def claims(replica: str) -> list[int]:
        async with shared.stroke() as desk:
            return [row.chat for row in await desk.inbox.take(replica, NOW, NOW + MINUTE, (), 5)]

    found = await asyncio.gather(*(claims(f"replica {n}") for n in range(6)))
    assert sorted(chat for chats in found for chat in chats) == list(range(8))


async def test_what_is_done_waits_no_more(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.inbox.add(10, OLENA, {}, NOW)
        assert await desk.inbox.oldest() == NOW
        await desk.inbox.done(10, NOW)
        assert await due(desk) == []
        assert await desk.inbox.oldest() is None
