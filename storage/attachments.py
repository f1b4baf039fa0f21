"""Which files belong to which draft, case and text. Their content is in storage/files.py; their names are sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council.appeals import AppealId, Attachment, AttachmentId, AttachmentKind, MessageId
from council.phrases import NotFound, _
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, to_ms


@dataclass(frozen=True)
class Content:
    """A stored file that a row needs; `size` (bytes) and `sha256` are of what was sent, before encryption."""

    path: str
    size: int
    sha256: str


class Attachments:
    """Satisfies council.ports.Attachments."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "attachments")

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
        signed: bool = False,
    ) -> Attachment:
        """The same file again returns the stored one: compare its path to know whether the new copy may go."""
        row = await self._db.one(
            "attachment_add",
            draft=draft,
            key=key,
            kind=kind,
            name=self._seal.text(name, f"{draft}:{key}", "name"),
            mime=mime,
            size=size,
            sha256=sha256,
            path=path,
            now=to_ms(now),
            signed=signed,
        )
        if row is None:
            row = await self._db.one("attachment_by_key", draft=draft, key=key)
        return self._attachment(row)

    async def get(self, attachment: AttachmentId) -> Attachment:
        row = await self._db.one("attachment_by_id", id=attachment)
        if row is None:
            raise NotFound(_("There is no such file."))
        return self._attachment(row)

    async def of_draft(self, draft: str) -> Sequence[Attachment]:
        return [self._attachment(row) for row in await self._db.all("attachments_of_draft", draft=draft)]

    async def of_appeal(self, appeal: AppealId) -> Sequence[Attachment]:
        return [self._attachment(row) for row in await self._db.all("attachments_of_appeal", appeal=appeal)]

    async def of_message(self, message: MessageId) -> Sequence[Attachment]:
        return [self._attachment(row) for row in await self._db.all("attachments_of_message", message=message)]

    async def attach(self, draft: str, appeal: AppealId, message: MessageId | None = None) -> None:
        """Files that belong to a case already stay where they are."""
        await self._db.all("attachments_attach", draft=draft, appeal=appeal, message=message)

    async def keep(self, draft: str) -> None:
        await self._db.all("attachments_keep", draft=draft)

    async def drop(self, attachment: AttachmentId) -> None:
        await self._db.value("attachment_drop", id=attachment)

    def _attachment(self, row: Row) -> Attachment:
        return Attachment(
            id=AttachmentId(row["id"]),
            draft=row["draft"],
            appeal=None if row["appeal"] is None else AppealId(row["appeal"]),
            message=None if row["message"] is None else MessageId(row["message"]),
            kind=AttachmentKind(row["kind"]),
            name=self._seal.read_text(row["name"], f"{row['draft']}:{row['key']}", "name"),
            mime=row["mime"],
            size=row["size"],
            sha256=row["sha256"],
            path=row["path"],
            signed=bool(row["signed"]),
        )

    async def purge(self, before: datetime) -> int:
        """Forgets files of forms that were never submitted; returns how many."""
        return len(await self._db.all("attachments_purge", before=to_ms(before)))

    async def paths(self) -> set[str]:
        """Every stored content that a row still needs."""
        return {row["path"] for row in await self._db.all("attachments_paths")}

    async def contents(self) -> Sequence[Content]:
        rows = await self._db.all("attachments_contents")
        return [Content(row["path"], row["size"], row["sha256"]) for row in rows]

    async def count(self) -> int:
        return int(await self._db.value("attachments_count"))
