from council.people import Role, RoleGrant, TelegramId
from storage.desk import Desk
from storage.house import Storage
from tests.storage.examples import MINUTE, NOW, OLENA, TARAS

ADMIN = TelegramId(1)


async def give(desk: Desk, to: TelegramId, role: Role, scope: str = "", position: str = "Секретар") -> RoleGrant:
    return await desk.roles.give(to, role, scope, position, ADMIN, NOW)


async def test_a_role_is_given_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        first = await give(desk, OLENA, Role.EXECUTOR, "roads")
        again = await give(desk, OLENA, Role.EXECUTOR, "roads", position="Інша")
        other = await give(desk, OLENA, Role.EXECUTOR, "lighting")
        assert again == first
        assert await desk.roles.of(OLENA) == [first, other]
        assert await desk.roles.of(TARAS) == []


async def test_a_role_taken_back_may_be_given_again(storage: Storage) -> None:
    async with storage.unit() as desk:
        first = await give(desk, OLENA, Role.REGISTRAR)
        assert await desk.roles.take(first.id, ADMIN, NOW + MINUTE)
        assert not await desk.roles.take(first.id, ADMIN, NOW + MINUTE)
        assert await desk.roles.of(OLENA) == []
        assert (await give(desk, OLENA, Role.REGISTRAR)).id != first.id


async def test_the_holders_of_a_role_are_known(storage: Storage) -> None:
    async with storage.unit() as desk:
        registrar = await give(desk, OLENA, Role.REGISTRAR)
        head = await give(desk, TARAS, Role.HEAD)
        executor = await give(desk, TARAS, Role.EXECUTOR)
        assert await desk.roles.holders(Role.REGISTRAR, Role.HEAD) == [registrar, head]
        assert await desk.roles.all() == [registrar, head, executor]
