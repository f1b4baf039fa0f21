"""Time that passes on the page: a day at a time, so that what is due on each day is done on that day."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from demo.clock import Clock, LocalClock
from demo.page.backstage import Backstage

STEPS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Hours:
    clock: Clock
    zone: tzinfo
    backstage: Backstage

    async def passes(self, how: str) -> None:
        """A minute, an hour, a day, a month or three; raises LookupError for another length."""
        if how in STEPS:
            await self.jump(STEPS[how])
        elif how in MONTHS:
            for _day in range(self.days(MONTHS[how])):
                await self.jump(STEPS["day"])
        else:
            raise LookupError("Time passes here by minutes, hours, days and months")

    async def jump(self, length: timedelta) -> None:
        if not isinstance(self.clock, LocalClock):
            raise LookupError("This clock is the wall's: it does not jump")
        self.clock.jump(length)
        await self.backstage.settle()

    def days(self, months: int) -> int:
        """Until the same date of a later month, or its last day."""
        today = self.clock.now().astimezone(self.zone).date()
        month = today.month - 1 + months
        first = today.replace(year=today.year + month // 12, month=month % 12 + 1, day=1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return (first.replace(day=min(today.day, last.day)) - today).days
