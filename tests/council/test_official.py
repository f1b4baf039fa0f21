"""A problem report made official: the law's clock starts that day, the case stays one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from council import deadlines
from council.appeals import FINAL, Appeal, Event, Kind, State
from council.deliveries import STAFF_GROUP
from council.official import build, known_answers, make, may_become
from council.phrases import Conflict, DomainError
from council.submitting import Submitted
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENAS_ANSWERS, a_case, answered, drawn, in_state, left, names

LATER = NOW + timedelta(days=40)
TOLD: dict[str, Any] = {name: OLENAS_ANSWERS[name] for name in ("name", "residence", "contact")}
MAY = {State.SUBMITTED, State.IN_PROGRESS, State.CLARIFICATION, State.ANSWERED, State.CLOSED}


async def made(desk: Desk, case: Appeal, key: str = "2a") -> Submitted:
    return await make(desk, KORIUKIVKA, case, TOLD, key, LATER)


@pytest.mark.parametrize("state", State)
def test_an_open_or_answered_report_may_become_official(state: State) -> None:
    assert may_become(drawn(Kind.PROBLEM_REPORT, state=state), []) is (state in MAY)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PROBLEM_REPORT])
def test_only_a_report_becomes_official(kind: Kind) -> None:
    assert not may_become(drawn(kind), [])


def test_a_report_that_was_repeated_leaves_it_to_the_repeated_one() -> None:
    told = Event(drawn(Kind.PROBLEM_REPORT).id, "repeated", NOW, "applicant", "repeated")
    assert not may_become(drawn(Kind.PROBLEM_REPORT, state=State.ANSWERED), [told])


async def test_the_terms_of_the_law_run_from_that_day_and_the_promise_is_remembered(desk: Desk) -> None:
    report = await a_case(desk, Kind.PROBLEM_REPORT)
    official = await made(desk, report)
    after = official.appeal
    assert (after.id, after.number, after.kind, after.received_at) == (
        report.id,
        report.number,
        Kind.APPLICATION,
        LATER,
    )
    assert official.due == deadlines.due(Kind.APPLICATION, LATER, KORIUKIVKA)
    assert after.submission.place == report.submission.place
    assert after.submission.reported is not None
    assert (after.submission.reported.received_at, after.submission.reported.promised) == (NOW, report.due)
    assert str(after.submission.applicant and after.submission.applicant.name) == "Коваль Олена Іванівна"


async def test_done_twice_it_is_one_step_and_the_group_hears_once(desk: Desk) -> None:
    report = await a_case(desk, Kind.PROBLEM_REPORT)
    first = await made(desk, report)
    assert (await made(desk, first.appeal)).appeal == first.appeal
    with pytest.raises(Conflict, match="official appeal already"):
        await made(desk, first.appeal, "2b")
    assert names(await left(desk, LATER), STAFF_GROUP).count("made_official") == 1
    assert [event.action for event in await desk.appeals.history(report.id)].count("official") == 1


async def test_after_the_answer_the_case_is_open_again_for_somebody_to_take(desk: Desk) -> None:
    report = await a_case(desk, Kind.PROBLEM_REPORT)
    await answered(desk, report)
    after = (await made(desk, await desk.appeals.get(report.id))).appeal
    assert (after.state, after.executor) == (State.SUBMITTED, None)


async def test_a_case_of_the_queue_message_stays_there(desk: Desk) -> None:
    report = await a_case(desk, Kind.PROBLEM_REPORT)
    listed = await desk.appeals.change(report, replace(report, listed=True))
    await made(desk, listed)
    assert names(await left(desk, LATER), STAFF_GROUP) == ["queue_card"]


@pytest.mark.parametrize("state", sorted(FINAL - {State.CLOSED}))
async def test_what_has_ended_otherwise_is_refused(desk: Desk, state: State) -> None:
    report = await in_state(desk, await a_case(desk, Kind.PROBLEM_REPORT), state)
    with pytest.raises(DomainError, match="no longer be made official"):
        await made(desk, report)


def test_three_questions_are_asked_and_a_known_person_none() -> None:
    report = drawn(Kind.PROBLEM_REPORT)
    form = build(KORIUKIVKA)
    nobody = known_answers(report, None)
    assert [step.name for step in form.steps if step.asked_if(nobody) and step.name not in nobody] == [
        "name",
        "residence",
        "contact",
    ]
