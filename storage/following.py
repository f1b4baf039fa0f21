"""Who follows which measures and goals: personal data, read only to send news and to show a person their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from council.following import Follower
from council.people import ResidentId, TelegramId
from storage.engine import Session
from storage.packing import to_ms


class Following:
    """Satisfies council.ports.Following."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def add(self, resident: ResidentId, target: str, now: datetime) -> bool:
        added = await self._db.value("follow_add", resident=resident, target=target, now=to_ms(now))
        return added is not None

    async def drop(self, resident: ResidentId, target: str) -> bool:
        return await self._db.value("follow_drop", resident=resident, target=target) is not None

    async def drop_all(self, resident: ResidentId) -> int:
        return len(await self._db.all("follows_drop", resident=resident))

    async def of(self, resident: ResidentId) -> Sequence[str]:
        return [row["target"] for row in await self._db.all("follows_of", resident=resident)]

    async def followers(self, targets: Iterable[str]) -> Sequence[Follower]:
        found: dict[int, Follower] = {}
        for target in targets:
            for row in await self._db.all("followers_of", target=target):
                found[row["id"]] = Follower(ResidentId(row["id"]), TelegramId(row["telegram_id"]))
        return list(found.values())

    async def count(self, target: str) -> int:
        return int(await self._db.value("followers_count", target=target))
