"""The whole life of a petition in each mode, and what is refused on the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from council import petitioning, signing
from council.deliveries import STAFF_GROUP
from council.people import Role
from council.petition_chain import Act
from council.petition_news import MAIL
from council.petition_rules import Mode
from council.petitioning import CHECK_ALARM, END, ENDING_SOON, FORGET, second_morning
from council.petitions import (
    NEXT,
    Outcome,
    Standing,
    State,
    check_due,
    consideration_due,
    marks_passed,
    names_go,
    standing,
    start_due,
)
from council.phrases import Conflict, DomainError
from council.voices import Person
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENAS_CHAT, left, officer, reached
from tests.council.petitions import (
    COLLEAGUE,
    HEAD,
    MODERATOR,
    community,
    considered,
    published,
    submitted,
    supported,
)

TODAY = date(2026, 11, 23)


async def heard(desk: Desk) -> list[str]:
    """The news that reach Olena now."""
    rows = [row for row in await left(desk, NOW + timedelta(days=2000)) if row.chat == OLENAS_CHAT]
    return [str(row.content.params["news"]) for row in rows]


@pytest.mark.parametrize("mode", Mode)
async def test_a_life_from_the_draft_to_the_archive(desk: Desk, mode: Mode) -> None:
    here = community(mode)
    petition = await considered(desk, here)
    decided = await petitioning.decide(desk, petition, Outcome.PARTLY, MODERATOR, NOW)
    answered = await petitioning.answer(desk, here, decided, "Одну лавку поставимо у травні.", MODERATOR, NOW)
    assert standing(answered, TODAY) is Standing.ANSWERED
    assert standing(answered, TODAY + timedelta(days=366)) is Standing.ARCHIVED
    told = await heard(desk)
    assert [news for news in told if not news.startswith("mark")] == [
        "published",
        "started",
        "decided",
        "answered",
    ]
    assert await desk.petitions.proven(answered.id) == []


@pytest.mark.parametrize(("mode", "number"), [(Mode.BINDING, "ПТ-2026-0001"), (Mode.INITIATIVE, "ІН-2026-0001")])
async def test_the_number_says_what_it_is(desk: Desk, mode: Mode, number: str) -> None:
    assert (await submitted(desk, community(mode))).number == number


async def test_submitted_twice_it_is_one(desk: Desk) -> None:
    here = community()
    assert (await submitted(desk, here)).id == (await submitted(desk, here)).id
    assert await reached(desk, STAFF_GROUP) == ["petition_card"]


async def test_where_petitions_are_off_an_appeal_is_offered(desk: Desk) -> None:
    with pytest.raises(DomainError, match="an appeal instead"):
        await submitted(desk, community(enabled=False))


async def test_the_check_takes_two_working_days(desk: Desk) -> None:
    petition = await submitted(desk, community())
    assert check_due(petition, KORIUKIVKA).day == date(2026, 11, 25)
    assert KORIUKIVKA.local(second_morning(KORIUKIVKA, NOW)).isoformat() == "2026-11-25T09:00:00+02:00"


async def test_one_moderator_holds_the_check(desk: Desk) -> None:
    here = community()
    claimed = await petitioning.claim(desk, await submitted(desk, here), MODERATOR, NOW)
    for step in (
        petitioning.claim(desk, claimed, COLLEAGUE, NOW),
        petitioning.publish(desk, here, claimed, COLLEAGUE, NOW),
    ):
        with pytest.raises(Conflict):
            await step
    assert (await petitioning.publish(desk, here, claimed, HEAD, NOW)).state is State.COLLECTING


async def test_who_is_no_moderator_checks_nothing(desk: Desk) -> None:
    with pytest.raises(DomainError, match="moderator"):
        await petitioning.claim(desk, await submitted(desk, community()), officer(5, (Role.EXECUTOR, "")), NOW)


async def test_a_refusal_names_a_ground_and_reasons_and_can_be_looked_at_again(desk: Desk) -> None:
    here = community()
    petition = await submitted(desk, here)
    for ground, text in (("because", "Причина"), ("hatred", "  ")):
        with pytest.raises(DomainError):
            await petitioning.refuse(desk, here, petition, ground, text, MODERATOR, NOW)
    refused = await petitioning.refuse(desk, here, petition, "hatred", "Бо ображає людей.", MODERATOR, NOW)
    assert await heard(desk) == ["refused"]
    back = await petitioning.look_again(desk, refused, MODERATOR, NOW)
    assert (back.state, back.refusal_text) == (State.CHECKING, "")


async def test_publication_fixes_threshold_and_last_day(desk: Desk) -> None:
    petition = await published(desk, community(threshold=100))
    assert (petition.published, petition.closes, petition.threshold) == (TODAY, date(2027, 1, 22), 100)
    assert names_go(petition, KORIUKIVKA) == date(2029, 11, 23)


async def test_an_external_petition_needs_the_address_where_it_is_signed(desk: Desk) -> None:
    here = community(Mode.EXTERNAL, page="https://petition.example/")
    with pytest.raises(DomainError, match="address"):
        await petitioning.publish(desk, here, await submitted(desk, here), MODERATOR, NOW)


async def test_marks_are_told_once_each(desk: Desk) -> None:
    here = community(threshold=4)
    petition = await supported(desk, here, await published(desk, here), 6, NOW)
    told = [news for news in await heard(desk) if news.startswith("mark")]
    assert told == ["mark_25", "mark_50", "mark_75", "mark_100"]
    assert marks_passed(petition) == (25, 50, 75, 100)


async def test_the_count_of_the_official_site_has_its_day(desk: Desk) -> None:
    here = community(Mode.EXTERNAL, page="https://petition.example/")
    petition = await supported(desk, here, await published(desk, here), 2, NOW)
    older = await petitioning.count_outside(desk, here, petition, 1, TODAY - timedelta(days=1), NOW)
    assert (older.count, older.counted_outside, older.reached_at) == (2, TODAY, None)
    with pytest.raises(DomainError):
        await petitioning.count_outside(desk, here, petition, 9, TODAY + timedelta(days=1), NOW)


async def test_consideration_begins_only_above_the_threshold(desk: Desk) -> None:
    here = community()
    with pytest.raises(DomainError, match="not collected enough"):
        await petitioning.start(desk, here, await published(desk, here), MODERATOR, NOW)


async def test_the_terms_of_consideration(desk: Desk) -> None:
    petition = await considered(desk, community())
    announced, decided = start_due(petition, KORIUKIVKA), consideration_due(petition, KORIUKIVKA)
    assert announced is not None
    assert decided is not None
    assert (announced.day, decided.day) == (date(2026, 11, 26), date(2026, 12, 7))


async def test_a_session_moves_the_day_of_the_decision(desk: Desk) -> None:
    petition = await considered(desk, community(), date(2026, 12, 18))
    due = consideration_due(petition, KORIUKIVKA)
    assert due is not None
    assert due.day == date(2026, 12, 18)
    with pytest.raises(DomainError, match="past"):
        await petitioning.set_session(desk, KORIUKIVKA, petition, date(2026, 11, 1), MODERATOR, NOW)


async def test_too_few_by_the_last_day(desk: Desk) -> None:
    here = community()
    petition = await supported(desk, here, await published(desk, here), 2, NOW)
    last, after = NOW + timedelta(days=60), NOW + timedelta(days=61)
    assert standing(petition, TODAY + timedelta(days=60)) is Standing.COLLECTING
    assert standing(petition, TODAY + timedelta(days=61)) is Standing.NOT_REACHED
    assert not await petitioning.end(desk, here, petition, last)
    assert await petitioning.end(desk, here, petition, after)
    assert (await heard(desk))[-1] == "not_reached"


async def test_enough_by_the_last_day_waits_for_the_council(desk: Desk) -> None:
    here = community()
    petition = await supported(desk, here, await published(desk, here), 3, NOW)
    assert not await petitioning.end(desk, here, petition, NOW + timedelta(days=61))
    assert standing(petition, TODAY + timedelta(days=61)) is Standing.REACHED


async def test_the_end_is_told_three_days_before_unless_enough_is_there(desk: Desk) -> None:
    here = community()
    petition = await published(desk, here)
    await petitioning.remind_of_the_end(desk, here, petition, NOW)
    enough = await supported(desk, here, petition, 3, NOW)
    await petitioning.remind_of_the_end(desk, here, enough, NOW)
    assert (await heard(desk)).count("ending") == 1


async def test_what_is_to_come_is_written_down(desk: Desk) -> None:
    await published(desk, community())
    jobs = await desk.jobs.take(NOW + timedelta(days=2000), timedelta(minutes=1))
    assert {job.name: KORIUKIVKA.local(job.due).date() for job in jobs} == {
        CHECK_ALARM: date(2026, 11, 25),
        ENDING_SOON: date(2027, 1, 19),
        END: date(2027, 1, 23),
        FORGET: date(2029, 11, 23),
        MAIL: date(2026, 11, 23),
    }


async def test_after_three_years_the_names_go(desk: Desk) -> None:
    here = community(Mode.BINDING)
    petition = await supported(desk, here, await published(desk, here), 2, NOW)
    assert not await petitioning.forget(desk, here, petition, NOW + timedelta(days=1095))
    assert await petitioning.forget(desk, here, petition, NOW + timedelta(days=1096))
    forgotten = await desk.petitions.get(petition.id)
    assert (forgotten.identity, forgotten.signatures) == (None, 2)
    assert {voice.name for voice in await desk.petitions.voices(petition.id)} == {""}


async def test_a_signature_with_force_is_not_taken_back(desk: Desk) -> None:
    for here, act in ((community(Mode.BINDING), Act.SIGNED), (community(Mode.INITIATIVE), Act.SUPPORTED)):
        petition = await supported(desk, here, await published(desk, here, act.value), 1, NOW)
        with pytest.raises(DomainError, match="not taken back"):
            await signing.withdraw(desk, here, petition, act, "person 0", NOW)


async def test_support_is_taken_back_where_the_community_allows_it(desk: Desk) -> None:
    here = community(withdrawal=True)
    petition = await supported(desk, here, await published(desk, here), 1, NOW)
    assert (await signing.withdraw(desk, here, petition, Act.SUPPORTED, "person 0", NOW)).supports == 0


async def test_a_crowd_within_a_minute_is_flagged_and_counts(desk: Desk) -> None:
    here = community(threshold=1000)
    petition = await supported(desk, here, await published(desk, here), signing.BURST + 2, NOW)
    flagged = [voice for voice in await desk.petitions.voices(petition.id) if voice.flags]
    assert (len(flagged), petition.supports) == (2, signing.BURST + 2)


async def test_a_person_first_seen_just_now_is_flagged(desk: Desk) -> None:
    here = community()
    petition = await published(desk, here)
    given = await signing.give(desk, here, petition, Act.SUPPORTED, Person("new", NOW - timedelta(minutes=5)), NOW)
    assert {flag.value for flag in given.voice.flags} == {"new_account"}


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_way_out_or_is_an_end(state: State) -> None:
    ends = {State.ANSWERED, State.WITHDRAWN}
    assert bool(NEXT[state]) is (state not in ends)


async def test_every_other_step_is_refused(desk: Desk) -> None:
    here = community()
    petition = await submitted(desk, here)
    steps = (
        petitioning.look_again(desk, petition, MODERATOR, NOW),
        petitioning.start(desk, here, petition, MODERATOR, NOW),
        petitioning.decide(desk, petition, Outcome.SUPPORTED, MODERATOR, NOW),
        petitioning.answer(desk, here, petition, "Так", MODERATOR, NOW),
        petitioning.set_session(desk, here, petition, TODAY, MODERATOR, NOW),
        petitioning.count_outside(desk, here, petition, 1, TODAY, NOW),
    )
    for step in steps:
        with pytest.raises(DomainError):
            await step


async def test_a_changed_word_of_a_published_petition_is_proven(desk: Desk) -> None:
    here = community()
    petition = await published(desk, here)
    links = await desk.petitions.links(petition.id)
    changed = await desk.petitions.change(petition, replace(petition, title="Інше"))
    assert petitioning.promised(petition) == links[0].content
    assert petitioning.promised(changed) != links[0].content
