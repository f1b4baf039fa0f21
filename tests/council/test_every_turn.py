"""Every state of every kind, every action of both sides: the law's own steps are taken, all others are refused.

The tables below are written from the laws (393/96-ВР, 2939-VI) and design §4, not from the tables of the code.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from council import answering, followups, official, repeats, transferring
from council.appeals import FINAL, NEXT, Appeal, CaseMessage, Kind, MessageKind, State
from council.decision_forms import Decision
from council.decisions import close_question, decide
from council.people import FullName, Identity, Officer, Role
from council.phrases import DomainError
from storage.desk import Desk
from storage.sqlite import _rows
from tests.council.desk import (
    HALF_A_MINUTE_LATER,
    KORIUKIVKA,
    NOW,
    OLENA,
    PROMPT,
    REGISTRAR,
    a_case,
    answers_for,
    officer,
)

S = State
HEAD = officer(903, (Role.HEAD, ""))
Act = Callable[[Desk, Appeal, Officer], Awaitable[object]]
LETTER = "Лист"

# what anybody can do with a case

ANSWERS: Mapping[Decision, Mapping[str, Any]] = {
    Decision.REGISTER: {"number": "Г-401", "date": "2026-11-23"},
    Decision.ASK: {"text": "Біля якого будинку?"},
    Decision.EXTEND: {"until": "2026-12-21", "reason": "Чекаємо на експертизу", "who": "Голова І. Вигаданий"},
    Decision.FORWARD: {"body": "Корюківська районна державна адміністрація"},
    Decision.RETURN: {"ground": "defective", "reason": "Немає місця проживання"},
    Decision.REFUSE: {"ground": "not_held", "reason": "Рада цього не має", "who": "Іваненко, начальник відділу"},
    Decision.DEFER: {"until": "2027-03-01", "reason": "Обстріл", "who": "Голова І. Вигаданий"},
    Decision.NOT_CONSIDER: {"ground": "repeated", "reason": "Вже вирішено", "who": "Голова І. Вигаданий"},
    Decision.RETYPE: {"reason": "Просить змінити порядок"},
    Decision.URGENT: {"ground": "life", "reason": "Йдеться про воду в укритті"},
}


def decides(decision: Decision) -> Act:
    async def act(desk: Desk, case: Appeal, by: Officer) -> object:
        other = Kind.APPLICATION if case.kind is Kind.PROPOSAL else Kind.PROPOSAL
        answers = {**ANSWERS[decision], **({"kind": other} if decision is Decision.RETYPE else {})}
        if decision is Decision.EXTEND and case.kind is not Kind.INFORMATION_REQUEST:
            answers["until"] = "2027-01-07"
        return await decide(desk, KORIUKIVKA, case, decision, answers, LETTER, by, f"{decision}:{by.telegram_id}", NOW)

    return act


async def takes(desk: Desk, case: Appeal, by: Officer) -> object:
    return await answering.take_over(desk, case.id, by, NOW)


def says(kind: MessageKind) -> Act:
    """The draft is an inner matter of the officer; confirmed and released it goes to the applicant."""

    async def act(desk: Desk, case: Appeal, by: Officer) -> object:
        known = await desk.appeals.message_by_key(f"reply:{by.telegram_id}")
        held = await answering.confirm(desk, known or await drafted(desk, case, by, kind), by, PROMPT, NOW)
        return await answering.release(desk, held.id, HALF_A_MINUTE_LATER)

    return act


async def drafted(desk: Desk, case: Appeal, by: Officer, kind: MessageKind = MessageKind.ANSWER) -> CaseMessage:
    draft = await answering.draft(desk, case.id, f"reply:{by.telegram_id}", "Полагодили", by, NOW)
    return await answering.choose_kind(desk, draft, kind, "Міський голова, Іван Вигаданий")


async def gives_to_another(desk: Desk, case: Appeal, by: Officer) -> object:
    return await transferring.transfer(desk, KORIUKIVKA, case.id, "cnap", by, NOW)


async def posts(desk: Desk, case: Appeal, by: Officer) -> object:
    return await answering.posted(desk, case.id, by, NOW.date(), NOW)


async def adds(desk: Desk, case: Appeal, by: Officer) -> object:
    return await answering.add_from_applicant(desk, case, "update:9", "Біля п’ятого", [], OLENA, NOW)


async def withdraws(desk: Desk, case: Appeal, by: Officer) -> object:
    return await followups.withdraw(desk, case, NOW)


async def rates(desk: Desk, case: Appeal, by: Officer) -> object:
    return await followups.rate(desk, case, {"solved": "yes", "clear": "yes", "score": "5"}, "form-1", NOW)


async def is_not_content(desk: Desk, case: Appeal, by: Officer) -> object:
    return await repeats.repeat(desk, KORIUKIVKA, case, "Знову не світить", "form-2", HALF_A_MINUTE_LATER)


async def makes_official(desk: Desk, case: Appeal, by: Officer) -> object:
    return await official.make(desk, KORIUKIVKA, case, answers_for(Kind.APPLICATION), "form-3", NOW)


async def fortnight_passes(desk: Desk, case: Appeal, by: Officer) -> object:
    return await repeats.close(desk, {"appeal": case.id}, NOW + timedelta(days=15))


async def nobody_answers(desk: Desk, case: Appeal, by: Officer) -> object:
    asked = [one for one in await desk.appeals.messages(case.id) if one.kind is MessageKind.DECISION]
    return await close_question(desk, {"appeal": case.id, "message": asked[-1].id if asked else 0}, NOW)


async def gives_name(desk: Desk, case: Appeal, by: Officer) -> object:
    """A report whose author is known: it is answered by a letter too."""
    who = Identity(name=FullName(surname="Коваль", given="Олена", patronymic="Іванівна"), residence="м. Корюківка")
    return await desk.appeals.change(
        case, replace(case, submission=case.submission.model_copy(update={"applicant": who}))
    )


ACTIONS: Mapping[str, Act] = {
    **{decision.value: decides(decision) for decision in Decision},
    "take": takes,
    "answer": says(MessageKind.ANSWER),
    "interim": says(MessageKind.INTERIM),
    "transfer": gives_to_another,
    "posted": posts,
    "add": adds,
    "withdraw": withdraws,
    "rate": rates,
    "unsolved": is_not_content,
    "official": makes_official,
    "fortnight": fortnight_passes,
    "five_days": nobody_answers,
}
OPEN = {S.SUBMITTED, S.ACCEPTED, S.IN_PROGRESS, S.CLARIFICATION, S.EXTENDED, S.DEFERRED}
QUIET = {"fortnight", "five_days"}
"""Nobody does these: time passes, and where nothing is to be closed nothing is said."""

# what the laws allow, and what comes of it

ENDS = {"withdraw": S.WITHDRAWN, "forward": S.FORWARDED}
OPEN_APPEAL = {**ENDS, "return": S.RETURNED, "not_consider": S.NOT_CONSIDERED, "answer": S.ANSWER_SHOWN}
RATED = ("rate", "unsolved")


def stays(state: State, *actions: str) -> dict[str, State]:
    given = ("transfer",) if state in OPEN else ()
    return dict.fromkeys((*actions, *given, "interim", "add"), state)


AFTER_ANSWER = {
    S.ANSWER_SHOWN: {**stays(S.ANSWER_SHOWN, "take", "register", *RATED), "posted": S.ANSWERED},
    S.ANSWERED: {**stays(S.ANSWERED, "take", *RATED), "fortnight": S.CLOSED},
    S.CLOSED: stays(S.CLOSED, *RATED),
}
APPEAL: Mapping[State, Mapping[str, State]] = {
    S.SUBMITTED: {
        **stays(S.SUBMITTED, "retype"),
        **OPEN_APPEAL,
        "register": S.ACCEPTED,
        "take": S.IN_PROGRESS,
    },
    S.ACCEPTED: {
        **stays(S.ACCEPTED, "retype"),
        **OPEN_APPEAL,
        "take": S.IN_PROGRESS,
        "ask": S.CLARIFICATION,
        "extend": S.EXTENDED,
    },
    S.IN_PROGRESS: {
        **stays(S.IN_PROGRESS, "retype", "register"),
        **OPEN_APPEAL,
        "ask": S.CLARIFICATION,
        "extend": S.EXTENDED,
    },
    S.CLARIFICATION: {
        **stays(S.CLARIFICATION),
        "add": S.IN_PROGRESS,
        "five_days": S.IN_PROGRESS,
        "take": S.IN_PROGRESS,
        "extend": S.EXTENDED,
        "return": S.RETURNED,
        "answer": S.ANSWER_SHOWN,
        "withdraw": S.WITHDRAWN,
    },
    S.EXTENDED: {
        **stays(S.EXTENDED),
        "take": S.IN_PROGRESS,
        "ask": S.CLARIFICATION,
        "answer": S.ANSWER_SHOWN,
        "withdraw": S.WITHDRAWN,
    },
    **AFTER_ANSWER,
    **{state: stays(state) for state in (S.FORWARDED, S.RETURNED, S.NOT_CONSIDERED)},
    S.WITHDRAWN: stays(S.WITHDRAWN, "withdraw"),
}
OPEN_REQUEST = {
    **ENDS,
    "answer": S.ANSWER_SHOWN,
    "extend": S.EXTENDED,
    "refuse": S.REFUSED,
    "defer": S.DEFERRED,
}
PROLONGED = {"take": S.IN_PROGRESS, "answer": S.ANSWER_SHOWN, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN}
REQUEST: Mapping[State, Mapping[str, State]] = {
    S.SUBMITTED: {
        **stays(S.SUBMITTED, "retype", "urgent"),
        **OPEN_REQUEST,
        "register": S.ACCEPTED,
        "take": S.IN_PROGRESS,
    },
    S.ACCEPTED: {**stays(S.ACCEPTED, "retype", "urgent"), **OPEN_REQUEST, "take": S.IN_PROGRESS},
    S.IN_PROGRESS: {**stays(S.IN_PROGRESS, "retype", "urgent", "register"), **OPEN_REQUEST},
    S.EXTENDED: {**stays(S.EXTENDED), **PROLONGED},
    S.DEFERRED: {**stays(S.DEFERRED), **PROLONGED},
    **AFTER_ANSWER,
    **{state: stays(state) for state in (S.FORWARDED, S.REFUSED)},
    S.WITHDRAWN: stays(S.WITHDRAWN, "withdraw"),
}
REPORT: Mapping[State, Mapping[str, State]] = {
    S.SUBMITTED: {
        **stays(S.SUBMITTED, "register", "official"),
        **ENDS,
        "take": S.IN_PROGRESS,
        "answer": S.ANSWERED,
    },
    S.IN_PROGRESS: {
        **stays(S.IN_PROGRESS, "register", "official"),
        **ENDS,
        "ask": S.CLARIFICATION,
        "answer": S.ANSWERED,
    },
    S.CLARIFICATION: {
        **stays(S.CLARIFICATION, "register", "official"),
        "add": S.IN_PROGRESS,
        "five_days": S.IN_PROGRESS,
        "answer": S.ANSWERED,
        "withdraw": S.WITHDRAWN,
    },
    S.ANSWER_SHOWN: AFTER_ANSWER[S.ANSWER_SHOWN],
    S.ANSWERED: {**AFTER_ANSWER[S.ANSWERED], "official": S.SUBMITTED},
    S.CLOSED: {**AFTER_ANSWER[S.CLOSED], "official": S.SUBMITTED},
    S.FORWARDED: stays(S.FORWARDED),
    S.WITHDRAWN: stays(S.WITHDRAWN, "withdraw"),
}
ALLOWED: Mapping[Kind, Mapping[State, Mapping[str, State]]] = {
    **dict.fromkeys((Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT), APPEAL),
    Kind.INFORMATION_REQUEST: REQUEST,
    Kind.PROBLEM_REPORT: REPORT,
}

# how a case comes there, by the registrar's and the applicant's own steps

WAYS: Mapping[State, tuple[str, ...]] = {
    S.SUBMITTED: (),
    S.ACCEPTED: ("register",),
    S.IN_PROGRESS: ("take",),
    S.CLARIFICATION: ("register", "ask"),
    S.EXTENDED: ("register", "extend"),
    S.DEFERRED: ("register", "defer"),
    S.ANSWER_SHOWN: ("answer",),
    S.ANSWERED: ("answer", "posted"),
    S.CLOSED: ("answer", "posted", "fortnight"),
    S.FORWARDED: ("forward",),
    S.RETURNED: ("return",),
    S.REFUSED: ("refuse",),
    S.NOT_CONSIDERED: ("not_consider",),
    S.WITHDRAWN: ("withdraw",),
}
WAYS_OF_REPORTS: Mapping[State, tuple[str, ...]] = {
    **WAYS,
    S.CLARIFICATION: ("take", "ask"),
    S.ANSWER_SHOWN: ("name", "answer"),
    S.ANSWERED: ("answer",),
    S.CLOSED: ("answer", "fortnight"),
}
EVERY_STATE = [(kind, state) for kind in Kind for state in ALLOWED[kind]]


async def brought(desk: Desk, kind: Kind, state: State) -> Appeal:
    await desk.roles.give(REGISTRAR.telegram_id, Role.REGISTRAR, "", "головна спеціалістка", OLENA, NOW)
    case = await a_case(desk, kind)
    for step in (WAYS_OF_REPORTS if kind is Kind.PROBLEM_REPORT else WAYS)[state]:
        await {**ACTIONS, "name": gives_name}[step](desk, case, REGISTRAR)
        case = await desk.appeals.get(case.id)
    assert case.state is state
    return case


TABLES = ("appeals", "case_messages", "events", "deliveries", "jobs", "mails", "attachments", "residents")


async def everything(desk: Desk) -> list[tuple[Any, ...]]:
    """Every row that an action on a case could change."""
    rows = [await run(desk, f"select '{table}', * from {table} order by id") for table in TABLES]
    return [tuple(row) for some in rows for row in some]


async def run(desk: Desk, statement: str) -> list[Any]:
    return await _rows(desk.appeals._db._connection, statement, {})


@asynccontextmanager
async def undone(desk: Desk) -> AsyncIterator[None]:
    """One action is tried, and the next one finds the case as it was."""
    await run(desk, "savepoint turn")
    yield
    await run(desk, "rollback to turn")
    await run(desk, "release turn")


def test_the_tables_know_every_state_that_the_code_knows() -> None:
    for kind in Kind:
        assert {*NEXT[kind], *(after for states in NEXT[kind].values() for after in states)} == set(ALLOWED[kind])


@pytest.mark.parametrize(("kind", "state"), EVERY_STATE)
async def test_what_the_law_allows_is_done(desk: Desk, kind: Kind, state: State) -> None:
    case = await brought(desk, kind, state)
    for action, leads_to in ALLOWED[kind][state].items():
        async with undone(desk):
            await ACTIONS[action](desk, case, HEAD)
            assert (action, (await desk.appeals.get(case.id)).state) == (action, leads_to)
            assert leads_to in {state, *NEXT[kind].get(state, frozenset())} or action == "official"


UKRAINIAN = Path(__file__).parents[2] / "locales" / "uk" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="module")
def ukrainian() -> dict[str, str]:
    with UKRAINIAN.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="uk")}


@pytest.mark.parametrize(("kind", "state"), EVERY_STATE)
async def test_everything_else_is_refused_with_a_sentence_and_changes_nothing(
    desk: Desk, kind: Kind, state: State, ukrainian: Mapping[str, str]
) -> None:
    case = await brought(desk, kind, state)
    await drafted(desk, case, HEAD)
    for action in ACTIONS.keys() - ALLOWED[kind][state].keys() - QUIET:
        async with undone(desk):
            before = await everything(desk)
            with pytest.raises(DomainError) as told:
                await ACTIONS[action](desk, case, HEAD)
            assert ukrainian[told.value.phrase.msgid].endswith((".", "»"))
            assert (action, await everything(desk)) == (action, before)


@pytest.mark.parametrize(("kind", "state"), EVERY_STATE)
async def test_time_alone_closes_only_what_waits(desk: Desk, kind: Kind, state: State) -> None:
    case = await brought(desk, kind, state)
    for action in QUIET - ALLOWED[kind][state].keys():
        before = await everything(desk)
        await ACTIONS[action](desk, case, HEAD)
        assert (action, await everything(desk)) == (action, before)


@pytest.mark.parametrize("kind", Kind)
def test_every_case_comes_to_an_end_by_these_steps(kind: Kind) -> None:
    """However it was walked: from each state one of the final ones is reached."""
    for state in ALLOWED[kind]:
        reached, waiting = set(), {state}
        while waiting:
            reached.add(step := waiting.pop())
            waiting |= set(ALLOWED[kind][step].values()) - reached
        assert reached & FINAL
