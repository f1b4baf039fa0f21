from storage.house import Storage
from tests.storage.examples import MINUTE, NOW, OLENA

WEEK_OVER = NOW + MINUTE


async def test_a_draft_is_taken_from_the_shelf_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = (await desk.residents.met(OLENA, NOW)).id
        await desk.drafts.keep(olena, "appeal", {"text": "Лі"}, WEEK_OVER)
        await desk.drafts.keep(olena, "appeal", {"text": "Ліхтар"}, WEEK_OVER)
        assert await desk.drafts.exists(olena, "appeal", NOW)
        assert await desk.drafts.take(olena, "appeal", NOW) == {"text": "Ліхтар"}
        assert await desk.drafts.take(olena, "appeal", NOW) is None
        assert not await desk.drafts.exists(olena, "appeal", NOW)


async def test_a_draft_is_gone_when_its_week_is_over(storage: Storage) -> None:
    async with storage.unit() as desk:
        olena = (await desk.residents.met(OLENA, NOW)).id
        await desk.drafts.keep(olena, "appeal", {}, WEEK_OVER)
        await desk.drafts.keep(olena, "petition", {}, WEEK_OVER)
        assert not await desk.drafts.exists(olena, "appeal", WEEK_OVER)
        assert await desk.drafts.take(olena, "appeal", WEEK_OVER) is None
        assert await desk.drafts.purge(NOW) == 0
        assert await desk.drafts.purge(WEEK_OVER) == 1
