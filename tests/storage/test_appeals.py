import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from council.appeals import Appeal, AppealId, Channel, Event, Kind, MessageId, MessageState, State
from council.lists import MOST, OPEN, Listing, Reach, sought
from council.people import Role
from council.phrases import Conflict, NotFound, Phrase
from storage.desk import Desk
from storage.house import Storage
from tests.storage.examples import NOW, OLENA, REGISTRAR, a_case, an_answer, an_appeal


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


async def in_every_state(desk: Desk) -> dict[State, Appeal]:
    """A case in each state, those due first first; the registrar has those of even places."""
    cases = {}
    for place, state in enumerate(State):
        case = await a_case(desk, f"draft-{state}")
        hands = REGISTRAR if place % 2 == 0 else None
        due = NOW + timedelta(days=place)
        cases[state] = await desk.appeals.change(case, replace(case, state=state, executor=hands, due=due))
    return cases


async def test_lists_show_what_is_open_and_nothing_else_by_its_date(storage: Storage) -> None:
    async with storage.unit() as desk:
        cases = await in_every_state(desk)
        await desk.roles.give(REGISTRAR, Role.REGISTRAR, "", "Реєстраторка", REGISTRAR, NOW)
        still_open = [case for state, case in cases.items() if state in OPEN]
        waiting = tuple(case for case in still_open if case.executor is None)
        taken = tuple(case for case in still_open if case.executor == REGISTRAR)
        assert await desk.appeals.waiting(99) == Listing(waiting, len(waiting))
        assert await desk.appeals.in_hands(REGISTRAR, 99) == Listing(taken, len(taken))
        assert await desk.appeals.in_hands(OLENA, 99) == Listing((), 0)
        late = tuple(case for case in still_open if case.due < NOW + timedelta(days=3))
        assert await desk.appeals.overdue(NOW + timedelta(days=3), 99) == Listing(late, len(late))
        assert await desk.appeals.waiting(2, 1) == Listing(waiting[1:3], len(waiting))


async def test_what_was_taken_by_someone_without_a_role_any_more_waits_again(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
        taken = await desk.appeals.change(case, replace(case, executor=REGISTRAR))
        grant = await desk.roles.give(REGISTRAR, Role.REGISTRAR, "", "Реєстраторка", REGISTRAR, NOW)
        assert await desk.appeals.waiting(9) == Listing((), 0)
        await desk.roles.take(grant.id, REGISTRAR, NOW)
        assert await desk.appeals.waiting(9) == Listing((taken,), 1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ЗВ-2026-000001", ["ЗВ-2026-000001", "ЗВ-2026-000001/2"]),
        ("1", ["ЗВ-2026-000001", "ЗВ-2026-000001/2", "ЗВ-2026-000011"]),
        ("11", ["ЗВ-2026-000011"]),
        ("000001", ["ЗВ-2026-000001", "ЗВ-2026-000001/2"]),
        ("1/2", ["ЗВ-2026-000001/2"]),
        ("000001/2", ["ЗВ-2026-000001/2"]),
        ("ЗВ-2026-000001/2", ["ЗВ-2026-000001/2"]),
        ("1/3", []),
        ("9", ["ЗВ-2026-000009", "ЗВ-2025-000099"]),
        ("к-17", ["ЗВ-2026-000002"]),
        ("К-17", ["ЗВ-2026-000002"]),
        ("К-1", []),
        ("%", []),
    ],
)
async def test_a_case_is_found_by_what_is_known_of_its_number(storage: Storage, words: str, found: list[str]) -> None:
    async with storage.unit() as desk:
        resident = (await a_case(desk, "draft-0")).resident
        second = await a_case(desk, "draft-2")
        await desk.appeals.change(second, replace(second, registry_index="К-17"))
        for number in ("ЗВ-2025-000099", "ЗВ-2026-000009", "ЗВ-2026-000011", "ЗВ-2026-000001/2"):
            again = AppealId(1) if "/" in number else None
            await desk.appeals.add(replace(an_appeal(resident, number, number), repeats=again))
        listing = await desk.appeals.found(sought(words), 9)
        assert [case.number for case in listing.cases] == found
        assert listing.total == len(found)


async def test_one_digit_of_many_numbers_is_not_counted_to_the_end(storage: Storage) -> None:
    async with storage.unit() as desk:
        resident = (await a_case(desk)).resident
        for n in range(MOST + 5):
            await desk.appeals.add(an_appeal(resident, f"draft-{n}7", f"ЗВ-2026-{n:05}7"))
        listing = await desk.appeals.found(sought("7"), 2)
        assert [case.number for case in listing.cases] == ["ЗВ-2026-000007", f"ЗВ-2026-{listing.cases[1].number[-6:]}"]
        assert MOST <= listing.total <= MOST + 1


async def test_a_list_within_reach_leaves_out_other_scopes_and_complaints(storage: Storage) -> None:
    async with storage.unit() as desk:
        for kind, district in ((Kind.APPLICATION, "one"), (Kind.APPLICATION, "one_two"), (Kind.COMPLAINT, "one")):
            case = await a_case(desk, f"draft-{kind}-{district}")
            await desk.appeals.change(case, replace(case, kind=kind, district=district, executor=None))
        within = await desk.appeals.waiting(9, 0, Reach(districts=frozenset({"one", "three"})))
        assert [case.district for case in within.cases] == ["one"]
        every = await desk.appeals.overdue(NOW + timedelta(days=99), 9, 0, Reach(every=True))
        assert {case.kind for case in every.cases} == {Kind.APPLICATION}
        assert not (await desk.appeals.waiting(9, 0, Reach())).cases
