"""A filled form becomes a case: once, with its number, its date and its card for the staff."""

import asyncio
from datetime import date, timedelta

import pytest

from council import forms
from council.appeals import Kind, State, Submission
from council.deliveries import STAFF_GROUP, ChatId
from council.people import Role, TelegramId
from council.phrases import DomainError
from council.sources import in_english
from council.storm import PAUSE, make_room
from council.submitting import MAKE_ROOM, STORM, is_pressing, submit
from storage.desk import Desk
from storage.house import Storage
from tests.council.desk import (
    FORM,
    KORIUKIVKA,
    NOW,
    OLENA,
    TARAS,
    filled,
    left,
    named,
    names,
    reached,
    submits,
    with_photo,
)

STAROSTA = TelegramId(77)
FORMAL = [Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT]


async def test_the_case_holds_what_was_said(desk: Desk) -> None:
    case = (await submits(desk)).appeal
    assert (case.number, case.kind, case.state) == ("ЗВ-2026-000001", Kind.APPLICATION, State.SUBMITTED)
    assert (case.category, case.district, case.received_at) == ("lighting", "misto", NOW)
    assert case.submission.text == "Не світить ліхтар"


async def test_the_same_form_twice_is_one_case(desk: Desk) -> None:
    first, second = await submits(desk), await submits(desk)
    assert first == second
    assert [event.action for event in await desk.appeals.history(first.appeal.id)] == ["submitted"]
    assert await desk.appeals.count_of(first.appeal.resident) == 1
    assert await reached(desk, STAFF_GROUP) == ["case_card"]


async def test_a_repeated_submission_takes_no_number(desk: Desk) -> None:
    await submits(desk)
    await submits(desk)
    assert (await submits(desk, key="2f")).appeal.number == "ЗВ-2026-000002"


async def test_two_people_in_the_same_moment_get_numbers_of_their_own(storage: Storage) -> None:
    async def comes(who: TelegramId) -> str:
        async with storage.unit() as desk:
            return (await submits(desk, key=f"{who:x}", who=who)).appeal.number

    numbers = await asyncio.gather(*(comes(TelegramId(500 + place)) for place in range(10)))
    assert sorted(numbers) == [f"ЗВ-2026-{place:06}" for place in range(1, 11)]


async def test_the_year_of_the_number_is_the_years_of_the_community(desk: Desk) -> None:
    olena = await desk.residents.met(OLENA, NOW)
    already_2027_in_kyiv = NOW.replace(month=12, day=31, hour=22, minute=30)
    made = await submit(desk, KORIUKIVKA, FORM, filled(Kind.APPLICATION), olena, already_2027_in_kyiv)
    assert made.appeal.number == "ЗВ-2027-000001"


@pytest.mark.parametrize(("category", "department"), [("lighting", "general"), ("services", "cnap")])
async def test_the_topic_names_the_department(desk: Desk, category: str, department: str) -> None:
    assert (await submits(desk, category=category)).appeal.department == department


async def test_what_has_no_topic_goes_to_the_general_department(desk: Desk) -> None:
    case = (await submits(desk, Kind.INFORMATION_REQUEST)).appeal
    assert (case.category, case.department) == ("", "general")


@pytest.mark.parametrize(
    ("kind", "day", "because"),
    [
        (Kind.APPLICATION, date(2026, 12, 23), "art. 20"),
        (Kind.INFORMATION_REQUEST, date(2026, 11, 30), "5 working days"),
        (Kind.PROBLEM_REPORT, date(2026, 12, 23), "the council's own promise"),
    ],
)
async def test_the_date_of_the_answer_says_why(desk: Desk, kind: Kind, day: date, because: str) -> None:
    submitted = await submits(desk, kind)
    assert submitted.due.day == day
    assert because in in_english(submitted.due.because)
    assert submitted.appeal.due == submitted.due.moment


async def test_an_unfinished_form_is_refused(desk: Desk) -> None:
    olena = await desk.residents.met(OLENA, NOW)
    open_form = forms.reopened(FORM, filled(Kind.APPLICATION), "text")
    with pytest.raises(DomainError):
        await submit(desk, KORIUKIVKA, FORM, open_form, olena, NOW)
    assert (await desk.appeals.count_of(olena.id), await left(desk)) == (0, [])


async def test_a_form_without_a_wish_is_refused(desk: Desk) -> None:
    olena = await desk.residents.met(OLENA, NOW)
    with pytest.raises(DomainError):
        await submit(desk, KORIUKIVKA, FORM, filled(Kind.APPLICATION, wish="sing"), olena, NOW)


async def test_answers_that_were_not_asked_for_stay_out_of_the_case(desk: Desk) -> None:
    submission = (await submits(desk, Kind.APPLICATION)).appeal.submission
    assert (submission.place, submission.complained_of) == (None, "")
    assert (await submits(desk, Kind.PROBLEM_REPORT, key="2f")).appeal.submission.applicant is None


# files


async def test_the_files_of_the_form_become_those_of_the_case(desk: Desk) -> None:
    await with_photo(desk, "1f", "one")
    await with_photo(desk, "1f", "two")
    await with_photo(desk, "another", "three")
    case = (await submits(desk)).appeal
    assert [file.draft for file in await desk.attachments.of_appeal(case.id)] == ["1f", "1f"]


async def test_photos_of_a_problem_stand_in_its_topic(desk: Desk) -> None:
    await with_photo(desk, "1f")
    case = (await submits(desk, Kind.PROBLEM_REPORT)).appeal
    rows = await left(desk)
    assert names(rows, STAFF_GROUP) == ["case_card", "case_file"]
    assert {row.topic for row in rows} == {f"appeal:{case.id}"}


async def test_a_point_on_the_map_stands_in_the_topic_of_a_problem(desk: Desk) -> None:
    await submits(desk, Kind.PROBLEM_REPORT, place={"latitude": 51.77, "longitude": 32.25})
    assert await reached(desk, STAFF_GROUP) == ["case_card", "case_place"]


@pytest.mark.parametrize("kind", set(Kind) - {Kind.PROBLEM_REPORT})
async def test_files_of_other_kinds_are_personal_and_do_not(desk: Desk, kind: Kind) -> None:
    await with_photo(desk, "1f")
    await submits(desk, kind)
    assert await reached(desk, STAFF_GROUP) == ["case_card"]


async def test_consent_to_tell_benefits_is_a_line_of_history(desk: Desk) -> None:
    case = (await submits(desk, benefits=["combatant"])).appeal
    assert case.submission.applicant is not None
    assert case.submission.applicant.benefits == ("combatant",)
    assert "benefits_consented" in [event.action for event in await desk.appeals.history(case.id)]


async def test_nothing_personal_is_queued_for_the_group(desk: Desk) -> None:
    await submits(desk)
    card = (await left(desk))[0]
    assert named(card) == "case_card"
    assert set(card.content.params) == {"appeal"}


# officers outside the group


async def on_duty(desk: Desk, role: Role, scope: str) -> None:
    await desk.roles.give(STAROSTA, role, scope, "Староста", OLENA, NOW)


@pytest.mark.parametrize(
    ("role", "scope"), [(Role.STAROSTA, "misto"), (Role.ENTERPRISE, "lighting"), (Role.ENTERPRISE, "general")]
)
async def test_a_case_comes_to_the_private_chat_of_its_officer(desk: Desk, role: Role, scope: str) -> None:
    await on_duty(desk, role, scope)
    await submits(desk)
    assert await reached(desk, ChatId(STAROSTA)) == ["case_card"]


@pytest.mark.parametrize(
    ("role", "scope"), [(Role.STAROSTA, "budianskyi"), (Role.STAROSTA, ""), (Role.EXECUTOR, "general")]
)
async def test_the_case_of_another_does_not(desk: Desk, role: Role, scope: str) -> None:
    await on_duty(desk, role, scope)
    await submits(desk)
    assert await reached(desk, ChatId(STAROSTA)) == []


async def test_a_complaint_leaves_the_group_for_nobody(desk: Desk) -> None:
    await on_duty(desk, Role.STAROSTA, "misto")
    await submits(desk, Kind.COMPLAINT)
    assert await reached(desk, ChatId(STAROSTA)) == []


async def test_two_roles_of_one_officer_bring_the_case_once(desk: Desk) -> None:
    await on_duty(desk, Role.STAROSTA, "misto")
    await on_duty(desk, Role.ENTERPRISE, "lighting")
    await submits(desk)
    assert await reached(desk, ChatId(STAROSTA)) == ["case_card"]


# a storm


async def storm(desk: Desk, cases: int) -> list[bool]:
    """Whether each of so many cases of one moment was put on the list."""
    return [(await submits(desk, key=f"{place:x}", who=TARAS)).appeal.listed for place in range(cases)]


async def test_in_a_storm_new_cases_are_listed_in_one_message(desk: Desk) -> None:
    assert await storm(desk, STORM + 3) == [False] * STORM + [True] * 3
    assert sorted(await reached(desk, STAFF_GROUP)) == ["case_card"] * STORM + ["queue_card"]
    assert [case.number for case in await desk.appeals.listed(10)] == [f"ЗВ-2026-{n:06}" for n in (9, 10, 11)]


@pytest.mark.parametrize(
    "said",
    [{"text": "У під’їзді пахне газом"}, {"wish": "know", "urgency": "Вода в укритті"}],
    ids=["danger", "urgent"],
)
async def test_danger_and_urgency_wait_in_no_queue(desk: Desk, said: dict[str, str]) -> None:
    await storm(desk, STORM + 1)
    assert not (await submits(desk, key="danger", **said)).appeal.listed


async def test_a_category_that_the_council_named_urgent_waits_in_no_queue() -> None:
    urgent = [one.model_copy(update={"urgent": one.code == "water"}) for one in KORIUKIVKA.categories]
    here = KORIUKIVKA.model_copy(update={"categories": tuple(urgent)})
    assert [is_pressing(here, code, Submission()) for code in ("water", "roads", "")] == [True, False, False]


async def test_listed_cases_get_their_topics_as_there_is_room_the_oldest_first(desk: Desk) -> None:
    await storm(desk, STORM + 3)
    assert await make_room(desk, {}, NOW) == NOW + PAUSE
    assert await desk.appeals.count_listed() == 3
    await left(desk)
    assert await make_room(desk, {}, NOW) is None
    assert sorted(await reached(desk, STAFF_GROUP)) == ["case_card"] * 3 + ["queue_card"]


async def test_a_storm_starts_one_job_that_makes_room(desk: Desk) -> None:
    await storm(desk, STORM + 3)
    jobs = await desk.jobs.take(NOW, timedelta(minutes=1), limit=100)
    assert [job.name for job in jobs].count(MAKE_ROOM) == 1


async def test_after_the_storm_cases_get_their_topics_again(desk: Desk) -> None:
    await storm(desk, STORM + 1)
    await left(desk)
    assert not (await submits(desk, key="later")).appeal.listed
