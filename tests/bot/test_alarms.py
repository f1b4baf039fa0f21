"""Administrators hear of a trouble once a day, not a hundred times."""

from datetime import timedelta

from bot import alarms
from demo.clock import LocalClock
from handlers.house import House
from storage.house import Storage


async def test_the_same_alarm_comes_once_a_day(house: House, storage: Storage, clock: LocalClock) -> None:
    async def told(kind: str, days: int = 0) -> int:
        async with storage.unit() as desk:
            await alarms.tell_admins(desk, house, kind, clock.now() + timedelta(days=days), percent=91)
            return await desk.outbox.waiting()

    assert await told(alarms.DISK) == 1
    assert await told(alarms.DISK) == 1
    assert await told(alarms.DELIVERY_BUG) == 2
    assert await told(alarms.DISK, days=1) == 3
