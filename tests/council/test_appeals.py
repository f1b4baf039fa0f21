"""The tables of states: every case can end, and what the law does not know is not there."""

from collections.abc import Iterator

import pytest

from council.appeals import FINAL, KIND_NAMES, NEXT, STATE_NAMES, Kind, State, next_states

EVERY_STATE = [(kind, state) for kind in Kind for state in NEXT[kind]]
FORMAL = [Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT]


def reachable(kind: Kind, start: State) -> set[State]:
    found, new = {start}, {start}
    while new:
        new = {after for state in new for after in next_states(kind, state)} - found
        found |= new
    return found


def steps(kind: Kind) -> Iterator[tuple[State, State]]:
    return ((state, after) for state, states in NEXT[kind].items() for after in states)


@pytest.mark.parametrize(("kind", "state"), EVERY_STATE)
def test_every_state_has_a_way_to_an_end(kind: Kind, state: State) -> None:
    assert reachable(kind, state) & FINAL


@pytest.mark.parametrize("kind", Kind)
def test_only_final_states_end_a_case(kind: Kind) -> None:
    dead_ends = {state for state in reachable(kind, State.SUBMITTED) if not next_states(kind, state)}
    assert dead_ends <= FINAL
    assert not FINAL & set(NEXT[kind])


@pytest.mark.parametrize("kind", Kind)
def test_every_state_of_a_table_is_reached_from_the_first_one(kind: Kind) -> None:
    assert set(NEXT[kind]) <= reachable(kind, State.SUBMITTED)


@pytest.mark.parametrize("kind", Kind)
def test_no_step_leads_back_to_the_beginning_or_to_itself(kind: Kind) -> None:
    assert all(after not in (state, State.SUBMITTED) for state, after in steps(kind))


@pytest.mark.parametrize("kind", Kind)
def test_a_person_may_withdraw_until_they_are_answered(kind: Kind) -> None:
    open_states = set(NEXT[kind]) - {State.ANSWER_SHOWN, State.ANSWERED}
    assert all(State.WITHDRAWN in next_states(kind, state) for state in open_states)


def test_a_request_for_information_cannot_be_left_without_consideration() -> None:
    states = reachable(Kind.INFORMATION_REQUEST, State.SUBMITTED)
    assert not states & {State.NOT_CONSIDERED, State.RETURNED, State.CLARIFICATION}


@pytest.mark.parametrize("kind", FORMAL)
def test_an_appeal_is_never_deferred_or_refused_as_a_request_is(kind: Kind) -> None:
    assert not reachable(kind, State.SUBMITTED) & {State.DEFERRED, State.REFUSED}


@pytest.mark.parametrize("kind", set(Kind) - {Kind.PROBLEM_REPORT})
def test_what_the_law_knows_is_answered_only_after_the_answer_was_shown(kind: Kind) -> None:
    assert [state for state, after in steps(kind) if after is State.ANSWERED] == [State.ANSWER_SHOWN]


def test_every_kind_and_state_has_a_name() -> None:
    assert set(KIND_NAMES) == set(NEXT) == set(Kind)
    assert set(STATE_NAMES) == set(State)
    assert len(set(STATE_NAMES.values())) == len(State)
