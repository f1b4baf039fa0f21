"""A desk on a real SQLite file: one unit of work, open for the whole test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from storage.desk import Desk
from storage.house import Storage
from storage.keys import Keyring
from tests.council.desk import NOW


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(f"sqlite://{tmp_path}/bot.db", Keyring.make()[1], NOW)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def desk(storage: Storage) -> AsyncIterator[Desk]:
    async with storage.unit() as desk:
        yield desk
