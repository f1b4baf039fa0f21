"""The loop that sends: due rows of the outbox leave at Telegram's pace, those that somebody waits for first."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog
from aiogram.exceptions import TelegramAPIError

from bot import group
from bot.clock import woken
from bot.logs import failure
from bot.nursery import Nursery
from bot.post import Post
from bot.refusals import failed, refused
from bot.sending import send
from council.deliveries import STAFF_GROUP
from storage.deliveries import OutboxRow

log = structlog.get_logger(__name__)

AT_ONCE = 16
LONGEST_SLEEP = 5.0


class Delivery:
    """One message at a time a chat, several chats at once. `wake` is set by whoever commits something to be sent."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._flights = Nursery()
        self._busy: set[int] = set()
        self.wake = asyncio.Event()

    async def run(self) -> None:
        while True:
            self.wake.clear()
            await woken(self.wake, await self._round(), self._post.clock)

    async def quiet(self) -> bool:
        """Whether nothing is in flight and nothing due could be sent."""
        async with self._post.storage.reading() as desk:
            rows = await desk.outbox.due(self._post.clock.now())
            unbound = await group.bound(desk, self._post.house) is None
        return not self._flights and all(row.chat == STAFF_GROUP and unbound for row in rows)

    async def close(self, deadline: float = 5) -> None:
        """Lets what is in flight end, so that it is recorded and not sent again."""
        await self._flights.settled(deadline)
        await self._flights.close()

    async def _round(self) -> float:
        """Starts what may leave now; returns how long to sleep unless woken."""
        now = self._post.clock.now()
        self._post.pace.forget_idle(now)
        async with self._post.storage.reading() as desk:
            rows = await desk.outbox.due(now)
            following = await desk.outbox.next_due()
        moments = self._start_free(rows, now)
        if following is not None and following > now:
            moments.append(following)
        return min([LONGEST_SLEEP, *((moment - now).total_seconds() for moment in moments)])

    def _start_free(self, rows: Sequence[OutboxRow], now: datetime) -> list[datetime]:
        """Starts the rows whose chat is free; returns when the others may be asked again."""
        later = []
        for row in rows:
            if row.chat in self._busy or len(self._flights) >= AT_ONCE:
                continue
            free = self._post.pace.free_at(row.chat, row.lane, now)
            if free > now:
                later.append(free)
                continue
            self._post.pace.take(row.chat, now)
            self._busy.add(row.chat)
            self._flights.start(self._flight(row), f"delivery:{row.id}")
        return later

    async def _flight(self, row: OutboxRow) -> None:
        try:
            await self._carried(row)
        except Exception as error:
            log.error("delivery_failed", row=row.id, **failure(error))
            await failed(self._post, row)
        finally:
            self._busy.discard(row.chat)
            self.wake.set()

    async def _carried(self, row: OutboxRow) -> None:
        try:
            await send(self._post, row)
        except TelegramAPIError as error:
            await refused(self._post, row, error)
