import pytest

from council.people import ResidentId
from council.phrases import NotFound
from storage.house import Storage
from tests.storage.examples import MINUTE, NOW, OLENA, OLENAS_IDENTITY, TARAS


async def test_a_person_is_met_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        first = await desk.residents.met(OLENA, NOW)
        again = await desk.residents.met(OLENA, NOW + MINUTE)
        other = await desk.residents.met(TARAS, NOW)
    assert again == first
    assert first.first_seen == NOW
    assert other.id != first.id


async def test_the_language_and_the_block_are_remembered(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        await desk.residents.speak(olena.id, "en")
        await desk.residents.mark_blocked(OLENA, True)
    async with storage.reading() as desk:
        known = await desk.residents.get(olena.id)
    assert (known.locale, known.blocked) == ("en", True)


async def test_an_identity_is_kept_and_erased(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        await desk.residents.keep_identity(olena.id, OLENAS_IDENTITY, NOW)
        assert (await desk.residents.get(olena.id)).identity == OLENAS_IDENTITY
        await desk.residents.keep_identity(olena.id, None, NOW)
        assert (await desk.residents.get(olena.id)).identity is None


async def test_a_stranger_is_not_found(storage: Storage) -> None:
    async with storage.reading() as desk:
        with pytest.raises(NotFound):
            await desk.residents.get(ResidentId(7))


async def test_a_notice_is_recorded_once_a_text(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        await desk.residents.notice_shown(olena.id, "1", "aa", NOW)
        await desk.residents.notice_shown(olena.id, "1", "aa", NOW + MINUTE)
        await desk.residents.notice_shown(olena.id, "1", "bb", NOW + MINUTE)
        shown = await desk.residents.notices_of(olena.id)
    assert shown == [("1", "aa", NOW), ("1", "bb", NOW + MINUTE)]
