"""The letter of an answer: who carries it, when the case is answered, and when somebody is asked for it."""

from collections.abc import Set
from datetime import UTC, date, datetime, timedelta

import pytest

from council import answering, letters
from council.appeals import Appeal, CaseMessage, Channel, Kind, MessageState, State
from council.deliveries import STAFF_GROUP
from council.letters import Failure, outgoing
from council.mails import Mail, MailState, letter_key, receipt_key
from council.people import ReplyChannel
from council.phrases import DomainError, NotFound
from storage.desk import Desk
from tests.council.desk import (
    HALF_A_MINUTE_LATER,
    KORIUKIVKA,
    NOW,
    OLENAS_CHAT,
    REGISTRAR,
    STRANGER,
    a_case,
    confirmed,
    in_state,
    left,
    names,
    reached,
)

MAIL = frozenset({ReplyChannel.EMAIL})
NOBODY: Set[ReplyChannel] = frozenset()
POST = {"contact": {"channel": "post", "value": ""}}
LATER = HALF_A_MINUTE_LATER
TODAY = date(2027, 3, 4)
BUSY = Failure("smtp 451")


async def released(desk: Desk, case: Appeal, carried: Set[ReplyChannel]) -> CaseMessage:
    held = await confirmed(desk, case)
    assert await letters.release(desk, KORIUKIVKA, held.id, carried, LATER)
    return await desk.appeals.message(held.id)


async def queued(desk: Desk, answer: CaseMessage) -> Mail:
    mail = await desk.mails.by_key(letter_key(answer.id))
    assert mail is not None
    return mail


async def state(desk: Desk, case: Appeal) -> State:
    return (await desk.appeals.get(case.id)).state


# the way out


async def test_a_mail_is_queued_with_the_answer_and_the_case_is_not_answered_yet(desk: Desk) -> None:
    case = await a_case(desk)
    answer = await released(desk, case, MAIL)
    assert (await queued(desk, answer)).state is MailState.WAITING
    assert await state(desk, case) is State.ANSWER_SHOWN
    assert "letter_wanted" not in await reached(desk, STAFF_GROUP)


@pytest.mark.parametrize(("changed", "carried"), [(POST, MAIL), ({}, NOBODY)])
async def test_what_the_bot_cannot_carry_is_asked_of_the_topic(desk: Desk, changed: dict, carried: Set) -> None:
    case = await a_case(desk, **changed)
    answer = await released(desk, case, carried)
    assert await desk.mails.by_key(letter_key(answer.id)) is None
    assert "letter_wanted" in await reached(desk, STAFF_GROUP)


async def test_a_problem_without_a_name_needs_no_letter(desk: Desk) -> None:
    case = await a_case(desk, Kind.PROBLEM_REPORT)
    await released(desk, case, MAIL)
    assert await state(desk, case) is State.ANSWERED
    assert "letter_wanted" not in await reached(desk, STAFF_GROUP)


async def test_an_answer_taken_back_sends_no_letter(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    await answering.take_back(desk, held)
    assert not await letters.release(desk, KORIUKIVKA, held.id, MAIL, LATER)
    assert await desk.mails.by_key(letter_key(held.id)) is None


# the mail server's word


async def test_only_the_mail_servers_yes_makes_the_case_answered(desk: Desk) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    await left(desk, LATER)
    await letters.mailed(desk, mail, LATER)
    assert await state(desk, case) is State.ANSWERED
    [event] = [event for event in await desk.appeals.history(case.id) if event.action == "posted"]
    assert event.channel is Channel.EMAIL
    assert names(await left(desk, LATER), OLENAS_CHAT) == ["case_answered"]


async def test_the_same_yes_twice_changes_nothing(desk: Desk) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    await letters.mailed(desk, mail, LATER)
    await left(desk, LATER)
    await letters.mailed(desk, mail, LATER)
    assert await left(desk, LATER) == []


async def test_a_letter_that_went_by_post_meanwhile_is_not_mailed_too(desk: Desk) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    assert await letters.still_wanted(desk, mail, LATER)
    await answering.posted(desk, case.id, REGISTRAR, LATER.date(), LATER)
    assert not await letters.still_wanted(desk, mail, LATER)


async def test_pauses_grow_to_an_hour() -> None:
    pauses = [letters.pause_after(n) // timedelta(minutes=1) for n in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_mail_that_fails_waits_and_the_topic_hears_of_long_failing_once(desk: Desk) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    await letters.not_mailed(desk, mail, BUSY, LATER)
    assert await desk.mails.take(LATER, timedelta(minutes=1)) == []
    assert "letter_wanted" not in await reached(desk, STAFF_GROUP)
    for hours in (4, 5, 6):
        await letters.not_mailed(desk, mail, BUSY, LATER + timedelta(hours=hours))
    assert names(await left(desk, LATER + timedelta(hours=7)), STAFF_GROUP).count("letter_wanted") == 1
    assert (await queued(desk, await desk.appeals.message(mail.message))).state is MailState.WAITING


async def test_near_the_last_day_the_first_failure_is_told(desk: Desk) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    await left(desk, LATER)
    await letters.not_mailed(desk, mail, BUSY, case.due - timedelta(hours=20))
    assert "letter_wanted" in await reached_at(desk, case.due)


async def reached_at(desk: Desk, now: datetime) -> list[str]:
    return names(await left(desk, now), STAFF_GROUP)


@pytest.mark.parametrize(
    ("failure", "hours", "told"),
    [
        (Failure("smtp 550", final=True, address=True), 0, ["mail_refused"]),
        (Failure("smtp 554", final=True), 0, []),
        (BUSY, 72, []),
    ],
)
async def test_a_mail_that_will_never_go_is_told(desk: Desk, failure: Failure, hours: int, told: list[str]) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    now = LATER + timedelta(hours=hours)
    await left(desk, now)
    await letters.not_mailed(desk, mail, failure, now)
    rows = await left(desk, now)
    assert names(rows, STAFF_GROUP) == ["letter_wanted"]
    assert names(rows, OLENAS_CHAT) == told
    assert await state(desk, case) is State.ANSWER_SHOWN


# reminders


async def remind(desk: Desk, answer: CaseMessage, now: datetime, carried: Set[ReplyChannel] = NOBODY) -> list[str]:
    await letters.remind(desk, KORIUKIVKA, answer.id, carried, now)
    return await reached_at(desk, now)


async def test_the_topic_is_asked_once_a_day_until_the_letter_went_out(desk: Desk) -> None:
    case = await a_case(desk, **POST)
    answer = await released(desk, case, MAIL)
    await left(desk, LATER)
    tomorrow = NOW + timedelta(days=1)
    assert await remind(desk, answer, tomorrow) == ["letter_wanted"]
    assert await remind(desk, answer, tomorrow) == []
    await answering.posted(desk, case.id, REGISTRAR, NOW.date(), tomorrow)
    assert await letters.remind(desk, KORIUKIVKA, answer.id, NOBODY, tomorrow + timedelta(days=1)) is None


async def test_a_mail_on_its_way_is_not_asked_for(desk: Desk) -> None:
    answer = await released(desk, await a_case(desk), MAIL)
    await left(desk, LATER)
    assert await remind(desk, answer, LATER + timedelta(hours=1), MAIL) == []
    assert await remind(desk, answer, LATER + timedelta(hours=5), MAIL) == ["letter_wanted"]


def test_the_next_morning_is_of_a_working_day() -> None:
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert letters.next_morning(KORIUKIVKA, friday) == datetime(2026, 11, 30, 7, tzinfo=UTC)


# receipts


async def test_a_receipt_is_for_who_named_an_email(desk: Desk) -> None:
    by_mail, by_post = await a_case(desk), await a_case(desk, key="2f", **POST)
    for case in (by_mail, by_post):
        await letters.receipt(desk, case, MAIL, NOW)
    await letters.receipt(desk, by_mail, MAIL, NOW)
    assert await desk.mails.by_key(receipt_key(by_post.id)) is None
    mail = await desk.mails.by_key(receipt_key(by_mail.id))
    assert mail is not None
    assert await letters.still_wanted(desk, mail, NOW + timedelta(days=1))
    assert not await letters.still_wanted(desk, mail, NOW + timedelta(days=2))


# number and paper


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("02-15/123 від 03.03.2027", "02-15/123", date(2027, 3, 3)),
        ("03.03.2027 № 02-15/123", "02-15/123", date(2027, 3, 3)),
        ("Вих. № 15 від 3.3.2027 р.", "15", date(2027, 3, 3)),
        ("№15, 03.03.2027 року", "15", date(2027, 3, 3)),
        ("02-15/123", "02-15/123", TODAY),
        ("15.03.2027/12", "15.03.2027/12", TODAY),
    ],
)
def test_number_and_date_are_read_as_people_write_them(text: str, number: str, day: date) -> None:
    assert outgoing(text, TODAY) == (number, day)


@pytest.mark.parametrize("text", ["", "завтра", "03.03.2027", "12 від 32.01.2027", "12 від 05.03.2027", "1" * 41])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        outgoing(text, TODAY)


async def test_a_number_is_kept_on_the_answer_before_it_goes_and_after(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    first = await letters.number(desk, held.id, "1/7", REGISTRAR, TODAY, NOW)
    assert (first.outgoing_number, first.outgoing_date, first.state) == ("1/7", TODAY, MessageState.HELD)
    await letters.release(desk, KORIUKIVKA, held.id, MAIL, LATER)
    await letters.number(desk, held.id, "1/8", REGISTRAR, TODAY, LATER)
    assert (await letters.must_be_answered(desk, case.id, REGISTRAR)).outgoing_number == "1/8"
    assert [event.action for event in await desk.appeals.history(case.id)].count("numbered") == 1


async def test_a_letter_is_opened_by_who_works_on_the_case_and_logged(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(NotFound):
        await letters.open_letter(desk, case.id, REGISTRAR, "1", NOW)
    answer = await released(desk, case, MAIL)
    with pytest.raises(DomainError, match="role"):
        await letters.open_letter(desk, case.id, STRANGER, "2", NOW)
    assert await letters.open_letter(desk, case.id, REGISTRAR, "3", NOW) == answer
    assert [event.action for event in await desk.appeals.history(case.id)].count("data_opened") == 1


async def test_an_answered_case_is_answered_once_by_two_ways(desk: Desk) -> None:
    """The officer said «sent» while the mail was with the server: both are in the history, the state moved once."""
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    await answering.posted(desk, case.id, REGISTRAR, LATER.date(), LATER)
    await letters.mailed(desk, mail, LATER)
    assert await state(desk, case) is State.ANSWERED
    assert [event.action for event in await desk.appeals.history(case.id)].count("posted") == 2


async def test_a_closed_case_is_not_reopened_by_a_late_mail(desk: Desk) -> None:
    case = await a_case(desk)
    mail = await queued(desk, await released(desk, case, MAIL))
    await in_state(desk, await desk.appeals.get(case.id), State.CLOSED)
    await letters.mailed(desk, mail, LATER)
    assert await state(desk, case) is State.CLOSED
