"""A petition of Olena's, at whatever point of its life a story needs."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from council import petitioning, signing
from council.community import Community
from council.people import FullName, Role
from council.petition_chain import Act
from council.petition_rules import Mode
from council.petitioning import Draft
from council.petitions import Petition, State
from council.voices import Person
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, OLENA, officer

MODERATOR = officer(910, (Role.MODERATOR, ""))
COLLEAGUE = officer(911, (Role.MODERATOR, ""))
HEAD = officer(912, (Role.HEAD, ""))
DRAFT = Draft(
    "1f",
    "Лавки на автобусній зупинці",
    "Старшим людям важко чекати стоячи.",
    "Поставити дві лавки.",
    FullName(surname="Коваль", given="Олена", patronymic="Іванівна"),
    "olena@example.com",
)


def community(mode: Mode = Mode.INITIATIVE, threshold: int = 3, **rules: object) -> Community:
    """Koriukivka in another mode; three voices are enough there."""
    term = KORIUKIVKA.terms["petition.threshold"].model_copy(update={"value": threshold})
    changed = KORIUKIVKA.petitions.model_copy(update={"mode": mode, **rules})
    return KORIUKIVKA.model_copy(
        update={"petitions": changed, "terms": {**KORIUKIVKA.terms, "petition.threshold": term}}
    )


async def submitted(desk: Desk, here: Community, key: str = "1f", now: datetime = NOW) -> Petition:
    author = await desk.residents.met(OLENA, now)
    return await petitioning.submit(desk, here, replace(DRAFT, key=key), author, now)


async def published(desk: Desk, here: Community, key: str = "1f", now: datetime = NOW) -> Petition:
    page = "https://petition.example/1" if here.petitions.in_mode is Mode.EXTERNAL else ""
    return await petitioning.publish(desk, here, await submitted(desk, here, key, now), MODERATOR, now, page)


async def supported(desk: Desk, here: Community, petition: Petition, voices: int, now: datetime) -> Petition:
    """Collects so many voices of the counter that matters in its mode."""
    if petition.mode is Mode.EXTERNAL:
        return await petitioning.count_outside(desk, here, petition, voices, here.local(now).date(), now)
    act = Act.SIGNED if petition.mode is Mode.BINDING else Act.SUPPORTED
    for n in range(voices):
        name = FullName(surname=f"Підписантка{n}", given="Олена") if act is Act.SIGNED else None
        person = Person(f"person {n}", now - timedelta(days=9), name)
        given = await signing.give(desk, here, petition, act, person, now)
        await petitioning.after_a_voice(desk, petition, given.petition, now)
        petition = given.petition
    return petition


async def considered(desk: Desk, here: Community, session: date | None = None) -> Petition:
    petition = await supported(desk, here, await published(desk, here), here.terms["petition.threshold"].number, NOW)
    assert petition.state is State.COLLECTING
    return await petitioning.start(desk, here, petition, MODERATOR, NOW, session)
