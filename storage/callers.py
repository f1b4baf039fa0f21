"""Who writes, all by one question: asked for every update, before anything is decided."""

from dataclasses import dataclass
from datetime import datetime

from council.deliveries import STAFF_GROUP
from council.people import Resident, RoleGrant, TelegramId
from storage.engine import Session
from storage.fsm import Fsm
from storage.packing import to_ms
from storage.residents import Residents
from storage.roles import grant


@dataclass(frozen=True)
class Caller:
    """`resident` is None for who never wrote before; `note` is the note that was asked for.

    `delayed` says whether something waits for a later moment in the chat or in the staff group.
    """

    resident: Resident | None
    grants: tuple[RoleGrant, ...]
    note: str | None
    delayed: bool


class Callers:
    def __init__(self, session: Session, residents: Residents, fsm: Fsm) -> None:
        self._db, self._residents, self._fsm = session, residents, fsm

    async def of(self, account: TelegramId, chat: int, standing: str, note: str, now: datetime) -> Caller:
        """`standing` is the key of the conversation, whose state is then known to Fsm without asking again."""
        values = {"account": account, "chat": chat, "group": STAFF_GROUP, "standing": standing, "note": note}
        rows = await self._db.all("caller", now=to_ms(now), **values)
        self._fsm.read(standing, rows[0])
        return Caller(
            resident=self._residents.read(rows[0]) if rows[0]["id"] is not None else None,
            grants=tuple(grant(row, row["role_id"], account) for row in rows if row["role_id"] is not None),
            note=rows[0]["note"],
            delayed=bool(rows[0]["delayed"]),
        )
