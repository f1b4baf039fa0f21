"""What the author does with a case later: adds, withdraws, rates; each once."""

from dataclasses import replace

import pytest

from council.answering import add_from_applicant
from council.appeals import Kind, State
from council.deliveries import STAFF_GROUP
from council.followups import FEEDBACK, is_rated, may_rate, may_withdraw, must_not_be_rated, rate, withdraw
from council.phrases import DomainError
from storage.desk import Desk
from tests.council.desk import NOW, OLENA, a_case, answered, drawn, in_state, left, names, reached

SAID = {"solved": "yes", "clear": "yes", "score": "5", "word": "Дякую"}
OVER = {State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED, State.FORWARDED, State.RETURNED, State.REFUSED}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_answered_or_ended_is_not_withdrawn(kind: Kind, state: State) -> None:
    if state in OVER | {State.NOT_CONSIDERED, State.WITHDRAWN}:
        assert not may_withdraw(drawn(kind, state=state))


async def test_withdrawn_once_the_group_hears_once(desk: Desk) -> None:
    gone = await withdraw(desk, await a_case(desk), NOW)
    assert await withdraw(desk, gone, NOW) == gone
    assert gone.state is State.WITHDRAWN
    assert (await reached(desk, STAFF_GROUP)).count("withdrawn_notice") == 1
    assert [event.action for event in await desk.appeals.history(gone.id)].count("withdrawn") == 1


async def test_what_was_answered_cannot_be_withdrawn(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), State.ANSWER_SHOWN)
    with pytest.raises(DomainError, match="can no longer be withdrawn"):
        await withdraw(desk, case, NOW)


async def test_a_case_of_the_queue_is_withdrawn_without_a_topic(desk: Desk) -> None:
    case = await a_case(desk)
    listed = await desk.appeals.change(case, replace(case, listed=True))
    await withdraw(desk, listed, NOW)
    assert names(await left(desk), STAFF_GROUP) == ["queue_card"]
    assert await desk.appeals.count_listed() == 0


@pytest.mark.parametrize("state", State)
def test_there_is_nothing_to_rate_before_an_answer(state: State) -> None:
    rated = state in {State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED}
    assert may_rate(drawn(Kind.APPLICATION, state=state)) is rated


async def test_an_answer_is_rated_once(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    case = await desk.appeals.get(case.id)
    await must_not_be_rated(desk, case)
    assert await rate(desk, case, SAID, "2a", NOW)
    assert not await rate(desk, case, SAID, "2a", NOW)
    with pytest.raises(DomainError, match="rated this answer already"):
        await rate(desk, case, {**SAID, "score": "1"}, "2b", NOW)
    with pytest.raises(DomainError, match="rated this answer already"):
        await must_not_be_rated(desk, case)
    history = await desk.appeals.history(case.id)
    assert [event.details for event in history if event.action == "feedback"] == [{**SAID, "form": "2a"}]
    assert is_rated(history)
    assert (await reached(desk, STAFF_GROUP)).count("feedback_notice") == 1


async def test_without_an_answer_there_is_nothing_to_rate(desk: Desk) -> None:
    with pytest.raises(DomainError, match="no answer to rate yet"):
        await rate(desk, await a_case(desk), SAID, "2a", NOW)


async def test_a_later_word_reaches_the_topic_once(desk: Desk) -> None:
    case = await a_case(desk)
    for _ in range(2):
        await add_from_applicant(desk, case, "2a", "Ще й сходи зламані", [], OLENA, NOW)
    assert (await reached(desk, STAFF_GROUP)).count("addition") == 1


def test_the_questions_are_three_and_a_word() -> None:
    assert [step.name for step in FEEDBACK.steps] == ["solved", "clear", "score", "word"]
