"""After a storm the cases of the queue message get their topics one after another, as the group has room."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from council.deliveries import STAFF_GROUP, Lane
from council.ports import Desk
from council.speaking_up import bring_out
from council.submitting import STORM

PAUSE = timedelta(seconds=15)
"""How often it is looked whether there is room: in that time the group takes a few cards, and never all of them."""


async def make_room(desk: Desk, params: Mapping[str, Any], now: datetime) -> datetime | None:
    """The job of a storm: brings out the oldest listed cases. Returns when to look again, None when none is left.

    Nobody has to take a case for it to have its topic; who takes one from the queue message has it before its turn.
    """
    room = STORM - await desk.deliveries.waiting(STAFF_GROUP, Lane.CARD)
    for appeal in await desk.appeals.listed(max(room, 0)):
        await bring_out(desk, appeal, now)
    return now + PAUSE if await desk.appeals.count_listed() else None
