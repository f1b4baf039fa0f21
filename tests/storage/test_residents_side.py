"""Arrivals, secret links and collective appeals on both engines."""

import re
from datetime import date, timedelta

import pytest

from council.appeals import Signer
from council.collectives import Collective
from council.links import LinkKind
from council.people import FullName
from storage.house import Storage
from storage.migrate import FOLDER
from tests.storage.examples import MINUTE, NOW, OLENA, TARAS, a_case

MONDAY = date(2026, 11, 23)
TARAS_SIGNS = Signer(name=FullName(surname="Бойко", given="Тарас"), residence="с. Наумівка", confirmed=True)


async def test_arrivals_are_counted_by_code_and_day(storage: Storage) -> None:
    async with storage.unit() as desk:
        for code in ("cat_roads", "cat_roads", "s_s9"):
            await desk.arrivals.count(code, MONDAY)
        await desk.arrivals.count("cat_roads", MONDAY + timedelta(days=7))
        counted = await desk.arrivals.between(MONDAY, MONDAY + timedelta(days=6))
        assert [(one.code, one.day, one.people) for one in counted] == [("cat_roads", MONDAY, 2), ("s_s9", MONDAY, 1)]


async def test_a_secret_link_is_used_once_and_only_as_what_it_is(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        await desk.tokens.keep("t0ken", LinkKind.BINDING, "12", NOW + MINUTE)
        assert await desk.tokens.find("t0ken", LinkKind.COAUTHOR) is None
        found = await desk.tokens.find("t0ken", LinkKind.BINDING)
        assert found is not None
        assert (found.about, found.expires, found.used_by) == ("12", NOW + MINUTE, None)
        assert [await desk.tokens.use("t0ken", olena.id) for _ in range(2)] == [True, False]
        assert await desk.tokens.purge(NOW + MINUTE) == 1


async def test_people_join_once_and_leave_without_a_trace_of_their_name(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena, taras = await desk.residents.met(OLENA, NOW), await desk.residents.met(TARAS, NOW)
        await desk.collectives.keep(Collective("1f", olena.id, "Просимо лавку", "Олена К."), NOW)
        for edition in (1, 2):
            await desk.collectives.join("1f", taras.id, TARAS_SIGNS, edition, NOW)
        await desk.collectives.notify("1f", taras.id, True)
        [joined] = await desk.collectives.coauthors("1f")
        assert (joined.person, joined.edition, joined.notify) == (TARAS_SIGNS, 2, True)
        assert await desk.collectives.joined_by(taras.id) == [("1f", None)]
        assert [await desk.collectives.leave("1f", taras.id, NOW) for _ in range(2)] == [True, False]
        assert await desk.collectives.coauthors("1f") == []
        assert await desk.collectives.coauthor("1f", taras.id) is None


async def test_what_never_became_a_case_is_erased_and_what_did_stays(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
        for draft in ("1f", "2f"):
            await desk.collectives.keep(Collective(draft, case.resident, "Просимо лавку", "Олена К."), NOW)
            await desk.collectives.join(draft, case.resident, TARAS_SIGNS, 1, NOW)
        await desk.collectives.submitted("2f", case.id)
        assert await desk.collectives.purge(NOW) == 1
        assert await desk.collectives.get("1f") is None
        kept = await desk.collectives.of_appeal(case.id)
        assert kept is not None
        assert (kept.draft, kept.appeal, kept.text) == ("2f", case.id, "Просимо лавку")


async def test_a_case_entered_by_an_officer_becomes_its_authors_own_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        absent, taras = await desk.residents.absent(NOW), await desk.residents.met(TARAS, NOW)
        assert not absent.has_telegram
        assert (await desk.residents.absent(NOW)).telegram_id != absent.telegram_id
        case = await a_case(desk)
        assert not await desk.appeals.bind(case.id, absent.id, taras.id)
        assert [await desk.appeals.bind(case.id, case.resident, taras.id) for _ in range(2)] == [True, False]
        assert (await desk.appeals.get(case.id)).resident == taras.id


@pytest.mark.parametrize("with_case", [False, True])
async def test_a_profile_is_forgotten_and_its_record_stays_only_for_a_case(storage: Storage, with_case: bool) -> None:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        await desk.residents.notice_shown(olena.id, "1", "digest", NOW)
        if with_case:
            await a_case(desk)
        await desk.residents.forget(olena.id)
        assert (await desk.residents.known(OLENA) is not None) is with_case
        assert await desk.residents.notices_of(olena.id) == []


def test_every_table_that_knows_people_is_thought_of_when_one_is_forgotten() -> None:
    """A new table that refers to residents must be erased with the profile, or keep its record by a stated need."""
    tables = {
        table
        for file in FOLDER.glob("*.sql")
        for table, body in re.findall(r"create table (\w+) \((.*?)\n\);", file.read_text("utf-8"), re.S)
        if "references residents" in body
    }
    known = "".join((FOLDER.parent / "sql" / f"{name}.sql").read_text("utf-8") for name in ("residents", "following"))
    assert len(tables) > 5
    assert [table for table in sorted(tables) if not re.search(rf"from {table}\b", known)] == []
