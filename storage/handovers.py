"""The outbox of hand-overs: rows that several replicas may share by leases. A key is used once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from council.appeals import AppealId, MessageId
from council.handover_rules import Connector, Handover, HandoverId, HandoverState, Matter, identifier
from council.phrases import NotFound
from storage.engine import Row, Session
from storage.packing import from_iso, from_ms, to_iso, to_ms

MOST_TOLD = 20_000
"""Hand-overs among which an acknowledgement looks for its own."""


class Handovers:
    """Satisfies council.ports.Handovers. Nothing here is personal: what is handed over stands with the case."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def add(
        self,
        key: str,
        connector: Connector,
        matter: Matter,
        now: datetime,
        appeal: AppealId | None = None,
        message: MessageId | None = None,
        day: date | None = None,
    ) -> bool:
        row = {"key": key, "connector": connector.value, "matter": matter.value, "appeal": appeal, "message": message}
        return await self._db.value("handover_add", **row, day=to_iso(day), now=to_ms(now)) is not None

    async def get(self, handover: HandoverId) -> Handover:
        row = await self._db.one("handover", id=handover)
        if row is None:
            raise NotFound("There is no such hand-over.")
        return _handover(row)

    async def of_appeal(self, appeal: AppealId) -> Sequence[Handover]:
        return [_handover(row) for row in await self._db.all("handovers_of_appeal", appeal=appeal)]

    async def told_as(self, message: str) -> AppealId | None:
        """Every handed case is looked at, the newest first: the identifier is made, not kept, and a file is rare."""
        for row in await self._db.all("handovers_told", rows=MOST_TOLD):
            if str(identifier(row["draft"], row["number"], row["key"])).upper() == message:
                return AppealId(row["appeal"])
        return None

    async def take(self, connector: Connector, now: datetime, lease: timedelta, limit: int = 1) -> Sequence[Handover]:
        """Claims due rows, oldest first; whoever dies with one leaves it to the others when the lease is over."""
        rows = await self._db.all(
            "handovers_take", connector=connector.value, now=to_ms(now), until=to_ms(now + lease), rows=limit
        )
        return sorted((_handover(row) for row in rows), key=lambda row: row.id)

    async def free(self) -> int:
        """Ends every lease: for who knows that nobody else is at work. Returns how many there were."""
        return len(await self._db.all("handovers_free"))

    async def move(self, before: Handover, after: Handover) -> bool:
        """False where the row has not the state of `before` any more."""
        moved = await self._db.value(
            "handover_move",
            id=before.id,
            was=before.state.value,
            state=after.state.value,
            since=to_ms(after.since),
            due=to_ms(after.due),
            attempts=after.attempts,
            reason=after.reason,
            sent_at=None if after.sent_at is None else to_ms(after.sent_at),
        )
        return moved is not None

    async def waiting(self) -> Mapping[Connector, tuple[int, datetime]]:
        """How many wait by each connector, and since when the oldest does."""
        rows = await self._db.all("handovers_waiting")
        return {Connector(row["connector"]): (row["rows_waiting"], from_ms(row["since"])) for row in rows}

    async def stuck(self, before: datetime, limit: int) -> tuple[Sequence[Handover], int]:
        """(those that wait since then or longer, the oldest first; how many in all)."""
        rows = await self._db.all("handovers_stuck", before=to_ms(before), rows=limit)
        count = int(await self._db.value("handovers_stuck_count", before=to_ms(before)))
        return [_handover(row) for row in rows], count

    async def unnumbered(self, before: datetime, limit: int) -> tuple[Sequence[Handover], int]:
        """(cases sent by then that have no registry number, the oldest first; how many in all)."""
        rows = await self._db.all("handovers_unnumbered", before=to_ms(before), rows=limit)
        count = int(await self._db.value("handovers_unnumbered_count", before=to_ms(before)))
        return [_handover(row) for row in rows], count

    async def received(self, since: datetime, until: datetime) -> Sequence[AppealId]:
        """The cases of a time, for the journal: the end is not included."""
        rows = await self._db.all("handovers_received", since=to_ms(since), until=to_ms(until))
        return [AppealId(row["id"]) for row in rows]

    async def by_state(self) -> Mapping[tuple[Connector, HandoverState], int]:
        rows = await self._db.all("handovers_by_state")
        return {(Connector(row["connector"]), HandoverState(row["state"])): row["rows_there"] for row in rows}


def _handover(row: Row) -> Handover:
    return Handover(
        id=HandoverId(row["id"]),
        key=row["key"],
        connector=Connector(row["connector"]),
        matter=Matter(row["matter"]),
        appeal=None if row["appeal"] is None else AppealId(row["appeal"]),
        message=None if row["message"] is None else MessageId(row["message"]),
        day=from_iso(row["day"]),
        state=HandoverState(row["state"]),
        since=from_ms(row["since"]),
        due=from_ms(row["due"]),
        added_at=from_ms(row["added_at"]),
        attempts=row["attempts"],
        reason=row["reason"],
        sent_at=None if row["sent_at"] is None else from_ms(row["sent_at"]),
    )
