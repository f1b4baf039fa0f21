"""What becomes of a row that Telegram refused, by the verdict on the refusal (bot/verdicts.py)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError

from bot import alarms, group, mass
from bot.logs import failure
from bot.post import Post, pause_after
from bot.verdicts import Means, Verdict, verdict
from council import campaigning, submitting
from council.appeals import AppealId
from council.campaigns import Outcome
from council.deliveries import STAFF_GROUP, Lane
from council.people import TelegramId
from council.repeats import home
from handlers import failures
from handlers.staff.standing import rebind
from storage.deliveries import OutboxRow
from storage.desk import Desk

log = structlog.get_logger(__name__)

NO_RIGHTS_WAIT = timedelta(minutes=1)
"""So soon after the bot has its rights back the group gets what waited."""
MOST_ATTEMPTS = 500
"""With a pause of five minutes at most: about a day and a half of an outage."""
MOST_FAILURES = 4
"""Attempts at a row that fails in our own code."""


@dataclass(frozen=True)
class Refusal:
    post: Post
    row: OutboxRow
    verdict: Verdict
    error: TelegramAPIError
    now: datetime


async def refused(post: Post, row: OutboxRow, error: TelegramAPIError) -> None:
    """Decides about the row; nothing sleeps here, a wait is the row's next moment."""
    refusal = Refusal(post, row, verdict(error), error, post.clock.now())
    means = refusal.verdict.means
    log.warning("delivery_refused", row=row.id, means=means.name, method=type(error.method).__name__)
    if means is Means.CLOSED_THREAD:
        await _reopen(refusal)
    async with post.storage.unit() as desk:
        if mass.is_one(row) and means in (Means.WAIT, Means.LATER) and not await _still_to_go(desk, refusal):
            return
        await RULES[means](desk, refusal)


async def _still_to_go(desk: Desk, refusal: Refusal) -> bool:
    """False where no answer came though Telegram was reached: it may have taken what nobody is to read twice."""
    lost = isinstance(refusal.error, TelegramNetworkError) and "ClientConnectorError" not in refusal.error.message
    if refusal.row.lane is Lane.CAMPAIGN and lost:
        await mass.ended(desk, refusal.row, Outcome.UNSURE, refusal.post)
        return False
    await mass.not_yet(desk, refusal.row)
    return True


async def failed(post: Post, row: OutboxRow) -> None:
    """A failure of our own code or of the storage: tried again, and given up when it does not pass."""
    now = post.clock.now()
    again = now + pause_after(row.attempts)
    post.pace.hold(row.chat, again)
    try:
        async with post.storage.unit() as desk:
            if row.attempts < MOST_FAILURES:
                await desk.outbox.postpone(row, again, "failure")
                return
            await desk.outbox.dead(row, "failure", now)
            if mass.is_one(row):
                await mass.ended(desk, row, Outcome.FAILED, post)
            await alarms.tell_admins(desk, post.house, alarms.DELIVERY_BUG, now, row=row.id)
    except Exception as error:
        log.error("delivery_not_recorded", row=row.id, **failure(error))


async def _done(desk: Desk, refusal: Refusal) -> None:
    if mass.is_one(refusal.row):
        await mass.ended(desk, refusal.row, Outcome.SENT, refusal.post)
    else:
        await desk.outbox.sent(refusal.row, refusal.now, None, None)


async def _wait(desk: Desk, refusal: Refusal) -> None:
    """The row waits as long as Telegram says, and with it everything for that chat."""
    until = refusal.now + timedelta(seconds=refusal.verdict.seconds)
    refusal.post.pace.hold(refusal.row.chat, until)
    await desk.outbox.postpone(refusal.row, until, "429")


async def _later(desk: Desk, refusal: Refusal) -> None:
    row, now = refusal.row, refusal.now
    if row.attempts >= MOST_ATTEMPTS:
        await _bury(desk, refusal, "no way to Telegram")
    else:
        await desk.outbox.postpone(row, now + pause_after(row.attempts), type(refusal.error).__name__)


async def _gone(desk: Desk, refusal: Refusal) -> None:
    chat = refusal.row.chat
    if chat == STAFF_GROUP:
        await _no_rights(desk, refusal)
        return
    if chat > 0:
        await desk.residents.mark_blocked(TelegramId(chat), True)
    await _bury(desk, refusal, "blocked")


async def _migrated(desk: Desk, refusal: Refusal) -> None:
    house, new = refusal.post.house, refusal.verdict.chat
    old = await group.real_chat(desk, house, refusal.row)
    if old is None or new is None or old != await group.bound(desk, house):
        await _bury(desk, refusal, "migrated")
    else:
        await rebind(desk, old, new, refusal.now)


async def _no_thread(desk: Desk, refusal: Refusal) -> None:
    """The topic is forgotten, made again by the next attempt, and gets this message."""
    row = refusal.row
    chat = await group.real_chat(desk, refusal.post.house, row)
    if row.topic is not None and chat is not None:
        name = await home(desk, row.topic)
        for lost in {name, row.topic}:
            await desk.topics.forget(lost, chat)
            await _card_again(desk, lost, refusal.now)
    await desk.outbox.postpone(row, refusal.now, "topic is gone")


async def _card_again(desk: Desk, topic: str, now: datetime) -> None:
    """The new topic of a case begins with its card, as the lost one did."""
    kind, _, number = topic.partition(":")
    if kind == "appeal":
        await submitting.show_in_group(desk, await desk.appeals.get(AppealId(int(number))), now)


async def _reopen(refusal: Refusal) -> None:
    post, row = refusal.post, refusal.row
    async with post.storage.reading() as desk:
        chat = await group.real_chat(desk, post.house, row)
        where = await group.place(desk, row, chat or 0, forum=True)
    if where.thread is None:
        return
    post.pace.take(row.chat, post.clock.now())
    try:
        await post.bot.reopen_forum_topic(where.chat, where.thread)
    except TelegramAPIError as error:
        log.warning("topic_not_reopened", row=row.id, means=verdict(error).means.name)


async def _after_reopening(desk: Desk, refusal: Refusal) -> None:
    row = refusal.row
    if row.attempts >= MOST_FAILURES:
        await _no_rights(desk, refusal)
    else:
        await desk.outbox.postpone(row, refusal.now + pause_after(row.attempts - 1), "topic was closed")


async def _no_forum(desk: Desk, refusal: Refusal) -> None:
    chat = await group.real_chat(desk, refusal.post.house, refusal.row)
    refusal.post.forums.believe(chat or 0, forum=False)
    await desk.outbox.postpone(refusal.row, refusal.now, "no topics")


async def _no_rights(desk: Desk, refusal: Refusal) -> None:
    """Nothing is lost: the group's messages wait until an administrator gives the right back."""
    until = refusal.now + NO_RIGHTS_WAIT
    refusal.post.pace.hold(refusal.row.chat, until)
    await desk.outbox.postpone(refusal.row, until, "no rights", counts=False)
    await alarms.tell_admins(desk, refusal.post.house, alarms.NO_GROUP_RIGHTS, refusal.now)


async def _bug(desk: Desk, refusal: Refusal) -> None:
    told = refusal.error.message[:200]
    log.error("delivery_bug", row=refusal.row.id, method=type(refusal.error.method).__name__, telegram=told)
    await _bury(desk, refusal, told)
    if mass.is_one(refusal.row):
        await campaigning.halt_by_itself(desk, str(refusal.row.about), refusal.now)
    await alarms.tell_admins(desk, refusal.post.house, alarms.DELIVERY_BUG, refusal.now, row=refusal.row.id)


async def _bury(desk: Desk, refusal: Refusal, reason: str) -> None:
    """The row will not be sent; whoever counts on it is told, except through the very group that refused it."""
    if mass.is_one(refusal.row):
        outcome = Outcome.BLOCKED if reason == "blocked" else Outcome.FAILED
        await mass.ended(desk, refusal.row, outcome, refusal.post)
        return
    await desk.outbox.dead(refusal.row, reason, refusal.now)
    if refusal.row.chat != STAFF_GROUP:
        await failures.undeliverable(desk, refusal.post.house, refusal.row, reason, refusal.now)


RULES: Mapping[Means, Callable[[Desk, Refusal], Awaitable[None]]] = {
    Means.SENT: _done,
    Means.WAIT: _wait,
    Means.LATER: _later,
    Means.GONE: _gone,
    Means.MIGRATED: _migrated,
    Means.NO_THREAD: _no_thread,
    Means.CLOSED_THREAD: _after_reopening,
    Means.NO_FORUM: _no_forum,
    Means.NOT_EDITABLE: _done,
    Means.NOTHING_TO_REPLY_TO: _bug,
    Means.BAD_MARKUP: _bug,
    Means.NO_RIGHTS: _no_rights,
    Means.BUG: _bug,
}
