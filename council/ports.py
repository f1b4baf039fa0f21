"""What the use cases need of the storage: small Protocols, held by `storage/` for both engines.

A Desk is one unit of work: everything done on it is committed together or not at all. It awaits nothing but the
database, and may be run again from its start, so nothing outside the database is done inside it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from council.appeals import (
    Appeal,
    AppealId,
    Attachment,
    AttachmentId,
    AttachmentKind,
    CaseMessage,
    Event,
    MessageId,
)
from council.deliveries import ChatId, Delivery, Lane
from council.lists import Listing, Sought
from council.mails import Mail, MailState
from council.people import Identity, Resident, ResidentId, Role, RoleGrant, TelegramId


class Residents(Protocol):
    async def met(self, telegram_id: TelegramId, now: datetime) -> Resident:
        """The resident, created on first sight."""
        ...

    async def known(self, telegram_id: TelegramId) -> Resident | None:
        """The resident of a Telegram account, if they ever wrote."""
        ...

    async def get(self, resident: ResidentId) -> Resident: ...

    async def speak(self, resident: ResidentId, locale: str) -> None: ...

    async def keep_identity(self, resident: ResidentId, identity: Identity | None, now: datetime) -> None:
        """Keeps what the person agreed to be offered next time; None erases it."""
        ...

    async def mark_blocked(self, telegram_id: TelegramId, blocked: bool) -> None: ...

    async def notice_shown(self, resident: ResidentId, version: str, digest: str, now: datetime) -> None:
        """Records which text of the personal data notice was shown and when (2297-VI art. 12); once a text."""
        ...

    async def notices_of(self, resident: ResidentId) -> Sequence[tuple[str, str, datetime]]:
        """(version, hash, time) of every notice shown, oldest first."""
        ...


class Appeals(Protocol):
    async def next_number(self, year: int) -> str:
        """The next intake number of the year, `ЗВ-2026-000123`; gaps may come, repeats never."""
        ...

    async def add(self, appeal: Appeal) -> Appeal:
        """Stores a new case and returns it with its id (the given id is ignored); its draft key is unique."""
        ...

    async def get(self, appeal: AppealId) -> Appeal:
        """Raises NotFound."""
        ...

    async def by_draft(self, draft: str) -> Appeal | None: ...

    async def by_number(self, number: str) -> Appeal | None: ...

    async def first_of(self, appeal: AppealId) -> AppealId:
        """The first of the line of repeated appeals; the case itself where nothing is repeated, or nothing known."""
        ...

    async def latest_of(self, first: AppealId) -> AppealId:
        """The last of the line that begins with this case."""
        ...

    async def of_resident(self, resident: ResidentId, limit: int, offset: int = 0) -> Sequence[Appeal]:
        """Newest first."""
        ...

    async def count_of(self, resident: ResidentId) -> int: ...

    async def listed(self, limit: int) -> Sequence[Appeal]:
        """Cases that wait in the queue message of the staff group without a topic of their own, oldest first."""
        ...

    async def count_listed(self) -> int: ...

    async def waiting(self, limit: int, offset: int = 0) -> Listing:
        """Open cases that nobody has taken, or only who holds no role any more; those due first at the top."""
        ...

    async def in_hands(self, executor: TelegramId, limit: int, offset: int = 0) -> Listing:
        """Open cases that the officer has taken, those due first at the top."""
        ...

    async def overdue(self, now: datetime, limit: int, offset: int = 0) -> Listing:
        """Open cases whose last moment has passed, the oldest date at the top."""
        ...

    async def found(self, sought: Sought, limit: int) -> Listing:
        """Cases by what a person knows of their numbers, open or not: the exact one first, then the newest."""
        ...

    async def change(self, before: Appeal, after: Appeal) -> Appeal:
        """Saves `after` where the row still has the state and version of `before`, with the version grown.

        Raises Conflict when someone was first.
        """
        ...

    async def add_message(self, message: CaseMessage) -> CaseMessage:
        """Stores a text of a case and returns it with its id; a known key returns the stored one unchanged."""
        ...

    async def message(self, message: MessageId) -> CaseMessage: ...

    async def message_by_key(self, key: str) -> CaseMessage | None: ...

    async def messages(self, appeal: AppealId) -> Sequence[CaseMessage]: ...

    async def change_message(self, before: CaseMessage, after: CaseMessage) -> CaseMessage:
        """Saves `after` where the row still has the state of `before`; raises Conflict otherwise."""
        ...

    async def record(self, event: Event) -> bool:
        """Adds a line to the history; False when its key is already there."""
        ...

    async def history(self, appeal: AppealId) -> Sequence[Event]: ...

    async def counts(self) -> Mapping[str, int]:
        """Rows by table: appeals, case_messages, events (for checks)."""
        ...


class Attachments(Protocol):
    async def add(
        self,
        draft: str,
        key: str,
        kind: AttachmentKind,
        name: str,
        mime: str,
        size: int,
        sha256: str,
        path: str,
        now: datetime,
    ) -> Attachment:
        """A file of a draft; (draft, key) is unique, so the same file sent twice is one attachment."""
        ...

    async def get(self, attachment: AttachmentId) -> Attachment: ...

    async def of_draft(self, draft: str) -> Sequence[Attachment]: ...

    async def of_appeal(self, appeal: AppealId) -> Sequence[Attachment]:
        """Those of the submission (not those of answers), in the order they came."""
        ...

    async def of_message(self, message: MessageId) -> Sequence[Attachment]: ...

    async def attach(self, draft: str, appeal: AppealId, message: MessageId | None = None) -> None:
        """Ties every file of the draft to the case (and to a message of it)."""
        ...

    async def drop(self, attachment: AttachmentId) -> None: ...


class Deliveries(Protocol):
    async def add(self, delivery: Delivery) -> bool:
        """Queues once: False, and nothing changes, when the key is known."""
        ...

    async def refresh(self, delivery: Delivery) -> None:
        """Queues, or makes the known row with this key due again: many edits of one card become one."""
        ...

    async def cancel(self, key: str) -> bool:
        """Takes a row back that was not sent yet; False when it is too late."""
        ...

    async def hasten(self, chat: ChatId, now: datetime) -> None:
        """Screens that were held back for a moment leave now, before what is said next in this chat."""
        ...

    async def waiting(self, chat: ChatId, lane: Lane) -> int:
        """How many rows of the chat and lane have not left yet."""
        ...

    async def about(self, chat: ChatId, message_id: int) -> str | None:
        """The record that a sent message speaks about (`appeal:12`), or None."""
        ...


class Roles(Protocol):
    async def of(self, telegram_id: TelegramId) -> Sequence[RoleGrant]: ...

    async def give(
        self, telegram_id: TelegramId, role: Role, scope: str, position: str, by: TelegramId, now: datetime
    ) -> RoleGrant:
        """Gives a role once; the same role and scope again returns the grant in force."""
        ...

    async def take(self, grant: int, by: TelegramId, now: datetime) -> bool: ...

    async def all(self) -> Sequence[RoleGrant]: ...

    async def holders(self, *roles: Role) -> Sequence[RoleGrant]: ...


class Notes(Protocol):
    """Small facts by name that outlive a restart: the bound group, a setup code, the pause notice, the heartbeat."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str, now: datetime) -> None: ...

    async def drop(self, name: str) -> bool: ...


class Drafts(Protocol):
    """Forms put aside by «Cancel», kept for a week."""

    async def keep(self, resident: ResidentId, form: str, data: Mapping[str, object], until: datetime) -> None: ...

    async def take(self, resident: ResidentId, form: str, now: datetime) -> Mapping[str, object] | None:
        """The draft, removed from the shelf; None when there is none or its week is over."""
        ...

    async def exists(self, resident: ResidentId, form: str, now: datetime) -> bool: ...


class Mails(Protocol):
    """What goes by e-mail, sent by the process outside of any unit."""

    async def add(self, key: str, appeal: AppealId, message: MessageId | None, now: datetime) -> bool:
        """Queues once: False, and nothing changes, when the key is known."""
        ...

    async def by_key(self, key: str) -> Mail | None: ...

    async def take(self, now: datetime, lease: timedelta, limit: int = 10) -> Sequence[Mail]:
        """Claims due mails until the lease is over."""
        ...

    async def again(self, mail: Mail, at: datetime, reason: str) -> None: ...

    async def end(self, mail: Mail, state: MailState, reason: str, now: datetime) -> bool:
        """False when it had ended already."""
        ...


class Jobs(Protocol):
    """Things to do later: rows with a due time, done once even when the process was away at that moment."""

    async def add(self, key: str, name: str, due: datetime, params: Mapping[str, object] | None = None) -> bool:
        """False, and nothing changes, when the key is known."""
        ...

    async def cancel(self, key: str) -> bool: ...


class Desk(Protocol):
    @property
    def residents(self) -> Residents: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def roles(self) -> Roles: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def jobs(self) -> Jobs: ...
