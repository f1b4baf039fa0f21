"""The code of a slip: one person, once, while it works."""

from datetime import timedelta

import pytest

from council import binding
from council.appeals import Appeal, Kind
from council.deliveries import ChatId
from council.people import Officer, Resident
from council.phrases import Conflict, DomainError, NotFound
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENA, REGISTRAR, STRANGER, TARAS, a_case, answered, reached
from tests.council.test_assisted import entered


async def a_case_of_who_came(desk: Desk, kind: Kind = Kind.APPLICATION) -> tuple[Appeal, str]:
    """The case and the code of its slip."""
    case = (await entered(desk, kind)).appeal
    return case, await binding.slip(desk, KORIUKIVKA, case, NOW)


async def met(desk: Desk) -> tuple[Resident, Resident]:
    return await desk.residents.met(OLENA, NOW), await desk.residents.met(TARAS, NOW)


async def tied(desk: Desk, code: str, person: Resident, by: Officer = STRANGER) -> Appeal:
    return await binding.bind(desk, KORIUKIVKA, code, person, by, NOW)


async def test_the_case_becomes_the_persons_own_and_the_empty_record_is_gone(desk: Desk) -> None:
    case, code = await a_case_of_who_came(desk)
    olena, _taras = await met(desk)
    assert (await tied(desk, code, olena)).resident == olena.id
    assert (await tied(desk, code, olena)).resident == olena.id
    with pytest.raises(NotFound):
        await desk.residents.get(case.resident)


async def test_another_person_is_refused_with_any_slip_of_the_case(desk: Desk) -> None:
    case, code = await a_case_of_who_came(desk)
    second = await binding.slip(desk, KORIUKIVKA, case, NOW)
    olena, taras = await met(desk)
    await tied(desk, code, olena)
    for slip in (code, second):
        with pytest.raises(Conflict, match="used already"):
            await tied(desk, slip, taras)


async def test_a_code_works_until_a_month_after_the_day_of_the_answer(desk: Desk) -> None:
    case, code = await a_case_of_who_came(desk)
    olena, _taras = await met(desk)
    last = case.due + binding.KEPT
    await binding.opened(desk, KORIUKIVKA, code, olena, last - timedelta(seconds=1))
    with pytest.raises(DomainError, match="works no more"):
        await binding.opened(desk, KORIUKIVKA, code, olena, last)


async def test_an_invented_code_and_the_officers_own_hand_open_nothing(desk: Desk) -> None:
    _case, code = await a_case_of_who_came(desk)
    olena, _taras = await met(desk)
    with pytest.raises(NotFound):
        await binding.opened(desk, KORIUKIVKA, "invented", olena, NOW)
    with pytest.raises(DomainError, match="for another person"):
        await tied(desk, code, olena, REGISTRAR)


async def test_a_case_that_its_author_submitted_has_no_slip(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(NotFound):
        await binding.slip(desk, KORIUKIVKA, case, NOW)


async def test_before_it_is_tied_nothing_is_queued_for_anybody_and_after_it_everything(desk: Desk) -> None:
    case, code = await a_case_of_who_came(desk)
    olena, _taras = await met(desk)
    assert await reached(desk, ChatId(OLENA)) == []
    await tied(desk, code, olena)
    await answered(desk, await desk.appeals.get(case.id))
    assert await reached(desk, ChatId(OLENA)) == ["answer"]
