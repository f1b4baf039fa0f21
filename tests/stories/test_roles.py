"""Who does what: roles are given and taken by an administrator, and count at the next press."""

from council.people import Role
from tests.stories.journeys import submits
from tests.world import World

HOW = "Це може лише адміністратор."


async def test_a_role_is_given_in_reply_listed_and_taken_back(world: World) -> None:
    await submits(world.resident("Олена"))
    colleague = await world.officer("Ірина")
    await colleague.send("Добрий день")
    greeting = world.group.messages[-1]
    await world.admin.send("/roles начальниця загального відділу", reply_to=greeting)
    assert "Яка роль для Ірина?" in world.admin.last
    await world.admin.press("реєстратор")
    assert world.admin.last == "Надано: начальниця загального відділу: реєстратор."
    await colleague.press("Взяти в роботу")
    assert "Ви взяли це звернення." in colleague.popups
    await world.admin.send("/roles")
    assert "1. начальниця загального відділу: реєстратор" in world.admin.last
    await world.admin.press("Забрати 1")
    assert "Ролей ще ніхто не має." in world.admin.last
    await colleague.press("Показати дані в приватному чаті")
    assert "Ролі надає адміністратор: /roles." in colleague.popups[-1]


async def test_a_role_with_a_scope_asks_for_which(world: World) -> None:
    colleague = await world.officer("Степан")
    await colleague.send("Я тут")
    await world.admin.send("/roles староста Наумівки", reply_to=world.group.messages[-1])
    await world.admin.press("староста")
    assert world.admin.last == "Для чого саме?"
    await world.admin.press("Наумівський округ")
    assert world.admin.last == "Надано: староста Наумівки: староста (Наумівський округ)."


async def test_only_an_administrator_deals_with_roles(world: World) -> None:
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await registrar.send("/roles")
    assert HOW in registrar.last
    await world.admin.send("/roles")
    await registrar.press("Забрати 1")
    assert HOW in registrar.popups[-1]
    await world.admin.send("/roles")
    assert "Ірина: реєстратор" in world.admin.last


async def test_an_administrator_by_role_gives_roles_too(world: World) -> None:
    deputy = await world.officer("Ігор", Role.ADMINISTRATOR)
    await deputy.send("/roles")
    assert deputy.last.startswith("Ролі")
    await deputy.send("/help")
    assert deputy.last.startswith("Як тут працювати")
    await deputy.send("/невідома")
    assert deputy.last == "Такої команди тут немає. Як тут працювати, підкаже /help."
