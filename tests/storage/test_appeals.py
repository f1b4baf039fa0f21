import asyncio
from dataclasses import replace
from datetime import date

import pytest

from council.appeals import AppealId, Channel, Event, MessageId, MessageState, State
from council.phrases import Conflict, NotFound, Phrase
from storage.house import Storage
from tests.storage.examples import NOW, REGISTRAR, a_case, an_answer, an_appeal


async def test_numbers_of_a_year_never_repeat(storage: Storage) -> None:
    async def take() -> str:
        async with storage.unit() as desk:
            return await desk.appeals.next_number(2026)

    numbers = await asyncio.gather(*(take() for _ in range(10)))
    assert sorted(numbers) == [f"ЗВ-2026-{n:06}" for n in range(1, 11)]
    async with storage.unit() as desk:
        assert await desk.appeals.next_number(2027) == "ЗВ-2027-000001"


async def test_a_case_is_found_again_as_it_was_written(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
    async with storage.reading() as desk:
        assert case == replace(an_appeal(case.resident), id=case.id)
        assert await desk.appeals.get(case.id) == case
        assert await desk.appeals.by_draft("draft-1") == case
        assert await desk.appeals.by_number(case.number) == case
        assert await desk.appeals.by_number("ЗВ-2026-999999") is None


async def test_a_draft_becomes_a_case_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        await a_case(desk)
    with pytest.raises(Conflict):
        async with storage.unit() as desk:
            await a_case(desk)
    async with storage.reading() as desk:
        assert (await desk.appeals.counts())["appeals"] == 1


async def test_an_unknown_case_is_not_found(storage: Storage) -> None:
    async with storage.reading() as desk:
        with pytest.raises(NotFound) as refused:
            await desk.appeals.get(AppealId(404))
        with pytest.raises(NotFound):
            await desk.appeals.message(MessageId(404))
    assert refused.value.phrase == Phrase("There is no such case.")


async def test_cases_of_a_person_come_newest_first_by_pages(storage: Storage) -> None:
    async with storage.unit() as desk:
        cases = [await a_case(desk, f"draft-{n}") for n in range(3)]
        olena = cases[0].resident
        assert await desk.appeals.of_resident(olena, limit=2) == [cases[2], cases[1]]
        assert await desk.appeals.of_resident(olena, limit=2, offset=2) == [cases[0]]
        assert await desk.appeals.count_of(olena) == 3


async def test_two_people_cannot_take_the_same_step(storage: Storage) -> None:
    async with storage.unit() as desk:
        before = await a_case(desk)
    after = replace(before, state=State.ACCEPTED, registry_index="К-17", registry_date=date(2026, 11, 23))

    async def accept() -> None:
        async with storage.unit() as desk:
            await desk.appeals.change(before, after)

    results = await asyncio.gather(accept(), accept(), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    async with storage.reading() as desk:
        assert await desk.appeals.get(before.id) == replace(after, version=1)


async def test_a_change_in_the_same_state_also_needs_the_version_seen(storage: Storage) -> None:
    async with storage.unit() as desk:
        before = await a_case(desk)
        taken = await desk.appeals.change(before, replace(before, executor=REGISTRAR))
        assert taken.executor == REGISTRAR
        with pytest.raises(Conflict) as refused:
            await desk.appeals.change(before, replace(before, department="roads"))
    assert refused.value.phrase == Phrase("Someone has already taken this step.")


async def test_cases_of_a_storm_are_listed_until_someone_takes_them(storage: Storage) -> None:
    async with storage.unit() as desk:
        await a_case(desk, "draft-0")
        first, second = [
            await desk.appeals.change(case, replace(case, listed=True))
            for case in [await a_case(desk, f"draft-{n}") for n in (1, 2)]
        ]
        assert await desk.appeals.listed(limit=9) == [first, second]
        assert await desk.appeals.listed(limit=1) == [first]
        await desk.appeals.change(first, replace(first, listed=False))
        assert await desk.appeals.count_listed() == 1


async def test_a_text_with_a_known_key_stays_as_it_was(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
        first = await desk.appeals.add_message(an_answer(case.id))
        again = await desk.appeals.add_message(replace(an_answer(case.id), text="Інше"))
        assert again == first
        assert await desk.appeals.message(first.id) == first
        assert await desk.appeals.message_by_key("answer:1") == first
        assert await desk.appeals.message_by_key("answer:2") is None
        assert await desk.appeals.messages(case.id) == [first]


async def test_a_held_answer_is_sent_or_taken_back_but_not_both(storage: Storage) -> None:
    async with storage.unit() as desk:
        held = await desk.appeals.add_message(an_answer((await a_case(desk)).id))
        sent = replace(held, state=MessageState.SENT, outgoing_number="02-17", outgoing_date=date(2026, 11, 24))
        assert await desk.appeals.change_message(held, sent) == sent
        with pytest.raises(Conflict):
            await desk.appeals.change_message(held, replace(held, state=MessageState.TAKEN_BACK))
        assert await desk.appeals.message(held.id) == sent


async def test_a_repeated_step_is_one_line_of_the_history(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
        line = Event(case.id, "accept:1", NOW, "officer:900", "accepted", Channel.EMAIL, {"due": date(2026, 12, 22)})
        bare = Event(case.id, "take:1", NOW, "officer:900", "taken")
        assert await desk.appeals.record(line)
        assert not await desk.appeals.record(line)
        assert await desk.appeals.record(bare)
        assert await desk.appeals.history(case.id) == [line, bare]
        assert await desk.appeals.counts() == {"appeals": 1, "case_messages": 0, "events": 2}
