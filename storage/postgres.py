"""PostgreSQL: a unit is a transaction on a pooled connection, for councils that run several replicas."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any, Self

import asyncpg
from aiosql.adapters.asyncpg import AsyncPGAdapter

from storage import migrate
from storage.engine import Session, load
from storage.errors import CommitFailed, NoDatabase, Overloaded, StorageError
from storage.packing import to_ms

POOL = 10
PATIENCE_SECONDS = 30.0
MIGRATION_LOCK = 0x68726F6D
"""Any number, the same in every replica."""

RUN_AGAIN = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.OperatorInterventionError,
)
"""What is nobody's fault; so is a lost connection, after which natural keys make twice once."""


class Adapter(AsyncPGAdapter):
    """aiosql's own, for connections only: it asks each one whether it is a pool, which takes as long as a statement."""

    async def select(
        self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, Any], record_class: Any = None
    ) -> AsyncIterator[Any]:
        for row in await conn.fetch(sql, *self._ordered(query_name, parameters)):
            yield row

    async def select_one(
        self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, Any], record_class: Any = None
    ) -> Any:
        return await conn.fetchrow(sql, *self._ordered(query_name, parameters))

    async def select_value(self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, Any]) -> Any:
        return await conn.fetchval(sql, *self._ordered(query_name, parameters))

    def _ordered(self, query_name: str, parameters: Mapping[str, Any]) -> list[Any]:
        return [parameters[name] for name in self.var_sorted[query_name]]


class Postgres:
    """See storage.engine.Engine."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._queries = load(Adapter)

    @classmethod
    async def open(
        cls,
        dsn: str,
        migrations: Sequence[migrate.Migration],
        now: datetime,
        prove: migrate.Prove | None = None,
    ) -> Self:
        """Raises StorageError, which never shows the password, and what `prove` raises."""
        pool = await _pool(dsn)
        try:
            async with pool.acquire() as connection:
                await _apply(connection, migrations, to_ms(now), prove)
        except BaseException:
            await pool.close()
            raise
        return cls(pool)

    @classmethod
    async def look(cls, dsn: str, prove: migrate.Prove) -> Self:
        """Nothing is created or migrated; every session only reads."""
        pool = await _pool(dsn, server_settings={"default_transaction_read_only": "on"})
        try:
            async with pool.acquire() as connection:
                if await connection.fetchval("select to_regclass('seals')") is None:
                    raise NoDatabase("The database has no tables yet.")
                prove((row["key_id"], row["proof"]) for row in await connection.fetch(migrate.PROOFS))
        except BaseException:
            await pool.close()
            raise
        return cls(pool)

    def unit(self) -> AbstractAsyncContextManager[Session]:
        """Raises CommitFailed where it should be run again: a deadlock, a lost connection, a restarting server."""
        return self._session()

    def reading(self) -> AbstractAsyncContextManager[Session]:
        return self._session(isolation="repeatable_read", readonly=True)

    def stroke(self) -> AbstractAsyncContextManager[Session]:
        return self._bare()

    def glance(self) -> AbstractAsyncContextManager[Session]:
        return self._bare()

    @asynccontextmanager
    async def _bare(self) -> AsyncIterator[Session]:
        """Without a transaction: each of its two ends would be one more question to the server."""
        async with self._lent() as connection:
            with Session(self._queries, connection) as session:
                yield session

    @asynccontextmanager
    async def _session(self, **options: Any) -> AsyncIterator[Session]:
        async with self._lent() as connection, connection.transaction(**options):
            with Session(self._queries, connection) as session:
                yield session

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Any]:
        connection = await self._connection()
        try:
            yield connection
        except Exception as error:
            if isinstance(error, RUN_AGAIN) or _lost(connection):
                raise CommitFailed(f"The database could not keep the change: {error}") from error
            raise
        finally:
            await self._pool.release(connection)

    async def _connection(self) -> Any:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._pool.acquire()
        except TimeoutError:
            raise Overloaded(f"No database connection became free within {PATIENCE_SECONDS:.0f} seconds.") from None

    async def scour(self) -> bool:
        """The server's own business: vacuum, and how long it keeps its log."""
        return True

    async def close(self) -> None:
        await self._pool.close()


async def _pool(dsn: str, **options: Any) -> Any:
    try:
        return await asyncpg.create_pool(dsn, min_size=1, max_size=POOL, reset=_nothing_to_reset, **options)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise StorageError(f"The database server cannot be reached: {error}.") from error


async def _nothing_to_reset(_connection: Any) -> None:
    """Nothing here changes a session (no settings, listeners or locks outlive a transaction), which would cost a round
    trip each time to take back; an open transaction asyncpg ends in any case.
    """


def _lost(connection: Any) -> bool:
    """A broken connection leaves its pool at once, and from then on refuses even this question."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True


async def _apply(
    connection: Any, migrations: Sequence[migrate.Migration], at: int, prove: migrate.Prove | None
) -> None:
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await connection.execute(migrate.TABLE)
        rows = await connection.fetch(migrate.APPLIED)
        if rows and prove:
            prove((row["key_id"], row["proof"]) for row in await connection.fetch(migrate.PROOFS))
        for migration in migrate.pending(migrations, {row["version"]: row["sha256"] for row in rows}):
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into migrations values ($1, $2, $3, $4)",
                migration.version,
                migration.name,
                migration.sha256,
                at,
            )
