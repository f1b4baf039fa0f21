"""Telegram's pace is kept without asking Telegram, and those who wait for an answer go first."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.pace import Pace
from council.deliveries import Lane

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GROUP, OLENA, PETRO = -100, 7, 8


def sent_within(pace: Pace, chat: int, lane: Lane, seconds: float) -> list[float]:
    """The moments of sending when there is always something to send."""
    now, moments = START, []
    while (now := pace.free_at(chat, lane, now)) < START + timedelta(seconds=seconds):
        pace.take(chat, now)
        moments.append((now - START).total_seconds())
    return moments


def test_a_person_gets_four_at_once_and_then_one_a_second() -> None:
    assert sent_within(Pace(), OLENA, Lane.INTERACTIVE, 3.5) == [0, 0, 0, 0, 1, 2, 3]


def test_a_group_gets_twenty_a_minute() -> None:
    moments = sent_within(Pace(), GROUP, Lane.INTERACTIVE, 120)
    assert len(moments) == 40
    for moment in moments:
        assert sum(moment - 60 < other <= moment for other in moments) <= 20


def test_a_storm_of_cards_leaves_room_for_an_answer() -> None:
    pace = Pace()
    cards = sent_within(pace, GROUP, Lane.CARD, 1)
    assert len(cards) == 14
    assert pace.free_at(GROUP, Lane.CARD, START) > START
    assert pace.free_at(GROUP, Lane.INTERACTIVE, START) == START


def test_a_storm_of_cards_takes_nearly_all_that_telegram_gives() -> None:
    """Ten minutes: nineteen a minute, one place is always somebody's who presses."""
    moments = sent_within(Pace(), GROUP, Lane.CARD, 600)
    assert len(moments) >= 185
    for moment in moments:
        assert sum(moment - 60 < other <= moment for other in moments) <= 19


def test_thirty_a_second_in_all() -> None:
    pace = Pace()
    for chat in range(1, 31):
        assert pace.free_at(chat, Lane.NOTICE, START) == START
        pace.take(chat, START)
    assert pace.free_at(31, Lane.INTERACTIVE, START) == START + timedelta(seconds=1)


def test_a_held_chat_waits_and_others_do_not() -> None:
    pace, until = Pace(), START + timedelta(seconds=9)
    pace.hold(OLENA, until)
    pace.hold(OLENA, START)
    assert pace.free_at(OLENA, Lane.INTERACTIVE, START) == until
    assert pace.free_at(PETRO, Lane.INTERACTIVE, START) == START


def test_forgetting_idle_chats_changes_no_pace() -> None:
    pace = Pace()
    sent_within(pace, OLENA, Lane.NOTICE, 1)
    pace.forget_idle(START)
    assert pace.free_at(OLENA, Lane.NOTICE, START) > START
    pace.forget_idle(START + timedelta(seconds=30))
    assert len(sent_within(pace, OLENA, Lane.NOTICE, 0.5)) == 4


# messages to many people


def test_what_is_on_its_way_holds_its_place_until_a_second_after_telegrams_answer() -> None:
    pace, second = Pace(), timedelta(seconds=1)
    for chat in range(1, 31):
        pace.fly(chat, Lane.NOTICE, START)
    assert pace.free_at(99, Lane.INTERACTIVE, START + 5 * second) > START + 5 * second, "they may just arrive there"
    for _ in range(30):
        pace.landed(START + 2 * second)
    assert pace.free_at(99, Lane.INTERACTIVE, START + 2.5 * second) == START + 3 * second
    assert pace.free_at(99, Lane.INTERACTIVE, START + 3 * second) == START + 3 * second


def of_a_campaign(pace: Pace, seconds: float) -> list[float]:
    """When messages of a campaign reach a Telegram that answers at once, if one is always ready."""
    now, moments = START, []
    for chat in range(1, 2000):
        while (free := max(pace.free_at(chat, Lane.CAMPAIGN, now), pace.boards_at(now))) > now:
            now = free
        if now >= START + timedelta(seconds=seconds):
            break
        pace.fly(chat, Lane.CAMPAIGN, now)
        pace.board()
        pace.landed(now)
        moments.append((now - START).total_seconds())
    return moments


def test_a_campaign_leaves_in_even_steps_and_uses_all_that_telegram_gives() -> None:
    moments = of_a_campaign(Pace(), 21)
    assert moments[0] == 1, "whoever starts does not know what left in the last second"
    assert len(moments) >= 20 * 29.9
    assert max(later - earlier for earlier, later in pairwise(moments)) < 0.05


def test_a_campaign_leaves_a_place_to_everybody_who_is_being_answered() -> None:
    pace = Pace()
    pace.expected = lambda: 2
    moments = of_a_campaign(pace, 11)
    now = START + timedelta(seconds=moments[-1])
    assert pace.free_at(5000, Lane.INTERACTIVE, now) == now
    pace.fly(5000, Lane.INTERACTIVE, now)
    assert pace.free_at(5001, Lane.INTERACTIVE, now) == now


async def test_whoever_found_no_place_gets_the_next_one_before_a_campaign() -> None:
    pace = Pace()
    for chat in range(1, 31):
        pace.fly(chat, Lane.CAMPAIGN, START)
        pace.board()
        pace.landed(START + timedelta(milliseconds=chat))
    now = START + timedelta(milliseconds=50)
    again = await pace.claim(OLENA, Lane.INTERACTIVE, now)
    assert again == START + timedelta(seconds=1, milliseconds=1)
    assert pace.boards_at(again) > again, "a place is free, and it is hers"
    assert await pace.claim(OLENA, Lane.INTERACTIVE, again) == again
