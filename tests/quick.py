"""What a process does once at its start, hundreds of tests need not do hundreds of times: half of each world's time."""

import os
import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import lazily

lazily.load_aiogram()

from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.fsm.storage.base import BaseStorage

from bot.fsm import UnitStorage
from council import community, programme_content, survey_files
from handlers import dispatcher, texts

SHIPPED = Path(__file__).parent.parent / "content"


def once_each(load: Callable[..., Any]) -> Callable[..., Any]:
    """Reads a shipped folder once; a folder that a test wrote is read as often as it asks."""
    kept = cache(load)

    def loaded(folder: Path, *rest: Any) -> Any:
        return kept(folder, *rest) if folder.is_relative_to(SHIPPED) else load(folder, *rest)

    return loaded


_create = ssl.create_default_context
_context = cache(_create)


def context(*purpose: Any, **files: Any) -> ssl.SSLContext:
    """Read once, unless a test has authorities of its own."""
    return _create(*purpose, **files) if "SSL_CERT_FILE" in os.environ else _context(*purpose, **files)


_build = dispatcher.build


@cache
def the_dispatcher() -> Dispatcher:
    """The storage of conversations is the unit in hand, so that all bots of a process can share the routers."""
    return _build(UnitStorage())


def built(fsm: BaseStorage) -> Dispatcher:
    return the_dispatcher() if isinstance(fsm, UnitStorage) else _build(fsm)


async def closed_at_once(session: AiohttpSession) -> None:
    """aiogram waits a quarter of a second for TLS to end; the local Telegram has none."""
    if session._session is not None:
        await session._session.close()


QUICK = (
    (dispatcher, "build", built),
    (texts, "_compiled", cache(texts._compiled)),
    (community, "load", once_each(community.load)),
    (survey_files, "load", once_each(survey_files.load)),
    (programme_content, "load", once_each(programme_content.load)),
    (ssl, "create_default_context", context),
    (AiohttpSession, "close", closed_at_once),
)


@pytest.fixture(autouse=True)
def quick_start_and_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, name, quick in QUICK:
        monkeypatch.setattr(place, name, quick)
