"""What Telegram shows of the bot before anything is said: commands, descriptions, the menu button."""

import hashlib
from collections.abc import Sequence
from typing import cast

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import (
    DeleteMyCommands,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
    TelegramMethod,
)
from aiogram.types import BotCommandScopeChat, BotCommandScopeUnion, MenuButtonCommands

from bot import group
from council.clock import Clock
from council.phrases import Phrase, _
from handlers import commands
from handlers.house import House
from handlers.texts import say
from storage.house import Storage

log = structlog.get_logger(__name__)

NOTE = "published"
OFFICERS = "published_for_officers"
"""The note of whose menus were made, after a mark of what stands in them."""
EVERY = 60.0
LANGUAGES = (None, "uk", "en")
"""None is what everybody sees whose language has no text of its own."""


def wanted(house: House, staff_chat: int | None) -> Sequence[TelegramMethod[bool]]:
    """All the calls that make the bot's page as it should be."""
    calls: list[TelegramMethod[bool]] = [SetChatMenuButton(menu_button=MenuButtonCommands())]
    for scope, language, listed in commands.published(house, staff_chat):
        place = cast(BotCommandScopeUnion, scope)
        calls.append(SetMyCommands(commands=list(listed), scope=place, language_code=language))
    for language in LANGUAGES:
        short, long = _descriptions(house, language or "uk")
        calls.append(SetMyShortDescription(short_description=short[:120], language_code=language))
        calls.append(SetMyDescription(description=long[:512], language_code=language))
    return calls


def _descriptions(house: House, locale: str) -> tuple[str, str]:
    name = house.community.council.name.in_(locale)
    with house.texts.speaking(locale):
        short = say(Phrase(_("Appeals, requests and reports to: {council}."), {"council": name}), html=False)
        long = say(Phrase(_("{about} Press “Start”: it takes two minutes."), {"about": short}), html=False)
    return short, long


async def keep_published(bot: Bot, storage: Storage, house: House, clock: Clock) -> None:
    """Tells Telegram what changed: at the start, and when a group is bound later."""
    while True:
        await publish(bot, storage, house, clock)
        await publish_for_officers(bot, storage, house, clock)
        await clock.sleep(EVERY)


async def publish(bot: Bot, storage: Storage, house: House, clock: Clock) -> bool:
    """False when Telegram was away; what it refuses is logged and not asked again until it changes."""
    async with storage.reading() as desk:
        bound = await group.bound(desk, house)
        known = await desk.notes.get(NOTE)
    calls = wanted(house, bound)
    digest = hashlib.sha256(repr([bot.id, *(call.model_dump_json() for call in calls)]).encode()).hexdigest()
    if digest == known:
        return True
    if not await _asked(bot, calls):
        return False
    async with storage.unit() as desk:
        await desk.notes.put(NOTE, digest, clock.now())
    return True


async def _asked(bot: Bot, calls: Sequence[TelegramMethod[bool]]) -> bool:
    for call in calls:
        try:
            await bot(call)
        except TelegramBadRequest as error:
            log.warning("profile_refused", method=type(call).__name__, telegram=error.message[:200])
        except AiogramError as error:
            log.warning("profile_not_published", why=type(error).__name__)
            return False
    return True


async def publish_for_officers(bot: Bot, storage: Storage, house: House, clock: Clock) -> None:
    """Who got a role finds the lists of cases in the menu of their private chat; who lost it, no more."""
    menu = commands.of_officers(house)
    mark = hashlib.sha256(repr(menu).encode()).hexdigest()[:16]
    async with storage.reading() as desk:
        holders = {grant.telegram_id for grant in await desk.roles.all()}
        officers = {one for one in holders if await desk.residents.known(one) is not None}
        told, _colon, listed = (await desk.notes.get(OFFICERS) or "").partition(":")
    had = {int(account) for account in listed.split(",") if account}
    new = officers - had if told == mark else officers
    calls: list[TelegramMethod[bool]] = [SetMyCommands(commands=list(menu), scope=_chat(one)) for one in sorted(new)]
    calls += [DeleteMyCommands(scope=_chat(one)) for one in sorted(had - officers)]
    if calls and await _asked(bot, calls):
        async with storage.unit() as desk:
            await desk.notes.put(OFFICERS, f"{mark}:{','.join(map(str, sorted(officers)))}", clock.now())


def _chat(account: int) -> BotCommandScopeChat:
    return BotCommandScopeChat(chat_id=account)
