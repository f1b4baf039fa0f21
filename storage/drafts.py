"""Forms put aside by «Cancel»: one a person and form, sealed, for a week."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from council.people import ResidentId
from storage.engine import Session
from storage.keys import Keyring
from storage.packing import Seal, to_ms


class Drafts:
    """Satisfies council.ports.Drafts."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "drafts")

    async def keep(self, resident: ResidentId, form: str, data: Mapping[str, object], until: datetime) -> None:
        sealed = self._seal.data(data, f"{resident}:{form}", "data")
        await self._db.value("draft_keep", resident=resident, form=form, data=sealed, until=to_ms(until))

    async def take(self, resident: ResidentId, form: str, now: datetime) -> Mapping[str, object] | None:
        row = await self._db.one("draft_take", resident=resident, form=form)
        if row is None or row["until"] <= to_ms(now):
            return None
        return self._seal.read_data(row["data"], f"{resident}:{form}", "data")

    async def exists(self, resident: ResidentId, form: str, now: datetime) -> bool:
        return bool(await self._db.value("draft_exists", resident=resident, form=form, now=to_ms(now)))

    async def kept(self, resident: ResidentId, now: datetime) -> Sequence[str]:
        return [row["form"] for row in await self._db.all("drafts_kept", resident=resident, now=to_ms(now))]

    async def purge(self, now: datetime) -> int:
        """Erases the drafts whose week is over."""
        return len(await self._db.all("drafts_purge", now=to_ms(now)))
