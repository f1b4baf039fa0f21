"""Conversation state in the unit of work of the update: it changes together with the case, or not at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.desk import Desk

_unit: ContextVar[tuple[Desk, datetime]] = ContextVar("unit")


@contextmanager
def unit_in_hand(desk: Desk, now: datetime) -> Iterator[None]:
    """While this lasts, the conversations of this task read and write through `desk`."""
    token = _unit.set((desk, now))
    try:
        yield
    finally:
        _unit.reset(token)


def key_text(key: StorageKey) -> str:
    return f"{key.chat_id}:{key.user_id}:{key.thread_id or 0}:{key.destiny}"


class UnitStorage(BaseStorage):
    """aiogram's storage over the unit of the update that is being handled."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        desk, now = _unit.get()
        await desk.fsm.set_state(key_text(key), state.state if isinstance(state, State) else state, now)

    async def get_state(self, key: StorageKey) -> str | None:
        return await _unit.get()[0].fsm.get_state(key_text(key))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        desk, now = _unit.get()
        await desk.fsm.set_data(key_text(key), data, now)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return await _unit.get()[0].fsm.get_data(key_text(key))

    async def close(self) -> None:
        """Nothing of its own to close."""
