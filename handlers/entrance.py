"""What is known of whoever writes, before a handler is chosen: resident, language, roles, the staff group."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, TelegramObject, User

from council.deliveries import STAFF_GROUP, ChatId
from council.people import Officer, Resident, TelegramId
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers import forms
from handlers.house import House
from handlers.screens import Screen
from handlers.staff.setup import STAFF_CHAT
from handlers.texts import _, locale_for
from handlers.turn import Turn
from storage.desk import Desk

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


ANONYMOUS = 1087968824
"""GroupAnonymousBot: Telegram's name for an administrator who writes as the group itself."""


def _refuse_anonymous(event: TelegramObject) -> None:
    """Nobody knows whose command it is; a note needs no name."""
    if isinstance(event, Message) and (event.text or "").startswith("/"):
        raise DomainError(
            msgid("You write as the group itself. Switch anonymity off in your administrator's rights, then repeat.")
        )


def _tells_who_left(event: TelegramObject) -> bool:
    """An anonymous administrator removes people as GroupAnonymousBot; who was removed counts, not by whom."""
    return isinstance(event, ChatMemberUpdated) or (isinstance(event, Message) and event.left_chat_member is not None)


class Entrance(BaseMiddleware):
    """Makes the Turn of an update and speaks the reader's language inside."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is not None and user.id == ANONYMOUS:
            _refuse_anonymous(event)
        if user is None or (user.is_bot and not _tells_who_left(event)):
            return None
        house: House = data["house"]
        turn = data["turn"] = await _turn(data, user, chat)
        data["raw_state"] = await data["state"].get_state()
        locale = turn.resident.locale if turn.resident else house.community.staff_language
        with house.texts.speaking(locale or house.texts.default_locale):
            return await handler(event, data)


async def _turn(data: Mapping[str, Any], user: User, chat: Chat | None) -> Turn:
    desk: Desk = data["desk"]
    house: House = data["house"]
    account, place = TelegramId(user.id), ChatId(chat.id if chat is not None else user.id)
    caller = await desk.callers.of(account, place, standing_key(data["state"].key), STAFF_CHAT, data["now"])
    private = chat is not None and chat.type == "private"
    return Turn(
        update_id=data["update_id"],
        desk=desk,
        house=house,
        now=data["now"],
        received=data["received"],
        officer=Officer(account, caller.grants),
        staff_chat=int(caller.note) if caller.note else house.staff_chat_id,
        resident=await _met(desk, user, caller.resident, data["now"]) if private else None,
        incoming=data.get("incoming"),
        facts=data.get("facts"),
        settled=frozenset() if caller.delayed else frozenset({place, STAFF_GROUP}),
    )


def standing_key(key: StorageKey) -> str:
    """Whose conversation it is, and where: the name under which its state is kept."""
    return f"{key.chat_id}:{key.user_id}:{key.thread_id or 0}:{key.destiny}"


async def _met(desk: Desk, user: User, known: Resident | None, now: datetime) -> Resident:
    """The resident; who is new is spoken to in the language of their Telegram, Ukrainian for all but English."""
    locale = locale_for(user.language_code)
    resident = known or await desk.residents.met(TelegramId(user.id), now, locale)
    await desk.residents.seen(resident, f"{now:%Y-%m}")
    if resident.locale is None:
        await desk.residents.speak(resident.id, locale)
        return replace(resident, locale=locale)
    return resident


async def staff_chat(desk: Desk, house: House) -> int | None:
    """The bound group; the binding by /setup wins over the settings."""
    bound = await desk.notes.get(STAFF_CHAT)
    return int(bound) if bound else house.staff_chat_id


class FloodGuard(BaseMiddleware):
    """Too many messages a minute: the first one over is answered, and so is every tenth after it.

    Who is about to submit something is never stopped.

    `excess` was counted before the unit of work: how many over the limit this one is.
    """

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        turn: Turn = data["turn"]
        if turn.resident is None or not isinstance(event, Message):
            return await handler(event, data)
        excess: int = data.get("excess", 0)
        if not excess or await self._underway(data):
            return await handler(event, data)
        if excess % 10 == 1:
            await turn.say(
                event,
                Screen(
                    _("That is a lot at once. Wait a minute, please, then write again. What you handed over is safe.")
                ),
            )
        return None

    async def _underway(self, data: Mapping[str, Any]) -> bool:
        state: FSMContext = data["state"]
        return forms.underway(await state.get_state())


async def in_staff_group(event: Message | CallbackQuery, turn: Turn) -> bool:
    """The filter of the staff's routers: only the bound group."""
    said = event.message if isinstance(event, CallbackQuery) else event
    return said is not None and turn.staff_chat is not None and said.chat.id == turn.staff_chat


async def has_role(event: Message | CallbackQuery, turn: Turn) -> bool:
    """The filter of officers: for everybody else a case of another person looks as if it did not exist."""
    return bool(turn.officer.grants)


async def in_private(event: Message | CallbackQuery) -> bool:
    """The filter of the residents' routers."""
    said = event.message if isinstance(event, CallbackQuery) else event
    return said is not None and said.chat.type == "private"
