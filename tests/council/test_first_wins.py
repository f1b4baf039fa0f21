"""Two officers press at once: one wins, and the other is told by whom and what was done, by post and never by name."""

from collections.abc import Awaitable, Callable

import pytest

from council import answering, letters
from council.appeals import Appeal, AppealId, MessageKind, State
from council.decision_forms import Decision
from council.decisions import decide
from council.people import Officer, Role
from council.phrases import Conflict
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENA, PROMPT, REGISTRAR, a_case, answered, in_state, officer

HEAD = officer(903, (Role.HEAD, ""))
POST = "головна спеціалістка"
Act = Callable[[Desk, AppealId, Officer], Awaitable[object]]


async def takes(desk: Desk, case: AppealId, by: Officer) -> object:
    return await answering.take_over(desk, case, by, NOW)


def decides(decision: Decision, **answers: str) -> Act:
    async def act(desk: Desk, case: AppealId, by: Officer) -> object:
        appeal = await desk.appeals.get(case)
        return await decide(desk, KORIUKIVKA, appeal, decision, answers, "Лист", by, f"{by.telegram_id:x}", NOW)

    return act


async def posts(desk: Desk, case: AppealId, by: Officer) -> object:
    return await answering.posted(desk, case, by, NOW.date(), NOW)


async def serves(desk: Desk, case: AppealId, by: Officer) -> object:
    decision = next(one for one in await desk.appeals.messages(case) if one.kind is MessageKind.DECISION)
    await letters.served(desk, decision.id, by, NOW.date(), NOW)
    return None


async def answers(desk: Desk, case: AppealId, by: Officer) -> object:
    draft = await answering.draft(desk, case, f"reply:{by.telegram_id}", "Полагодили", by, NOW)
    signed = await answering.choose_kind(desk, draft, MessageKind.ANSWER, "Міський голова, Іван Вигаданий")
    held = await answering.confirm(desk, signed, by, PROMPT, NOW)
    return await answering.release(desk, held.id, NOW)


async def shown(desk: Desk, case: Appeal) -> None:
    await answered(desk, case)


async def returned(desk: Desk, case: Appeal) -> None:
    await decides(Decision.RETURN, ground="defective", reason="Так")(desk, case.id, HEAD)


async def accepted(desk: Desk, case: Appeal) -> None:
    await in_state(desk, case, State.ACCEPTED)


ACTIONS: dict[str, tuple[Callable[[Desk, Appeal], Awaitable[None]], Act]] = {
    "take": (accepted, takes),
    "ask": (accepted, decides(Decision.ASK, text="Де саме?")),
    "extend": (accepted, decides(Decision.EXTEND, until="2027-01-07", reason="Так", who="Голова")),
    "forward": (accepted, decides(Decision.FORWARD, body="Обласна рада")),
    "return": (accepted, decides(Decision.RETURN, ground="defective", reason="Так")),
    "not consider": (accepted, decides(Decision.NOT_CONSIDER, ground="late", reason="Так", who="Голова")),
    "answer": (accepted, answers),
    "posted": (shown, posts),
    "served": (returned, serves),
}


@pytest.mark.parametrize("action", ACTIONS)
async def test_the_second_is_told_who_was_first(desk: Desk, action: str) -> None:
    prepare, act = ACTIONS[action]
    await desk.roles.give(REGISTRAR.telegram_id, Role.REGISTRAR, "", POST, OLENA, NOW)
    case = await a_case(desk)
    await prepare(desk, case)
    await act(desk, case.id, REGISTRAR)
    with pytest.raises(Conflict) as told:
        await act(desk, case.id, HEAD)
    assert told.value.phrase.params["who"] == POST


async def test_the_second_registry_number_meets_the_first(desk: Desk) -> None:
    case = await a_case(desk)
    await decides(Decision.REGISTER, number="Г-1", date="2026-11-23")(desk, case.id, REGISTRAR)
    with pytest.raises(Conflict, match="already registered"):
        await decides(Decision.REGISTER, number="Г-2", date="2026-11-23")(desk, case.id, HEAD)


async def test_who_presses_twice_is_told_nothing_new(desk: Desk) -> None:
    case = await a_case(desk)
    await shown(desk, case)
    once = await answering.posted(desk, case.id, REGISTRAR, NOW.date(), NOW)
    assert await answering.posted(desk, case.id, REGISTRAR, NOW.date(), NOW) == once
