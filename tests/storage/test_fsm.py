from storage.house import Storage
from tests.storage.examples import MINUTE, NOW


async def test_a_conversation_survives_between_units(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.set_state("501", "appeal:text", NOW)
        await desk.fsm.set_data("501", {"version": 2, "text": "Ліхтар"}, NOW)
    async with storage.reading() as desk:
        assert await desk.fsm.get_state("501") == "appeal:text"
        assert await desk.fsm.get_data("501") == {"version": 2, "text": "Ліхтар"}


async def test_an_unknown_person_is_nowhere(storage: Storage) -> None:
    async with storage.reading() as desk:
        assert await desk.fsm.get_state("501") is None
        assert await desk.fsm.get_data("501") == {}


async def test_who_is_in_a_form_is_known(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.set_state("501", "appeal:text", NOW)
        await desk.fsm.set_state("502", "appeal:place", NOW)
        await desk.fsm.set_data("503", {"page": 2}, NOW)
        await desk.fsm.set_state("502", None, NOW)
        await desk.fsm.set_data("502", {}, NOW)
        assert await desk.fsm.in_form() == [("501", "appeal:text")]
        assert await desk.fsm.get_data("502") == {}


async def test_a_conversation_nobody_went_on_with_is_forgotten(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.set_state("501", "appeal:text", NOW)
        await desk.fsm.set_state("502", "appeal:text", NOW)
        await desk.fsm.set_data("502", {"text": "Ліхтар"}, NOW + MINUTE)
        assert await desk.fsm.purge(NOW) == 0
        assert await desk.fsm.purge(NOW + MINUTE) == 1
        assert await desk.fsm.in_form() == [("502", "appeal:text")]
