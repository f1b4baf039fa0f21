"""Results come back to people: words read first, chosen questions, what was done; and a figure for the programme."""

from council.findings import FindingState
from council.people import Role
from tests.stories.test_builder import chat
from tests.stories.test_surveys import FINISH, TO_SURVEY, opens, says
from tests.world import World

DONE = "Домовилися з перевізником: рейс о 7:10 іде з 1 січня."


async def test_what_people_answered_comes_back_with_what_was_done(world: World) -> None:
    iryna = chat(world, await world.officer("Ірина", Role.CAMPAIGN_MANAGER, Role.MODERATOR, position="відділ зв’язків"))
    lead = chat(world, await world.officer("Павло", Role.PROGRAMME_LEAD, position="керівник програми"))
    await iryna.send("/start")
    await lead.send("/start")
    for number in range(5):
        person = world.resident(f"Людина{number}")
        await opens(person, "s16")
        await says(person, TO_SURVEY, "Часто запізнюється", "Від людей", f"Рейс о {number}, т. 067 123 45 67", FINISH)

    await iryna.send("/stats")
    await says(iryna, "Автобус: чи зручно?")
    assert not iryna.sees("Рейс о 1"), "nobody has read the words yet"
    await iryna.press("Прочитати відповіді словами: 5")
    assert "Рейс о " in iryna.last
    assert "067" not in iryna.last
    await says(iryna, "Дозволити читати іншим", *["Залишити в раді"] * 4)
    assert "Усі відповіді словами прочитано" in iryna.last
    await says(iryna, "Повернутися до цифр")
    assert iryna.last.count("«Рейс о ") == 1

    await says(iryna, "Оприлюднити результати", "Чи їздить ваш автобус за розкладом?", "Готово", DONE)
    for told in ("Усі прочитають", DONE, "Часто запізнюється: 5 (100 %)", "не репрезентативні", "відділ зв’язків"):
        assert told in iryna.last
    assert "Де ви дізнаєтеся розклад?" not in iryna.last
    assert "Рейс о " not in iryna.last, "this survey does not publish words"
    await says(iryna, "Оприлюднити")
    await says(iryna, "Написати тим, хто погодився на новини")
    assert "Автобус: чи зручно?" in iryna.last

    olena = world.resident("Олена")
    await olena.send("/surveys")
    await says(olena, "Переглянути результати", "Автобус: чи зручно? · 2026")
    assert DONE in olena.last
    assert "Часто запізнюється: 5 (100 %)" in olena.last
    await olena.send("/start s_results-1")
    assert DONE in olena.last
    await olena.send("/start s_results-99")
    assert "нікуди не веде" in olena.last

    await iryna.send("/stats")
    await says(iryna, "Автобус: чи зручно?", "Передати цифру програмі")
    indicator = iryna.buttons[0]
    await says(iryna, indicator)
    figure = next(button for button in iryna.buttons if "Часто запізнюється" in button)
    await says(iryna, figure, "Надіслати керівникові програми")
    await says(lead, "Прийняти й показати біля показника")
    assert "прийнято" in lead.last
    async with world.app.storage.reading() as desk:
        (found,) = await desk.findings.of_programme((await desk.programmes.current())[0].id, FindingState.ACCEPTED)
    assert (found.value, found.people) == (100, 5)
    assert await shown_on_the_indicator(world, found.indicator)


async def shown_on_the_indicator(world: World, code: str) -> bool:
    person = world.resident("Цікава")
    async with world.app.storage.reading() as desk:
        programme = (await desk.programmes.current())[0]
    measure = programme.measures_by(programme.indicator(code))[0]
    await person.send(f"/start m_{measure.id}")
    button = next(one for one in person.buttons if "оказник" in one or code in one)
    await person.press(button)
    return person.sees("За опитуванням «Автобус: чи зручно?», 2026")


async def test_only_the_lead_accepts_and_only_who_may_publishes(world: World) -> None:
    maria = chat(world, await world.officer("Марія", Role.REGISTRAR))
    await maria.send("/start")
    for number in range(5):
        person = world.resident(f"Людина{number}")
        await opens(person, "s16")
        await says(person, TO_SURVEY, "Часто запізнюється", "Від людей", "Рейс", FINISH)
    await maria.send("/stats")
    await says(maria, "Автобус: чи зручно?")
    offered = {"Оприлюднити результати", "Передати цифру програмі", "Прочитати відповіді словами: 5"}
    assert not offered & set(maria.buttons)
    await maria.press_data(maria.last_message, "y:s16:2026:0")
    assert "оприлюднює керівник кампаній" in maria.last
    await maria.press_data(maria.last_message, "sx:accept:1")
    assert "керівник програми" in maria.last
