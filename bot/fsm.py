"""Conversation state in the unit of work of the update: it changes together with the case, or not at all."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from handlers.entrance import standing_key
from storage.desk import Desk
from storage.packing import pack, unpack


@dataclass
class Standing:
    """Where a person stands; `data` packed, so that what is read is what a later update would read."""

    state: str | None
    data: bytes
    changed: bool = False


@dataclass
class Hand:
    """A unit of work, and what was read of conversations in it: read once, written once at its end."""

    desk: Desk
    now: datetime
    standings: dict[str, Standing] = field(default_factory=dict)

    async def standing(self, key: StorageKey) -> Standing:
        name = standing_key(key)
        if name not in self.standings:
            self.standings[name] = Standing(*await self.desk.fsm.standing(name))
        return self.standings[name]

    async def put_down(self) -> None:
        for name, standing in self.standings.items():
            if standing.changed:
                await self.desk.fsm.stand(name, standing.state, standing.data, self.now)


_unit: ContextVar[Hand] = ContextVar("unit")


@asynccontextmanager
async def unit_in_hand(desk: Desk, now: datetime) -> AsyncIterator[None]:
    """While this lasts, the conversations of this task read and write through `desk`."""
    hand = Hand(desk, now)
    token = _unit.set(hand)
    try:
        yield
    finally:
        _unit.reset(token)
    await hand.put_down()


class UnitStorage(BaseStorage):
    """aiogram's storage over the unit of the update that is being handled."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        standing = await _unit.get().standing(key)
        standing.state, standing.changed = state.state if isinstance(state, State) else state, True

    async def get_state(self, key: StorageKey) -> str | None:
        return (await _unit.get().standing(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        standing = await _unit.get().standing(key)
        standing.data, standing.changed = pack(data) if data else b"", True

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        standing = await _unit.get().standing(key)
        return unpack(standing.data) if standing.data else {}

    async def close(self) -> None:
        """Nothing of its own to close."""
