"""One row of the outbox goes to Telegram: rendered, placed, asked for, recorded."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog
from aiogram.exceptions import TelegramAPIError

from bot import calls, group, mass
from bot.group import Place
from bot.post import Post
from bot.session import ask, method
from bot.verdicts import Means, verdict
from council.campaigns import Outcome
from council.deliveries import STAFF_GROUP, Call, Lane, Notice
from handlers import notices
from storage.deliveries import OutboxRow
from storage.desk import Desk
from storage.topics import Topic

log = structlog.get_logger(__name__)

UNBOUND_WAIT = timedelta(seconds=5)


@dataclass(frozen=True)
class Letter:
    """A row ready to be sent: the call with its files in hand, and where it goes."""

    row: OutboxRow
    call: Call
    place: Place


async def send(post: Post, row: OutboxRow) -> None:
    """Does one step for the row: makes its topic, or sends it. Raises TelegramAPIError for bot/refusals.py."""
    where = await _where(post, row)
    if where is None:
        post.pace.hold(row.chat, post.clock.now() + UNBOUND_WAIT)
    elif where.unmade and not _of_topic(row):
        await _make_topic(post, where)
    elif letter := await _letter(post, row, where):
        if await mass.may_leave(post, row):
            async with mass.boarding(post, row):
                chat, message = await _ask(post, letter)
            await _record(post, letter, chat, message)
    else:
        await _nothing_to_say(post, row)


async def _where(post: Post, row: OutboxRow) -> Place | None:
    """None while no staff group is bound."""
    if row.chat != STAFF_GROUP and row.topic is None:
        return Place(row.chat)
    async with post.storage.glance() as desk:
        chat = await group.real_chat(desk, post.house, row)
    if chat is None:
        return None
    named = row.topic is not None and not group.is_thread(row.topic)
    forum = named and await post.forums.has_topics(chat)
    async with post.storage.glance() as desk:
        return await group.place(desk, row, chat, forum)


def _of_topic(row: OutboxRow) -> bool:
    """Whether the call renames, closes or reopens its topic: no reason to make one."""
    return isinstance(row.content, Call) and row.content.method.endswith("ForumTopic")


async def _letter(post: Post, row: OutboxRow, where: Place) -> Letter | None:
    if isinstance(row.content, Call) and row.content.method in calls.PLAIN:
        return Letter(row, row.content, where)
    looking = post.storage.glance if mass.is_one(row) else post.storage.reading
    async with looking() as desk:
        call = await _call(post, desk, row)
        if call is None or (where.thread is None and call.method.endswith("ForumTopic")):
            return None
        return Letter(row, Call(call.method, await calls.opened(call.params, desk, post.files, post.house)), where)


async def _call(post: Post, desk: Desk, row: OutboxRow) -> Call | None:
    if isinstance(row.content, Notice):
        return await notices.render(desk, post.house, row.content, row.chat, row.topic, post.clock.now())
    return row.content


async def _make_topic(post: Post, where: Place) -> None:
    """A step of its own, for it costs as much of the group's pace as a message; the row itself stays due."""
    name = where.unmade or ""
    async with post.storage.reading() as desk:
        title, color = await notices.topic_title(desk, post.house, name)
    made = await post.bot.create_forum_topic(where.chat, title, icon_color=color)
    async with post.storage.unit() as desk:
        await desk.topics.put(Topic(name, where.chat, made.message_thread_id, None))


async def _ask(post: Post, letter: Letter) -> tuple[int | None, int | None]:
    """Sends, and says which message (chat, id) it is; what can be mended in it is mended and sent again at once."""
    card = calls.as_edit(letter.call, letter.place.card) if letter.place.card else None
    call: Call | None = card or letter.call
    where = letter.place
    while call is not None:
        try:
            return calls.sent_message(await _sent(post, call, where))
        except TelegramAPIError as error:
            means = verdict(error).means
            log.info("message_refused", row=letter.row.id, means=means.name)
            if means is Means.SENT:
                return calls.edited_message(call, where.chat)
            if means is Means.NOT_EDITABLE:
                call = letter.call if call is card else calls.as_new(call)
            elif means is Means.NOTHING_TO_REPLY_TO and (where.reply_to or "reply_parameters" in call.params):
                call, where = calls.without_reply(call), replace(where, reply_to=None)
            elif means is Means.NO_THREAD and group.is_thread(letter.row.topic) and where.thread:
                where = replace(where, thread=None)
            elif means is Means.BAD_MARKUP and call.params.get("parse_mode", "HTML"):
                log.error("markup_refused", row=letter.row.id, telegram=error.message[:200])
                call = calls.as_plain(call)
            else:
                raise
    return None, None


async def _sent(post: Post, call: Call, where: Place) -> Any:
    reply = {"message_id": where.reply_to, "allow_sending_without_reply": True} if where.reply_to else None
    placed = calls.placed(call, chat_id=where.chat, message_thread_id=where.thread, reply_parameters=reply)
    return await ask(post.bot, placed) if placed.method in calls.PLAIN else await post.bot(method(placed))


async def _record(post: Post, letter: Letter, chat: int | None, message: int | None) -> None:
    if mass.is_one(letter.row):
        async with post.storage.unit() as desk:
            await mass.ended(desk, letter.row, Outcome.SENT, post)
        return
    if letter.row.lane is not Lane.CARD or message is None:
        async with post.storage.stroke() as desk:
            await desk.outbox.sent(letter.row, post.clock.now(), message, chat)
        return
    async with post.storage.unit() as desk:
        await desk.outbox.sent(letter.row, post.clock.now(), message, chat)
        await group.remember_card(desk, letter.row, letter.place, message)


async def _nothing_to_say(post: Post, row: OutboxRow) -> None:
    if mass.is_one(row):
        async with post.storage.unit() as desk:
            await mass.silent(desk, row, post)
        return
    async with post.storage.stroke() as desk:
        await desk.outbox.sent(row, post.clock.now(), None, None)
