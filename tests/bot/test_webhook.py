"""A webhook takes an update when it is written down, and nothing from strangers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiogram import Bot
from aiohttp import web

from bot.app import App, running
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.settings import Settings, given
from bot.web import BIGGEST, application
from bot.webhook import HEADER, Webhook
from demo.clock import LocalClock
from demo.faults import Trouble
from demo.people import Person
from demo.telegram import LocalTelegram
from storage.house import Storage
from tests.bot.conftest import CONTENT, free_port
from tests.bot.office import Until

SECRET = "s3cret-of-the-webhook"
UPDATE = {"update_id": 5, "message": {"chat": {"id": 7}, "text": "Hello"}}


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def webhook(bot: Bot, storage: Storage, clock: LocalClock, port: int) -> Webhook:
    return hook(bot, storage, clock, f"http://127.0.0.1:{port}/hook")


def hook(bot: Bot, storage: Storage, clock: LocalClock, url: str, secret: str = SECRET) -> Webhook:
    return Webhook(bot, storage, clock, asyncio.Event(), url, secret, Metrics())


@dataclass
class Post:
    """Posts to the webhook as Telegram does, or as somebody else."""

    session: aiohttp.ClientSession
    url: str

    async def __call__(self, body: Any, secret: str | None = SECRET) -> aiohttp.ClientResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.session.post(self.url, data=data, headers={HEADER: secret} if secret else {}) as response:
            return response


@pytest_asyncio.fixture
async def posts(webhook: Webhook, port: int) -> AsyncIterator[Post]:
    runner = web.AppRunner(application(None, webhook), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with aiohttp.ClientSession() as session:
        yield Post(session, f"http://127.0.0.1:{port}/hook")
    await runner.cleanup()


async def stored(storage: Storage) -> list[dict[str, Any]]:
    async with storage.reading() as desk:
        return [row.payload for row in await desk.inbox.due(LocalClock().now() + timedelta(days=1))]


async def test_an_update_is_written_before_it_is_taken_and_once(posts: Post, storage: Storage) -> None:
    for _ in range(2):
        assert (await posts(UPDATE)).status == 200
    assert await stored(storage) == [UPDATE]


@pytest.mark.parametrize("secret", [None, "", "s3cret-of-the-webhooK", "s3cret", "ключ"])
async def test_strangers_are_refused(posts: Post, storage: Storage, secret: str | None) -> None:
    assert (await posts(UPDATE, secret)).status == 401
    assert await stored(storage) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe\xfd", b"[]", b'"text"', b"{}", b'{"update_id": "5"}', b"[" * 9999]
)
async def test_what_is_no_update_is_refused(posts: Post, storage: Storage, body: bytes) -> None:
    assert (await posts(body)).status == 400
    assert await stored(storage) == []


async def test_what_is_too_big_is_refused(posts: Post, storage: Storage) -> None:
    assert (await posts(b" " * (BIGGEST + 1))).status == 413
    assert await stored(storage) == []


async def test_an_update_that_nobody_can_decode_is_stored_like_others(posts: Post, storage: Storage) -> None:
    strange = {"update_id": 6, "something_new": {"chat": {"id": "seven"}, "from": [1]}}
    assert (await posts(strange)).status == 200
    assert await stored(storage) == [strange]


async def test_while_the_database_is_ill_telegram_is_asked_to_come_again(
    posts: Post, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk() -> None:
        raise OSError

    monkeypatch.setattr(storage, "stroke", full_disk)
    answer = await posts(UPDATE)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    monkeypatch.undo()
    assert (await posts(UPDATE)).status == 200


async def test_only_posts_to_the_path_are_heard_and_no_program_is_named(posts: Post) -> None:
    async with posts.session.get(posts.url) as response:
        assert response.status == 405
    async with posts.session.post(posts.url + "/other", data=b"{}") as response:
        assert response.status == 404
        assert "Server" not in response.headers


# What Telegram is told


async def test_telegram_is_told_once(webhook: Webhook, telegram: LocalTelegram) -> None:
    assert await webhook.settle()
    assert not await webhook.settle()
    [call] = telegram.called("setWebhook")
    assert call.params["secret_token"] == SECRET
    assert "callback_query" in call.params["allowed_updates"]
    assert "drop_pending_updates" not in call.params


async def test_another_address_another_secret_or_a_lost_webhook_is_told_again(
    webhook: Webhook, bot: Bot, storage: Storage, clock: LocalClock, telegram: LocalTelegram
) -> None:
    await webhook.settle()
    assert await hook(bot, storage, clock, "http://127.0.0.1:1/other").settle()
    assert await webhook.settle()
    assert await hook(bot, storage, clock, webhook._url, "another-secret-word").settle()
    await bot.delete_webhook()
    assert await webhook.settle()
    assert len(telegram.called("setWebhook")) == 5


async def test_what_telegram_complains_of_is_logged_once(
    webhook: Webhook, telegram: LocalTelegram, olena: Person, until: Until, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody listens at the address: Telegram says so in its own words."""
    await webhook.settle()
    await until(lambda: telegram.cloud.webhook_error)
    for _ in range(2):
        assert not await webhook.settle()
    told = capsys.readouterr().out
    assert told.count("webhook_failing") == 1
    assert "Connection failed" in told


async def test_an_address_that_telegram_refuses_is_told_and_tried_again(
    webhook: Webhook, telegram: LocalTelegram, clock: LocalClock, until: Until, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram.faults.next(Trouble.ERROR, "setWebhook", code=400, description="Bad Request: bad webhook: no such host")
    nursery = Nursery()
    nursery.keep(webhook.keep, "webhook", clock)
    await until(lambda: telegram.cloud.webhook)
    await nursery.close()
    assert "no such host" in capsys.readouterr().out


# The whole bot


@pytest.fixture
def settings(telegram: LocalTelegram, tmp_path: Path, port: int) -> Callable[..., Settings]:
    def settings(**more: Any) -> Settings:
        usual = {"bot_token": telegram.token, "telegram_api_url": telegram.url, "content_dir": CONTENT}
        return given(**{**usual, "data_dir": tmp_path / "data", "http_port": port, **more})

    return settings


@pytest.fixture
def url(port: int) -> str:
    return f"http://127.0.0.1:{port}/telegram"


async def test_a_resident_is_answered_through_the_webhook(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until, url: str
) -> None:
    async with running(settings(webhook_url=url), telegram.clock) as app:
        await until(lambda: olena.received)
        await app.idle()
    assert telegram.violations == []
    assert not any(call.method == "getUpdates" for call in telegram.api.calls)


async def test_to_polling_and_back(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until, url: str
) -> None:
    for number, more in enumerate(({"webhook_url": url}, {}, {"webhook_url": url})):
        before = len(olena.received)
        async with running(settings(**more), telegram.clock) as app:
            olena.writes(f"/help {number}")
            await until(lambda before=before: len(olena.received) > before)
            await app.idle()
    assert telegram.cloud.webhook["url"] == url


async def test_telegram_being_away_delays_the_webhook_and_not_the_start(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until, url: str
) -> None:
    telegram.faults.next(Trouble.BAD_GATEWAY, "getWebhookInfo", times=2)
    async with running(settings(webhook_url=url), telegram.clock):
        await until(lambda: olena.received)


async def test_what_is_being_taken_when_the_bot_stops_is_taken(
    telegram: LocalTelegram, settings: Callable[..., Settings], until: Until, url: str
) -> None:
    """A stop in the middle of a request ends it with its 200, and what came after finds nobody."""
    secret = {"webhook_secret": SECRET}
    async with aiohttp.ClientSession() as session:
        async with running(settings(webhook_url=url, **secret), telegram.clock) as app:
            gate = slow(app)
            request = asyncio.create_task(session.post(url, json=UPDATE, headers={HEADER: SECRET}))
            await until(gate.entered.is_set)
            asyncio.get_running_loop().call_later(0.3, gate.open.set)
        assert (await request).status == 200
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.post(url, json=UPDATE, headers={HEADER: SECRET})
    async with running(settings(), telegram.clock, polling=False) as app, app.storage.reading() as desk:
        assert await desk.inbox.highest() == UPDATE["update_id"]


@dataclass
class Gate:
    entered: asyncio.Event
    open: asyncio.Event


def slow(app: App) -> Gate:
    """The next update takes its time to be written."""
    gate, quick = Gate(asyncio.Event(), asyncio.Event()), app.webhook._store

    async def store(update: dict[str, Any]) -> None:
        gate.entered.set()
        await gate.open.wait()
        await quick(update)

    app.webhook._store = store
    return gate
