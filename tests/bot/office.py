"""How a test hands over something to be sent, and waits for what it expects."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.delivery import Delivery
from council.deliveries import STAFF_GROUP, Call, ChatId, Lane, Notice
from council.deliveries import Delivery as Letter
from demo.clock import LocalClock
from storage.house import Storage

Until = Callable[[Callable[[], Any]], Awaitable[None]]


@dataclass
class PostOffice:
    """Queues letters and waits until they have gone, as the rest of the house would."""

    delivery: Delivery
    storage: Storage
    clock: LocalClock
    count: int = field(default=0)

    async def queue(
        self,
        chat: int,
        content: Call | Notice | str,
        topic: str | None = None,
        lane: Lane = Lane.NOTICE,
        about: str | None = None,
        key: str | None = None,
    ) -> str:
        self.count += 1
        said = Call("sendMessage", {"text": content}) if isinstance(content, str) else content
        letter = Letter(key or f"k{self.count}", ChatId(chat), said, self.clock.now(), lane, topic, about)
        async with self.storage.unit() as desk:
            await desk.deliveries.refresh(letter)
        self.delivery.wake.set()
        return letter.key

    async def to_group(self, content: Call | Notice | str, topic: str | None = None, **more: Any) -> str:
        return await self.queue(STAFF_GROUP, content, topic, **more)

    async def waiting(self) -> int:
        async with self.storage.reading() as desk:
            return await desk.outbox.waiting()
