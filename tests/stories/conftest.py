"""The whole bot before invented people: one story, one world."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.settings import Settings
from tests.quick import quick_start_and_stop
from tests.world import World, a_world

__all__ = ["quick_start_and_stop"]


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the shell must not reach a story."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The bot of Koriukivka with its staff group, at nine on an ordinary Monday."""
    async with a_world(tmp_path) as world:
        yield world
