"""What must reach a chat: written with the change that causes it (Deliveries), read by the sender (Outbox).

One table, three states: `waiting`, then `sent`, `dead` or `cancelled`; the content is erased when it has served.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from council.deliveries import STAFF_GROUP, WALK, Call, ChatId, Delivery, Lane, Notice
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms

REPLIES_FOR = timedelta(days=400)
"""How long a reply to a sent message still finds its case."""


def _written(content: Call | Notice) -> dict[str, object]:
    if isinstance(content, Call):
        return {"call": content.method, "params": dict(content.params)}
    return {"notice": content.name, "params": dict(content.params)}


class Deliveries:
    """Satisfies council.ports.Deliveries: the side of those who have something to say."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "deliveries")

    async def add(self, delivery: Delivery) -> bool:
        return await self._db.value("delivery_add", **self._values(delivery)) is not None

    async def refresh(self, delivery: Delivery) -> None:
        """A row that still waits keeps its place in the queue and its time; only what it says is new."""
        await self._db.value("delivery_refresh", **self._values(delivery))

    async def cancel(self, key: str) -> bool:
        return await self._db.value("delivery_cancel", key=key) is not None

    async def about(self, chat: ChatId, message_id: int) -> str | None:
        about: str | None = await self._db.value("delivery_about", chat=chat, message=message_id)
        return about

    async def sent_as(self, key: str, chat: ChatId) -> int | None:
        message: int | None = await self._db.value("delivery_sent_as", key=key, chat=chat)
        return message

    async def hasten(self, chat: ChatId, now: datetime) -> None:
        await self._db.value("delivery_hasten", chat=chat, now=to_ms(now))

    async def waiting(self, chat: ChatId, lane: Lane) -> int:
        return int(await self._db.value("delivery_waiting", chat=chat, lane=lane))

    def _values(self, delivery: Delivery) -> dict[str, object]:
        return {
            "key": delivery.key,
            "chat": delivery.chat,
            "lane": delivery.lane,
            "topic": delivery.topic,
            "about": delivery.about,
            "content": self._seal.data(_written(delivery.content), delivery.key, "content"),
            "due": to_ms(delivery.due),
        }


@dataclass(frozen=True)
class OutboxRow:
    """A message to send. `revision` tells whether it was refreshed meanwhile, `holder` which replica may send it."""

    id: int
    key: str
    chat: ChatId
    topic: str | None
    lane: Lane
    about: str | None
    attempts: int
    due: datetime
    revision: int
    sealed: bytes = field(repr=False)
    seal: Seal = field(repr=False)
    holder: str = ""

    @cached_property
    def content(self) -> Call | Notice:
        """Opened by whoever sends it, and not by everyone who asks what waits. Raises WrongKey."""
        data = self.seal.read_data(self.sealed, self.key, "content")
        if "call" in data:
            return Call(data["call"], data["params"])
        return Notice(data["notice"], data["params"])


class Outbox:
    """The side of the sender."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "deliveries")

    async def due(self, now: datetime, limit: int = 50, replica: str = "") -> Sequence[OutboxRow]:
        """By lane and order of adding; of a chat and lane only the oldest, behind which the later ones wait.

        A row that was postponed by the sender holds the later ones back too; one that is due later by intent does not.
        Nothing of a chat to which another replica than the asking one speaks now.
        """
        rows = await self._db.all("outbox_due", now=to_ms(now), replica=replica, rows=limit)
        return [self._row(row) for row in rows]

    async def take(
        self, rows: Sequence[OutboxRow], replica: str, now: datetime, until: datetime
    ) -> Sequence[OutboxRow]:
        """Those of the rows that are due and free, as they are now, held for this replica with their chats.

        PostgreSQL only. What a conversation is changing at this moment is left for the next time.
        """
        values = {"ids": [row.id for row in rows], "replica": replica, "now": to_ms(now), "until": to_ms(until)}
        return [self._row(row) for row in await self._db.all("outbox_take", **values)]

    async def lease(self, replica: str, until: datetime) -> int:
        """Holds what the replica holds until then; a past moment lets it go. Returns how many."""
        return len(await self._db.all("outbox_lease", replica=replica, until=to_ms(until)))

    async def sent(self, row: OutboxRow, now: datetime, message_id: int | None, chat_id: int | None) -> None:
        """Records where the message went and erases it; refreshed meanwhile, it stays due with what it says now.

        Of a message on the way through a survey nothing is left.
        """
        if row.about == WALK:
            await self._db.value("outbox_erase", id=row.id, revision=row.revision)
            return
        await self._db.value(
            "outbox_sent", id=row.id, revision=row.revision, now=to_ms(now), chat=chat_id, message=message_id
        )

    async def erase(self, row: OutboxRow) -> None:
        """Nothing is left of a message to many people when it has served."""
        await self._db.value("outbox_erase", id=row.id, revision=row.revision)

    async def postpone(self, row: OutboxRow, at: datetime, reason: str, *, counts: bool = True) -> None:
        """Later, unless another replica has taken the row over meanwhile."""
        values = {"due": to_ms(at), "attempts": int(counts), "reason": reason}
        await self._db.value("outbox_postpone", id=row.id, holder=row.holder, **values)

    async def dead(self, row: OutboxRow, reason: str, now: datetime) -> None:
        """It will never arrive. Refreshed meanwhile, it is tried again."""
        await self._db.value("outbox_dead", id=row.id, revision=row.revision, reason=reason, now=to_ms(now))

    async def waiting(self) -> int:
        return int(await self._db.value("outbox_waiting"))

    async def listed(self, limit: int) -> Sequence[tuple[ChatId, Lane, datetime, int]]:
        """What waits, the earliest first: chat, lane, when, how often it was tried. Nothing of what it says."""
        rows = await self._db.all("outbox_listed", rows=limit)
        return [(ChatId(row["chat"]), Lane(row["lane"]), from_ms(row["due"]), row["attempts"]) for row in rows]

    async def next_due(self) -> datetime | None:
        """The moment from which `due` has something to give (it may be past), None when nothing waits."""
        ms = await self._db.value("outbox_next_due")
        return None if ms is None else from_ms(ms)

    async def overdue(self) -> datetime | None:
        """The earliest due moment of what nobody tried to send yet; the group's do not count, it may be unbound."""
        ms = await self._db.value("outbox_overdue", group=STAFF_GROUP)
        return None if ms is None else from_ms(ms)

    async def purge(self, before: datetime) -> int:
        """Forgets what ended before that time; what tells the case of a replied message is kept 400 days longer."""
        rows = await self._db.all("outbox_purge", before=to_ms(before), about_before=to_ms(before - REPLIES_FOR))
        return len(rows)

    def _row(self, row: Row) -> OutboxRow:
        return OutboxRow(
            id=row["id"],
            key=row["key"],
            chat=ChatId(row["chat"]),
            topic=row["topic"],
            lane=Lane(row["lane"]),
            about=row["about"],
            attempts=row["attempts"],
            due=from_ms(row["due"]),
            revision=row["revision"],
            sealed=row["content"],
            seal=self._seal,
            holder=row["leased_by"],
        )
