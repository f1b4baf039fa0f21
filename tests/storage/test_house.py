"""The storage as a whole: units, readings, keys, on both engines."""

import asyncio
import sqlite3

import asyncpg
import pytest

from council.people import TelegramId
from storage.errors import NoDatabase, StorageError, WrongKey
from storage.house import Storage
from storage.keys import Keyring
from tests.storage.examples import NOW, OLENA, a_case


class Refused(Exception):
    pass


async def test_a_unit_that_raises_leaves_nothing_behind(storage: Storage) -> None:
    async def half_a_step() -> None:
        async with storage.unit() as desk:
            await a_case(desk)
            raise Refused

    with pytest.raises(Refused):
        await half_a_step()
    async with storage.reading() as desk:
        assert await desk.appeals.counts() == {"appeals": 0, "case_messages": 0, "events": 0}


async def test_units_at_once_are_all_kept(storage: Storage) -> None:
    async def meet(n: int) -> int:
        async with storage.unit() as desk:
            return (await desk.residents.met(TelegramId(n), NOW)).id

    ids = await asyncio.gather(*(meet(n % 10) for n in range(40)))
    assert len(set(ids)) == 10


async def test_a_cancelled_unit_leaves_nothing_behind(storage: Storage) -> None:
    reached = asyncio.Event()

    async def never_ends() -> None:
        async with storage.unit() as desk:
            await desk.notes.put("half", "a step", NOW)
            reached.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with storage.unit() as desk:
        assert await desk.notes.get("half") is None


async def test_a_unit_inside_a_unit_is_refused(storage: Storage) -> None:
    async def inside() -> None:
        async with storage.unit():
            pass

    async with storage.unit():
        with pytest.raises(StorageError, match="inside another one"):
            await inside()
        with pytest.raises(StorageError, match="inside another one"):
            await asyncio.create_task(inside())
    await inside()


async def test_a_task_begun_in_a_unit_may_open_its_own_afterwards(storage: Storage) -> None:
    go = asyncio.Event()

    async def later() -> None:
        await go.wait()
        async with storage.unit() as desk:
            await desk.notes.put("name", "later", NOW)

    async with storage.unit():
        task = asyncio.create_task(later())
    go.set()
    await task
    async with storage.reading() as desk:
        assert await desk.notes.get("name") == "later"


async def test_a_desk_kept_after_its_unit_refuses(storage: Storage) -> None:
    async with storage.unit() as desk:
        pass
    with pytest.raises(StorageError, match="is over"):
        await desk.notes.put("name", "value", NOW)


async def test_a_reading_sees_one_moment(storage: Storage) -> None:
    async def write() -> None:
        async with storage.unit() as desk:
            await desk.notes.put("name", "new", NOW)

    writing = asyncio.Event()

    async def write_when_told() -> None:
        await writing.wait()
        await write()

    task = asyncio.create_task(write_when_told())
    async with storage.reading() as desk:
        assert await desk.notes.get("name") is None
        writing.set()
        await task
        assert await desk.notes.get("name") is None
    async with storage.reading() as desk:
        assert await desk.notes.get("name") == "new"


async def test_a_reading_does_not_write(storage: Storage) -> None:
    async with storage.reading() as desk:
        with pytest.raises((sqlite3.OperationalError, asyncpg.ReadOnlySQLTransactionError)):
            await desk.notes.put("name", "value", NOW)
    async with storage.unit() as desk:
        assert await desk.notes.get("name") is None


async def test_many_readings_go_beside_a_unit(storage: Storage) -> None:
    async def read() -> int:
        async with storage.reading() as desk:
            return await desk.inbox.waiting()

    readings = [asyncio.create_task(read()) for _ in range(5)]
    async with storage.unit() as desk:
        await desk.inbox.add(1, OLENA, {}, NOW)
        await asyncio.wait(readings)
    assert [task.result() for task in readings] == [0] * 5


async def test_what_was_written_is_there_after_a_restart(url: str, keyring: Keyring) -> None:
    for opening in range(2):
        storage = await Storage.open(url, keyring, NOW)
        async with storage.unit() as desk:
            assert await desk.inbox.add(1, OLENA, {"n": 1}, NOW) == (opening == 0)
        await storage.close()


async def test_another_key_stops_the_start_with_one_sentence(url: str, keyring: Keyring) -> None:
    await (await Storage.open(url, keyring, NOW)).close()
    with pytest.raises(WrongKey, match=f"FIELD_KEYS has no key '{keyring.ids[0]}'"):
        await Storage.open(url, Keyring.make()[1], NOW)


async def test_a_changed_key_of_the_same_name_stops_the_start(url: str) -> None:
    await (await Storage.open(url, Keyring({"k1": b"1" * 32}), NOW)).close()
    with pytest.raises(WrongKey, match="The key k1 in FIELD_KEYS does not open"):
        await Storage.open(url, Keyring({"k1": b"2" * 32}), NOW)


async def test_keys_rotate(url: str) -> None:
    old = await Storage.open(url, Keyring({"k1": b"1" * 32}), NOW)
    async with old.unit() as desk:
        case = await a_case(desk)
    await old.close()
    new = await Storage.open(url, Keyring({"k2": b"2" * 32, "k1": b"1" * 32}), NOW)
    async with new.unit() as desk:
        assert await desk.appeals.get(case.id) == case
        await a_case(desk, "draft-2")
    await new.close()
    with pytest.raises(WrongKey, match="'k2'"):
        await Storage.open(url, Keyring({"k1": b"1" * 32}), NOW)


@pytest.mark.parametrize(
    "address", ["mysql://host/name", "sqlite://", "sqlite:///", "sqlite://data/bot.db", "bot.db", ""]
)
async def test_an_unknown_address_is_refused_with_an_example(address: str, keyring: Keyring) -> None:
    with pytest.raises(StorageError, match=r"DATABASE_URL must name .* Example: sqlite:"):
        await Storage.open(address, keyring, NOW)


# Looking beside the running bot


async def test_looking_reads_what_is_there_and_writes_nothing(url: str, keyring: Keyring) -> None:
    with pytest.raises(NoDatabase):
        await Storage.look(url, keyring)
    storage = await Storage.open(url, keyring, NOW)
    async with storage.unit() as desk:
        await desk.notes.put("name", "value", NOW)
    looking = await Storage.look(url, keyring)
    async with looking.reading() as desk:
        assert await desk.notes.get("name") == "value"

    async def writes() -> None:
        async with looking.unit() as desk:
            await desk.notes.put("name", "other", NOW)

    with pytest.raises((sqlite3.OperationalError, asyncpg.ReadOnlySQLTransactionError)):
        await writes()
    await looking.close()
    async with storage.reading() as desk:
        assert await desk.notes.get("name") == "value"
    await storage.close()


async def test_looking_with_other_keys_is_refused(url: str, keyring: Keyring) -> None:
    await (await Storage.open(url, keyring, NOW)).close()
    with pytest.raises(WrongKey):
        await Storage.look(url, Keyring.make()[1])
