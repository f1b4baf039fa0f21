"""Messages to many people on their way to Telegram: nobody gets one twice, and each is counted once.

A row of the lane CAMPAIGN is noted as handed over *before* Telegram is asked. Who finds it so after a crash does not
send it again: nobody knows whether it came. An alert is repeated instead: there a second reading does no harm.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.post import Post
from council import campaign_feeding, campaigning
from council.campaigns import Outcome
from council.deliveries import MANY, Lane
from storage.deliveries import OutboxRow
from storage.desk import Desk


def is_one(row: OutboxRow) -> bool:
    return row.lane in MANY and row.about is not None


async def may_leave(post: Post, row: OutboxRow) -> bool:
    """Notes that the message is handed over; False where it was taken back, or may have gone out before a crash."""
    if row.lane is not Lane.CAMPAIGN or row.about is None:
        return True
    await _room(post)  # before it is noted, so that a crash leaves as few as can be of whom nobody knows
    campaign, wave, resident = campaigning.told_by(row.about)
    async with post.storage.unit() as desk:
        if await desk.campaigns.mark(campaign, wave, resident, campaigning.QUEUED, campaigning.HANDED):
            return True
        await ended(desk, row, Outcome.UNSURE, post)
    return False


@asynccontextmanager
async def boarding(post: Post, row: OutboxRow) -> AsyncIterator[None]:
    """Waits for a place among thirty a second, and gives it back when Telegram has answered."""
    if row.lane not in MANY:
        yield
        return
    await _room(post)
    post.pace.board()
    try:
        yield
    finally:
        post.pace.landed(post.clock.now())


async def _room(post: Post) -> None:
    while (free := post.pace.boards_at(now := post.clock.now())) > now:
        await post.clock.sleep((free - now).total_seconds())


async def ended(desk: Desk, row: OutboxRow, outcome: Outcome, post: Post) -> None:
    """The outcome is counted, and the row erased: who got it is not told by the outbox."""
    assert row.about is not None
    await campaigning.ended(desk, row.about, outcome, post.house.community, post.clock.now())
    await desk.outbox.erase(row)


async def not_yet(desk: Desk, row: OutboxRow) -> None:
    """Telegram did not take it and said so: it is to be handed over again."""
    if row.lane is Lane.CAMPAIGN and row.about is not None:
        campaign, wave, resident = campaigning.told_by(row.about)
        await desk.campaigns.mark(campaign, wave, resident, campaigning.HANDED, campaigning.QUEUED)


async def silent(desk: Desk, row: OutboxRow, post: Post) -> None:
    """There was nothing to say to this person at this moment."""
    assert row.about is not None
    await campaign_feeding.put_back(desk, row.about, post.clock.now())
    await desk.outbox.erase(row)
