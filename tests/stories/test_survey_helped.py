"""A starosta takes a person through a survey on the own phone: counted apart, and nothing of them stays there."""

from council.people import Role
from tests.stories.test_builder import chat
from tests.stories.test_surveys import FINISH, TO_SURVEY, opens, says
from tests.world import Resident, World

HELP = "Пройти опитування з іншою людиною"


async def helps(person: Resident, word: str) -> None:
    await says(person, "Людина згодна: почати", TO_SURVEY, "Часто запізнюється", "Від людей", word, FINISH)


async def test_five_visitors_are_helped_one_after_another(world: World) -> None:
    maria = chat(world, await world.officer("Марія", Role.STAROSTA, scope="naumivskyi", position="староста"))
    await opens(maria, "s16")
    await says(maria, TO_SURVEY, "Майже завжди", "Завершити пізніше")
    await maria.send("/surveys")
    await says(maria, HELP)
    await says(maria, "Автобус: чи зручно?")
    assert "Прочитайте це людині" in maria.last
    assert "Відповідати не обов’язково" in maria.last
    await maria.press("Людина згодна: почати")
    await says(maria, TO_SURVEY)
    assert "Скасувати" in maria.buttons, "another person's walk is not put aside"
    await says(maria, "Часто запізнюється", "Від людей", "Рейс о сьомій, Ганна")
    assert not [one for one in maria.view() if one.sender.id == maria.id and "Ганна" in one.text]
    await says(maria, FINISH)
    assert "Їх стерто з цього телефона" in maria.last
    assert not maria.sees("Ганна")
    for number in range(4):
        await maria.press("Наступна людина")
        await helps(maria, f"Рейс {number}")
    async with world.app.storage.reading() as desk:
        counts = await desk.surveys.counts("s16", "2026")
        drawn = await desk.surveys.drawn("s16", "2026")
        assert (counts["finished"], counts["assisted"]) == (5, 5)
        assert {urn.channel for urn, _sheet in drawn} == {"assisted"}
        assert await desk.surveys.profile((await desk.residents.known(maria.id)).id) is None
    await maria.send("/stats")
    await says(maria, "Автобус: чи зручно?")
    assert "З них із допомогою працівника: 5" in maria.last
    assert "з допомогою · відповідей: 5" in maria.last
    await opens_again(maria)


async def opens_again(maria: Resident) -> None:
    """The officer's own walk is where it was."""
    await maria.send("/start s_s16")
    await says(maria, "Продовжити")
    assert "Питання 2 з 3" in maria.last


async def test_a_walk_that_was_left_is_forgotten_within_the_hour(world: World) -> None:
    maria = chat(world, await world.officer("Марія", Role.REGISTRAR))
    await maria.send("/surveys")
    await says(maria, HELP, "Автобус: чи зручно?", "Людина згодна: почати", TO_SURVEY, "Часто запізнюється")
    await world.later(hours=2)
    await maria.press("Від людей")
    assert "заповнення закрито" in maria.last
    async with world.app.storage.reading() as desk:
        assert await desk.fsm.in_form() == []


async def test_residents_and_those_without_cases_are_not_offered_it(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/surveys")
    assert HELP not in olena.buttons
    await olena.press_data(olena.last_message, "helped")
    assert "Прочитайте" not in olena.last
