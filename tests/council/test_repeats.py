"""«Not solved» repeats an answered appeal for two weeks; without a word the case closes by itself."""

from datetime import timedelta

import pytest

from council import decisions
from council.answering import posted, release
from council.appeals import Appeal, AppealId, Kind, State
from council.decision_forms import Decision
from council.decision_letters import letter
from council.deliveries import STAFF_GROUP
from council.people import Role
from council.phrases import Conflict, DomainError
from council.repeats import CLOSE, WINDOW, close, earlier_number, home, in_time, may_say_unsolved, repeat
from council.submitting import due_of
from storage.desk import Desk
from tests.council.desk import (
    EXECUTOR,
    HALF_A_MINUTE_LATER,
    KORIUKIVKA,
    NOW,
    REGISTRAR,
    a_case,
    answered,
    confirmed,
    drawn,
    in_state,
    left,
    officer,
    with_photo,
)

LATER = HALF_A_MINUTE_LATER + timedelta(days=10)
ENDS = HALF_A_MINUTE_LATER + WINDOW
HEAD = officer(903, (Role.HEAD, ""))


async def an_answered(desk: Desk, kind: Kind = Kind.APPLICATION) -> Appeal:
    case = await a_case(desk, kind)
    await answered(desk, case)
    await left(desk)
    return await in_state(desk, await desk.appeals.get(case.id), State.ANSWERED)


async def unsolved(desk: Desk, case: Appeal, key: str = "2a", text: str = "Лавки досі немає") -> Appeal:
    return (await repeat(desk, KORIUKIVKA, case, text, key, LATER)).appeal


@pytest.mark.parametrize("kind", Kind)
async def test_the_repeated_appeal_is_a_case_of_its_own(desk: Desk, kind: Kind) -> None:
    old = await an_answered(desk, kind)
    new = await unsolved(desk, old)
    assert (new.number, new.state, new.received_at) == (f"{old.number}/2", State.SUBMITTED, LATER)
    assert (new.kind, new.category, new.resident, new.executor) == (old.kind, old.category, old.resident, None)
    assert new.due - old.due >= timedelta(days=8)
    assert new.submission == old.submission.model_copy(update={"text": "Лавки досі немає"})
    assert earlier_number(new) == old.number


async def test_both_know_of_each_other_and_stand_in_one_topic(desk: Desk) -> None:
    old = await an_answered(desk)
    new = await unsolved(desk, old)
    [told] = [event for event in await desk.appeals.history(old.id) if event.action == "repeated"]
    assert told.details == {"case": new.id, "number": new.number}
    assert await home(desk, f"appeal:{new.id}") == await home(desk, f"appeal:{old.id}") == f"appeal:{old.id}"
    assert await desk.appeals.latest_of(old.id) == new.id
    cards = [row for row in await left(desk, LATER) if row.chat == STAFF_GROUP]
    assert [(row.key, row.about) for row in cards] == [(f"card:{new.id}", f"appeal:{new.id}")]


async def test_the_same_form_again_is_the_same_case(desk: Desk) -> None:
    old = await an_answered(desk)
    assert await unsolved(desk, old) == await unsolved(desk, old)
    with pytest.raises(Conflict, match="already said so"):
        await unsolved(desk, old, "2b")
    assert await desk.appeals.count_of(old.resident) == 2


async def test_a_third_time_follows_the_second(desk: Desk) -> None:
    old = await an_answered(desk)
    second = await unsolved(desk, old)
    held = await confirmed(desk, second, key="reply:2")
    await release(desk, held.id, LATER)
    third = await unsolved(desk, await desk.appeals.get(second.id), "2b")
    assert (third.number, third.repeats, earlier_number(third)) == (f"{old.number}/3", old.id, second.number)
    assert await home(desk, f"appeal:{third.id}") == f"appeal:{old.id}"


async def test_files_come_along(desk: Desk) -> None:
    old = await an_answered(desk)
    await with_photo(desk, "2a", "photo-2")
    assert len(await desk.attachments.of_appeal((await unsolved(desk, old)).id)) == 1


async def test_the_new_case_has_warnings_of_its_own(desk: Desk) -> None:
    new = await unsolved(desk, await an_answered(desk))
    jobs = await desk.jobs.take(NOW + timedelta(days=400), timedelta(minutes=1), limit=100)
    assert [job for job in jobs if job.params.get("appeal") == new.id and "mark" in job.params]


@pytest.mark.parametrize("state", State)
def test_only_an_answer_can_be_called_insufficient(state: State) -> None:
    allowed = state in {State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED}
    assert may_say_unsolved(drawn(Kind.APPLICATION, state=state), []) is allowed


async def test_before_an_answer_and_after_two_weeks_nothing_is_repeated(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(DomainError, match="can no longer be repeated"):
        await unsolved(desk, case)
    await answered(desk, case)
    history = await desk.appeals.history(case.id)
    assert in_time(history, ENDS)
    assert not in_time(history, ENDS + timedelta(seconds=1))
    with pytest.raises(DomainError, match="can no longer be repeated"):
        await repeat(desk, KORIUKIVKA, await desk.appeals.get(case.id), "Ні", "2a", ENDS + timedelta(seconds=1))


async def test_declining_a_repeated_appeal_is_the_heads_letter(desk: Desk) -> None:
    """393/96-ВР art. 8: the same question, decided on the merits."""
    new = await unsolved(desk, await an_answered(desk))
    with pytest.raises(DomainError, match="registrar or the head"):
        decisions.must_be_possible(new, Decision.NOT_CONSIDER, EXECUTOR)
    for one in (REGISTRAR, HEAD):
        decisions.must_be_possible(new, Decision.NOT_CONSIDER, one)
    answers = {"ground": "repeated", "reason": "Лавка стоїть", "who": "Міський голова"}
    told = letter(new, Decision.NOT_CONSIDER, answers, due_of(new, KORIUKIVKA))
    said = [str(value) for phrase in told for value in phrase.params.values()]
    assert {new.number, "Міський голова"} <= set(said)


async def test_an_answered_case_closes_itself_after_two_weeks(desk: Desk) -> None:
    case = await an_answered(desk)
    [job] = [job for job in await desk.jobs.take(ENDS, timedelta(minutes=1), limit=100) if job.name == CLOSE]
    assert job.due == ENDS
    assert await close(desk, job.params, ENDS) is None
    assert (await desk.appeals.get(case.id)).state is State.CLOSED
    assert [event.action for event in await desk.appeals.history(case.id)][-1] == "closed"
    assert await close(desk, job.params, ENDS) is None


async def test_a_case_whose_letter_has_not_gone_stays_open(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    assert await close(desk, {"appeal": case.id}, ENDS) == ENDS + timedelta(days=1)
    assert (await desk.appeals.get(case.id)).state is State.ANSWER_SHOWN


async def test_the_two_weeks_run_from_the_letter_that_went_later(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    await posted(desk, case.id, REGISTRAR, LATER.date(), LATER)
    assert await close(desk, {"appeal": case.id}, ENDS) == LATER + WINDOW


async def test_what_is_no_case_is_its_own_home(desk: Desk) -> None:
    assert [await home(desk, name) for name in ("queue", "thread:7", "appeal:99")] == ["queue", "thread:7", "appeal:99"]
    assert await desk.appeals.latest_of(AppealId(99)) == 99
