"""Collective appeals: the text that people agree to, and who has joined. Both are personal and sealed."""

from collections.abc import Sequence
from datetime import datetime

from council.appeals import AppealId, Signer
from council.collectives import CoAuthor, Collective
from council.people import ResidentId
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


class Collectives:
    """Satisfies council.ports.Collectives. The body is sealed under the draft, a person under draft and resident."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._body = Seal(keyring, "collectives")
        self._person = Seal(keyring, "coauthors")

    async def keep(self, collective: Collective, now: datetime) -> None:
        await self._db.one(
            "collective_keep",
            draft=collective.draft,
            resident=collective.resident,
            body=self._body.data({"text": collective.text, "contact": collective.contact}, collective.draft, "body"),
            edition=collective.edition,
            now=to_ms(now),
        )

    async def get(self, draft: str) -> Collective | None:
        return self._collective(await self._db.one("collective_by_draft", draft=draft))

    async def of_appeal(self, appeal: AppealId) -> Collective | None:
        return self._collective(await self._db.one("collective_of_appeal", appeal=appeal))

    async def submitted(self, draft: str, appeal: AppealId) -> None:
        await self._db.value("collective_submitted", draft=draft, appeal=appeal)

    async def join(self, draft: str, resident: ResidentId, person: Signer, edition: int, now: datetime) -> None:
        sealed = self._person.text(person.model_dump_json(), f"{draft}:{resident}", "person")
        await self._db.one(
            "coauthor_keep", draft=draft, resident=resident, person=sealed, edition=edition, now=to_ms(now)
        )

    async def leave(self, draft: str, resident: ResidentId, now: datetime) -> bool:
        """Who leaves is forgotten: only that somebody left remains."""
        nobody = self._person.text("", f"{draft}:{resident}", "person")
        left = await self._db.value("coauthor_leave", draft=draft, resident=resident, person=nobody, now=to_ms(now))
        return left is not None

    async def coauthors(self, draft: str) -> Sequence[CoAuthor]:
        return [self._coauthor(row) for row in await self._db.all("coauthors_of", draft=draft)]

    async def coauthor(self, draft: str, resident: ResidentId) -> CoAuthor | None:
        row = await self._db.one("coauthor_of", draft=draft, resident=resident)
        return self._coauthor(row) if row else None

    async def notify(self, draft: str, resident: ResidentId, wanted: bool) -> None:
        await self._db.value("coauthor_notify", draft=draft, resident=resident, notify=wanted)

    async def joined_by(self, resident: ResidentId) -> Sequence[tuple[str, AppealId | None]]:
        rows = await self._db.all("collectives_joined", resident=resident)
        return [(row["draft"], None if row["appeal"] is None else AppealId(row["appeal"])) for row in rows]

    async def drop_own(self, resident: ResidentId) -> None:
        await self._db.all("coauthors_drop_of", resident=resident)
        await self._db.all("collectives_drop_of", resident=resident)

    async def purge(self, before: datetime) -> int:
        """Erases those that never became a case, untouched since the moment."""
        await self._db.all("coauthors_purge", before=to_ms(before))
        return len(await self._db.all("collectives_purge", before=to_ms(before)))

    def _collective(self, row: Row | None) -> Collective | None:
        if row is None:
            return None
        body = self._body.read_data(row["body"], row["draft"], "body")
        appeal = None if row["appeal"] is None else AppealId(row["appeal"])
        return Collective(
            row["draft"], ResidentId(row["resident"]), body["text"], body["contact"], row["edition"], appeal
        )

    def _coauthor(self, row: Row) -> CoAuthor:
        owner = f"{row['draft']}:{row['resident']}"
        return CoAuthor(
            resident=ResidentId(row["resident"]),
            person=Signer.model_validate_json(self._person.read_text(row["person"], owner, "person")),
            edition=row["edition"],
            notify=bool(row["notify"]),
            joined_at=from_ms(row["joined_at"]),
        )
