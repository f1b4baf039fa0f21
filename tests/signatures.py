"""Many attempts to sign one petition at once, by fewer people: the proof and its scaled twin share it."""

import asyncio
import random
from datetime import datetime, timedelta

from council import signing
from council.people import FullName
from council.petition_chain import Act
from council.petition_rules import Mode
from council.petitions import Petition
from council.voices import Person, who
from storage.errors import Overloaded
from storage.house import Storage
from tests.council.petitions import community, published

HERE = community(Mode.BINDING, threshold=10)
AT_ONCE = 300
"""Attempts under way at the same time; a queue that is full is answered by trying again, as a person would."""


async def signed_by(storage: Storage, people: int, attempts: int, now: datetime, dice: random.Random) -> Petition:
    """The petition after everyone has tried several times, in any order; every person tries at least once."""
    async with storage.unit() as desk:
        petition = await published(desk, HERE, now=now)
    tries = [n % people for n in range(attempts)]
    dice.shuffle(tries)
    gate = asyncio.Semaphore(AT_ONCE)

    async def attempt(person: int) -> bool:
        async with gate:
            return await _tries(storage, petition, person, now)

    firsts = await asyncio.gather(*(attempt(person) for person in tries))
    assert sum(firsts) == people
    async with storage.reading() as desk:
        return await desk.petitions.get(petition.id)


async def _tries(storage: Storage, petition: Petition, person: int, now: datetime) -> bool:
    name = FullName(surname=f"Підписант{person}", given="Іван")
    signer = Person(who(petition, f"person:{person}"), now - timedelta(days=9), name)
    while True:
        try:
            async with storage.unit() as desk:
                fresh = await desk.petitions.get(petition.id)
                return (await signing.give(desk, HERE, fresh, Act.SIGNED, signer, now)).first
        except Overloaded:
            await asyncio.sleep(0.05)


async def must_be_whole(storage: Storage, petition: Petition, people: int) -> None:
    """So many signatures, so many people, one line of the log each, and nothing that does not fit."""
    async with storage.reading() as desk:
        voices = await desk.petitions.voices(petition.id)
        links = await desk.petitions.links(petition.id)
        assert list(await desk.petitions.proven(petition.id)) == []
    assert (petition.signatures, len(voices), len({voice.who for voice in voices})) == (people, people, people)
    assert sum(link.act is Act.SIGNED for link in links) == people
