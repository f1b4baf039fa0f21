"""The bot's own standing in the staff group: what it lacks is told at once, and the group is followed when it moves."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner, ChatMemberUpdated, Message
from aiogram.types.chat_member_union import ChatMemberUnion

from council.deliveries import ChatId, Delivery, Lane, Notice
from handlers.staff.setup import STAFF_CHAT
from handlers.turn import Turn
from storage.desk import Desk

OUTSIDE = frozenset({"left", "kicked"})
BACK = "group_back"


async def changed(event: ChatMemberUpdated, turn: Turn) -> None:
    """Somebody took the bot's rights, put it out, or gave all back: the administrators read what to do."""
    if event.chat.id != turn.staff_chat:
        return
    forum = bool(event.chat.is_forum)
    before, now = lacking(event.old_chat_member, forum), lacking(event.new_chat_member, forum)
    if before != now:
        await _tell_admins(turn, now or BACK)


def lacking(member: ChatMemberUnion, forum: bool) -> str:
    """The kind of alarm for what the bot lacks in its group; empty when it lacks nothing."""
    if member.status in OUTSIDE:
        return "group_left"
    if isinstance(member, ChatMemberOwner):
        return ""
    if not isinstance(member, ChatMemberAdministrator):
        return "group_not_admin"
    return "group_no_topics" if forum and not member.can_manage_topics else ""


async def _tell_admins(turn: Turn, kind: str) -> None:
    for admin in sorted(turn.house.admins):
        await turn.desk.deliveries.add(
            Delivery(
                key=f"alarm:{kind}:{turn.update_id}:{admin}",
                chat=ChatId(admin),
                content=Notice("alarm", {"kind": kind}),
                due=turn.now,
                lane=Lane.NOTICE,
            )
        )


async def migrated(message: Message, turn: Turn) -> None:
    """The group says itself that it became a supergroup: what its people write there is heard from now on."""
    if message.chat.id == turn.staff_chat and message.migrate_to_chat_id is not None:
        await rebind(turn.desk, message.chat.id, message.migrate_to_chat_id, turn.now)


async def rebind(desk: Desk, old: int, new: int, now: datetime) -> None:
    """The binding of the staff group and its topics move to the new id."""
    await desk.notes.put(STAFF_CHAT, str(new), now)
    await desk.topics.migrate(old, new)


def router() -> Router:
    router = Router(name="standing")
    router.my_chat_member.register(changed, F.chat.type != "private")
    router.message.register(migrated, F.migrate_to_chat_id)
    return router
