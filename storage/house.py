"""The storage as the process sees it: opened once, then one desk a unit of work."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from storage import migrate
from storage.desk import Desk
from storage.engine import Engine
from storage.errors import StorageError
from storage.keys import Keyring
from storage.seals import Seals

EXAMPLE = "Example: sqlite:////srv/hromada/data/bot.db or postgresql://user:password@host/name."


@dataclass
class Seat:
    taken: bool = True


_seat: ContextVar[Seat | None] = ContextVar("storage_seat", default=None)


@contextmanager
def _alone() -> Iterator[None]:
    """One desk at a time: a unit that waits for another inside itself would wait for ever."""
    current = _seat.get()
    if current is not None and current.taken:
        raise StorageError("A unit of work was opened inside another one: pass its desk on instead.")
    seat = Seat()
    _seat.set(seat)
    try:
        yield
    finally:
        seat.taken = False


class Storage:
    """Both engines look the same from here."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        self._engine = engine
        self._keyring = keyring

    @classmethod
    async def open(cls, url: str, keyring: Keyring, now: datetime) -> Self:
        """Creates or migrates the database under a lock; the keys are proved before anything is changed.

        `url` is `sqlite:///absolute/path` or `postgresql://…`. Raises StorageError with one sentence, and its WrongKey.
        """
        storage = cls(await _engine(url, keyring, now), keyring)
        try:
            await storage._prove_keys()
        except BaseException:
            await storage.close()
            raise
        return storage

    @classmethod
    async def look(cls, url: str, keyring: Keyring) -> Self:
        """Only reads, also beside the running bot: nothing is created, migrated, written or checkpointed.

        Raises NoDatabase where the bot has not been started yet, and what `open` raises.
        """
        return cls(await _looking(url, keyring), keyring)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Desk]:
        """Everything done on the desk is kept when the block is left, or nothing when it raises.

        Await nothing but the desk inside: others wait for their turn. Raises Overloaded and CommitFailed.
        """
        with _alone():
            async with self._engine.unit() as session:
                yield Desk(session, self._keyring)

    @asynccontextmanager
    async def stroke(self) -> AsyncIterator[Desk]:
        """A unit of exactly one statement: what it writes is kept at once, and nothing else belongs to it."""
        with _alone():
            async with self._engine.stroke() as session:
                yield Desk(session, self._keyring)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Desk]:
        """One snapshot of what is committed; writing there is refused."""
        with _alone():
            async with self._engine.reading() as session:
                yield Desk(session, self._keyring)

    async def versions(self) -> tuple[int, int]:
        """The newest migration of the database, and the newest that this program knows."""
        async with self._engine.reading() as session:
            return int(await session.value("migrations_newest")), migrate.newest()

    async def scour(self) -> bool:
        """Empties the logs in which older pages outlive what was erased; False where it must be tried again."""
        return await self._engine.scour()

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Desk]:
        """For the loops that ask many times a second: a few rows found by an index, each statement as of its moment.

        On SQLite it is made in the loop's own thread, where a long question would keep everybody waiting.
        """
        with _alone():
            async with self._engine.glance() as session:
                yield Desk(session, self._keyring)

    async def close(self) -> None:
        await self._engine.close()

    async def _prove_keys(self) -> None:
        """The newest key must have left its proof before it seals anything."""
        with _alone():
            async with self._engine.unit() as session:
                await Seals(session, self._keyring).prove()


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database, None for any other address."""
    scheme, _, rest = url.partition("://")
    return Path(rest) if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1 else None


async def _engine(url: str, keyring: Keyring, now: datetime) -> Engine:
    """An engine's driver is imported only where it is used."""
    if file := sqlite_file(url):
        from storage.sqlite import SQLite

        return await SQLite.open(file, migrate.read("sqlite"), now, keyring.prove)
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgres import Postgres

        return await Postgres.open(url, migrate.read("pg"), now, keyring.prove)
    raise _strange()


async def _looking(url: str, keyring: Keyring) -> Engine:
    if file := sqlite_file(url):
        from storage.sqlite import SQLite

        return await SQLite.look(file, keyring.prove)
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgres import Postgres

        return await Postgres.look(url, keyring.prove)
    raise _strange()


def _strange() -> StorageError:
    return StorageError(f"DATABASE_URL must name an SQLite file or a PostgreSQL database. {EXAMPLE}")
