"""Every date warns in time and once, and is silent when there is nothing to warn of any more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import answering, deadlines, decisions, speaking_up, submitting, warnings
from council.appeals import Appeal, Kind, State
from council.calendar import local_day
from council.deadlines import Count, Promise
from council.deliveries import STAFF_GROUP, ChatId
from council.people import Role, TelegramId
from council.sources import in_english
from council.warnings import STEPS, URGENT, Mark, warnings_of
from storage.deliveries import OutboxRow
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENA, REGISTRAR, a_case, answered, drawn, in_state, left, names
from tests.council.test_deadlines import KYIV, Hromada, moments, noon, zones

MONDAY = noon(2026, 11, 23)


def given_for(kind: Kind, received: datetime, hromada: Hromada | None = None, term: str = "") -> dict[str, str]:
    """What is warned of, and when by the wall clock of the community."""
    rules = hromada or Hromada()
    due = deadlines.step(term, received, rules) if term else deadlines.due(kind, received, rules, "lighting")
    return {
        one.key: f"{one.at.astimezone(rules.zone):%a %d.%m %H:%M}"
        for one in warnings_of(kind, received, due.moment, rules, term)
    }


@pytest.mark.parametrize("kind", [Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT])
def test_an_appeal_warns_of_its_steps_five_days_before_and_on_the_last_working_day_before(kind: Kind) -> None:
    assert given_for(kind, MONDAY) == {
        "untaken": "Tue 24.11 09:00",
        "step": "Thu 26.11 09:00",
        "step_ends": "Fri 27.11 09:00",
        "days_before": "Fri 18.12 09:00",
        "eve": "Tue 22.12 09:00",
        "passed": "Wed 23.12 23:59",
    }


def test_a_request_warns_after_the_third_working_day_and_on_the_fifth() -> None:
    assert given_for(Kind.INFORMATION_REQUEST, MONDAY) == {
        "untaken": "Tue 24.11 09:00",
        "eve": "Fri 27.11 09:00",
        "last_day": "Mon 30.11 09:00",
        "passed": "Mon 30.11 23:59",
    }


def test_an_extended_request_warns_five_days_before_too() -> None:
    found = given_for(Kind.INFORMATION_REQUEST, MONDAY, term="request.extended")
    assert found["days_before"] == "Wed 16.12 09:00"
    assert found["last_day"] == "Mon 21.12 09:00"


def test_an_urgent_request_warns_after_24_and_40_hours_by_night_too() -> None:
    friday_evening = datetime(2026, 11, 27, 21, 30, tzinfo=KYIV).astimezone(UTC)
    assert given_for(Kind.INFORMATION_REQUEST, friday_evening, term=URGENT) == {
        "hours_24": "Sat 28.11 21:30",
        "hours_8": "Sun 29.11 13:30",
        "passed": "Sun 29.11 21:30",
    }


def test_a_report_with_a_short_promise_warns_only_as_long_as_there_is_time() -> None:
    hromada = Hromada(promises={"lighting": Promise(days=3, count=Count.WORKING)})
    assert given_for(Kind.PROBLEM_REPORT, MONDAY, hromada) == {
        "untaken": "Tue 24.11 09:00",
        "eve": "Wed 25.11 09:00",
        "passed": "Thu 26.11 23:59",
    }


def test_a_date_after_a_weekend_warns_on_friday() -> None:
    saturday = noon(2026, 11, 21)
    assert given_for(Kind.APPLICATION, saturday)["eve"] == "Fri 18.12 09:00"
    assert given_for(Kind.APPLICATION, saturday)["untaken"] == "Mon 23.11 09:00"


def test_of_two_warnings_at_one_moment_the_more_pressing_is_given() -> None:
    """Received on a Thursday: the third day is a Sunday, so both that and the next morning fall on Friday."""
    found = given_for(Kind.APPLICATION, noon(2026, 11, 26))
    assert found["step"] == "Fri 27.11 09:00"
    assert "untaken" not in found


def test_a_warning_says_what_it_is_about() -> None:
    due = deadlines.due(Kind.APPLICATION, MONDAY, Hromada()).moment
    said = {one.key: in_english(one.phrase) for one in warnings_of(Kind.APPLICATION, MONDAY, due, Hromada())}
    assert said[Mark.STEP] == "If this case belongs to another body, pass it on by 2026-11-28 and tell the person."
    assert said[Mark.PASSED] == "The day of the answer has passed."


terms = st.sampled_from(["", "appeal.no_study", "appeal.max_total", "request.extended", URGENT])


@given(moments, zones, st.sampled_from(list(Kind)), terms)
def test_every_warning_comes_between_receipt_and_the_due_moment_in_the_morning_of_a_working_day(
    received: datetime, zone: object, kind: Kind, term: str
) -> None:
    rules = Hromada(zone=zone, promises={"lighting": Promise(days=7)})  # type: ignore[arg-type]
    due = (deadlines.step(term, received, rules) if term else deadlines.due(kind, received, rules, "lighting")).moment
    found = warnings_of(kind, received, due, rules, term)
    assert [one.key for one in found][-1] is Mark.PASSED
    assert found[-1].at == due
    assert len({one.at for one in found}) == len({one.key for one in found}) == len(found)
    for one in found[:-1]:
        assert received < one.at < due
        if one.key not in {Mark.HOURS_24, Mark.HOURS_8}:
            assert one.at.astimezone(rules.zone).time() == time(9)
            assert rules.calendar.is_working_day(local_day(one.at, rules.zone))


@given(moments, zones, st.sampled_from([Kind.PROPOSAL, Kind.COMPLAINT]))
def test_who_is_warned_of_a_step_can_still_take_it(received: datetime, zone: object, kind: Kind) -> None:
    rules = Hromada(zone=zone)  # type: ignore[arg-type]
    leaves = deadlines.forwarded(kind, received, rules).moment
    due = deadlines.due(kind, received, rules).moment
    assert all(one.at < leaves for one in warnings_of(kind, received, due, rules) if one.key in STEPS)


# silence


@pytest.mark.parametrize("state", sorted({*warnings.FINAL, State.ANSWERED}))
@pytest.mark.parametrize("mark", list(Mark))
def test_what_is_done_with_is_silent(state: State, mark: Mark) -> None:
    assert warnings.silent(mark, drawn(Kind.APPLICATION, state=state))


def test_a_letter_that_has_not_gone_out_still_warns() -> None:
    shown = drawn(Kind.APPLICATION, state=State.ANSWER_SHOWN)
    assert not warnings.silent(Mark.EVE, shown)
    assert not warnings.silent(Mark.PASSED, shown)
    assert warnings.silent(Mark.UNTAKEN, shown)


def test_a_case_that_someone_took_or_registered_needs_no_word_on_other_bodies() -> None:
    taken = drawn(Kind.APPLICATION, executor=TelegramId(900), state=State.IN_PROGRESS)
    registered = drawn(Kind.APPLICATION, state=State.ACCEPTED)
    assert all(warnings.silent(mark, case) for mark in STEPS for case in (taken, registered))
    assert warnings.silent(Mark.UNTAKEN, taken)
    assert not warnings.silent(Mark.UNTAKEN, registered)


# the jobs


async def at(desk: Desk, moment: datetime) -> list[OutboxRow]:
    """The jobs due at the moment are done, as the process would do them; what they queued leaves."""
    for job in await desk.jobs.take(moment, timedelta(minutes=5), 100):
        if job.name == warnings.WARN:
            await speaking_up.warn(desk, KORIUKIVKA, job.params, moment)
        await desk.jobs.done(job)
    return await left(desk, moment)


def morning(*ymd: int) -> datetime:
    return datetime(*ymd, 9, tzinfo=KYIV).astimezone(UTC)  # type: ignore[misc, arg-type]


def marks(rows: Sequence[OutboxRow], chat: ChatId = STAFF_GROUP) -> list[str]:
    told = [row.content.params["mark"] for row in rows if row.chat == chat and "warning" in names([row], chat)]
    return [str(mark) for mark in told]


async def test_a_new_case_nobody_took_speaks_up_in_its_topic_the_next_morning_once(desk: Desk) -> None:
    case = await a_case(desk)
    rows = await at(desk, morning(2026, 11, 24))
    assert marks(rows) == ["untaken"]
    assert rows[0].topic == rows[0].about == f"appeal:{case.id}"
    assert await at(desk, morning(2026, 11, 24) + timedelta(minutes=10)) == []


async def test_a_case_scheduled_twice_warns_once(desk: Desk) -> None:
    case = await a_case(desk)
    await warnings.schedule(desk, case, KORIUKIVKA, NOW)
    assert marks(await at(desk, morning(2026, 11, 24))) == ["untaken"]
    await warnings.schedule(desk, case, KORIUKIVKA, NOW)
    assert marks(await at(desk, morning(2026, 11, 24) + timedelta(hours=1))) == []


async def test_an_answered_case_stays_silent(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    await answering.posted(desk, case.id, REGISTRAR, date(2026, 11, 23), NOW)
    await left(desk)
    assert marks(await at(desk, NOW + timedelta(days=40))) == []


async def test_after_a_long_silence_of_the_bot_only_the_last_warning_is_given(desk: Desk) -> None:
    await a_case(desk)
    assert marks(await at(desk, morning(2026, 12, 22))) == ["eve"]


async def test_a_moved_date_takes_its_old_warnings_along(desk: Desk) -> None:
    case = await a_case(desk)
    later = replace(case, due=deadlines.step("appeal.max_total", NOW, KORIUKIVKA).moment, term="appeal.max_total")
    after = await desk.appeals.change(case, later)
    await warnings.reschedule(desk, case, after, KORIUKIVKA, morning(2026, 12, 1))
    assert marks(await at(desk, case.due + timedelta(hours=1))) == []
    assert marks(await at(desk, morning(2027, 1, 1))) == ["days_before"]
    assert marks(await at(desk, after.due)) == ["passed"]


async def test_a_sooner_date_warns_by_itself(desk: Desk) -> None:
    case = await a_case(desk)
    sooner = replace(case, due=deadlines.step("appeal.no_study", NOW, KORIUKIVKA).moment, term="appeal.no_study")
    after = await desk.appeals.change(case, sooner)
    await warnings.reschedule(desk, case, after, KORIUKIVKA, NOW + timedelta(days=5))
    assert marks(await at(desk, morning(2026, 12, 3))) == ["days_before"]
    assert marks(await at(desk, morning(2026, 12, 7))) == ["eve"]


async def test_a_date_moved_by_other_code_gets_its_warnings_from_the_first_old_one(desk: Desk) -> None:
    case = await a_case(desk)
    later = replace(case, due=deadlines.step("appeal.max_total", NOW, KORIUKIVKA).moment, term="appeal.max_total")
    await desk.appeals.change(case, later)
    assert marks(await at(desk, morning(2026, 11, 24))) == []
    assert marks(await at(desk, morning(2027, 1, 1))) == ["days_before"]


async def test_a_starosta_is_warned_in_private_of_what_is_theirs_or_nobodys(desk: Desk) -> None:
    starosta = TelegramId(700)
    await desk.roles.give(starosta, Role.STAROSTA, "misto", "Староста", OLENA, NOW)
    nobodys = await a_case(desk, Kind.APPLICATION)
    assert marks(await at(desk, morning(2026, 11, 24)), ChatId(starosta)) == ["untaken"]
    await desk.appeals.change(nobodys, replace(nobodys, executor=TelegramId(900)))
    assert marks(await at(desk, morning(2026, 12, 18)), ChatId(starosta)) == []


async def test_a_complaint_is_never_told_in_private_to_a_starosta(desk: Desk) -> None:
    starosta = TelegramId(700)
    await desk.roles.give(starosta, Role.STAROSTA, "misto", "Староста", OLENA, NOW)
    await a_case(desk, Kind.COMPLAINT)
    rows = await at(desk, morning(2026, 11, 24))
    assert marks(rows) == ["untaken"]
    assert marks(rows, ChatId(starosta)) == []


async def listed_case(desk: Desk, key: str) -> Appeal:
    """A case of a storm, whose topic is not made yet."""
    case = await a_case(desk, key=key)
    return await desk.appeals.change(case, replace(case, listed=True))


async def test_after_a_storm_one_message_a_morning_speaks_for_all(desk: Desk) -> None:
    for key in ("1f", "2f", "3f"):
        await listed_case(desk, key)
    rows = await at(desk, morning(2026, 11, 24))
    assert names(rows, STAFF_GROUP) == ["queue_waits"]
    assert rows[0].topic == "queue"


async def test_a_case_of_the_queue_gets_its_topic_when_its_date_warns(desk: Desk) -> None:
    case = await listed_case(desk, "1f")
    rows = await at(desk, morning(2026, 12, 18))
    assert names(rows, STAFF_GROUP) == ["case_card", "queue_card", "warning"]
    assert not (await desk.appeals.get(case.id)).listed


async def test_a_decision_that_moves_the_date_moves_the_warnings(desk: Desk) -> None:
    """Registered as needing no study: fifteen days instead of a month."""

    case = await in_state(desk, await a_case(desk), State.SUBMITTED)
    told = {"number": "К-17", "date": "2026-11-23", "study": "no"}
    decided = await decisions.decide(
        desk, KORIUKIVKA, case, decisions.Decision.REGISTER, told, "Зареєстровано", REGISTRAR, "f1", NOW
    )
    await left(desk)
    assert submitting.due_of(decided.appeal, KORIUKIVKA).day == date(2026, 12, 8)
    assert marks(await at(desk, morning(2026, 12, 7))) == ["eve"]
    assert marks(await at(desk, morning(2026, 12, 18))) == ["passed"]
