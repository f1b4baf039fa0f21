"""Telegram's pace is kept without asking Telegram, and those who wait for an answer go first."""

from datetime import UTC, datetime, timedelta

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
        assert pace.free_at(chat, Lane.CAMPAIGN, START) == START
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
