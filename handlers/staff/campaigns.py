"""`/campaign`: the desk of those who may write to many people. Each capability hangs its own way into it."""

from collections.abc import Callable, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery

from council.campaigns import must_manage
from handlers.screens import Button, Screen, column
from handlers.texts import _
from handlers.turn import Event, Turn

MENU = "campaigns"
"""The data of the button that leads here."""

Entry = Callable[[Turn], Sequence[Button]]

ENTRIES: dict[str, Entry] = {}
"""Ways that other capabilities hang into the menu («New survey»), by name, in the order in which their routers were
made; filled in their `router()`. A button's handler must be registered in private (on duty) and in the staff group:
what is written for many people begins in private."""


async def show(event: Event, turn: Turn) -> None:
    """The menu, in the group and in an officer's private chat."""
    must_manage(turn.officer, turn.house.admins)
    await turn.show(event, menu(turn))


def menu(turn: Turn) -> Screen:
    buttons = [button for entry in ENTRIES.values() for button in entry(turn)]
    text = _("<b>Campaigns</b>\nWrite to many people at once: only to those who agreed, and two people decide.")
    return Screen(text, column(*buttons))


async def back(callback: CallbackQuery, turn: Turn) -> None:
    await show(callback, turn)


def router() -> Router:
    router = Router(name="campaigns")
    router.message.register(show, Command("campaign"))
    router.callback_query.register(back, F.data == MENU)
    return router
