"""After a silence: whoever was in the middle of something is told, since Telegram has dropped their taps."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from council.deliveries import ChatId, Delivery, Lane, Notice
from handlers import forms
from handlers.house import House
from storage.desk import Desk

DAY = timedelta(hours=24)
"""How long Telegram keeps messages for a bot that is away."""


async def after_gap(desk: Desk, house: House, gap: timedelta, now: datetime) -> None:
    """People in a form may go on; after more than a day also those with an open case hear that messages were lost."""
    for chat in await _in_form(desk):
        await _tell(desk, chat, "working_again", now)
    if gap <= DAY:
        return
    people = [*await desk.residents.with_open_cases(), *sorted(house.admins)]
    for account in people:
        await _tell(desk, ChatId(account), "messages_lost", now)


async def _in_form(desk: Desk) -> Sequence[ChatId]:
    """Chats whose conversation stands in a form or an offer; the state's key begins with the chat."""
    rows = await desk.fsm.in_form()
    waiting = [int(key.split(":")[0]) for key, state in rows if forms.underway(state)]
    return [ChatId(chat) for chat in waiting if chat > 0]


async def _tell(desk: Desk, chat: ChatId, notice: str, now: datetime) -> None:
    await desk.deliveries.add(
        Delivery(key=f"{notice}:{chat}:{now.isoformat()}", chat=chat, content=Notice(notice), due=now, lane=Lane.NOTICE)
    )
