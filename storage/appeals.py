"""Cases with their texts and their history. What people wrote is sealed under natural keys, known before writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from council.appeals import (
    Appeal,
    AppealId,
    CaseMessage,
    Channel,
    Direction,
    Event,
    Kind,
    MessageId,
    MessageKind,
    MessageState,
    State,
    Submission,
)
from council.lists import MOST, Listing, Reach, Sought, ending
from council.people import ResidentId, TelegramId
from council.phrases import Conflict, NotFound, _
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_iso, from_ms, to_iso, to_ms


def _taken() -> Conflict:
    return Conflict(_("Someone has already taken this step."))


def _within(reach: Reach) -> dict[str, object]:
    """Codes as «,one,two,», in which SQL of both engines can look for one."""
    scopes = {"departments": reach.departments, "districts": reach.districts, "categories": reach.categories}
    return {"every": int(reach.every)} | {name: f",{','.join(sorted(codes))}," for name, codes in scopes.items()}


class Appeals:
    """Satisfies council.ports.Appeals."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._appeals = Seal(keyring, "appeals")
        self._messages = Seal(keyring, "case_messages")
        self._events = Seal(keyring, "events")

    async def next_number(self, year: int) -> str:
        n = await self._db.value("number_next", name=f"appeals:{year}")
        return f"ЗВ-{year}-{n:06}"

    async def add(self, appeal: Appeal) -> Appeal:
        """Raises Conflict when the draft has become a case already."""
        row = await self._db.one(
            "appeal_add",
            number=appeal.number,
            draft=appeal.draft,
            resident=appeal.resident,
            version=appeal.version,
            repeats=appeal.repeats,
            ending=ending(appeal.number),
            **self._values(appeal),
        )
        if row is None:
            raise _taken()
        return self._appeal(row)

    async def get(self, appeal: AppealId) -> Appeal:
        row = await self._db.one("appeal_by_id", id=appeal)
        if row is None:
            raise NotFound(_("There is no such case."))
        return self._appeal(row)

    async def by_draft(self, draft: str) -> Appeal | None:
        row = await self._db.one("appeal_by_draft", draft=draft)
        return self._appeal(row) if row else None

    async def by_number(self, number: str) -> Appeal | None:
        row = await self._db.one("appeal_by_number", number=number)
        return self._appeal(row) if row else None

    async def first_of(self, appeal: AppealId) -> AppealId:
        first = await self._db.value("appeal_first_of", id=appeal)
        return appeal if first is None else AppealId(first)

    async def latest_of(self, first: AppealId) -> AppealId:
        latest = await self._db.value("appeal_latest_of", first=first)
        return first if latest is None else AppealId(latest)

    async def of_resident(self, resident: ResidentId, limit: int, offset: int = 0) -> Sequence[Appeal]:
        rows = await self._db.all("appeals_of_resident", resident=resident, rows=limit, skipped=offset)
        return [self._appeal(row) for row in rows]

    async def count_of(self, resident: ResidentId) -> int:
        return int(await self._db.value("appeals_count_of", resident=resident))

    async def listed(self, limit: int) -> Sequence[Appeal]:
        return [self._appeal(row) for row in await self._db.all("appeals_listed", rows=limit)]

    async def count_listed(self) -> int:
        return int(await self._db.value("appeals_listed_count"))

    async def waiting(self, limit: int, offset: int = 0, reach: Reach | None = None) -> Listing:
        asked = {"rows": limit, "skipped": offset}
        if reach is None:
            return self._listing(await self._db.all("appeals_waiting", **asked))
        return self._listing(await self._db.all("appeals_waiting_within", **asked, **_within(reach)))

    async def in_hands(self, executor: TelegramId, limit: int, offset: int = 0) -> Listing:
        return self._listing(await self._db.all("appeals_in_hands", executor=executor, rows=limit, skipped=offset))

    async def overdue(self, now: datetime, limit: int, offset: int = 0, reach: Reach | None = None) -> Listing:
        asked = {"now": to_ms(now), "rows": limit, "skipped": offset}
        if reach is None:
            return self._listing(await self._db.all("appeals_overdue", **asked))
        return self._listing(await self._db.all("appeals_overdue_within", **asked, **_within(reach)))

    async def found(self, sought: Sought, limit: int) -> Listing:
        rows = await self._db.all(
            "appeals_found",
            ending=sought.serial,
            number=sought.number,
            ending_from=sought.last,
            ending_to=sought.last and f"{sought.last}a",
            entry=sought.entry,
            upper_entry=sought.entry.upper(),
            lower_entry=sought.entry.lower(),
            most=MOST,
            rows=limit,
        )
        return self._listing(rows)

    def _listing(self, rows: Sequence[Row]) -> Listing:
        return Listing(tuple(self._appeal(row) for row in rows), int(rows[0]["total"]) if rows else 0)

    async def bind(self, appeal: AppealId, absent: ResidentId, resident: ResidentId) -> bool:
        return await self._db.value("appeal_bind", id=appeal, absent=absent, resident=resident) is not None

    async def change(self, before: Appeal, after: Appeal) -> Appeal:
        """The number, the draft and the line of a case never change; its person only by `bind`."""
        row = await self._db.one(
            "appeal_change",
            id=before.id,
            old_state=before.state,
            old_version=before.version,
            **self._values(after),
        )
        if row is None:
            raise _taken()
        return self._appeal(row)

    async def add_message(self, message: CaseMessage) -> CaseMessage:
        row = await self._db.one(
            "message_add",
            appeal=message.appeal,
            key=message.key,
            direction=message.direction,
            author=message.author,
            **self._message_values(message),
        )
        if row is None:
            row = await self._db.one("message_by_key", key=message.key)
        return self._message(row)

    async def message(self, message: MessageId) -> CaseMessage:
        row = await self._db.one("message_by_id", id=message)
        if row is None:
            raise NotFound(_("There is no such message."))
        return self._message(row)

    async def message_by_key(self, key: str) -> CaseMessage | None:
        row = await self._db.one("message_by_key", key=key)
        return self._message(row) if row else None

    async def messages(self, appeal: AppealId) -> Sequence[CaseMessage]:
        return [self._message(row) for row in await self._db.all("messages_of", appeal=appeal)]

    async def change_message(self, before: CaseMessage, after: CaseMessage) -> CaseMessage:
        """The case, the key, the direction and the author of a text never change."""
        values = self._message_values(after) | {"text": self._messages.text(after.text, before.key, "text")}
        row = await self._db.one("message_change", id=before.id, old_state=before.state, **values)
        if row is None:
            raise _taken()
        return self._message(row)

    async def record(self, event: Event) -> bool:
        details = event.details
        added = await self._db.value(
            "event_add",
            appeal=event.appeal,
            key=event.key,
            at=to_ms(event.at),
            actor=event.actor,
            action=event.action,
            channel=event.channel,
            details=None if details is None else self._events.data(details, f"{event.appeal}:{event.key}", "details"),
        )
        return added is not None

    async def history(self, appeal: AppealId) -> Sequence[Event]:
        return [self._event(row) for row in await self._db.all("events_of", appeal=appeal)]

    async def counts(self) -> Mapping[str, int]:
        row = await self._db.one("appeals_counts")
        assert row is not None
        return {table: int(row[table]) for table in ("appeals", "case_messages", "events")}

    def _values(self, appeal: Appeal) -> dict[str, object]:
        return {
            "kind": appeal.kind,
            "state": appeal.state,
            "category": appeal.category,
            "department": appeal.department,
            "district": appeal.district,
            "received_at": to_ms(appeal.received_at),
            "due": to_ms(appeal.due),
            "submission": self._appeals.text(appeal.submission.model_dump_json(), appeal.draft, "submission"),
            "executor": appeal.executor,
            "registry_index": appeal.registry_index,
            "registry_date": to_iso(appeal.registry_date),
            "listed": appeal.listed,
            "term": appeal.term,
        }

    def _appeal(self, row: Row) -> Appeal:
        submission = self._appeals.read_text(row["submission"], row["draft"], "submission")
        return Appeal(
            id=AppealId(row["id"]),
            number=row["number"],
            draft=row["draft"],
            kind=Kind(row["kind"]),
            state=State(row["state"]),
            resident=ResidentId(row["resident"]),
            category=row["category"],
            department=row["department"],
            district=row["district"],
            received_at=from_ms(row["received_at"]),
            due=from_ms(row["due"]),
            submission=Submission.model_validate_json(submission),
            executor=None if row["executor"] is None else TelegramId(row["executor"]),
            registry_index=row["registry_index"],
            registry_date=from_iso(row["registry_date"]),
            listed=bool(row["listed"]),
            term=row["term"],
            repeats=None if row["repeats"] is None else AppealId(row["repeats"]),
            version=row["version"],
        )

    def _message_values(self, message: CaseMessage) -> dict[str, object]:
        return {
            "kind": message.kind,
            "state": message.state,
            "text": self._messages.text(message.text, message.key, "text"),
            "at": to_ms(message.at),
            "signatory": message.signatory,
            "outgoing_number": message.outgoing_number,
            "outgoing_date": to_iso(message.outgoing_date),
        }

    def _message(self, row: Row) -> CaseMessage:
        return CaseMessage(
            id=MessageId(row["id"]),
            appeal=AppealId(row["appeal"]),
            key=row["key"],
            direction=Direction(row["direction"]),
            kind=MessageKind(row["kind"]),
            state=MessageState(row["state"]),
            text=self._messages.read_text(row["text"], row["key"], "text"),
            author=TelegramId(row["author"]),
            at=from_ms(row["at"]),
            signatory=row["signatory"],
            outgoing_number=row["outgoing_number"],
            outgoing_date=from_iso(row["outgoing_date"]),
        )

    def _event(self, row: Row) -> Event:
        details = row["details"]
        return Event(
            appeal=AppealId(row["appeal"]),
            key=row["key"],
            at=from_ms(row["at"]),
            actor=row["actor"],
            action=row["action"],
            channel=Channel(row["channel"]),
            details=None
            if details is None
            else self._events.read_data(details, f"{row['appeal']}:{row['key']}", "details"),
        )
