"""The writer of SQLite: units in turns, commits in groups, and nobody pays for another's failure."""

import asyncio
import os
import random
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from storage import sqlite, writer
from storage.errors import CommitFailed, Overloaded, StorageError
from storage.house import Storage
from storage.keys import Keyring
from storage.writer import Connection, Writer
from tests.storage.examples import NOW, a_case, everything_personal

SEED = int(os.environ.get("TEST_SEED", random.randrange(2**32)))
"""Named in the test that uses it; TEST_SEED takes it back."""


class Refused(Exception):
    pass


@dataclass
class Ledger:
    """A small table and the writer in front of it."""

    connection: Connection
    writer: Writer
    log: list[str] = field(default_factory=list)
    committing: threading.Event = field(default_factory=threading.Event)
    may_commit: threading.Event = field(default_factory=threading.Event)

    def trace(self, statement: str) -> None:
        """Sees each statement before it is run; a commit in the connection's own thread, which may be held up."""
        self.log.append(statement.lower())
        if statement.lower() == "commit":
            self.committing.set()
            self.may_commit.wait(10)

    async def write(self, n: int) -> int:
        async with self.writer.unit() as connection:
            connection.execute("insert into ledger values (?)", (n,))
        return n

    async def write_and_fail(self, n: int) -> None:
        async with self.writer.unit() as connection:
            connection.execute("insert into ledger values (?)", (n,))
            raise Refused

    async def write_an_orphan(self, n: int) -> None:
        """The commit will refuse it, not before."""
        async with self.writer.unit() as connection:
            connection.execute("insert into ledger values (?)", (n,))
            connection.execute("insert into orphans values (404)")

    async def write_slowly(self, n: int, go: asyncio.Event) -> int:
        async with self.writer.unit() as connection:
            connection.execute("insert into ledger values (?)", (n,))
            await go.wait()
        return n

    async def lose_the_transaction(self) -> None:
        """As SQLite itself does when the disk is full."""
        async with self.writer.unit() as connection:
            connection.execute("rollback")
            raise Refused

    def written(self) -> list[int]:
        return [row[0] for row in self.connection.here.execute("select n from ledger order by n")]

    def commits(self) -> int:
        return self.log.count("commit")


@pytest_asyncio.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    connection = await Connection.open(tmp_path / "ledger.db")
    for pragma in sqlite.PRAGMAS:
        await connection.run(f"pragma {pragma}")
    connection.here.execute("create table ledger (n integer primary key)")
    connection.here.execute("create table orphans (parent integer references ledger (n) deferrable initially deferred)")
    ledger = Ledger(connection, Writer(connection))
    connection.here.set_trace_callback(ledger.trace)
    ledger.may_commit.set()
    yield ledger
    assert not connection.here.in_transaction
    await connection.close()


async def test_units_at_once_share_commits(ledger: Ledger) -> None:
    await asyncio.gather(*(ledger.write(n) for n in range(20)))
    assert ledger.written() == list(range(20))
    assert ledger.commits() == 1


async def test_what_comes_during_a_batch_goes_into_the_next(ledger: Ledger) -> None:
    async def one_after_another(start: int) -> None:
        for n in range(start, start + 5):
            await ledger.write(n)

    await asyncio.gather(*(one_after_another(start) for start in range(0, 50, 5)))
    assert ledger.written() == list(range(50))
    assert ledger.commits() <= 10


async def test_a_failing_unit_is_undone_alone(ledger: Ledger) -> None:
    results = await asyncio.gather(
        ledger.write(1), ledger.write_and_fail(2), ledger.write(3), ledger.write_and_fail(4), return_exceptions=True
    )
    assert [type(result) for result in results] == [int, Refused, int, Refused]
    assert ledger.written() == [1, 3]
    assert ledger.commits() == 1


async def test_a_failing_first_unit_does_not_take_the_others_with_it(ledger: Ledger) -> None:
    results = await asyncio.gather(ledger.write_and_fail(1), ledger.write(2), return_exceptions=True)
    assert isinstance(results[0], Refused)
    assert ledger.written() == [2]


async def test_a_failing_commit_fails_every_unit_in_it_and_none_after(ledger: Ledger) -> None:
    results = await asyncio.gather(ledger.write(1), ledger.write_an_orphan(2), ledger.write(3), return_exceptions=True)
    assert [type(result) for result in results] == [CommitFailed] * 3
    assert ledger.written() == []
    await ledger.write(4)
    assert ledger.written() == [4]


async def test_a_lost_transaction_fails_every_unit_in_it_and_none_after(ledger: Ledger) -> None:
    results = await asyncio.gather(
        ledger.write(1), ledger.lose_the_transaction(), ledger.write(3), return_exceptions=True
    )
    assert [type(result) for result in results] == [CommitFailed, Refused, int]
    assert ledger.written() == [3]


async def test_a_unit_cancelled_while_it_waits_leaves_the_others_alone(ledger: Ledger) -> None:
    go = asyncio.Event()
    first = asyncio.create_task(ledger.write_slowly(1, go))
    waiting = [asyncio.create_task(ledger.write(n)) for n in (2, 3)]
    await asyncio.sleep(0.01)
    waiting[0].cancel()
    go.set()
    await first
    await waiting[1]
    assert waiting[0].cancelled()
    assert ledger.written() == [1, 3]


async def test_a_unit_cancelled_in_its_turn_is_undone_alone(ledger: Ledger) -> None:
    cancelled = asyncio.create_task(ledger.write_slowly(1, asyncio.Event()))
    other = asyncio.create_task(ledger.write(2))
    await asyncio.sleep(0.01)
    cancelled.cancel()
    await other
    assert ledger.written() == [2]


async def test_a_unit_cancelled_during_the_commit_spoils_nothing(ledger: Ledger) -> None:
    ledger.may_commit.clear()
    units = [asyncio.create_task(ledger.write(n)) for n in (1, 2)]
    await asyncio.to_thread(ledger.committing.wait, 10)
    units[0].cancel()
    ledger.may_commit.set()
    await units[1]
    assert units[0].cancelled()
    assert ledger.written() == [1, 2]


@pytest.mark.parametrize("seed", [SEED])
async def test_whoever_returned_is_kept_whatever_was_cancelled_around(ledger: Ledger, seed: int) -> None:
    chance = random.Random(seed)
    tasks = [asyncio.create_task(ledger.write_and_fail(n) if n % 7 == 0 else ledger.write(n)) for n in range(200)]
    while not all(task.done() for task in tasks):
        chance.choice(tasks).cancel()
        await asyncio.sleep(chance.random() / 1000)
    await ledger.writer.drained()
    written = set(ledger.written())
    assert {n for n, task in enumerate(tasks) if not task.cancelled() and not task.exception()} <= written
    assert not {n for n in written if n % 7 == 0}
    assert await ledger.write(1000) == 1000


async def test_too_many_waiting_units_are_refused(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "QUEUE", 3)
    go = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, go.set)
    results = await asyncio.gather(*(ledger.write_slowly(n, go) for n in range(6)), return_exceptions=True)
    assert [type(result) for result in results] == [int] * 4 + [Overloaded] * 2
    assert ledger.written() == [0, 1, 2, 3]


async def test_a_file_that_is_no_database_stops_the_start_with_one_sentence(tmp_path: Path, keyring: Keyring) -> None:
    (tmp_path / "bot.db").write_bytes(b"this is a letter, not a database" * 99)
    with pytest.raises(StorageError, match=r"bot\.db cannot be opened: file is not a database\.$"):
        await Storage.open(f"sqlite://{tmp_path}/bot.db", keyring, NOW)


async def test_the_file_is_for_its_owner_only(tmp_path: Path, sqlite_url: str, keyring: Keyring) -> None:
    storage = await Storage.open(sqlite_url, keyring, NOW)
    await storage.close()
    assert (tmp_path / "bot.db").stat().st_mode & 0o777 == 0o600


async def test_what_a_unit_returned_survives_a_power_cut(tmp_path: Path, sqlite_url: str, keyring: Keyring) -> None:
    """The files as they lie on the disk when the unit returns are enough; the shared memory dies with the power."""
    storage = await Storage.open(sqlite_url, keyring, NOW)
    async with storage.unit() as desk:
        case = await a_case(desk)
    (tmp_path / "after").mkdir()
    for name in ("bot.db", "bot.db-wal"):
        shutil.copy(tmp_path / name, tmp_path / "after" / name)
    await storage.close()

    after = await Storage.open(f"sqlite://{tmp_path}/after/bot.db", keyring, NOW)
    async with after.reading() as desk:
        assert await desk.appeals.get(case.id) == case
    await after.close()


async def test_the_writer_syncs_every_commit(tmp_path: Path) -> None:
    connection = await sqlite._connect(tmp_path / "bot.db", [])
    (journal,) = connection.here.execute("pragma journal_mode")
    (synchronous,) = connection.here.execute("pragma synchronous")
    await connection.close()
    assert (journal[0], synchronous[0]) == ("wal", 2)


async def test_nothing_personal_is_readable_in_the_files(tmp_path: Path, sqlite_url: str, keyring: Keyring) -> None:
    storage = await Storage.open(sqlite_url, keyring, NOW)
    async with storage.unit() as desk:
        await everything_personal(desk, "ТАЄМНИЦЯ secret-4711")
    raw = b"".join((tmp_path / name).read_bytes() for name in ("bot.db", "bot.db-wal"))
    await storage.close()
    assert b"ended_at" in raw
    for trace in ("ТАЄМНИЦЯ", "secret-4711", r"\u0422\u0410\u0404"):
        assert trace.encode() not in raw


async def test_statements_of_a_script_are_told_apart() -> None:
    script = "-- a; b\ncreate table a (x text default ';');\n\ncreate index i on a (x);\n"
    assert len(sqlite.statements(script)) == 2
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(":memory:").execute(sqlite.statements("create tab")[0])
