"""A case speaks up when the moment of a warning has come: in its topic, and to the officer outside the group."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from council import warnings
from council.appeals import Appeal, AppealId
from council.community import Community
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.people import TelegramId
from council.ports import Desk
from council.submitting import on_duty, open_topic, show_queue
from council.warnings import Mark


async def warn(desk: Desk, community: Community, params: Mapping[str, Any], now: datetime) -> None:
    """The job of a warning. One made for a date that has moved since sees to it that the new date has its own."""
    appeal, mark = await desk.appeals.get(AppealId(int(params["appeal"]))), Mark(params["mark"])
    if params["due"] != warnings.stamp(appeal):
        await warnings.schedule(desk, appeal, community, now)
    elif warnings.silent(mark, appeal) or warnings.overtaken(mark, appeal, community, now):
        return
    elif mark is Mark.UNTAKEN and appeal.listed:
        await _tell_queue(desk, community, now)
    else:
        await _tell(desk, await bring_out(desk, appeal, now), mark, now)


async def bring_out(desk: Desk, appeal: Appeal, now: datetime) -> Appeal:
    """A case of the queue message gets its topic, when it has something to say there."""
    if not appeal.listed:
        return appeal
    shown = await desk.appeals.change(appeal, replace(appeal, listed=False))
    await open_topic(desk, shown, now)
    await show_queue(desk, now)
    return shown


async def _tell(desk: Desk, appeal: Appeal, mark: Mark, now: datetime) -> None:
    name = f"warning:{appeal.id}:{warnings.stamp(appeal)}:{mark}"
    notice = Notice("warning", {"appeal": appeal.id, "mark": mark.value, "due": warnings.stamp(appeal)})
    await desk.deliveries.add(
        Delivery(
            key=name,
            chat=STAFF_GROUP,
            topic=f"appeal:{appeal.id}",
            content=notice,
            due=now,
            about=f"appeal:{appeal.id}",
        )
    )
    for officer in await _concerned(desk, appeal):
        await desk.deliveries.add(
            Delivery(
                key=f"{name}:{officer}",
                chat=ChatId(officer),
                content=notice,
                due=now,
                about=f"duty:{appeal.id}",
            )
        )


async def _concerned(desk: Desk, appeal: Appeal) -> Sequence[TelegramId]:
    """Officers outside the group who have the case: it is theirs, or nobody's yet."""
    return [officer for officer in await on_duty(desk, appeal) if appeal.executor in (None, officer)]


async def _tell_queue(desk: Desk, community: Community, now: datetime) -> None:
    """After a storm one message a morning speaks for all that nobody took: three hundred topics would bury them."""
    await desk.deliveries.add(
        Delivery(
            key=f"waiting:{community.local(now).date()}",
            chat=STAFF_GROUP,
            topic="queue",
            content=Notice("queue_waits"),
            due=now,
        )
    )
