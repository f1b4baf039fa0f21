from council import ports
from storage.house import Storage


async def test_the_desk_is_what_the_use_cases_ask_for(storage: Storage) -> None:
    async with storage.unit() as desk:
        for name in ("residents", "appeals", "attachments", "deliveries", "roles", "notes", "drafts"):
            port = getattr(ports, name.capitalize())
            asked = {method for method in vars(port) if not method.startswith("_")}
            assert asked <= set(dir(getattr(desk, name)))
