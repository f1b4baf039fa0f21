"""A case goes to another department: by registrar or head, recorded, and never to those whom a complaint names."""

from dataclasses import replace

import pytest

from council.appeals import Kind, State
from council.deliveries import STAFF_GROUP, ChatId
from council.people import Role, TelegramId
from council.phrases import Conflict, DomainError, NotFound
from council.transferring import departments_for, transfer
from storage.desk import Desk
from tests.council.desk import EXECUTOR, KORIUKIVKA, NOW, OLENA, REGISTRAR, a_case, in_state, left, named, reached

CNAP, GENERAL = "cnap", "general"
NAME_OF_CNAP = "Відділ надання адміністративних послуг Корюківської міської ради"


async def test_the_department_gets_it_with_its_number_and_its_date(desk: Desk) -> None:
    case = await a_case(desk)
    after = await transfer(desk, KORIUKIVKA, case.id, CNAP, REGISTRAR, NOW)
    assert (after.department, after.number, after.due, after.state) == (CNAP, case.number, case.due, case.state)
    [event] = [one for one in await desk.appeals.history(case.id) if one.action == "transferred"]
    assert event.details == {"from": GENERAL, "to": CNAP}
    assert sorted(await reached(desk, STAFF_GROUP)) == ["case_card", "transferred"]


async def test_pressed_twice_it_is_one_step(desk: Desk) -> None:
    case = await a_case(desk)
    for _press in range(2):
        await transfer(desk, KORIUKIVKA, case.id, CNAP, REGISTRAR, NOW)
    assert [one.action for one in await desk.appeals.history(case.id)].count("transferred") == 1


async def test_who_may_not_work_on_it_any_more_lets_it_go(desk: Desk) -> None:
    mine, other = TelegramId(901), TelegramId(902)
    for account, scope in ((mine, GENERAL), (other, CNAP)):
        await desk.roles.give(account, Role.EXECUTOR, scope, "Посада", OLENA, NOW)
    case = await a_case(desk)
    held = await desk.appeals.change(case, replace(case, executor=mine))
    assert (await transfer(desk, KORIUKIVKA, held.id, CNAP, REGISTRAR, NOW)).executor is None


async def test_an_enterprise_gets_the_card_in_private(desk: Desk) -> None:
    enterprise = TelegramId(77)
    await desk.roles.give(enterprise, Role.ENTERPRISE, CNAP, "Директорка", OLENA, NOW)
    case = await a_case(desk)
    await transfer(desk, KORIUKIVKA, case.id, CNAP, REGISTRAR, NOW)
    assert [named(row) for row in await left(desk) if row.chat == ChatId(enterprise)] == ["case_card"]


@pytest.mark.parametrize("whom", [NAME_OF_CNAP, "відділу надання адміністративних послуг", f"касирка, {NAME_OF_CNAP}"])
async def test_a_complaint_is_never_given_to_those_it_is_about(desk: Desk, whom: str) -> None:
    """393/96-ВР art. 7."""
    case = await a_case(desk, Kind.COMPLAINT, complained_of=whom)
    assert CNAP not in [one.code for one in departments_for(KORIUKIVKA, case)]
    with pytest.raises(DomainError, match="must not be given to the one complained of"):
        await transfer(desk, KORIUKIVKA, case.id, CNAP, REGISTRAR, NOW)


async def test_an_executor_does_not_pass_it_on(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(DomainError, match="The registrar or the head does this"):
        await transfer(desk, KORIUKIVKA, case.id, CNAP, EXECUTOR, NOW)


async def test_a_department_that_is_gone_gets_nothing(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(NotFound, match="no such department"):
        await transfer(desk, KORIUKIVKA, case.id, "gone", REGISTRAR, NOW)


@pytest.mark.parametrize("state", [State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED, State.WITHDRAWN, State.FORWARDED])
async def test_what_is_answered_or_ended_stays_where_it_is(desk: Desk, state: State) -> None:
    case = await in_state(desk, await a_case(desk), state)
    with pytest.raises(Conflict, match="not possible any more"):
        await transfer(desk, KORIUKIVKA, case.id, CNAP, REGISTRAR, NOW)
