"""The loop that sends: due rows of the outbox leave at Telegram's pace, those that somebody waits for first."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from aiogram.exceptions import TelegramAPIError

from bot import group
from bot.clock import woken
from bot.logs import failure
from bot.nursery import Nursery
from bot.post import Post
from bot.refusals import failed, refused
from bot.replicas import Replica
from bot.sending import send
from bot.verdicts import Means, verdict
from council.deliveries import MANY, STAFF_GROUP
from storage.deliveries import OutboxRow

log = structlog.get_logger(__name__)

AT_ONCE = 16
FOR_MANY = 12
"""Of these, what messages to many people may hold: behind a slow Telegram a reply still finds its way."""
LONGEST_SLEEP = 5.0
SOON = timedelta(seconds=0.2)


class Delivery:
    """One message at a time a chat, several chats at once. `wake` is set by whoever commits something to be sent."""

    def __init__(self, post: Post, replica: Replica | None = None) -> None:
        self._post = post
        self._replica = replica or Replica(post.storage, post.clock, shared=False)
        self._flights = Nursery()
        self._busy: set[int] = set()
        self.wake = asyncio.Event()
        self.beat: Callable[[], None] = lambda: None

    async def run(self) -> None:
        while True:
            self.beat()
            self.wake.clear()
            await woken(self.wake, await self._round(), self._post.clock)

    async def quiet(self) -> bool:
        """Whether nothing is in flight and nothing due could be sent."""
        async with self._post.storage.reading() as desk:
            rows = await desk.outbox.due(self._post.clock.now(), replica=self._replica.name)
            unbound = await group.bound(desk, self._post.house) is None
        return not self._flights and all(row.chat == STAFF_GROUP and unbound for row in rows)

    async def close(self, deadline: float = 5) -> None:
        """Lets what is in flight end, so that it is recorded and not sent again."""
        await self._flights.settled(deadline)
        await self._flights.close()

    async def _round(self) -> float:
        """Starts what may leave now; returns how long to sleep unless woken."""
        if len(self._flights) >= AT_ONCE:  # the first that ends wakes the loop
            return LONGEST_SLEEP
        now = self._post.clock.now()
        self._post.pace.forget_idle(now)
        before = set(self._busy)  # a flight may end after its row was read as waiting: it would leave twice
        async with self._post.storage.glance() as desk:
            rows = await desk.outbox.due(now, replica=self._replica.name)
            following = None if rows else await desk.outbox.next_due()
        free, moments = await self._free([row for row in rows if row.chat not in before], now)
        ours = await self._ours(free)
        for row in ours:
            self._busy.add(row.chat)
            self._flights.start(self._flight(row), f"delivery:{row.id}")
        if len(ours) < len(free):  # a conversation is changing one of them, or another replica was first
            moments.append(now + SOON)
        if following is not None and following > now:
            moments.append(following)
        return min([LONGEST_SLEEP, *((moment - now).total_seconds() for moment in moments)])

    async def _ours(self, free: Sequence[OutboxRow]) -> Sequence[OutboxRow]:
        """Of the rows whose pace is taken those that this replica may send; the places of the others are given back."""
        ours: Sequence[OutboxRow] = []
        try:
            ours = await self._replica.letters(free)
        finally:
            taken = {row.id for row in ours}
            for row in free:
                if row.id not in taken and row.lane not in MANY:
                    self._post.pace.landed(self._post.clock.now())
        return ours

    async def _free(self, rows: Sequence[OutboxRow], now: datetime) -> tuple[list[OutboxRow], list[datetime]]:
        """The rows that may leave now, their pace taken; and when the others may be asked again."""
        free: dict[int, OutboxRow] = {}
        later: list[datetime] = []
        pace = self._post.pace
        for row in rows:
            many = row.lane in MANY
            room = FOR_MANY if many else AT_ONCE
            if row.chat in free or len(self._flights) + len(free) >= room:
                continue
            if many and (step := pace.steps_at(now)) > now:  # the same for all of them
                later.append(step)
                continue
            moment = await pace.claim(row.chat, row.lane, now)
            if moment > now:
                later.append(moment)
            else:
                free[row.chat] = row
        return list(free.values()), later

    async def _flight(self, row: OutboxRow) -> None:
        try:
            await self._carried(row)
        except Exception as error:
            log.error("delivery_failed", row=row.id, **failure(error))
            self._post.metrics.deliveries.labels("failed").inc()
            await failed(self._post, row)
        finally:
            if row.lane not in MANY:
                self._post.pace.landed(self._post.clock.now())
            self._busy.discard(row.chat)
            self.wake.set()

    async def _carried(self, row: OutboxRow) -> None:
        metrics = self._post.metrics
        try:
            await send(self._post, row)
            metrics.deliveries.labels("sent").inc()
        except TelegramAPIError as error:
            means = verdict(error).means
            metrics.deliveries.labels(means.name.lower()).inc()
            if means is Means.WAIT:
                metrics.too_many.inc()
            await refused(self._post, row, error)
