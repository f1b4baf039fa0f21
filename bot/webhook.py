"""Receiving by a webhook: Telegram gets its 200 only after the raw update is written down.

aiogram's own handler answers first and works later, so a stop in between loses the update; and an update that it
cannot decode would hold its chat for a day.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError
from aiogram.types import WebhookInfo
from aiohttp import web

from bot.logs import failure
from bot.metrics import Metrics
from bot.polling import ALLOWED_UPDATES
from bot.raw import chat_of, kept
from council.clock import Clock
from storage.house import Storage

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
NOTE = "webhook"
EVERY = 60.0
SOON = 10.0
RECENT = timedelta(minutes=5)
RETRY_AFTER = "2"
"""Seconds; Telegram honours it. It repeats the first failure at once and doubles its pause after."""


class Webhook:
    """`url` is where Telegram posts; `secret` proves that it was Telegram. `wake` is set when something is new."""

    def __init__(
        self, bot: Bot, storage: Storage, clock: Clock, wake: asyncio.Event, url: str, secret: str, metrics: Metrics
    ) -> None:
        self._bot, self._storage, self._clock, self._wake = bot, storage, clock, wake
        self._url, self._secret, self._metrics = url, secret, metrics
        self._told: datetime | None = None
        self.beat: Callable[[], None] = lambda: None
        self.reached: Callable[[], None] = lambda: None

    @property
    def path(self) -> str:
        return urlsplit(self._url).path or "/"

    async def take(self, request: web.Request) -> web.Response:
        """200: it is written. 401: not Telegram. 400: no update. 413: too big. 503: ask again, we could not write."""
        if not self._is_telegram(request):
            return self._no(401)
        self.reached()
        try:
            update = parsed(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return self._no(413)
        except ValueError:
            return self._no(400)
        try:
            await self._store(update)
        except Exception as error:
            log.error("update_not_stored", **failure(error))
            return self._no(503)
        self._wake.set()
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret.encode())

    def _no(self, status: int) -> web.Response:
        self._metrics.refused.labels(str(status)).inc()
        return web.Response(status=status, headers={"Retry-After": RETRY_AFTER} if status == 503 else None)

    async def _store(self, update: dict[str, Any]) -> None:
        async with self._storage.stroke() as desk:
            new = await desk.inbox.add(update["update_id"], chat_of(update), kept(update), self._clock.now())
        if new:
            self._metrics.received.labels("webhook").inc()

    async def keep(self) -> None:
        """Tells Telegram where to post: at the start, and again when somebody took the webhook away."""
        while True:
            self.beat()
            pause = EVERY
            try:
                await self.settle()
            except TelegramAPIError as error:
                log.error("webhook_not_set", telegram=error.message[:200])
                pause = SOON
            except AiogramError as error:
                log.warning("telegram_not_reached", why=type(error).__name__)
                pause = SOON
            await self._clock.sleep(pause)

    async def settle(self) -> bool:
        """Sets the webhook where it is not as it should be; says whether it had to."""
        info = await self._bot.get_webhook_info()
        async with self._storage.reading() as desk:
            known = await desk.notes.get(NOTE)
        if info.url == self._url and set(info.allowed_updates or ()) == set(ALLOWED_UPDATES) and known == self._mark():
            self._complain(info)
            return False
        allowed = list(ALLOWED_UPDATES)
        await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=allowed)
        async with self._storage.unit() as desk:
            await desk.notes.put(NOTE, self._mark(), self._clock.now())
        log.info("webhook_set")
        return True

    def _mark(self) -> str:
        """Telegram shows no secret, so what was set is remembered, unreadably."""
        return hashlib.sha256(json.dumps([self._bot.id, self._url, self._secret]).encode()).hexdigest()

    def _complain(self, info: WebhookInfo) -> None:
        """Telegram's own words on why it cannot reach us, once a failure."""
        failed = info.last_error_date
        if failed is None or failed == self._told or failed < self._clock.now() - RECENT:
            return
        self._told = failed
        log.warning(
            "webhook_failing", telegram=(info.last_error_message or "")[:200], waiting=info.pending_update_count
        )


def parsed(body: bytes) -> dict[str, Any]:
    """The raw update. Raises ValueError for what is none."""
    try:
        update = json.loads(body)
    except RecursionError:
        raise ValueError("no update") from None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise ValueError("no update")
    return update
