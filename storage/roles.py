"""Who may do what for the council. A grant taken back stays in the table, for the record."""

from collections.abc import Sequence
from datetime import datetime

from council.people import Role, RoleGrant, TelegramId
from storage.engine import Row, Session
from storage.packing import from_ms, to_ms


class Roles:
    """Satisfies council.ports.Roles. Everything here speaks of grants in force."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def of(self, telegram_id: TelegramId) -> Sequence[RoleGrant]:
        return [_grant(row) for row in await self._db.all("roles_of", telegram_id=telegram_id)]

    async def give(
        self, telegram_id: TelegramId, role: Role, scope: str, position: str, by: TelegramId, now: datetime
    ) -> RoleGrant:
        row = await self._db.one(
            "role_give",
            telegram_id=telegram_id,
            role=role,
            scope=scope,
            position=position,
            given_by=by,
            now=to_ms(now),
        )
        if row is None:
            row = await self._db.one("role_in_force", telegram_id=telegram_id, role=role, scope=scope)
        return _grant(row)

    async def take(self, grant: int, by: TelegramId, now: datetime) -> bool:
        return await self._db.value("role_take", id=grant, taken_by=by, now=to_ms(now)) is not None

    async def all(self) -> Sequence[RoleGrant]:
        return [_grant(row) for row in await self._db.all("roles_all")]

    async def holders(self, *roles: Role) -> Sequence[RoleGrant]:
        return [grant for grant in await self.all() if grant.role in roles]


def _grant(row: Row) -> RoleGrant:
    return grant(row, row["id"], TelegramId(row["telegram_id"]))


def grant(row: Row, number: int, account: TelegramId) -> RoleGrant:
    """A row with the columns of a grant, whose id and account may stand under other names."""
    return RoleGrant(
        id=number,
        telegram_id=account,
        role=Role(row["role"]),
        scope=row["scope"],
        position=row["position"],
        given_by=TelegramId(row["given_by"]),
        given_at=from_ms(row["given_at"]),
    )
