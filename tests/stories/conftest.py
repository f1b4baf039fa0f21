"""The whole bot before invented people: one story, one world."""

import ssl
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
import pytest_asyncio
from aiogram.client.session.aiohttp import AiohttpSession

from bot.settings import Settings
from council import programme_content, survey_files
from handlers import texts
from tests.world import World, a_world

_compiled = cache(texts._compiled)
_surveys = cache(survey_files.load)
_programmes = cache(programme_content.load)
_certificates = cache(ssl.create_default_context)


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the shell must not reach a story."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def quick_start_and_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process does once, a hundred stories need not do a hundred times: half a second each."""
    monkeypatch.setattr(texts, "_compiled", _compiled)
    monkeypatch.setattr(survey_files, "load", _surveys)
    monkeypatch.setattr(programme_content, "load", _programmes)
    monkeypatch.setattr(ssl, "create_default_context", _certificates)
    monkeypatch.setattr(AiohttpSession, "close", closed_at_once)


async def closed_at_once(session: AiohttpSession) -> None:
    """aiogram waits a quarter of a second for TLS to end; the local Telegram has none."""
    if session._session is not None:
        await session._session.close()


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The bot of Koriukivka with its staff group, at nine on an ordinary Monday."""
    async with a_world(tmp_path) as world:
        yield world
