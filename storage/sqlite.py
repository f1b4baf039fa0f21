"""SQLite: one connection that writes and checkpoints, units in turns on it (storage/writer.py); readers beside it.

An accepted appeal must survive a power cut, so every commit reaches the disk (`synchronous=FULL`); to afford that,
units that wait during a commit go into the next one together. Two connections that checkpoint could corrupt the
file before SQLite 3.51.3: the readers are `query_only`, and the writer is closed last.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import aiosqlite

from storage import migrate
from storage.engine import Session, load
from storage.errors import NoDatabase, StorageError
from storage.packing import to_ms
from storage.writer import Connection, Writer, to_the_end

READERS = 2

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

Values = Mapping[str, Any]
Way = sqlite3.Connection | aiosqlite.Connection


class Adapter:
    """aiosql's driver interface: in the loop's thread over sqlite3, or over aiosqlite in the connection's thread (with
    one change of threads a statement, where aiosql's own adapter makes three).
    """

    is_aio_driver = True

    def process_sql(self, _name: str, _operation: object, sql: str) -> str:
        return sql

    async def select(
        self, connection: Way, _name: str, sql: str, values: Values, record_class: Any = None
    ) -> AsyncIterator[sqlite3.Row]:
        for row in await _rows(connection, sql, values):
            yield row

    async def select_one(
        self, connection: Way, _name: str, sql: str, values: Values, record_class: Any = None
    ) -> sqlite3.Row | None:
        rows = await _rows(connection, sql, values)
        return rows[0] if rows else None

    async def select_value(self, connection: Way, _name: str, sql: str, values: Values) -> Any:
        rows = await _rows(connection, sql, values)
        return rows[0][0] if rows else None


async def _rows(connection: Way, sql: str, values: Values) -> list[sqlite3.Row]:
    if isinstance(connection, sqlite3.Connection):
        return connection.execute(sql, values).fetchall()
    return list(await connection.execute_fetchall(sql, values))


class SQLite:
    """The engine of a single process; see storage.engine.Engine."""

    def __init__(self, writer: Connection, readers: Sequence[Connection]) -> None:
        """The first reader is for glances, the others for readings, which may take long."""
        self._connections = (*readers, writer)
        self._writer = Writer(writer)
        self._queries = load(Adapter)
        self._glancing, self._reading = _pool(readers[:1]), _pool(readers[1:])

    @classmethod
    async def open(
        cls,
        path: Path,
        migrations: Sequence[migrate.Migration],
        now: datetime,
        prove: migrate.Prove | None = None,
    ) -> Self:
        """Creates the file where there is none (mode 0600); raises StorageError, and what `prove` raises."""
        opened: list[Connection] = []
        try:
            _create(path)
            writer = await _connect(path, opened)
            await _apply(writer.apart, migrations, to_ms(now), prove)
            return cls(writer, [await _connect(path, opened, "query_only=on") for _ in range(1 + READERS)])
        except BaseException as error:
            await _closed(opened)
            if isinstance(error, (sqlite3.Error, OSError)):
                raise StorageError(f"The database {path} cannot be opened: {error}.") from error
            raise

    @classmethod
    async def look(cls, path: Path, prove: migrate.Prove) -> Self:
        """Connections that only read: what cannot write cannot checkpoint either, so the bot may run beside them."""
        opened: list[Connection] = []
        try:
            address = _to_look(path)
            for _ in range(1 + READERS):
                await _connect_to_look(address, opened)
            first = opened[0].apart
            if not await first.execute_fetchall(TABLES):
                raise NoDatabase(f"The database {path} is empty.")
            prove((row["key_id"], row["proof"]) for row in await first.execute_fetchall(migrate.PROOFS))
            return cls(opened[0], opened[1:])
        except BaseException as error:
            await _closed(opened)
            if isinstance(error, (sqlite3.Error, OSError)):
                raise StorageError(f"The database {path} cannot be opened: {error}.") from error
            raise

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        async with self._writer.unit() as connection:
            with Session(self._queries, connection) as session:
                yield session

    def stroke(self) -> AbstractAsyncContextManager[Session]:
        return self.unit()

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Session]:
        connection = await self._glancing.get()
        try:
            with Session(self._queries, connection.here) as session:
                yield session
        finally:
            self._glancing.put_nowait(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        connection = await self._reading.get()
        try:
            await connection.run("begin")
            with Session(self._queries, connection.apart) as session:
                yield session
        finally:
            await to_the_end(self._give_back(connection))

    async def scour(self) -> bool:
        return await self._writer.truncate()

    async def _give_back(self, connection: Connection) -> None:
        if connection.here.in_transaction:
            await connection.apart.execute_fetchall("rollback")
        self._reading.put_nowait(connection)

    async def close(self) -> None:
        """Waits for what is under way; the writer goes last, since the last connection checkpoints."""
        await self._writer.drained()
        for connection in self._connections:
            await connection.close()


def _pool(connections: Sequence[Connection]) -> asyncio.LifoQueue[Connection]:
    pool: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for connection in connections:
        pool.put_nowait(connection)
    return pool


async def _closed(connections: Sequence[Connection]) -> None:
    for connection in reversed(connections):
        await connection.close()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


async def _connect(path: Path, opened: list[Connection], *pragmas: str) -> Connection:
    connection = await Connection.open(path, cached_statements=512)
    opened.append(connection)
    for pragma in (*PRAGMAS, *pragmas):
        await connection.run(f"pragma {pragma}")
    return connection


def _to_look(path: Path) -> str:
    if not path.exists():
        raise NoDatabase(f"There is no database {path}.")
    return f"{path.resolve().as_uri()}?mode=ro"


async def _connect_to_look(address: str, opened: list[Connection]) -> None:
    connection = await Connection.open(address, uri=True)
    opened.append(connection)
    await connection.run("pragma busy_timeout=10000")


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
