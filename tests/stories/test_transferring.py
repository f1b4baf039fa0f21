"""The registrar gives a case to another department under its card."""

from council.people import Role
from tests.stories.journeys import card, submits
from tests.stories.test_decisions import opens, registrar_of
from tests.world import World

CNAP = "Відділ надання адміністративних послуг Корюківської міської ради"
GIVE = "Передати іншому відділу"


async def test_the_case_goes_to_another_department_and_its_author_sees_it(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await opens(maria, number)
    await maria.press(GIVE)
    await maria.press(CNAP)
    assert maria.popups[-1] == "Готово. У картці — новий відділ."
    assert f"Відділ: {CNAP}" in card(maria, number).text
    assert f"{number} передано іншому відділу: {CNAP}." in maria.in_topic(number)[-1]
    await olena.send("/my")
    await olena.press(number)
    assert "рада передала його іншому своєму відділу" in olena.last


async def test_an_executor_is_not_offered_it(world: World) -> None:
    olena = world.resident("Олена")
    ihor = await world.officer("Ігор", Role.EXECUTOR, scope="general", position="спеціаліст")
    number = await submits(olena)
    await ihor.press("Взяти в роботу", card(ihor, number))
    await opens(ihor, number)
    assert GIVE not in ihor.buttons


async def test_the_topic_of_a_complaint_does_not_say_where_it_went(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena, "complaint")
    await opens(maria, number)
    await maria.press(GIVE)
    await maria.press(CNAP)
    assert CNAP not in maria.in_topic(number)[-1]
    assert "передано іншому відділу." in maria.in_topic(number)[-1]
