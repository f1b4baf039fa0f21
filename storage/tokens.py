"""Secret links. The token itself is never stored: who reads the database cannot use it."""

from datetime import datetime
from hashlib import sha256

from council.links import LinkKind, Promised
from council.people import ResidentId
from storage.engine import Session
from storage.packing import from_ms, to_ms


class Tokens:
    """Satisfies council.ports.Tokens."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def keep(self, token: str, kind: LinkKind, about: str, expires: datetime) -> None:
        await self._db.value("token_add", digest=_digest(token), kind=kind, about=about, expires_at=to_ms(expires))

    async def find(self, token: str, kind: LinkKind) -> Promised | None:
        row = await self._db.one("token_find", digest=_digest(token), kind=kind)
        if row is None:
            return None
        used = None if row["used_by"] is None else ResidentId(row["used_by"])
        return Promised(row["about"], from_ms(row["expires_at"]), used)

    async def use(self, token: str, by: ResidentId) -> bool:
        return await self._db.value("token_use", digest=_digest(token), resident=by) is not None

    async def purge(self, before: datetime) -> int:
        """Forgets the links that ended before the moment."""
        return len(await self._db.all("tokens_purge", before=to_ms(before)))


def _digest(token: str) -> str:
    """A token has 128 random bits, so a plain hash tells nothing of it."""
    return sha256(token.encode()).hexdigest()
