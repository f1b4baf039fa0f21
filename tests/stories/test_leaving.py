"""An officer leaves the staff group: no case is forgotten in their hands, and their roles are not left unnoticed."""

from council.people import Role
from tests.stories.journeys import card, submits
from tests.world import Officer, World


async def leaves(world: World, officer: Officer, by_force: bool = False) -> None:
    world.group.remove(officer.person, by_force)
    await world.settle()


async def test_the_cases_of_who_leaves_wait_for_somebody_again(world: World) -> None:
    number = await submits(world.resident("Олена"))
    registrar = await world.officer("Ірина", Role.REGISTRAR, position="реєстраторка")
    await registrar.press("Взяти в роботу")
    await leaves(world, registrar)
    assert "Ще ніхто не взяв" in card(world.admin, number).text
    assert world.admin.sees_once(f"Колега, що працював із {number}, більше не в групі.")
    other = await world.officer("Ігор", Role.REGISTRAR)
    await other.press("Взяти в роботу")
    assert "Ви взяли це звернення." in other.popups


async def test_an_administrator_hears_of_it_once_and_takes_the_roles_away(world: World) -> None:
    admin = world.admin.private
    await admin.send("/start")
    number = await submits(world.resident("Олена"))
    registrar = await world.officer("Ірина", Role.REGISTRAR, position="реєстраторка")
    await registrar.private.send("/start")
    await registrar.press("Взяти в роботу")
    await leaves(world, registrar, by_force=True)
    assert admin.sees_once("реєстраторка більше не в групі працівників.")
    assert "Знову чекають на когось: 1" in admin.last
    await admin.press("Забрати ці ролі")
    assert admin.last == "Забрано: реєстраторка: реєстратор."
    await world.admin.send("/roles")
    assert "Ролей ще ніхто не має." in world.admin.last
    assert number


async def test_a_starosta_needs_no_group_and_keeps_the_case(world: World) -> None:
    olena = world.resident("Олена")
    starosta = await world.officer("Степан", Role.STAROSTA, scope="naumivskyi", position="староста округу")
    await starosta.private.send("/start")
    number = await submits(olena)
    await starosta.private.press("Взяти в роботу")
    await leaves(world, starosta)
    assert "Працює: староста округу" in card(world.admin, number).text


async def test_nobody_is_told_of_a_member_without_a_role(world: World) -> None:
    admin = world.admin.private
    await admin.send("/start")
    before = len(admin.screens)
    guest = await world.officer("Гість")
    await leaves(world, guest)
    assert len(admin.screens) == before
