"""Who has left the staff group works on no case there: what was in their hands waits for somebody again."""

from dataclasses import replace
from datetime import datetime

from council.appeals import Appeal, Event
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.lists import PAGE
from council.people import TelegramId
from council.ports import Desk
from council.submitting import on_duty, show_in_group


async def hand_back(desk: Desk, person: TelegramId, key: str, now: datetime) -> int:
    """Open cases return to the queue, each topic is told; says how many.

    Cases stay that the person works on outside the group, as a starosta does. `key` is the leaving's own: told again of
    the same leaving, nothing is left to return.
    """
    returned, kept = 0, 0
    while cases := (await desk.appeals.in_hands(person, PAGE, kept)).cases:
        for appeal in cases:
            if person in await on_duty(desk, appeal):
                kept += 1
            else:
                await _returned(desk, appeal, key, now)
                returned += 1
    return returned


async def _returned(desk: Desk, appeal: Appeal, key: str, now: datetime) -> None:
    free = await desk.appeals.change(appeal, replace(appeal, executor=None))
    await desk.appeals.record(Event(free.id, key, now, "system", "executor_left"))
    await show_in_group(desk, free, now)
    name = f"appeal:{free.id}"
    notice = Notice("executor_left", {"appeal": free.id})
    await desk.deliveries.add(Delivery(f"{key}:{free.id}", STAFF_GROUP, notice, now, topic=name, about=name))
