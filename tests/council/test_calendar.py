"""Which days count: under martial law, after it, and by the community's own clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.calendar import Calendar, end_of, local_day

KYIV = ZoneInfo("Europe/Kyiv")
INDEPENDENCE_DAY = date(2026, 8, 24)
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


class EightToFive:
    """A council that closes at five on weekdays."""

    def closing(self, weekday: int) -> time | None:
        return time(17) if weekday < 5 else None


def test_a_holiday_is_a_working_day_while_martial_law_lasts() -> None:
    assert Calendar(martial_law=True, holidays=frozenset({INDEPENDENCE_DAY})).is_working_day(INDEPENDENCE_DAY)


def test_a_holiday_is_a_day_off_in_peace() -> None:
    assert not Calendar(martial_law=False, holidays=frozenset({INDEPENDENCE_DAY})).is_working_day(INDEPENDENCE_DAY)


@pytest.mark.parametrize(
    ("ends", "working"),
    [(date(2026, 8, 23), False), (INDEPENDENCE_DAY, True), (date(2026, 8, 25), True), (None, True)],
)
def test_the_last_day_of_martial_law_still_has_no_holidays(ends: date | None, working: bool) -> None:
    calendar = Calendar(martial_law_until=ends, holidays=frozenset({INDEPENDENCE_DAY}))
    assert calendar.is_working_day(INDEPENDENCE_DAY) is working


def test_an_end_date_brings_no_martial_law_back() -> None:
    peace = Calendar(martial_law=False, martial_law_until=date(2030, 1, 1), holidays=frozenset({INDEPENDENCE_DAY}))
    assert not peace.is_working_day(INDEPENDENCE_DAY)


def test_a_transferred_saturday_counts() -> None:
    saturday = date(2026, 11, 28)
    assert Calendar(extra_working_days=frozenset({saturday})).working_days_after(date(2026, 11, 27), 1) == saturday


@pytest.mark.parametrize("received", [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)])
def test_five_working_days_from_friday_and_from_the_weekend_end_on_the_same_friday(received: date) -> None:
    assert Calendar().working_days_after(received, 5) == date(2026, 11, 27)


def test_the_day_to_warn_on_before_a_monday_is_friday() -> None:
    assert Calendar().previous_working_day(date(2026, 11, 23)) == date(2026, 11, 20)


@given(days, st.integers(1, 30), st.sets(days, max_size=20))
def test_n_working_days_later_has_exactly_n_working_days_between(day: date, n: int, holidays: set[date]) -> None:
    calendar = Calendar(martial_law=False, holidays=frozenset(holidays))
    last = calendar.working_days_after(day, n)
    between = [date.fromordinal(ordinal) for ordinal in range(day.toordinal() + 1, last.toordinal() + 1)]
    assert calendar.is_working_day(last)
    assert sum(map(calendar.is_working_day, between)) == n


def test_late_evening_in_utc_is_already_the_next_day_in_kyiv() -> None:
    assert local_day(datetime(2026, 11, 22, 22, 30, tzinfo=UTC), KYIV) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "last_second"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 20, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_by_the_clock_on_the_wall_when_the_clocks_change(day: date, last_second: datetime) -> None:
    assert end_of(day, KYIV) == last_second


@given(days, st.sampled_from(["Europe/Kyiv", "Asia/Beirut", "America/Havana", "Pacific/Apia"]))
def test_the_last_moment_of_a_day_belongs_to_that_day(day: date, zone: str) -> None:
    assert local_day(end_of(day, ZoneInfo(zone)), ZoneInfo(zone)) == day


def test_an_evening_letter_counts_from_the_same_day_unless_the_council_chose_otherwise() -> None:
    evening = datetime(2026, 11, 20, 18, 30, tzinfo=KYIV)
    chosen = Calendar(hours=EightToFive(), after_hours_next_day=True)
    assert Calendar(hours=EightToFive()).counted_from(evening, KYIV) == date(2026, 11, 20)
    assert chosen.counted_from(evening, KYIV) == date(2026, 11, 23)


def test_a_letter_in_hours_counts_from_its_day_even_then() -> None:
    chosen = Calendar(hours=EightToFive(), after_hours_next_day=True)
    assert chosen.counted_from(datetime(2026, 11, 20, 16, 59, tzinfo=KYIV), KYIV) == date(2026, 11, 20)


def test_without_known_hours_nothing_is_after_hours() -> None:
    midnight = datetime(2026, 11, 20, 23, 59, tzinfo=KYIV)
    assert Calendar(after_hours_next_day=True).counted_from(midnight, KYIV) == date(2026, 11, 20)
