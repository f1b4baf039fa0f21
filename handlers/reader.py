"""Who reads a notice, and what it is rendered from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from council.appeals import Appeal, AppealId
from council.deliveries import ChatId
from handlers.house import House
from storage.desk import Desk


@dataclass(frozen=True)
class Reader:
    """Who will read, and what they read from."""

    desk: Desk
    house: House
    params: Mapping[str, object]
    chat: ChatId
    now: datetime

    def number(self, name: str) -> int:
        return int(str(self.params.get(name, 0)))

    async def appeal(self) -> Appeal:
        return await self.desk.appeals.get(AppealId(self.number("appeal")))
