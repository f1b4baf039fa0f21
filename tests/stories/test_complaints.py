"""A complaint is kept from the one complained of: every door of the staff's side is tried by the one named."""

from council.people import Role
from demo import Message
from tests.stories.journeys import WORDS, card, submits
from tests.world import Officer, World

ABOUT_YOU = "Ця скарга на вас або на ваш відділ"


async def a_complaint(world: World) -> tuple[Officer, Officer, str]:
    """Filed on «ЦНАП, касирка», who happens to be the registrar too."""
    cashier = await world.officer("Зоя", Role.REGISTRAR, position="касирка ЦНАП")
    maria = await world.officer("Марія", Role.HEAD, position="міська голова")
    await cashier.private.send("/start")
    return cashier, maria, await submits(world.resident("Олена"), "complaint")


async def test_no_door_opens_for_the_one_complained_of(world: World) -> None:
    cashier, maria, number = await a_complaint(world)
    shown: Message = card(maria, number)
    for button in ("Взяти в роботу", "Показати дані", "Ще: номер"):
        await cashier.press(button, shown)
        assert ABOUT_YOU in cashier.popups[-1]
    await cashier.send("Скарга безпідставна", reply_to=shown)
    assert ABOUT_YOU in cashier.last
    await cashier.private.send(f"/find {number}")
    assert number not in cashier.private.last
    await world.later(days=40)
    seen = [*cashier.screens, *cashier.private.screens, *(topic.name for topic in world.group.topics)]
    assert not any(
        WORDS in text or "Шевченко" in text or "касирка" in text.replace("касирка ЦНАП", "") for text in seen
    )


async def test_the_head_works_on_it_unseen(world: World) -> None:
    _cashier, maria, number = await a_complaint(world)
    assert f"/find {number}" in card(maria, number).text
    await maria.private.send("/start")
    await maria.private.send(f"/find {number}")
    await maria.private.press("Відкрити 1")
    await maria.private.press("Показати дані")
    assert any("ЦНАП, касирка" in text for text in maria.private.screens)
