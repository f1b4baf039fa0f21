"""What must be asked of Telegram before an update's unit of work begins, since nothing outside is awaited in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator


@dataclass(frozen=True)
class GroupFacts:
    """A group as the bot sees it: whether it may become the staff group, and what is lacking."""

    title: str
    public: bool
    forum: bool
    administrator: bool
    manages_topics: bool


async def before(bot: Bot, update: Mapping[str, Any]) -> GroupFacts | None:
    """The facts that the handler of this update will need; None for nearly all updates."""
    message = update.get("message") or {}
    chat = message.get("chat") or {}
    if chat.get("type") not in {"group", "supergroup"} or not (message.get("text") or "").startswith("/setup"):
        return None
    return await inspect(bot, int(chat["id"]))


async def inspect(bot: Bot, chat_id: int) -> GroupFacts:
    """Raises aiogram's exceptions where Telegram does not answer: the update is then tried again."""
    chat = await bot.get_chat(chat_id)
    member = await bot.get_chat_member(chat_id, bot.id)
    rights = member if isinstance(member, ChatMemberAdministrator) else None
    return GroupFacts(
        title=chat.title or "",
        public=bool(chat.username),
        forum=bool(chat.is_forum),
        administrator=rights is not None,
        manages_topics=bool(rights and rights.can_manage_topics),
    )
