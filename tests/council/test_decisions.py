"""What the council decides on a case: only where the law of its kind allows, once, and with the letter as shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from council import answering, decisions
from council.appeals import NEXT, Appeal, Kind, MessageKind, State, Submission
from council.decision_forms import FORMS, Decision
from council.decision_letters import letter
from council.decisions import Decided, close_question, decide, must_be_possible, open_to, possible, proposed
from council.people import Officer, Role
from council.phrases import Conflict, DomainError
from council.submitting import due_of
from storage.desk import Desk
from tests.council.desk import (
    EXECUTOR,
    KORIUKIVKA,
    NOW,
    OLENA,
    OLENAS_CHAT,
    REGISTRAR,
    STRANGER,
    a_case,
    drawn,
    in_state,
    left,
    named,
    officer,
)

D, S = Decision, State
HEAD = officer(903, (Role.HEAD, ""))
ANSWERS: Mapping[Decision, Mapping[str, Any]] = {
    D.REGISTER: {"number": "Г-401", "date": "2026-11-23"},
    D.ASK: {"text": "Біля якого будинку?"},
    D.EXTEND: {"until": "2027-01-07", "reason": "Чекаємо на експертизу", "who": "Міський голова І. Вигаданий"},
    D.FORWARD: {"body": "Корюківська районна державна адміністрація"},
    D.RETURN: {"ground": "defective", "reason": "Немає місця проживання"},
    D.REFUSE: {"ground": "not_held", "reason": "Рада цього не має", "who": "Іваненко, начальник відділу"},
    D.DEFER: {"until": "2027-03-01", "reason": "Обстріл", "who": "Міський голова І. Вигаданий"},
    D.NOT_CONSIDER: {"ground": "repeated", "reason": "Вже вирішено", "who": "Міський голова І. Вигаданий"},
    D.RETYPE: {"kind": "proposal", "reason": "Просить змінити порядок"},
    D.URGENT: {"ground": "life", "reason": "Йдеться про воду в укритті"},
}
REQUESTS_EXTENSION = {**ANSWERS[D.EXTEND], "until": "2026-12-21"}

DUE = due_of(drawn(Kind.APPLICATION), KORIUKIVKA)

BEFORE_WORK = {D.REGISTER, D.FORWARD, D.RETURN, D.NOT_CONSIDER, D.RETYPE}
APPEAL: Mapping[State, set[Decision]] = {
    S.SUBMITTED: BEFORE_WORK,
    S.ACCEPTED: {*BEFORE_WORK, D.ASK, D.EXTEND},
    S.IN_PROGRESS: {*BEFORE_WORK, D.ASK, D.EXTEND},
    S.CLARIFICATION: {D.REGISTER, D.EXTEND, D.RETURN},
    S.EXTENDED: {D.REGISTER, D.ASK},
    S.ANSWER_SHOWN: {D.REGISTER},
}
OPEN_REQUEST = {D.REGISTER, D.EXTEND, D.FORWARD, D.REFUSE, D.DEFER, D.RETYPE, D.URGENT}
REQUEST: Mapping[State, set[Decision]] = {
    S.SUBMITTED: OPEN_REQUEST,
    S.ACCEPTED: OPEN_REQUEST,
    S.IN_PROGRESS: OPEN_REQUEST,
    S.EXTENDED: {D.REGISTER, D.REFUSE},
    S.DEFERRED: {D.REGISTER, D.REFUSE},
    S.ANSWER_SHOWN: {D.REGISTER},
}
REPORT: Mapping[State, set[Decision]] = {
    S.SUBMITTED: {D.REGISTER, D.FORWARD},
    S.IN_PROGRESS: {D.REGISTER, D.ASK, D.FORWARD},
    S.CLARIFICATION: {D.REGISTER},
    S.ANSWER_SHOWN: {D.REGISTER},
}
ALLOWED: Mapping[Kind, Mapping[State, set[Decision]]] = {
    Kind.PROPOSAL: APPEAL,
    Kind.APPLICATION: APPEAL,
    Kind.COMPLAINT: APPEAL,
    Kind.INFORMATION_REQUEST: REQUEST,
    Kind.PROBLEM_REPORT: REPORT,
}
"""Written from the laws, not from the table of the code."""
EVERY_STATE = [(kind, state) for kind in Kind for state in State]
ALLOWED_STEPS = [
    (kind, state, decision)
    for kind, states in ALLOWED.items()
    for state, steps in states.items()
    for decision in Decision
    if decision in steps
]


def answers_to(decision: Decision, kind: Kind) -> Mapping[str, Any]:
    if decision is D.RETYPE and kind is Kind.PROPOSAL:
        return {**ANSWERS[D.RETYPE], "kind": "application"}
    extends_request = decision is D.EXTEND and kind is Kind.INFORMATION_REQUEST
    return REQUESTS_EXTENSION if extends_request else ANSWERS[decision]


async def decided(
    desk: Desk,
    case: Appeal,
    decision: Decision,
    key: str = "2a",
    by: Officer = REGISTRAR,
    now: datetime = NOW,
    **changed: Any,
) -> Decided:
    answers = {**answers_to(decision, case.kind), **changed}
    return await decide(desk, KORIUKIVKA, case, decision, answers, "Лист", by, key, now)


@pytest.mark.parametrize(("kind", "state"), EVERY_STATE)
def test_each_law_allows_its_own_decisions(kind: Kind, state: State) -> None:
    assert set(possible(drawn(kind, state=state))) == ALLOWED[kind].get(state, set())


@pytest.mark.parametrize(("kind", "state"), EVERY_STATE)
def test_every_other_decision_is_refused_with_a_sentence(kind: Kind, state: State) -> None:
    case = drawn(kind, state=state)
    for decision in set(Decision) - ALLOWED[kind].get(state, set()):
        with pytest.raises(DomainError, match="This step is not possible any more"):
            must_be_possible(case, decision, REGISTRAR)


@pytest.mark.parametrize(("kind", "state", "decision"), ALLOWED_STEPS)
async def test_every_allowed_decision_is_taken_and_written_to_the_author(
    desk: Desk, kind: Kind, state: State, decision: Decision
) -> None:
    case = await in_state(desk, await a_case(desk, kind), state)
    after = (await decided(desk, case, decision)).appeal
    registered = S.ACCEPTED if decision is D.REGISTER and state is S.SUBMITTED else state
    assert after.state in {decisions.LEADS_TO.get(decision, registered), state if decision is D.REGISTER else None}
    assert [named(row) for row in await left(desk) if row.chat == OLENAS_CHAT] == ["letter"]
    assert [event.action for event in await desk.appeals.history(case.id)][-1] == decision.value


@pytest.mark.parametrize("kind", Kind)
def test_every_way_of_decisions_and_answers_comes_to_an_end(kind: Kind) -> None:
    """From every state a final one is reached, and each step of the table is somebody's to take."""
    for state in NEXT[kind]:
        reached, waiting = set(), {state}
        while waiting:
            reached |= (step := {waiting.pop()})
            waiting |= set().union(*(NEXT[kind].get(one, frozenset()) for one in step)) - reached
        assert reached & {S.CLOSED, S.WITHDRAWN}


# whose step it is


@pytest.mark.parametrize("decision", [D.REGISTER, D.FORWARD, D.RETURN, D.NOT_CONSIDER, D.RETYPE])
def test_what_the_registrar_does_an_executor_cannot(decision: Decision) -> None:
    case = drawn(Kind.APPLICATION, state=S.IN_PROGRESS)
    with pytest.raises(DomainError, match="The registrar or the head does this"):
        must_be_possible(case, decision, EXECUTOR)
    assert decision not in open_to(EXECUTOR, case)
    must_be_possible(case, decision, HEAD)
    must_be_possible(case, decision, REGISTRAR)


@pytest.mark.parametrize("decision", [D.ASK, D.EXTEND])
def test_an_executor_asks_and_asks_for_time(decision: Decision) -> None:
    must_be_possible(drawn(Kind.APPLICATION, state=S.IN_PROGRESS), decision, EXECUTOR)


async def test_without_a_role_nothing_is_decided(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(DomainError, match="not within your role"):
        await decided(desk, case, D.REGISTER, by=STRANGER)


async def test_of_two_who_decide_at_once_one_is_first(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), S.ACCEPTED)
    await decided(desk, case, D.ASK, "2a")
    with pytest.raises(Conflict):
        await decided(desk, case, D.RETURN, "2b", HEAD)


async def test_who_is_second_is_told_who_was_first_and_what_they_did(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), S.ACCEPTED)
    await desk.roles.give(REGISTRAR.telegram_id, Role.REGISTRAR, "", "головна спеціалістка", OLENA, NOW)
    after = (await decided(desk, case, D.RETURN, "2a")).appeal
    with pytest.raises(Conflict) as told:
        await decided(desk, after, D.FORWARD, "2b", HEAD)
    assert told.value.phrase.params["who"] == "головна спеціалістка"
    assert str(told.value.phrase.params["did"].msgid) == "returned the case"  # type: ignore[attr-defined]


# the letter


async def test_the_same_confirmation_again_changes_nothing(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), S.ACCEPTED)
    first = await decided(desk, case, D.FORWARD)
    again = await decided(desk, case, D.FORWARD)
    assert again.letter == first.letter
    assert [named(row) for row in await left(desk) if row.chat == OLENAS_CHAT] == ["letter"]
    assert [event.action for event in await desk.appeals.history(case.id)].count("forward") == 1


async def test_the_letter_is_kept_as_the_officer_saw_it(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), S.ACCEPTED)
    text = "Рішення — &lt;так&gt;, «№ 5»"
    sent = await decide(desk, KORIUKIVKA, case, D.FORWARD, ANSWERS[D.FORWARD], text, REGISTRAR, "2a", NOW)
    assert ((await desk.appeals.message(sent.letter.id)).text, sent.letter.kind) == (text, MessageKind.DECISION)


@pytest.mark.parametrize("decision", [D.EXTEND, D.NOT_CONSIDER, D.DEFER, D.REFUSE])
def test_a_letter_of_the_heads_decision_says_whose_it_is(decision: Decision) -> None:
    case = drawn(Kind.INFORMATION_REQUEST if decision in {D.DEFER, D.REFUSE} else Kind.APPLICATION)
    said = {str(value) for phrase in letter(case, decision, ANSWERS[decision], DUE) for value in phrase.params.values()}
    assert {ANSWERS[decision]["who"], ANSWERS[decision]["reason"]} <= said
    assert "who" in {step.name for step in FORMS[decision].steps}


@pytest.mark.parametrize("decision", [D.REFUSE, D.DEFER, D.NOT_CONSIDER])
def test_a_refusal_tells_how_to_appeal(decision: Decision) -> None:
    said = " ".join(phrase.msgid for phrase in letter(drawn(Kind.APPLICATION), decision, ANSWERS[decision], DUE))
    assert "court" in said


@pytest.mark.parametrize(
    "answers", [ANSWERS[D.RETURN], {**ANSWERS[D.RETURN], "ground": "lacking"}, *(
        {**ANSWERS[D.NOT_CONSIDER], "ground": one} for one in ("anonymous", "repeated", "late", "incapable")
    ), *({**ANSWERS[D.REFUSE], "ground": one} for one in ("not_held", "restricted", "unpaid", "unclear"))],
    ids=lambda answers: str(answers["ground"]),
)  # fmt: skip
def test_every_ground_stands_in_its_letter_with_the_article(answers: Mapping[str, Any]) -> None:
    for decision in (D.RETURN, D.NOT_CONSIDER, D.REFUSE):
        step = next(step for step in FORMS[decision].steps if step.name == "ground")
        if answers["ground"] in {option.code for option in step.options}:
            said = letter(drawn(Kind.APPLICATION), decision, {**answers, "who": "Хтось"}, DUE)
            assert "art. " in said[0].params["ground"].msgid  # type: ignore[attr-defined]
            return
    pytest.fail("no decision offers this ground")


# the registry


async def test_the_first_registry_number_stands(desk: Desk) -> None:
    registered = (await decided(desk, await a_case(desk), D.REGISTER, "2a")).appeal
    with pytest.raises(Conflict, match="already registered") as told:
        await decided(desk, registered, D.REGISTER, "2b", HEAD, number="Г-999")
    assert told.value.phrase.params == {"index": "Г-401", "day": date(2026, 11, 23)}
    kept = await desk.appeals.get(registered.id)
    assert (kept.registry_index, kept.registry_date) == ("Г-401", date(2026, 11, 23))


MONTH = date(2026, 12, 23)


@pytest.mark.parametrize(("study", "day"), [("no", date(2026, 12, 8)), ("yes", MONTH), ("later", MONTH)])
async def test_what_needs_no_study_is_answered_within_fifteen_days(desk: Desk, study: str, day: date) -> None:
    registered = (await decided(desk, await a_case(desk), D.REGISTER, study=study)).appeal
    assert KORIUKIVKA.local(registered.due).date() == due_of(registered, KORIUKIVKA).day == day


async def test_an_extended_term_is_not_cut_by_the_registry(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), S.IN_PROGRESS)
    extended = (await decided(desk, case, D.EXTEND, "2a")).appeal
    registered = (await decided(desk, extended, D.REGISTER, "2b", study="no")).appeal
    assert (registered.due, registered.state) == (extended.due, S.EXTENDED)


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-24"])
async def test_nothing_is_registered_before_it_came_nor_tomorrow(desk: Desk, day: str) -> None:
    case = await a_case(desk)
    with pytest.raises(DomainError, match="date of registration lies between"):
        await decided(desk, case, D.REGISTER, date=day)


# the new date

LATEST = [(kind, date(2027, 1, 7)) for kind in (Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT)]
LATEST.append((Kind.INFORMATION_REQUEST, date(2026, 12, 21)))


@pytest.mark.parametrize(("kind", "latest"), LATEST)
async def test_an_extension_ends_by_the_laws_limit(desk: Desk, kind: Kind, latest: date) -> None:
    """45 days in all (393/96-ВР art. 20), 20 working days in all (2939-VI art. 20)."""
    case = await in_state(desk, await a_case(desk, kind), S.IN_PROGRESS)
    with pytest.raises(DomainError, match="Choose an earlier day") as told:
        await decided(desk, case, D.EXTEND, until=(latest + timedelta(days=1)).isoformat())
    assert told.value.phrase.params["latest"] == latest
    extended = (await decided(desk, case, D.EXTEND, until=latest.isoformat())).appeal
    assert due_of(extended, KORIUKIVKA).day == latest


@pytest.mark.parametrize(("kind", "decision"), [(Kind.APPLICATION, D.EXTEND), (Kind.INFORMATION_REQUEST, D.DEFER)])
@pytest.mark.parametrize("earlier", [0, 1, 10])
def test_no_decision_brings_an_earlier_date(kind: Kind, decision: Decision, earlier: int) -> None:
    due = datetime(2026, 12, 20, 21, 59, tzinfo=UTC)
    until = (date(2026, 12, 20) - timedelta(days=earlier)).isoformat()
    with pytest.raises(DomainError, match="not later than the one in force"):
        proposed(KORIUKIVKA, drawn(kind, due=due), decision, {**ANSWERS[decision], "until": until}, NOW)


def test_a_complaint_does_not_go_to_the_one_complained_of() -> None:
    """393/96-ВР art. 7."""
    case = drawn(Kind.COMPLAINT, submission=Submission(text="Грубить", complained_of="КП  «Житло»"))
    with pytest.raises(DomainError, match="must not be forwarded"):
        proposed(KORIUKIVKA, case, D.FORWARD, {"body": "Директору кп «житло»"}, NOW)
    assert proposed(KORIUKIVKA, case, D.FORWARD, ANSWERS[D.FORWARD], NOW).state is S.FORWARDED


# a question to the author


async def asked(desk: Desk, key: str = "2a", now: datetime = NOW) -> Decided:
    known = await desk.appeals.by_draft("1f")
    case = known or await in_state(desk, await a_case(desk), S.IN_PROGRESS)
    return await decided(desk, case, D.ASK, key, now=now)


async def waited(desk: Desk, question: Decided, now: datetime) -> Appeal | None:
    return await close_question(desk, {"appeal": question.appeal.id, "message": question.letter.id}, now)


async def test_a_question_waits_five_days_and_the_term_runs_on(desk: Desk) -> None:
    question = await asked(desk)
    [job] = [
        job for job in await desk.jobs.take(NOW + timedelta(days=5), timedelta(minutes=1)) if "question" in job.name
    ]
    assert job.due == NOW + timedelta(days=5)
    closed = await close_question(desk, job.params, NOW + timedelta(days=5))
    assert closed is not None
    assert (closed.state, closed.due) == (S.IN_PROGRESS, question.appeal.due)
    assert await waited(desk, question, NOW + timedelta(days=6)) is None


async def test_an_answered_question_is_closed_by_its_answer(desk: Desk) -> None:
    question = await asked(desk)
    await answering.add_from_applicant(desk, question.appeal, "update:9", "Біля п’ятого", [], OLENA, NOW)
    assert (await desk.appeals.get(question.appeal.id)).state is S.IN_PROGRESS
    assert await waited(desk, question, NOW + timedelta(days=5)) is None


async def test_a_later_question_has_its_own_five_days(desk: Desk) -> None:
    first = await asked(desk)
    await answering.add_from_applicant(desk, first.appeal, "update:9", "Біля п’ятого", [], OLENA, NOW)
    second = await asked(desk, "2b", NOW + timedelta(days=4))
    assert await waited(desk, first, NOW + timedelta(days=5)) is None
    assert (await desk.appeals.get(first.appeal.id)).state is S.CLARIFICATION
    assert await waited(desk, second, NOW + timedelta(days=9)) is not None


async def test_an_extension_moves_the_warnings(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), S.IN_PROGRESS)
    extended = (await decided(desk, case, D.EXTEND)).appeal
    stamps = {job.params["due"] for job in await _all_warnings(desk)}
    assert stamps == {f"{extended.due:%Y%m%dT%H%M%S}"}


async def _all_warnings(desk: Desk) -> Sequence[Any]:
    jobs = await desk.jobs.take(NOW + timedelta(days=400), timedelta(minutes=1), limit=100)
    return [job for job in jobs if "due" in job.params]


def test_a_withdrawn_case_is_decided_no_more() -> None:
    assert not possible(replace(drawn(Kind.APPLICATION), state=S.WITHDRAWN))
