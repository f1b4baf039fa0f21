"""The writer of SQLite: units of work take turns on the one connection that writes, and share their commits.

Statements run in the loop's own thread: most of them take some microseconds, and a change of threads takes hundreds.
What waits for the disk, the commit, is sent to the connection's thread.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from storage.errors import CommitFailed, Overloaded

T = TypeVar("T")

QUEUE = 1000
"""Units that may wait for the writer; a deeper queue would only answer after people have given up."""


PATIENCE, PAUSE = 10.0, 0.02
"""Seconds to wait for another process that writes, and between two tries."""


@dataclass(frozen=True)
class Connection:
    """One connection with two ways to it, of which only one is used at a time: `here`, in the loop's thread, and
    `apart`, in a thread of its own.
    """

    here: sqlite3.Connection
    apart: aiosqlite.Connection

    @classmethod
    async def open(cls, path: Path | str, **options: Any) -> Self:
        """Options as of sqlite3.connect. Transactions are begun and ended by their words only."""
        made: list[sqlite3.Connection] = []

        def connect() -> sqlite3.Connection:
            made.append(sqlite3.connect(path, isolation_level=None, check_same_thread=False, **options))
            made[0].row_factory = sqlite3.Row
            return made[0]

        apart = await aiosqlite.Connection(connect, 64)
        return cls(made[0], apart)

    async def run(self, statement: str) -> None:
        """In the connection's thread, to its end though the caller is cancelled."""
        await to_the_end(self.apart.execute_fetchall(statement))

    async def close(self) -> None:
        await self.apart.close()


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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._do = connection.here.execute
        self._do("pragma busy_timeout=0")
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._batch: Batch | None = None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[sqlite3.Connection]:
        await self._take_turn()
        try:
            batch = self._batch
            if batch is None:
                batch = await self._begin()
            self._do("savepoint unit")
            try:
                yield self._connection.here
                self._do("release unit")
            except BaseException:
                self._undo()
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

    async def _begin(self) -> Batch:
        await self._begun(asyncio.get_running_loop().time() + PATIENCE)
        self._batch = batch = Batch()
        batch.commit = asyncio.get_running_loop().create_task(self._commit(batch))
        return batch

    async def _begun(self, until: float) -> None:
        """Another process that writes is waited for by asking again, so that the loop goes on meanwhile."""
        while True:
            try:
                self._do("begin immediate")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > until:
                    raise
            await asyncio.sleep(PAUSE)

    def _undo(self) -> None:
        """Takes back this unit alone. Where even that fails, the transaction is gone with every unit in it."""
        try:
            self._do("rollback to unit")
            self._do("release unit")
        except sqlite3.Error as error:
            if self._batch is not None:
                self._batch.error = error
                self._batch = None
            self._roll_back()

    async def _commit(self, batch: Batch) -> None:
        async with self._turn:
            if batch.error is None:
                self._batch = None
                try:
                    await self._wait_for("commit")
                except sqlite3.Error as error:
                    batch.error = error
                    self._roll_back()

    def _roll_back(self) -> None:
        if self._connection.here.in_transaction:
            self._do("rollback")

    async def _wait_for(self, statement: str) -> None:
        await self._connection.apart.execute_fetchall(statement)

    async def truncate(self) -> bool:
        """Moves everything into the file and empties the log, where older pages would outlive what was erased.

        False where a reader was in the way, or a commit: it is not waited for.
        """
        async with self._turn:
            if self._batch is not None:
                return False
            moved = self._connection.apart.execute_fetchall("pragma wal_checkpoint(truncate)")
            ((busy, _log, _moved),) = await to_the_end(moved)
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
