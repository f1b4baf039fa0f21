"""SQLite: one connection that writes and checkpoints, units in turns on it, committed in groups; readers beside it.

An accepted appeal must survive a power cut, so every commit reaches the disk (`synchronous=FULL`); to afford that,
units that wait during a commit go into the next one together. Two connections that checkpoint could corrupt the
file before SQLite 3.51.3: the readers are `query_only`, and the writer is closed last.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite
from aiosql.queries import Queries

from storage import migrate
from storage.engine import Session, load
from storage.errors import CommitFailed, NoDatabase, Overloaded, StorageError
from storage.packing import to_ms

T = TypeVar("T")

READERS = 2
QUEUE = 1000
"""Units that may wait for the writer; a deeper queue would only answer after people have given up."""

TABLES = "select 1 from sqlite_master where name = 'seals'"
PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "busy_timeout=10000",
    "temp_store=memory",
    "secure_delete=on",
)
"""What is deleted is overwritten: a sealed draft must not lie on a free page after it was erased."""


class OneHop:
    """aiosql's driver interface over aiosqlite with one change of threads a statement (its own adapter makes three)."""

    is_aio_driver = True

    def process_sql(self, _name: str, _operation: object, sql: str) -> str:
        return sql

    async def select(
        self,
        connection: aiosqlite.Connection,
        _name: str,
        sql: str,
        values: Mapping[str, Any],
        record_class: Any = None,
    ) -> AsyncIterator[sqlite3.Row]:
        for row in await connection.execute_fetchall(sql, values):
            yield row

    async def select_one(
        self,
        connection: aiosqlite.Connection,
        _name: str,
        sql: str,
        values: Mapping[str, Any],
        record_class: Any = None,
    ) -> sqlite3.Row | None:
        rows = await connection.execute_fetchall(sql, values)
        return next(iter(rows), None)

    async def select_value(
        self, connection: aiosqlite.Connection, _name: str, sql: str, values: Mapping[str, Any]
    ) -> Any:
        rows = await connection.execute_fetchall(sql, values)
        return next((row[0] for row in rows), None)


@dataclass
class Batch:
    """Units that share a commit. `commit` ends when they are on the disk; `error` is set where all are lost."""

    commit: asyncio.Task[None] | None = None
    error: sqlite3.Error | None = None


class Writer:
    """Gives the writing connection to one unit at a time and commits those that came together.

    Savepoints are a stack, so units cannot interleave: the lock is the turn. The first unit of a batch begins the
    transaction and starts the commit, which queues for the turn behind whoever waits by then.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._batch: Batch | None = None
        self._savepoint = False

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[aiosqlite.Connection]:
        await self._take_turn()
        try:
            batch = await self._enter()
            yield self._connection
            await to_the_end(self._keep())
        except BaseException:
            await to_the_end(self._undo())
            raise
        finally:
            self._turn.release()
        await committed(batch)

    async def _take_turn(self) -> None:
        if self._waiting >= QUEUE:
            raise Overloaded(f"More than {QUEUE} units of work wait for the database.")
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1

    async def _enter(self) -> Batch:
        batch = self._batch
        if batch is None:
            batch = await to_the_end(self._begin())
        await to_the_end(self._mark())
        return batch

    async def _begin(self) -> Batch:
        await self._run("begin immediate")
        self._batch = batch = Batch()
        batch.commit = asyncio.get_running_loop().create_task(self._commit(batch))
        return batch

    async def _mark(self) -> None:
        await self._run("savepoint unit")
        self._savepoint = True

    async def _keep(self) -> None:
        await self._run("release unit")
        self._savepoint = False

    async def _undo(self) -> None:
        """Takes back this unit alone. Where even that fails, the transaction is gone with every unit in it."""
        if not self._savepoint:
            return
        self._savepoint = False
        try:
            await self._run("rollback to unit")
            await self._run("release unit")
        except sqlite3.Error as error:
            await self._give_up(error)

    async def _give_up(self, error: sqlite3.Error) -> None:
        if self._batch is not None:
            self._batch.error = error
            self._batch = None
        if self._connection.in_transaction:
            await self._run("rollback")

    async def _commit(self, batch: Batch) -> None:
        async with self._turn:
            if batch.error is None:
                self._batch = None
                try:
                    await self._run("commit")
                except sqlite3.Error as error:
                    batch.error = error
                    if self._connection.in_transaction:
                        await self._run("rollback")

    async def _run(self, statement: str) -> None:
        await self._connection.execute_fetchall(statement)

    async def truncate(self) -> bool:
        """Moves everything into the file and empties the log, where older pages would outlive what was erased.

        False where a reader was in the way, or a commit: it is not waited for.
        """
        async with self._turn:
            if self._batch is not None:
                return False
            await self._run("pragma busy_timeout=0")
            try:
                ((busy, _log, _moved),) = await self._connection.execute_fetchall("pragma wal_checkpoint(truncate)")
            finally:
                await self._run("pragma busy_timeout=10000")
        return not busy

    async def drained(self) -> None:
        """Returns when no unit and no commit is under way."""
        while self._batch is not None or self._turn.locked() or self._waiting:
            async with self._turn:
                pass
            await asyncio.sleep(0)


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Finishes the work though the caller is cancelled meanwhile: half a step would leave the connection in between."""
    task = asyncio.get_running_loop().create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None and task.exception() is None:
        raise cancelled
    return task.result()


async def committed(batch: Batch) -> None:
    assert batch.commit is not None
    await asyncio.shield(batch.commit)
    if batch.error is not None:
        raise CommitFailed(f"The database could not keep the change: {batch.error}") from batch.error


class SQLite:
    """The engine of a single process; see storage.engine.Engine."""

    def __init__(self, writer: aiosqlite.Connection, readers: Sequence[aiosqlite.Connection], queries: Queries) -> None:
        self._connections = (*readers, writer)
        self._writer = Writer(writer)
        self._queries = queries
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @classmethod
    async def open(
        cls,
        path: Path,
        migrations: Sequence[migrate.Migration],
        now: datetime,
        prove: migrate.Prove | None = None,
    ) -> Self:
        """Creates the file where there is none (mode 0600); raises StorageError, and what `prove` raises."""
        opened: list[aiosqlite.Connection] = []
        try:
            _create(path)
            writer = await _connect(path, opened)
            await _apply(writer, migrations, to_ms(now), prove)
            readers = [await _connect(path, opened, "query_only=on") for _ in range(READERS)]
            return cls(writer, readers, load(OneHop))
        except BaseException as error:
            for connection in reversed(opened):
                await connection.close()
            if isinstance(error, (sqlite3.Error, OSError)):
                raise StorageError(f"The database {path} cannot be opened: {error}.") from error
            raise

    @classmethod
    async def look(cls, path: Path, prove: migrate.Prove) -> Self:
        """Connections that only read: what cannot write cannot checkpoint either, so the bot may run beside them."""
        opened: list[aiosqlite.Connection] = []
        try:
            address = _to_look(path)
            for _ in range(READERS):
                await _connect_to_look(address, opened)
            if not await opened[0].execute_fetchall(TABLES):
                raise NoDatabase(f"The database {path} is empty.")
            prove((row["key_id"], row["proof"]) for row in await opened[0].execute_fetchall(migrate.PROOFS))
            return cls(opened[0], opened[1:], load(OneHop))
        except BaseException as error:
            for connection in reversed(opened):
                await connection.close()
            if isinstance(error, (sqlite3.Error, OSError)):
                raise StorageError(f"The database {path} cannot be opened: {error}.") from error
            raise

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        async with self._writer.unit() as connection:
            session = Session(self._queries, connection)
            try:
                yield session
            finally:
                session.end()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        connection = await self._readers.get()
        session = Session(self._queries, connection)
        try:
            await to_the_end(connection.execute_fetchall("begin"))
            yield session
        finally:
            session.end()
            await to_the_end(self._give_back(connection))

    async def scour(self) -> bool:
        return await self._writer.truncate()

    async def _give_back(self, connection: aiosqlite.Connection) -> None:
        if connection.in_transaction:
            await connection.execute_fetchall("rollback")
        self._readers.put_nowait(connection)

    async def close(self) -> None:
        """Waits for what is under way; the writer goes last, since the last connection checkpoints."""
        await self._writer.drained()
        for connection in self._connections:
            await connection.close()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


async def _connect(path: Path, opened: list[aiosqlite.Connection], *pragmas: str) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=512)
    opened.append(connection)
    connection.row_factory = sqlite3.Row
    for pragma in (*PRAGMAS, *pragmas):
        await connection.execute_fetchall(f"pragma {pragma}")
    return connection


def _to_look(path: Path) -> str:
    if not path.exists():
        raise NoDatabase(f"There is no database {path}.")
    return f"{path.resolve().as_uri()}?mode=ro"


async def _connect_to_look(address: str, opened: list[aiosqlite.Connection]) -> None:
    connection = await aiosqlite.connect(address, uri=True, isolation_level=None)
    opened.append(connection)
    connection.row_factory = sqlite3.Row
    await connection.execute_fetchall("pragma busy_timeout=10000")


async def _apply(
    connection: aiosqlite.Connection, migrations: Sequence[migrate.Migration], at: int, prove: migrate.Prove | None
) -> None:
    await connection.execute_fetchall("begin immediate")
    try:
        await connection.execute_fetchall(migrate.TABLE)
        rows = list(await connection.execute_fetchall(migrate.APPLIED))
        if rows and prove:
            prove((row["key_id"], row["proof"]) for row in await connection.execute_fetchall(migrate.PROOFS))
        for migration in migrate.pending(migrations, {row["version"]: row["sha256"] for row in rows}):
            await _apply_one(connection, migration, at)
    except BaseException:
        await connection.execute_fetchall("rollback")
        raise
    await connection.execute_fetchall("commit")


async def _apply_one(connection: aiosqlite.Connection, migration: migrate.Migration, at: int) -> None:
    for statement in statements(migration.sql):
        await connection.execute_fetchall(statement)
    values = (migration.version, migration.name, migration.sha256, at)
    await connection.execute_fetchall("insert into migrations values (?, ?, ?, ?)", values)


def statements(script: str) -> Sequence[str]:
    """The script's statements one by one: sqlite3's own executescript commits first, which would drop the lock."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return [*found, current] if current.strip() else found
