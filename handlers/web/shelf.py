"""What was rendered stays in memory until something changes: readers do not touch the database."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")

ROOM = 400
"""Things kept; the one that nobody has asked for longest goes first. A page is some thirty kilobytes."""


class Shelf:
    """Values by key, all of one generation: `clear` begins the next one.

    What was made from an older truth is given to who waits for it, and not kept.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._generation = 0

    def __len__(self) -> int:
        return len(self._kept)

    def peek(self, key: Hashable) -> Any:
        """The value at once, or None where it has to be made."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The value, made once however many ask for it at the same time."""
        async with self._making.setdefault(key, asyncio.Lock()):
            found: T | None = self.peek(key)
            return found if found is not None else await self._made(key, make)

    async def _made(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        generation = self._generation
        made = await make()
        if generation == self._generation:
            self._kept[key] = made
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        self._generation += 1
        self._kept.clear()
