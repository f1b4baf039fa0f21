from storage.house import Storage
from tests.storage.examples import NOW


async def test_a_note_is_kept_replaced_and_dropped(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.notes.get("staff_chat") is None
        await desk.notes.put("staff_chat", "-100", NOW)
        await desk.notes.put("staff_chat", "-200", NOW)
        assert await desk.notes.get("staff_chat") == "-200"
        assert await desk.notes.drop("staff_chat")
        assert not await desk.notes.drop("staff_chat")
