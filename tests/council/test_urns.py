"""Answers leave the urn only among others like them."""

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from council.urns import FULL, TOGETHER, Sheet, drawn, occasion, wave, week_of
from tests.council.surveys import shipped, small

NOW, BEFORE = "2026-W48", "2026-W47"
TRAITS = ("age", "place")


def sheet(number: int, age: str = "", place: str = "", week: str = NOW) -> Sheet:
    traits = {name: value for name, value in (("age", age), ("place", place)) if value}
    return Sheet(id=f"{number:04}", traits=traits, week=week)


def test_four_wait_and_the_fifth_draws_them_all() -> None:
    four = [sheet(number) for number in range(4)]
    assert drawn(four, TRAITS, NOW) == ([], four)
    out, rest = drawn([*four, sheet(4)], TRAITS, NOW)
    assert (len(out), rest) == (5, [])


def test_five_alike_go_with_their_traits_and_the_others_wait() -> None:
    alike = [sheet(number, "60-74", "misto") for number in range(5)]
    out, rest = drawn([*alike, sheet(9, "75", "misto")], TRAITS, NOW)
    assert [one.traits for one in out] == [{"age": "60-74", "place": "misto"}] * 5
    assert [one.id for one in rest] == ["0009"]


def test_who_waited_into_another_week_goes_with_the_trait_that_five_share() -> None:
    old = [sheet(number, "60-74", place, BEFORE) for number, place in enumerate(("a", "b", "c", "d", "e"))]
    out, rest = drawn([*old, sheet(9, "75", "f")], TRAITS, NOW)
    assert [one.traits for one in out] == [{"age": "60-74"}] * 5
    assert rest == [sheet(9, "75", "f")]


def test_who_has_nobody_alike_goes_without_traits() -> None:
    old = [sheet(number, age, age, BEFORE) for number, age in enumerate(("18-34", "35-59", "60-74", "75", ""))]
    out, rest = drawn(old, TRAITS, NOW)
    assert [one.traits for one in out] == [{}] * 5
    assert rest == []


def test_too_few_of_an_older_week_lose_their_traits_and_wait_on() -> None:
    out, rest = drawn([sheet(1, "75", "misto", BEFORE)], TRAITS, NOW)
    assert out == []
    assert rest == [sheet(1, week=BEFORE)]


SHEETS = some.lists(
    some.builds(
        Sheet,
        id=some.uuids().map(str),
        traits=some.fixed_dictionaries({}, optional={name: some.sampled_from("abc") for name in TRAITS}),
        week=some.sampled_from([NOW, BEFORE]),
    ),
    max_size=60,
    unique_by=lambda one: one.id,
)


@given(SHEETS)
def test_nobody_is_drawn_in_a_group_of_fewer_than_five_and_nobody_is_lost(sheets: list[Sheet]) -> None:
    out, rest = drawn(sheets, TRAITS, NOW)
    groups = Counter(tuple(sorted(one.traits.items())) for one in out)
    assert all(count >= TOGETHER for count in groups.values())
    assert sorted(one.id for one in [*out, *rest]) == sorted(one.id for one in sheets)
    assert len(rest) < FULL + TOGETHER
    for one in (*out, *rest):
        before = next(each for each in sheets if each.id == one.id)
        assert one.traits.items() <= before.traits.items()


@given(SHEETS, some.randoms(use_true_random=False))
def test_the_order_of_arrival_is_not_in_what_is_drawn(sheets: list[Sheet], chance: object) -> None:
    mixed = list(sheets)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert drawn(mixed, TRAITS, NOW) == drawn(sheets, TRAITS, NOW)


@pytest.mark.parametrize(
    ("again", "told"),
    [
        ("once", ""),
        ("year", "2026"),
        ("half_year", "2026-H2"),
        ("quarter", "2026-Q4"),
        ("month", "2026-11"),
        ("day", "2026-11"),
    ],
)
def test_a_wave_is_the_period_in_which_a_person_answers_once(again: str, told: str) -> None:
    assert wave(small({}, again=again), datetime(2026, 11, 22, 10)) == told


def test_a_visit_is_rated_once_a_day_and_the_day_is_only_in_the_hash() -> None:
    rating = shipped()["s4"]
    days = {occasion(rating, datetime(2026, 11, day), "cnap") for day in (22, 22, 23)}
    assert len(days) == 2
    assert wave(rating, datetime(2026, 11, 22)) == "2026-11"


def test_the_last_days_of_a_year_belong_to_their_iso_week() -> None:
    assert week_of(datetime(2027, 1, 2).date()) == "2026-W53"
