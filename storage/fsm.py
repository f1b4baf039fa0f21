"""Where each person stands in a conversation: changed in the same unit as the case, sealed, alive after a restart."""

from collections.abc import Sequence
from datetime import datetime

from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, to_ms


class Fsm:
    """`key` names a person in a chat; the caller builds it. Data are as of storage.packing.pack, b"" for none."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "fsm")
        self._read: dict[str, tuple[str | None, bytes]] = {}

    async def standing(self, key: str) -> tuple[str | None, bytes]:
        """State and data."""
        if key in self._read:
            return self._read[key]
        row = await self._db.one("fsm_standing", key=key)
        return (None, b"") if row is None else self._opened(key, row)

    def read(self, key: str, row: Row) -> None:
        """What another statement has read of this key (state and data, None for none) is not asked for again."""
        self._read[key] = self._opened(key, row)

    def _opened(self, key: str, row: Row) -> tuple[str | None, bytes]:
        return row["state"], self._seal.read_packed(row["data"], key, "data") if row["data"] else b""

    async def stand(self, key: str, state: str | None, data: bytes, now: datetime) -> None:
        """An ended conversation leaves no row."""
        self._read.pop(key, None)
        if state is None and not data:
            await self._db.value("fsm_end", key=key)
            return
        sealed = self._seal.packed(data, key, "data") if data else None
        await self._db.value("fsm_stand", key=key, state=state, data=sealed, now=to_ms(now))

    async def in_form(self) -> Sequence[tuple[str, str]]:
        """(key, state) of everybody who is in the middle of something."""
        return [(row["key"], row["state"]) for row in await self._db.all("fsm_in_form")]

    async def purge(self, before: datetime) -> int:
        """Forgets conversations that nobody went on with since; returns how many."""
        return len(await self._db.all("fsm_purge", before=to_ms(before)))

    async def purge_form(self, form: str, before: datetime) -> int:
        """Forgets unfinished forms of this name that nobody went on with since."""
        return len(await self._db.all("fsm_purge_form", form=f"{form}.%", before=to_ms(before)))
