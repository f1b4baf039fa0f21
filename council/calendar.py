"""Which days are working days, and how to count them. Dates are of the community's zone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SATURDAY = 5
DAY = timedelta(days=1)


class Hours(Protocol):
    """The council's working hours, where they are known."""

    def closing(self, weekday: int) -> time | None:
        """When work ends on that weekday (Monday is 0); None where the council did not say."""
        ...


@dataclass(frozen=True)
class Calendar:
    """The council's year.

    While martial law lasts there are no public holidays (2136-IX art. 6(6)): `holidays` is then ignored, so that a
    list left over from peace cannot move a date later than the law. It lasts without end, or through the day
    `martial_law_until` where the council wrote that down. `extra_working_days` are transferred Saturdays.
    `after_hours_next_day` counts what came after hours as received on the next working day, and works only where the
    closing hour is known, since the law counts from receipt.
    """

    martial_law: bool = True
    martial_law_until: date | None = None
    holidays: frozenset[date] = field(default_factory=frozenset)
    extra_working_days: frozenset[date] = field(default_factory=frozenset)
    after_hours_next_day: bool = False
    hours: Hours | None = None

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        if day.weekday() >= SATURDAY:
            return False
        return day not in self.holidays or self._under_martial_law(day)

    def _under_martial_law(self, day: date) -> bool:
        return self.martial_law and (self.martial_law_until is None or day <= self.martial_law_until)

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`; `day` itself is day zero (CMU 55 p. 171: the count starts the next day)."""
        days = self._working_days(day, DAY)
        for _number in range(n):
            day = next(days)
        return day

    def next_working_day(self, day: date) -> date:
        return next(self._working_days(day, DAY))

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`: the day to warn on."""
        return next(self._working_days(day, -DAY))

    def counted_from(self, received: datetime, zone: ZoneInfo) -> date:
        """The day of receipt by the community's clock; the next working day where the council switched that on."""
        local = received.astimezone(zone)
        return self.next_working_day(local.date()) if self._came_after_hours(local) else local.date()

    def _came_after_hours(self, local: datetime) -> bool:
        if not self.after_hours_next_day or self.hours is None:
            return False
        if not self.is_working_day(local.date()):
            return True
        closing = self.hours.closing(local.weekday())
        return closing is not None and local.time() >= closing

    def _working_days(self, day: date, step: timedelta) -> Iterator[date]:
        while True:
            day += step
            if self.is_working_day(day):
                yield day


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date that people of the community see on the wall at that moment."""
    return moment.astimezone(zone).date()


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of the day in the community's zone, in UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)
