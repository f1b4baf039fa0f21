"""How many people came by each code, a day."""

from collections.abc import Sequence
from datetime import date

from council.links import Arrivals as Counted
from storage.engine import Session


class Arrivals:
    """Satisfies council.ports.Arrivals."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def count(self, code: str, day: date) -> None:
        await self._db.value("arrival_add", code=code, day=day.isoformat())

    async def between(self, first: date, last: date) -> Sequence[Counted]:
        rows = await self._db.all("arrivals_between", first=first.isoformat(), last=last.isoformat())
        return [Counted(row["code"], date.fromisoformat(row["day"]), int(row["n"])) for row in rows]

    async def by_code(self, code: str) -> int:
        return int(await self._db.value("arrivals_by_code", code=code))
