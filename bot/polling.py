"""Receiving: raw updates are asked for, written down, and only then confirmed.

aiogram's own polling confirms before the work is done, and one update that it cannot decode stops it for a day; so
the loop is ours and the updates stay raw until they are safe in the inbox.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from http import HTTPStatus

import structlog
from aiogram import Bot
from aiohttp import ClientError, ClientTimeout

from bot.logs import failure
from bot.metrics import Metrics
from bot.raw import Raw, chat_of, kept
from council.clock import Clock
from storage.house import Storage

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
LIMIT = 100
WAIT = 50
LONGEST_PAUSE = 60.0


class RefusedError(Exception):
    """Telegram answered, and it was no."""

    def __init__(self, code: int, description: str, retry_after: float = 0) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.retry_after = code, description, retry_after


EXPLAINED = {
    401: "Telegram does not know this token any more. Take a new one from @BotFather, put it into BOT_TOKEN, restart.",
    409: (
        "Another copy of this bot is receiving its messages. Stop the other copy: only one may ask for messages. "
        "Several copies work together behind one WEBHOOK_URL, on PostgreSQL."
    ),
}


class Polling:
    """One loop over getUpdates. `wake` is set when something new is in the inbox."""

    def __init__(
        self, bot: Bot, storage: Storage, clock: Clock, wake: asyncio.Event, metrics: Metrics | None = None
    ) -> None:
        self._bot, self._storage, self._clock, self._wake = bot, storage, clock, wake
        self._metrics = metrics or Metrics()
        self._offset: int | None = None
        self._told: set[int] = set()
        self._removed_webhook = False
        self.beat: Callable[[], None] = lambda: None
        self.reached: Callable[[], None] = lambda: None

    async def run(self) -> None:
        pause = 1.0
        while True:
            self.beat()
            try:
                await self.once()
                pause = 1.0
            except (ClientError, TimeoutError, ValueError) as error:
                log.warning("telegram_not_reached", again_in=pause, **failure(error))
            except RefusedError as error:
                await self._refused(error)
                pause = max(pause, error.retry_after)
            except Exception as error:
                log.error("updates_not_stored", again_in=pause, **failure(error))
            else:
                continue
            await self._clock.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self) -> int:
        """Asks once, stores what came, and moves the offset; returns how many came."""
        updates = await self._ask()
        if updates:
            await self._store(updates)
            self._offset = max(update["update_id"] for update in updates) + 1
            self._wake.set()
        self._told.clear()
        return len(updates)

    async def _store(self, updates: Sequence[Raw]) -> None:
        now = self._clock.now()
        async with self._storage.unit() as desk:
            new = [await desk.inbox.add(update["update_id"], chat_of(update), kept(update), now) for update in updates]
        self._metrics.received.labels("polling").inc(sum(new))

    async def _ask(self) -> Sequence[Raw]:
        session = await self._bot.session.create_session()  # type: ignore[attr-defined]  # ours is aiohttp's
        form = {"timeout": WAIT, "limit": LIMIT, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if self._offset is not None:
            form["offset"] = self._offset
        url = self._bot.session.api.api_url(self._bot.token, "getUpdates")
        async with session.post(url, data=form, timeout=ClientTimeout(total=WAIT + 15)) as response:
            answer = json.loads(await response.text())
        if response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self.reached()
        if not answer.get("ok"):
            after = (answer.get("parameters") or {}).get("retry_after", 0)
            raise RefusedError(answer.get("error_code", response.status), answer.get("description", ""), after)
        return answer["result"]  # type: ignore[no-any-return]

    async def _refused(self, error: RefusedError) -> None:
        """Says once in plain words what an administrator can mend; a forgotten webhook is mended here.

        Once: when it comes back, another copy of the bot wants it, and taking it away again would help nobody.
        """
        if error.code == 409 and "webhook is active" in error.description and not self._removed_webhook:
            self._removed_webhook = True
            await self._bot.delete_webhook(drop_pending_updates=False)
            return
        if error.code not in self._told:
            self._told.add(error.code)
            log.error("telegram_refused", code=error.code, explanation=EXPLAINED.get(error.code, error.description))
