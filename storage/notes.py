"""Small facts by name that outlive a restart. Nothing personal is noted."""

from datetime import datetime

from storage.engine import Session
from storage.packing import to_ms


class Notes:
    """Satisfies council.ports.Notes."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def get(self, name: str) -> str | None:
        value: str | None = await self._db.value("note_get", name=name)
        return value

    async def put(self, name: str, value: str, now: datetime) -> None:
        await self._db.value("note_put", name=name, value=value, now=to_ms(now))

    async def drop(self, name: str) -> bool:
        return await self._db.value("note_drop", name=name) is not None
