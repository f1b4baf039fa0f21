"""The bot's queue of updates: numbered, kept for a while, confirmed by the next offset."""

import asyncio
import random
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.clock import Clock
from demo.errors import ApiError

Json = dict[str, Any]

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LIFE = {
    "callback_query": timedelta(seconds=150),
    "inline_query": timedelta(seconds=30),
}
DAY = timedelta(hours=24)
REMEMBERED = 1000
TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "Conflict: terminated by setWebhook request"


@dataclass
class Update:
    id: int
    kind: str
    body: Json
    expires: datetime

    @property
    def key(self) -> str:
        """Updates of one key reach a webhook one after another, those of two keys in parallel."""
        content = self.body.get(self.kind)
        if not isinstance(content, dict):
            return "other"
        if self.kind == "callback_query":
            return f"user{content.get('from', {}).get('id')}"
        return f"chat{content.get('chat', {}).get('id')}"


class Updates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next_id = random.randint(10_000_000, 900_000_000)
        self._pending: list[Update] = []
        self._confirmed: deque[Update] = deque(maxlen=REMEMBERED)
        self._changed = asyncio.Event()
        self._poll: asyncio.Future[str] | None = None
        self.allowed: frozenset[str] | None = None
        self.reversed = False
        self.delivered: set[int] = set()
        self.lost: list[Update] = []

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str] | None) -> None:
        """An empty list means the default; what is not named stays as it was."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, content: Json) -> Json | None:
        """Queues an update of this kind, unless the bot did not ask for it."""
        return self.push({kind: content}) if self.wants(kind) else None

    def push(self, body: Json) -> Json:
        """Queues any object as it is, even one that no library can decode."""
        body = body if "update_id" in body else {"update_id": self._next_id, **body}
        identifier = body["update_id"]
        self._next_id = max(self._next_id, identifier) + 1
        kind = next((name for name in body if name != "update_id"), "")
        self._pending.append(Update(identifier, kind, body, self._clock.now() + LIFE.get(kind, DAY)))
        self.wake()
        return body

    def redeliver(self, count: int = 1) -> None:
        """Puts the last confirmed updates back: at least once is what Telegram promises."""
        self._pending[:0] = reversed([self._confirmed.pop() for _ in range(min(count, len(self._confirmed)))])
        self.wake()

    def wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def changed(self) -> Coroutine[Any, Any, Any]:
        """Ends with the next change after this call, though it is awaited later: none that comes between is missed."""
        return self._changed.wait()

    def pending(self) -> list[Update]:
        now = self._clock.now()
        self.lost += [update for update in self._pending if update.expires <= now]
        self._pending = [update for update in self._pending if update.expires > now]
        return list(self._pending)

    def confirm(self, offset: int) -> None:
        """Forgets everything below a positive offset, or all but the last of a negative one."""
        pending = self.pending()
        self._pending = [u for u in pending if u.id >= offset] if offset >= 0 else pending[offset:]
        self._confirmed.extend(pending if not self._pending else [u for u in pending if u.id < self._pending[0].id])

    def done(self, update: Update) -> None:
        if update in self._pending:
            self._pending.remove(update)
            self._confirmed.append(update)

    def drop(self) -> None:
        self._pending = []

    def stop_poll(self, why: str) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(why)

    async def poll(self, limit: int, wait: float) -> list[Json]:
        """Waits for updates like getUpdates; a later poll ends an earlier one with 409."""
        self.stop_poll(TERMINATED)
        mine = self._poll = asyncio.get_running_loop().create_future()
        until = self._clock.now() + timedelta(seconds=wait)
        while not self.pending() and (left := (until - self._clock.now()).total_seconds()) > 0:
            await self._wait(mine, left)
            if mine.done():
                raise ApiError(409, mine.result())
        return self.batch(limit)

    async def _wait(self, mine: asyncio.Future[str], seconds: float) -> None:
        sleep = asyncio.ensure_future(self._clock.sleep(seconds))
        changed = asyncio.ensure_future(self.changed())
        waiters: set[asyncio.Future[Any]] = {mine, sleep, changed}
        try:
            await asyncio.wait(waiters, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            changed.cancel()

    def batch(self, limit: int) -> list[Json]:
        batch = self.pending()[:limit]
        self.delivered |= {update.id for update in batch}
        return [update.body for update in (reversed(batch) if self.reversed else batch)]

    def waiting(self) -> bool:
        """True while something was not given to the bot even once."""
        return any(update.id not in self.delivered for update in self.pending())
