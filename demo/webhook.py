"""Pushing updates to the bot: in order within a key, in parallel between keys, again until it says 2xx."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any

import aiohttp

from demo.api import Api
from demo.errors import ApiError
from demo.updates import Update

Json = dict[str, Any]

ANSWER_WITHIN = 60
LONGEST_WAIT = (60, 120)
MAX_RETRY_AFTER = 3600


class WebhookSender:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._cloud = api.cloud
        self._cloud.webhook_changed = self.changed
        self._loop: asyncio.Task[None] | None = None
        self._busy: dict[str, asyncio.Task[None]] = {}

    def changed(self) -> None:
        """A webhook was set or removed."""
        self.stop()
        if self._cloud.webhook:
            self._loop = asyncio.create_task(self._run(dict(self._cloud.webhook)))

    def stop(self) -> None:
        for task in (self._loop, *self._busy.values()):
            if task is not None:
                task.cancel()
        self._loop, self._busy = None, {}

    async def _run(self, webhook: Mapping[str, Any]) -> None:
        room = asyncio.Semaphore(webhook.get("max_connections", 40))
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN)) as session:
            while True:
                for update in self._cloud.updates.pending():
                    if update.key not in self._busy:
                        self._busy[update.key] = asyncio.create_task(self._deliver(update, webhook, session, room))
                await self._cloud.updates.changed()

    async def _deliver(
        self, update: Update, webhook: Mapping[str, Any], session: aiohttp.ClientSession, room: asyncio.Semaphore
    ) -> None:
        """One update until it is taken or too old; what comes behind it with the same key waits."""
        attempt = 0
        while update.expires > self._cloud.clock.now():
            async with room:
                wait = await self._post(update, webhook, session)
            if wait is None:
                break
            await self._cloud.clock.sleep(max(wait, pause(attempt)))
            attempt += 1
        self._cloud.updates.done(update)
        self._busy.pop(update.key, None)
        self._cloud.updates.wake()

    async def _post(self, update: Update, webhook: Mapping[str, Any], session: aiohttp.ClientSession) -> float | None:
        """None when the bot took it, else how long the bot asks to wait."""
        secret = webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self._cloud.updates.delivered.add(update.id)
        try:
            async with session.post(
                webhook["url"], json=update.body, headers=headers, allow_redirects=False
            ) as response:
                if response.ok:
                    await self._reply(response)
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                return asked_to_wait(response)
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0

    def _failed(self, why: str) -> None:
        date = int(self._cloud.clock.now().timestamp())
        self._cloud.webhook_error = {"last_error_date": date, "last_error_message": why}

    async def _reply(self, response: aiohttp.ClientResponse) -> None:
        """A method in the answer is done once; the bot never learns how it went."""
        if response.content_type != "application/json":
            return
        body = await response.json()
        if not isinstance(body, dict) or "method" not in body:
            return
        method = str(body.pop("method"))
        if not method.lower().startswith("get") and method not in ("setWebhook", "deleteWebhook", "close", "logOut"):
            try:
                await self._api.call(method, body, {})
            except ApiError:
                return


def pause(attempt: int) -> float:
    """At once, then 2, 4, 8… seconds, up to a minute or two."""
    return 0 if attempt == 0 else min(2.0**attempt, random.uniform(*LONGEST_WAIT))


def asked_to_wait(response: aiohttp.ClientResponse) -> float:
    header = response.headers.get("Retry-After", "0")
    return min(int(header), MAX_RETRY_AFTER) if header.isdigit() else 0
