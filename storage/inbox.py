"""Updates as they came: kept until done, in order within a chat, and remembered after, so that twice is once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from storage.engine import Row, Session
from storage.errors import AlreadyDone
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


@dataclass(frozen=True)
class InboxRow:
    """A raw update. `attempts` counts the failures so far."""

    update_id: int
    chat: int
    attempts: int
    received_at: datetime
    sealed: bytes = field(repr=False)
    seal: Seal = field(repr=False)

    @cached_property
    def payload(self) -> dict[str, Any]:
        """Opened by whoever handles it, and not by everyone who asks what waits. Raises WrongKey."""
        return self.seal.read_data(self.sealed, self.update_id, "payload")


class Inbox:
    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "inbox")

    async def add(self, update_id: int, chat: int, payload: Mapping[str, Any], now: datetime) -> bool:
        """False when the update was seen before, done or not."""
        sealed = self._seal.data(payload, update_id, "payload")
        added = await self._db.value("inbox_add", update_id=update_id, chat=chat, payload=sealed, now=to_ms(now))
        return added is not None

    async def due(self, now: datetime, limit: int = 100, replica: str = "") -> Sequence[InboxRow]:
        """Of each chat its oldest unfinished update, and nothing of the chat while that one waits for its retry.

        Nor anything of a chat that another replica than the asking one holds.
        """
        rows = await self._db.all("inbox_due", now=to_ms(now), replica=replica, rows=limit)
        return [self._row(row) for row in rows]

    async def take(
        self, replica: str, now: datetime, until: datetime, busy: Collection[int], limit: int
    ) -> Sequence[InboxRow]:
        """What is due outside of the `busy` chats, held for this replica, each row with its chat. PostgreSQL only."""
        values = {"replica": replica, "now": to_ms(now), "until": to_ms(until), "busy": list(busy), "rows": limit}
        return [self._row(row) for row in await self._db.all("inbox_take", **values)]

    async def lease(self, replica: str, until: datetime) -> int:
        """Holds what the replica holds until then; a past moment lets it go. Returns how many."""
        return len(await self._db.all("inbox_lease", replica=replica, until=to_ms(until)))

    async def done(self, update_id: int, now: datetime) -> None:
        """Keeps the id, erases the payload. Raises AlreadyDone, so that a twin of this unit is undone."""
        if await self._db.value("inbox_done", update_id=update_id, now=to_ms(now)) is None:
            raise AlreadyDone(f"The update {update_id} was finished by another worker.")

    async def again(self, update_id: int, at: datetime, reason: str, replica: str = "") -> int:
        """Counts a failure and says how many there were; 0 when it is finished after all, or in other hands."""
        values = {"next_at": to_ms(at), "reason": reason, "replica": replica}
        return await self._db.value("inbox_again", update_id=update_id, **values) or 0

    async def set_aside(self, update_id: int, reason: str, now: datetime, replica: str = "") -> None:
        """Stops blocking its chat; the payload stays for the administrator. Raises AlreadyDone as `done` does."""
        values = {"reason": reason, "now": to_ms(now), "replica": replica}
        if await self._db.value("inbox_set_aside", update_id=update_id, **values) is None:
            raise AlreadyDone(f"The update {update_id} was finished by another worker.")

    async def aside_count(self) -> int:
        return int(await self._db.value("inbox_count", state="aside"))

    async def waiting(self) -> int:
        return int(await self._db.value("inbox_count", state="waiting"))

    async def oldest(self) -> datetime | None:
        """When the oldest of those that wait came."""
        ms = await self._db.value("inbox_oldest")
        return None if ms is None else from_ms(ms)

    async def purge(self, before: datetime) -> int:
        """Forgets the ids of updates done before that time (Telegram repeats none older than a day)."""
        return len(await self._db.all("inbox_purge", before=to_ms(before)))

    async def highest(self) -> int | None:
        """The highest update_id seen, as far as it is remembered."""
        highest: int | None = await self._db.value("inbox_highest")
        return highest

    def _row(self, row: Row) -> InboxRow:
        return InboxRow(
            update_id=row["update_id"],
            chat=row["chat"],
            attempts=row["attempts"],
            received_at=from_ms(row["received_at"]),
            sealed=row["payload"],
            seal=self._seal,
        )
