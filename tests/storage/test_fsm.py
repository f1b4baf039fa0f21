from storage.house import Storage
from tests.storage.examples import MINUTE, NOW


async def test_a_conversation_survives_between_units(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.stand("501", "appeal:text", b"a form", NOW)
    async with storage.reading() as desk:
        assert await desk.fsm.standing("501") == ("appeal:text", b"a form")


async def test_an_unknown_person_is_nowhere(storage: Storage) -> None:
    async with storage.reading() as desk:
        assert await desk.fsm.standing("501") == (None, b"")


async def test_who_is_in_a_form_is_known(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.stand("501", "appeal:text", b"", NOW)
        await desk.fsm.stand("502", "appeal:place", b"", NOW)
        await desk.fsm.stand("503", None, b"a page", NOW)
        await desk.fsm.stand("502", None, b"", NOW)
        assert await desk.fsm.in_form() == [("501", "appeal:text")]
        assert await desk.fsm.standing("502") == (None, b"")


async def test_a_conversation_nobody_went_on_with_is_forgotten(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.stand("501", "appeal:text", b"", NOW)
        await desk.fsm.stand("502", "appeal:text", b"", NOW)
        await desk.fsm.stand("502", "appeal:text", b"a form", NOW + MINUTE)
        assert await desk.fsm.purge(NOW) == 0
        assert await desk.fsm.purge(NOW + MINUTE) == 1
        assert await desk.fsm.in_form() == [("502", "appeal:text")]


async def test_an_ended_conversation_leaves_no_row(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.stand("501", "appeal:text", b"a form", NOW)
        await desk.fsm.stand("501", None, b"", NOW)
        assert await desk.fsm.purge(NOW + MINUTE) == 0
