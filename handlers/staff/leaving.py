"""An officer leaves the staff group: their cases wait again, and the administrators may take the roles away at once.

Telegram says it twice (a line in the chat, and `chat_member` where the bot is an administrator): once is enough.
"""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from council.appeals import Appeal
from council.deliveries import ChatId, Delivery, Notice
from council.leaving import hand_back
from council.people import ROLE_NAMES, RoleGrant, TelegramId
from council.rights import must_administer
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, escaped, number
from handlers.turn import Turn
from storage.desk import Desk


class TakeAll(CallbackData, prefix="ta"):
    """Every role of who has left."""

    person: Id


async def said_in_chat(event: Message, turn: Turn) -> None:
    assert event.left_chat_member is not None
    await _left(turn, TelegramId(event.left_chat_member.id), event.date)


async def said_of_member(event: ChatMemberUpdated, turn: Turn) -> None:
    await _left(turn, TelegramId(event.new_chat_member.user.id), event.date)


async def _left(turn: Turn, person: TelegramId, at: datetime) -> None:
    """`at` is when they left, a second more or less: both reports of a leaving come within the same minute."""
    grants = await turn.desk.roles.of(person)
    cases = await hand_back(turn.desk, person, f"left:{person}:{turn.update_id}", turn.now)
    if not grants and not cases:
        return
    day = turn.house.community.local(at).date()
    for admin in sorted(turn.house.admins - {person}):
        notice = Notice("officer_left", {"person": person, "cases": cases})
        await turn.desk.deliveries.add(Delivery(f"left:{person}:{day}:{admin}", ChatId(admin), notice, turn.now))


async def officer_left(desk: Desk, person: TelegramId, cases: int) -> Screen:
    """For an administrator: the roles that are still in force, and a button to end them."""
    grants = await desk.roles.of(person)
    who = grants[0].position if grants else _("A colleague without a role")
    lines = [
        _("<b>{who}</b> has left the staff group.").format(who=escaped(who)),
        _("Cases that wait for somebody again: {count}").format(count=number(cases)) if cases else "",
    ]
    if not grants:
        return Screen("\n\n".join(line for line in lines if line))
    lines.append(_("The roles remain: {roles}. With them data can still be opened.").format(roles=_named(grants)))
    button = Button(_("Take these roles away"), TakeAll(person=person).pack())
    return Screen("\n\n".join(line for line in lines if line), column(button))


def case_left(appeal: Appeal) -> Screen:
    """For the topic of each case."""
    text = _("The colleague who worked on {number} has left the group. The case waits for somebody: press «Take over».")
    return Screen(text.format(number=appeal.number))


def _named(grants: Sequence[RoleGrant]) -> str:
    return ", ".join(_(ROLE_NAMES[grant.role]) for grant in grants)


async def take_all(callback: CallbackQuery, callback_data: TakeAll, turn: Turn) -> str:
    must_administer(turn.officer, turn.house.admins)
    grants = await turn.desk.roles.of(TelegramId(callback_data.person))
    for grant in grants:
        await turn.desk.roles.take(grant.id, turn.me, turn.now)
    if not grants:
        return _("This role was taken back before.")
    text = _("Taken away: {position}: {roles}.")
    await turn.show(callback, Screen(text.format(position=escaped(grants[0].position), roles=_named(grants))))
    return _("Taken back.")


async def _of_staff_group(event: Message | ChatMemberUpdated, turn: Turn) -> bool:
    return turn.staff_chat is not None and event.chat.id == turn.staff_chat


async def _of_the_council(_: CallbackQuery, turn: Turn) -> bool:
    """For a resident it is a button like any other that is no longer in use."""
    return bool(turn.officer.grants) or turn.officer.telegram_id in turn.house.admins


def router() -> Router:
    """The button stands in an administrator's private chat, the reports come from the group."""
    router = Router(name="leaving")
    router.message.register(said_in_chat, F.left_chat_member, _of_staff_group)
    router.chat_member.register(said_of_member, F.new_chat_member.status.in_({"left", "kicked"}), _of_staff_group)
    router.callback_query.register(take_all, TakeAll.filter(), _of_the_council)
    return router
