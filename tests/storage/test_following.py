from council.following import ALL, Follower
from storage.house import Storage
from tests.storage.examples import NOW, OLENA, TARAS


async def test_a_person_follows_a_target_once_and_hears_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        assert await desk.following.add(olena.id, "abc-m01", NOW)
        assert not await desk.following.add(olena.id, "abc-m01", NOW)
        await desk.following.add(olena.id, ALL, NOW)
        assert await desk.following.followers(["abc-m01", ALL]) == [Follower(olena.id, OLENA)]
        assert sorted(await desk.following.of(olena.id)) == ["abc-m01", ALL]
        assert await desk.following.count(ALL) == 1


async def test_who_stops_following_or_blocks_the_bot_hears_nothing(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena, taras = await desk.residents.met(OLENA, NOW), await desk.residents.met(TARAS, NOW)
        for person in (olena, taras):
            await desk.following.add(person.id, "abc-m01", NOW)
        assert await desk.following.drop(olena.id, "abc-m01")
        await desk.residents.mark_blocked(TARAS, True)
        assert await desk.following.followers(["abc-m01"]) == []
        assert await desk.following.drop_all(taras.id) == 1
        assert await desk.following.of(taras.id) == []
