import asyncio

import asyncpg
import pytest

from storage.errors import CommitFailed, StorageError
from storage.house import Storage
from storage.keys import Keyring
from tests.storage.examples import NOW, everything_personal

END_THE_OTHERS = """
select count(pg_terminate_backend(pid)) from pg_stat_activity
where state = 'idle in transaction' and datname = current_database()
"""
TABLES = "select tablename from pg_tables where schemaname = current_schema()"


async def test_replicas_may_start_together(postgres_url: str, keyring: Keyring) -> None:
    storages = await asyncio.gather(*(Storage.open(postgres_url, keyring, NOW) for _ in range(3)))
    async with storages[0].unit() as desk:
        await desk.notes.put("name", "value", NOW)
    async with storages[1].reading() as desk:
        assert await desk.notes.get("name") == "value"
    await asyncio.gather(*(storage.close() for storage in storages))


async def test_a_lost_connection_asks_to_run_the_unit_again(postgres_url: str, keyring: Keyring) -> None:
    storage = await Storage.open(postgres_url, keyring, NOW)
    admin = await asyncpg.connect(postgres_url)

    async def interrupted() -> None:
        async with storage.unit() as desk:
            await desk.notes.put("name", "lost", NOW)
            assert await admin.fetchval(END_THE_OTHERS)
            await desk.notes.put("name", "lost too", NOW)

    with pytest.raises(CommitFailed):
        await interrupted()
    async with storage.unit() as desk:
        assert await desk.notes.get("name") is None
    await admin.close()
    await storage.close()


async def test_two_units_in_each_others_way_end_with_one_to_run_again(postgres_url: str, keyring: Keyring) -> None:
    storage = await Storage.open(postgres_url, keyring, NOW)
    async with storage.unit() as desk:
        for name in ("a", "b"):
            await desk.notes.put(name, "", NOW)
    both_hold_one = asyncio.Barrier(2)

    async def cross(first: str, second: str) -> None:
        async with storage.unit() as desk:
            await desk.notes.put(first, first, NOW)
            await both_hold_one.wait()
            await desk.notes.put(second, first, NOW)

    results = await asyncio.gather(cross("a", "b"), cross("b", "a"), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["CommitFailed", "NoneType"]
    await storage.close()


async def test_no_server_stops_the_start_with_one_sentence(keyring: Keyring) -> None:
    with pytest.raises(StorageError, match="The database server cannot be reached") as refused:
        await Storage.open("postgresql://bot:hunter2@127.0.0.1:1/bot", keyring, NOW)
    assert "hunter2" not in str(refused.value)


async def test_nothing_personal_is_readable_in_the_tables(postgres_url: str, keyring: Keyring) -> None:
    secret = "ТАЄМНИЦЯ secret-4711"
    storage = await Storage.open(postgres_url, keyring, NOW)
    async with storage.unit() as desk:
        await everything_personal(desk, secret)
    admin = await asyncpg.connect(postgres_url)
    tables = [row[0] for row in await admin.fetch(TABLES)]
    rows = [row[0] for table in tables for row in await admin.fetch(f"select t::text from {table} t")]
    await admin.close()
    await storage.close()
    assert "appeals" in tables
    dump = "\n".join(rows)
    for trace in ("ТАЄМНИЦЯ", "secret-4711"):
        assert trace not in dump
        assert trace.encode().hex() not in dump
