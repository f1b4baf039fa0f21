"""Several processes behind one webhook share the rows: each holds what it works on by a lease, and lets nobody else in.

Alone (SQLite) nothing is claimed: what is in hand is known in memory. On PostgreSQL a claim holds the row's chat, so
that order in a chat is kept and a message is sent once. Whoever dies leaves its leases to run out.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
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

    async def updates(self, busy: Collection[int], limit: int) -> Sequence[InboxRow]:
        """Up to so many updates that are this replica's to handle now, none of a chat that is `busy` here."""
        now = self._clock.now()
        if self._shared:
            async with self._storage.stroke() as desk:
                return await desk.inbox.take(self.name, now, now + LEASE, busy, limit)
        async with self._storage.glance() as desk:
            rows = await desk.inbox.due(now, len(busy) + limit)
        return [row for row in rows if row.chat not in busy][:limit]

    async def letters(self, rows: Sequence[OutboxRow]) -> Sequence[OutboxRow]:
        """Those of the rows that are this replica's to send."""
        if not self._shared or not rows:
            return rows
        now = self._clock.now()
        async with self._storage.stroke() as desk:
            return await desk.outbox.take(rows, self.name, now, now + LEASE)

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
        async with self._storage.stroke() as desk:
            await desk.inbox.lease(self.name, until)
        async with self._storage.stroke() as desk:
            await desk.outbox.lease(self.name, until)


async def in_turn(desk: Desk, what: str, clock: Clock) -> None:
    """Waits for every other unit that took the same turn to end; the row of a note is the lock, on both engines."""
    await desk.notes.put(f"turn:{what}", "", clock.now())
