"""Who blocked the bot gets no messages until they come back."""

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated

from handlers.turn import Turn


async def blocked_or_back(event: ChatMemberUpdated, turn: Turn) -> None:
    await turn.desk.residents.mark_blocked(turn.me, event.new_chat_member.status == "kicked")


def router() -> Router:
    router = Router(name="membership")
    router.my_chat_member.register(blocked_or_back, F.chat.type == "private")
    return router
