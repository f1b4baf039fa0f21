"""Several processes behind one webhook share the rows: each holds what it works on by a lease, and lets nobody else in.

Alone (SQLite) nothing is claimed: what is in hand is known in memory. On PostgreSQL a claim holds the row's chat, so
that order in a chat is kept and a message is sent once. Whoever dies leaves its leases to run out.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from council.clock import Clock
from storage.deliveries import OutboxRow
from storage.desk import Desk
from storage.house import Storage
from storage.inbox import InboxRow

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""How long a chat waits when the replica that served it dies. The replicas' clocks must agree better than this."""
RENEW = 10.0
"""Seconds between renewals: a download or a slow answer of Telegram may take longer than a lease."""


class Replica:
    """This process among those that share its database; `shared` is false where there can be no other."""

    def __init__(self, storage: Storage, clock: Clock, *, shared: bool) -> None:
        self._storage, self._clock, self._shared = storage, clock, shared
        self.name = secrets.token_hex(4) if shared else ""
        self.beat: Callable[[], None] = lambda: None

    async def updates(self, rows: Sequence[InboxRow]) -> Sequence[InboxRow]:
        """Those of the rows that are this replica's to handle."""
        if not self._shared or not rows:
            return rows
        now = self._clock.now()
        async with self._claiming("inbox") as desk:
            return [row for row in rows if await desk.inbox.claim(row, self.name, now, now + LEASE)]

    async def letters(self, rows: Sequence[OutboxRow]) -> Sequence[OutboxRow]:
        """Those of the rows that are this replica's to send."""
        if not self._shared or not rows:
            return rows
        claimed = [await self._letter(row) for row in rows]
        return [row for row in claimed if row is not None]

    async def _letter(self, row: OutboxRow) -> OutboxRow | None:
        """A unit each: a conversation may be changing two of the rows in another order, and one would be ended."""
        now = self._clock.now()
        async with self._claiming("outbox") as desk:
            return await desk.outbox.claim(row, self.name, now, now + LEASE)

    async def keep(self) -> None:
        """Renews the leases, as long as the process lives."""
        while True:
            self.beat()
            await self._lease_until(LEASE)
            await self._clock.sleep(RENEW)

    async def leave(self) -> None:
        """What is left is free at once for the others."""
        await self._lease_until(timedelta())

    async def _lease_until(self, length: timedelta) -> None:
        if not self._shared:
            return
        until = self._clock.now() + length
        async with self._claiming("inbox") as desk:
            await desk.inbox.lease(self.name, until)
        async with self._claiming("outbox") as desk:
            await desk.outbox.lease(self.name, until)

    @asynccontextmanager
    async def _claiming(self, what: str) -> AsyncIterator[Desk]:
        """Claims go one after another: two at once would not see each other's, and take two rows of one chat."""
        async with self._storage.unit() as desk:
            await in_turn(desk, what, self._clock)
            yield desk


async def in_turn(desk: Desk, what: str, clock: Clock) -> None:
    """Waits for every other unit that took the same turn to end; the row of a note is the lock, on both engines."""
    await desk.notes.put(f"turn:{what}", "", clock.now())
