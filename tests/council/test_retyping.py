"""A case is re-typed: another law, another date counted from the same receipt, and other eyes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from council import deadlines
from council.appeals import Appeal, Kind, State, Submission
from council.decision_forms import LEGAL, NOT_URGENT, Decision
from council.decisions import decide, possible, proposed, warned_of
from council.people import Role
from council.phrases import DomainError
from council.submitting import due_of
from council.warnings import URGENT
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENA, REGISTRAR, a_case, drawn, in_state, left, named, officer

STAROSTA = officer(904, (Role.STAROSTA, "misto"))


async def retyped(desk: Desk, case: Appeal, kind: Kind, key: str = "7a") -> Appeal:
    answers = {"kind": kind.value, "reason": "Просить відомості"}
    return (await decide(desk, KORIUKIVKA, case, Decision.RETYPE, answers, "Лист", REGISTRAR, key, NOW)).appeal


@pytest.mark.parametrize("kind", LEGAL)
@pytest.mark.parametrize("new", LEGAL)
async def test_the_new_term_is_the_new_laws_from_the_same_receipt(desk: Desk, kind: Kind, new: Kind) -> None:
    case = await a_case(desk, kind)
    if kind is new:
        with pytest.raises(DomainError, match="of this kind already"):
            await retyped(desk, case, new)
        return
    after = await retyped(desk, case, new)
    law = deadlines.due(new, case.received_at, KORIUKIVKA, case.category)
    assert (after.kind, after.due, after.term, due_of(after, KORIUKIVKA).day) == (new, law.moment, "", law.day)


async def test_the_warnings_follow_the_new_date(desk: Desk) -> None:
    after = await retyped(desk, await a_case(desk), Kind.INFORMATION_REQUEST)
    jobs = await desk.jobs.take(NOW + timedelta(days=400), timedelta(minutes=1), limit=100)
    assert {job.params["due"] for job in jobs if "due" in job.params} == {f"{after.due:%Y%m%dT%H%M%S}"}


async def test_what_was_cut_or_extended_falls_with_the_old_law(desk: Desk) -> None:
    case = await a_case(desk)
    short = await desk.appeals.change(case, replace(case, term="appeal.no_study", state=State.IN_PROGRESS))
    assert (await retyped(desk, short, Kind.INFORMATION_REQUEST)).term == ""


async def test_a_complaint_leaves_the_hands_that_may_not_hold_it(desk: Desk) -> None:
    await desk.roles.give(STAROSTA.telegram_id, Role.STAROSTA, "misto", "старостка", OLENA, NOW)
    case = await a_case(desk)
    taken = await desk.appeals.change(case, replace(case, executor=STAROSTA.telegram_id, state=State.IN_PROGRESS))
    assert (await retyped(desk, taken, Kind.COMPLAINT)).executor is None
    back = await retyped(desk, await desk.appeals.get(case.id), Kind.PROPOSAL, "7b")
    assert back.executor is None


async def test_the_topic_gets_its_new_name_and_the_author_is_told(desk: Desk) -> None:
    await retyped(desk, await a_case(desk), Kind.COMPLAINT)
    assert {"topic_name", "letter", "case_card"} <= {named(row) for row in await left(desk)}


async def test_the_same_confirmation_again_changes_nothing(desk: Desk) -> None:
    case = await a_case(desk)
    once = await retyped(desk, case, Kind.PROPOSAL)
    assert await retyped(desk, case, Kind.PROPOSAL) == once


def test_an_answered_case_and_a_problem_report_are_not_re_typed() -> None:
    for state in (State.ANSWER_SHOWN, State.EXTENDED, State.CLARIFICATION, State.CLOSED):
        assert Decision.RETYPE not in possible(drawn(Kind.APPLICATION, state=state))
    assert Decision.RETYPE not in possible(drawn(Kind.PROBLEM_REPORT))


def test_the_officer_is_warned_of_what_the_author_does_not_read() -> None:
    case = drawn(Kind.INFORMATION_REQUEST, received_at=NOW - timedelta(days=40))
    answers = {"kind": "complaint", "reason": "Скаржиться"}
    told = warned_of(case, proposed(KORIUKIVKA, case, Decision.RETYPE, answers, NOW), NOW)
    assert [phrase.msgid.split()[0] for phrase in told] == ["This", "A", "No"]


# urgency


def on_urgency(ground: str, **changed: object) -> Appeal:
    case = drawn(Kind.INFORMATION_REQUEST, submission=Submission(urgency="вода в укритті"), **changed)
    return proposed(KORIUKIVKA, case, Decision.URGENT, {"ground": ground, "reason": "Так"}, NOW)


@pytest.mark.parametrize("ground", ["life", "environment", "accident"])
def test_a_grounded_urgency_is_48_hours_from_receipt(ground: str) -> None:
    """2939-VI art. 20 part 2; the hours run by night too."""
    after = on_urgency(ground)
    assert (after.due, after.term) == (NOW + timedelta(hours=48), URGENT)
    assert due_of(after, KORIUKIVKA).article == "2939-VI, ст. 20"


def test_without_a_ground_it_is_five_working_days_again() -> None:
    after = on_urgency(NOT_URGENT, term=URGENT)
    assert (due_of(after, KORIUKIVKA).day, after.term) == (date(2026, 11, 30), "")


async def test_an_urgent_request_is_warned_of_by_the_hour(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk, Kind.INFORMATION_REQUEST), State.IN_PROGRESS)
    answers = {"ground": "life", "reason": "Вода"}
    await decide(desk, KORIUKIVKA, case, Decision.URGENT, answers, "Лист", REGISTRAR, "7a", NOW)
    jobs = await desk.jobs.take(NOW + timedelta(days=400), timedelta(minutes=1), limit=100)
    assert {"hours_24", "hours_8", "passed"} <= {job.params.get("mark") for job in jobs}


@pytest.mark.parametrize("kind", [Kind.APPLICATION, Kind.PROBLEM_REPORT])
def test_only_a_request_may_be_urgent(kind: Kind) -> None:
    assert Decision.URGENT not in possible(drawn(kind))


def test_an_extended_request_is_urgent_no_more() -> None:
    assert Decision.URGENT not in possible(drawn(Kind.INFORMATION_REQUEST, term="decided"))
