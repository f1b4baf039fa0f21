"""Pressed buttons are answered: with the handler's words when it is quick, without words when it is not."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.nursery import Nursery
from bot.session import ask
from council.clock import Clock
from council.deliveries import Call
from storage.inbox import InboxRow

log = structlog.get_logger(__name__)

PATIENCE = timedelta(seconds=2)
"""How long a person looks at the spinner before it is ended without words; Telegram forgets the press soon after."""
LONGEST = 200


class Tap:
    """The press of one update (or no press: then nothing happens). Answered exactly once."""

    def __init__(self, bot: Bot, row: InboxRow, clock: Clock, nursery: Nursery) -> None:
        self._bot, self._id = bot, press_of(row.payload)
        self._answered = self._id is None
        if not self._answered:
            rest = max(timedelta(), row.received_at + PATIENCE - clock.now())
            self._timer = nursery.start(self._late(rest, clock), f"tap:{row.update_id}")

    async def answer(self, toast: str | None) -> None:
        if self._answered:
            return
        self._answered = True
        self._timer.cancel()
        await self._call(toast)

    async def _late(self, rest: timedelta, clock: Clock) -> None:
        await clock.sleep(rest.total_seconds())
        if not self._answered:
            self._answered = True
            await self._call(None)

    async def _call(self, toast: str | None) -> None:
        try:
            said = {"text": toast[:LONGEST]} if toast else {}
            await ask(self._bot, Call("answerCallbackQuery", {"callback_query_id": self._id, **said}))
        except AiogramError as error:
            log.info("tap_not_answered", why=type(error).__name__)


def press_of(update: Mapping[str, Any]) -> str | None:
    press = update.get("callback_query")
    return str(press["id"]) if isinstance(press, Mapping) and "id" in press else None
