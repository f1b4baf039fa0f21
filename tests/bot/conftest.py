"""The process floor against the local Telegram and a real SQLite file; conversations are the test's own."""

from tests.quick import quick_start_and_stop  # before anything else imports aiogram

# isort: split
import asyncio
import inspect
import logging
import socket
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from aiogram import Bot

from bot import logs
from bot.delivery import Delivery
from bot.nursery import Nursery
from bot.post import Post
from bot.session import make_bot
from bot.settings import Settings
from council import community
from demo.clock import LocalClock
from demo.groups import Group
from demo.people import Person
from demo.telegram import LocalTelegram
from handlers.house import House
from handlers.texts import KYIV, Catalogues
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from tests.bot.office import PostOffice, Until

__all__ = ["quick_start_and_stop"]

CONTENT = Path(__file__).parent.parent.parent / "content" / "koriukivka"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A .env beside the code or a variable of the shell must not reach a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A test may set up the log as a command does; the next one reads it as it always is."""
    root, others = logging.getLogger(), [logging.getLogger(name) for name in (*logs.OURS, "aiohttp.server")]
    handlers, warned, levels = root.handlers[:], warnings.showwarning, [logger.level for logger in (root, *others)]
    yield
    root.handlers, warnings.showwarning = handlers, warned
    logging.getLogger("aiohttp.access").disabled = False
    for logger, level in zip((root, *others), levels, strict=True):
        logger.setLevel(level)
    structlog.reset_defaults()


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    return LocalClock(speed=30)


@pytest_asyncio.fixture
async def telegram(clock: LocalClock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(clock) as telegram:
        yield telegram


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.make()[1]


@pytest_asyncio.fixture
async def storage(tmp_path: Path, keyring: Keyring, clock: LocalClock) -> AsyncIterator[Storage]:
    storage = await Storage.open(f"sqlite://{tmp_path}/bot.db", keyring, clock.now())
    yield storage
    await storage.close()


@pytest.fixture
def files(tmp_path: Path, keyring: Keyring) -> Files:
    return Files(tmp_path, keyring)


@pytest_asyncio.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    bot = make_bot(telegram.token, telegram.url, timeout=2)
    yield bot
    await bot.session.close()


@pytest.fixture
def group(telegram: LocalTelegram) -> Group:
    group = telegram.group("Council")
    group.add_bot()
    return group


@pytest.fixture
def olena(telegram: LocalTelegram) -> Person:
    olena = telegram.person("Olena")
    olena.starts()
    return olena


@pytest.fixture
def admin(telegram: LocalTelegram) -> Person:
    admin = telegram.person("Admin")
    admin.starts()
    return admin


@pytest.fixture(scope="session")
def koriukivka() -> community.Community:
    return community.load(CONTENT)


@pytest.fixture
def house(koriukivka: community.Community, group: Group, admin: Person) -> House:
    return House(koriukivka, Catalogues(), frozenset({admin.id}), group.id, "local_bot", KYIV)


@pytest.fixture
def post(bot: Bot, storage: Storage, files: Files, house: House, clock: LocalClock) -> Post:
    return Post(bot, storage, files, house, clock)


@pytest_asyncio.fixture
async def office(post: Post, clock: LocalClock) -> AsyncIterator[PostOffice]:
    nursery, delivery = Nursery(), Delivery(post)
    nursery.keep(delivery.run, "delivery", clock)
    yield PostOffice(delivery, post.storage, clock)
    await nursery.close()
    await delivery.close()


@pytest.fixture
def until() -> Until:
    """Waits (seconds of the wall) until something is true."""

    async def until(true: Callable[[], Any]) -> None:
        async with asyncio.timeout(5):
            while True:
                said = true()
                if await said if inspect.isawaitable(said) else said:
                    return
                await asyncio.sleep(0.01)

    return until
