"""Surveys on both databases: versions, the ledger, urns, answers and counts."""

import pytest

from council.own_results import Saved
from council.people import ResidentId
from council.phrases import Conflict, NotFound
from council.profiles import Profile
from council.urns import Sheet, Urn
from storage.house import Storage
from tests.council.surveys import small
from tests.storage.examples import NOW, OLENA, TARAS

URN = Urn(survey="small", version=1, wave="2026", subject="bridge")
OTHER = Urn(survey="small", version=1, wave="2027")
SHEETS = [Sheet(id=name, answers={"q1": "1"}, traits={"age": "75"}, week="2026-W48") for name in "abc"]


async def test_a_text_has_one_version_and_a_changed_one_another(storage: Storage) -> None:
    one, other = small({}), small({}, {})
    async with storage.unit() as desk:
        assert [await desk.surveys.version(survey) for survey in (one, other, one)] == [1, 2, 1]
        assert await desk.surveys.definition("small", 2) == other
        with pytest.raises(NotFound):
            await desk.surveys.definition("small", 3)


async def test_the_ledger_knows_a_person_for_an_occasion(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.surveys.enter("small", "2026", "2026|bridge|", ResidentId(1))
        assert not await desk.surveys.enter("small", "2026", "2026|bridge|", ResidentId(1))
        assert await desk.surveys.enter("small", "2026", "2026|school|", ResidentId(1))
        assert await desk.surveys.has_answered("small", "2026", "2026|bridge|", ResidentId(1))
        assert not await desk.surveys.has_answered("small", "2026", "2026|bridge|", ResidentId(2))
        assert (await desk.surveys.counts("small", "2026"))["finished"] == 2


async def test_who_only_reads_the_ledger_makes_no_key_for_it(storage: Storage) -> None:
    """The loop of campaigns asks before anybody has ever answered anything."""
    anna, petro = ResidentId(1), ResidentId(2)
    async with storage.reading() as desk:
        assert await desk.surveys.answered_among("s1", "2026", "", [anna, petro]) == frozenset()
    async with storage.unit() as desk:
        await desk.surveys.enter("s1", "2026", "", anna)
    async with storage.reading() as desk:
        assert await desk.surveys.answered_among("s1", "2026", "", [anna, petro]) == {anna}


async def test_an_urn_is_changed_only_from_what_lies_in_it(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.surveys.lay(URN, [], SHEETS)
        assert await desk.surveys.lying(URN) == SHEETS
        with pytest.raises(Conflict):
            await desk.surveys.lay(URN, SHEETS[:1], [])
        assert await desk.surveys.urns() == [URN]
        await desk.surveys.lay(URN, SHEETS, [])
        assert await desk.surveys.lying(URN) == []


async def test_answers_are_found_by_wave_and_subject(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.surveys.keep(URN, SHEETS)
        await desk.surveys.keep(OTHER, [Sheet(id="d")])
        assert await desk.surveys.drawn("small", "2026") == [(URN, sheet) for sheet in SHEETS]
        assert len(await desk.surveys.drawn("small")) == 4
        assert await desk.surveys.drawn("small", subject="school") == []


async def test_things_are_counted_by_wave(storage: Storage) -> None:
    async with storage.unit() as desk:
        for wave in ("2026", "2027", "2027"):
            await desk.surveys.count("small", wave, "started")
        assert await desk.surveys.counts("small", "2027") == {"started": 2, "finished": 0}
        assert await desk.surveys.waves("small") == ["2027", "2026"]


async def test_what_a_person_let_us_remember_is_theirs_to_erase(storage: Storage) -> None:
    saved = Saved(month="2026-11", variant="full", areas={"a1": (9, 12)}, self_assessed=(6, 6), known=(3, 6))
    async with storage.unit() as desk:
        olena, taras = [(await desk.residents.met(who, NOW)).id for who in (OLENA, TARAS)]
        for who in (olena, taras):
            await desk.surveys.keep_profile(who, Profile(age="75"))
            await desk.surveys.keep_profile(who, Profile(age="60-74"))
            await desk.surveys.keep_result(who, "s5", saved)
            await desk.drafts.keep(who, "survey.s5", {"q1": "1"}, NOW)
            await desk.drafts.keep(who, "appeal", {"text": "…"}, NOW)
        await desk.surveys.forget(olena)
        assert (await desk.surveys.profile(olena), await desk.surveys.results(olena, "s5")) == (None, [])
        assert (await desk.surveys.profile(taras), await desk.surveys.results(taras, "s5")) == (
            Profile(age="60-74"),
            [saved],
        )
        assert await desk.drafts.take(olena, "survey.s5", NOW) is None
