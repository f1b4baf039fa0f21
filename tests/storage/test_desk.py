from council import ports
from storage.desk import Desk
from storage.house import Storage


def as_the_council_sees_it(desk: Desk) -> ports.Desk:
    """mypy proves here that the desk is what the use cases ask for."""
    return desk


async def test_the_desk_is_what_the_use_cases_ask_for(storage: Storage) -> None:
    async with storage.unit() as desk:
        seen = as_the_council_sees_it(desk)
        for name in ("residents", "appeals", "attachments", "deliveries", "roles", "notes", "drafts"):
            port = getattr(ports, name.capitalize())
            asked = {method for method in vars(port) if not method.startswith("_")}
            assert asked <= set(dir(getattr(seen, name)))
