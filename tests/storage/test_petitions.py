"""Petitions on both engines: one voice a person, a log that only grows, names that can be erased."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from inspect import isawaitable

import pytest

from council import signing
from council.people import FullName, TelegramId
from council.petition_chain import Act, Finding, Flaw
from council.petition_rules import Mode
from council.petitions import Author, Petition, PetitionId, State
from council.phrases import Conflict, DomainError
from council.voices import Flag, Person, Suspect, VoiceState
from storage.desk import Desk
from storage.house import Storage
from tests.council.desk import KORIUKIVKA, OLENA

OLENAS = Author(name=FullName(surname="Коваль", given="Олена", patronymic="Іванівна"), email="olena@example.com")


async def collecting(desk: Desk, now: datetime, mode: Mode = Mode.INITIATIVE, threshold: int = 100) -> Petition:
    """A published petition of Olena's."""
    author = await desk.residents.met(OLENA, now)
    number = await desk.petitions.next_number("ПТ", now.year)
    fresh = Petition(
        PetitionId(0), number, "draft-1", mode, State.CHECKING, author.id, OLENAS, "Лавки", "Бо важко", "Лавки", now
    )
    stored = await desk.petitions.add(fresh)
    day = now.date()
    published = replace(
        stored,
        state=State.COLLECTING,
        published_at=now,
        published=day,
        closes=day + timedelta(days=60),
        threshold=threshold,
    )
    return await desk.petitions.change(stored, published)


def someone(who: str, now: datetime, name: str = "") -> Person:
    full = FullName(surname=name, given="Олена") if name else None
    return Person(who, now - timedelta(days=30), full)


async def gives(desk: Desk, petition: Petition, who: str, now: datetime, act: Act = Act.SUPPORTED) -> signing.Given:
    fresh = await desk.petitions.get(petition.id)
    return await signing.give(desk, KORIUKIVKA, fresh, act, someone(who, now, "Коваль"), now)


async def test_a_petition_is_kept_whole(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
    async with storage.reading() as desk:
        assert await desk.petitions.get(petition.id) == petition
        assert petition.identity == OLENAS
        assert [found.id for found in await desk.petitions.public()] == [petition.id]


async def test_the_same_draft_is_the_same_petition(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        again = await desk.petitions.add(replace(petition, number="ПТ-2026-9999"))
    assert again.number == petition.number


async def test_two_people_cannot_take_the_same_step(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        await desk.petitions.change(petition, replace(petition, state=State.CONSIDERATION, started=now.date()))
        with pytest.raises(Conflict):
            await desk.petitions.change(petition, replace(petition, state=State.CONSIDERATION))


async def test_one_person_has_one_voice(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        first = await gives(desk, petition, "olena", now)
        second = await gives(desk, petition, "olena", now + timedelta(minutes=1))
    assert (first.first, second.first) == (True, False)
    assert second.petition.supports == 1
    assert second.voice.at == now


async def test_voices_of_any_part_of_a_millisecond_fit_the_log(storage: Storage, now: datetime) -> None:
    """A log that rounds and a database that cuts would disagree about every second voice."""
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        for part in range(0, 1000, 100):
            await gives(desk, petition, f"telegram:{part}", now.replace(microsecond=part))
    async with storage.reading() as desk:
        assert await desk.petitions.proven(petition.id) == []


async def test_many_presses_at_once_are_one_voice_each(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)

    async def press(who: str) -> None:
        async with storage.unit() as desk:
            await gives(desk, petition, who, now)

    await asyncio.gather(*(press(f"p{n % 20}") for n in range(100)))
    async with storage.reading() as desk:
        assert (await desk.petitions.get(petition.id)).supports == 20
        assert await desk.petitions.proven(petition.id) == []


async def test_the_threshold_is_noted_at_the_moment_it_is_met(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now, threshold=2)
        one = await gives(desk, petition, "a", now)
        two = await gives(desk, petition, "b", now + timedelta(hours=1))
    assert one.petition.reached_at is None
    assert two.petition.reached_at == now + timedelta(hours=1)


async def test_only_a_binding_petition_takes_signatures(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        with pytest.raises(DomainError):
            await gives(desk, petition, "olena", now, Act.SIGNED)


async def test_support_and_signatures_never_mix(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now, Mode.BINDING)
        await gives(desk, petition, "account", now)
        given = await gives(desk, petition, "person", now, Act.SIGNED)
    assert (given.petition.supports, given.petition.signatures, given.petition.count) == (1, 1, 1)


async def test_nobody_signs_after_the_last_day(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        await gives(desk, petition, "in time", now + timedelta(days=60))
        with pytest.raises(DomainError):
            await gives(desk, petition, "late", now + timedelta(days=61))


async def test_an_invalidation_takes_only_what_was_chosen_and_can_be_undone(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now, threshold=2)
        await gives(desk, petition, "old", now)
        fresh = Person("fresh", now, None)
        await signing.give(desk, KORIUKIVKA, await desk.petitions.get(petition.id), Act.SUPPORTED, fresh, now)
        suspect = Suspect(frozenset({Flag.NEW_ACCOUNT}))
        after, taken = await signing.invalidate(desk, await desk.petitions.get(petition.id), suspect, now)
        assert (taken, after.supports, after.reached_at) == (1, 1, None)
        back, restored = await signing.restore(desk, after, suspect, now)
        assert (restored, back.supports, back.reached_at) == (1, 2, now)
        assert await desk.petitions.proven(petition.id) == []


async def test_no_condition_takes_nothing(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        with pytest.raises(DomainError):
            await signing.invalidate(desk, petition, Suspect(), now)


@pytest.mark.parametrize(
    ("tampering", "flaw"),
    [
        ("update petition_voices set at = at + 1", Flaw.CHANGED),
        ("update petition_voices set state = 'invalid'", Flaw.VALIDITY),
        ("delete from petition_voices", Flaw.MISSING),
        ("update petitions set signatures = 7", Flaw.COUNT),
        ("update petition_log set at = at + 1 where act = 'signed'", Flaw.BROKEN),
        ("delete from petition_log", Flaw.HEAD),
    ],
)
async def test_tampering_is_found(storage: Storage, now: datetime, tampering: str, flaw: Flaw) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now, Mode.BINDING)
        await gives(desk, petition, "person", now, Act.SIGNED)
        done = desk.petitions._db._connection.execute(tampering)
        if isawaitable(done):  # on PostgreSQL
            await done
    async with storage.reading() as desk:
        assert flaw in {found.flaw for found in await desk.petitions.proven(petition.id)}


async def test_names_go_and_numbers_stay(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now, Mode.BINDING)
        await gives(desk, petition, "person", now, Act.SIGNED)
        assert await desk.petitions.forget_names(petition.id) == 1
    async with storage.reading() as desk:
        (voice,) = await desk.petitions.voices(petition.id)
        assert (voice.name, voice.salt) == ("", None)
        assert voice.who != "person"
        assert (await desk.petitions.get(petition.id)).signatures == 1
        findings: list[Finding] = list(await desk.petitions.proven(petition.id))
        assert findings == []


async def test_one_voice_taken_back_may_be_given_again(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        await gives(desk, petition, "olena", now)
        await desk.petitions.turn_voice(petition, Act.SUPPORTED, "olena", VoiceState.WITHDRAWN, now)
        again = await gives(desk, petition, "olena", now)
        assert (again.first, again.petition.supports) == (True, 1)
        assert await desk.petitions.proven(petition.id) == []


async def test_who_wrote_which_petition_is_found_by_the_author_alone(storage: Storage, now: datetime) -> None:
    async with storage.unit() as desk:
        petition = await collecting(desk, now)
        stranger = await desk.residents.met(TelegramId(777), now)
        assert [found.id for found in await desk.petitions.of_author(petition.author)] == [petition.id]
        assert await desk.petitions.of_author(stranger.id) == []
