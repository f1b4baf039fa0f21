"""Where each person stands in a conversation: changed in the same unit as the case, sealed, alive after a restart."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.engine import Session
from storage.keys import Keyring
from storage.packing import Seal, to_ms


class Fsm:
    """`key` names a person in a chat; the caller builds it."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "fsm")

    async def get_state(self, key: str) -> str | None:
        state: str | None = await self._db.value("fsm_state", key=key)
        return state

    async def set_state(self, key: str, state: str | None, now: datetime) -> None:
        await self._db.value("fsm_set_state", key=key, state=state, now=to_ms(now))

    async def get_data(self, key: str) -> dict[str, Any]:
        sealed = await self._db.value("fsm_data", key=key)
        return self._seal.read_data(sealed, key, "data") if sealed else {}

    async def set_data(self, key: str, data: Mapping[str, Any], now: datetime) -> None:
        """An empty form leaves nothing behind, not even when it ended."""
        if not data and await self._db.value("fsm_forget", key=key) is not None:
            return
        sealed = self._seal.data(data, key, "data") if data else None
        await self._db.value("fsm_set_data", key=key, data=sealed, now=to_ms(now))

    async def in_form(self) -> Sequence[tuple[str, str]]:
        """(key, state) of everybody who is in the middle of something."""
        return [(row["key"], row["state"]) for row in await self._db.all("fsm_in_form")]

    async def purge(self, before: datetime) -> int:
        """Forgets conversations that nobody went on with since; returns how many."""
        return len(await self._db.all("fsm_purge", before=to_ms(before)))
