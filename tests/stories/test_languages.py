"""Ukrainian for everybody but who has an English Telegram; one button changes it, and nothing is lost."""

from council.people import Role
from tests.stories.journeys import SEND, SUBMIT, answers, answers_case, begins, number_on, says
from tests.world import World


async def test_the_whole_story_in_the_language_of_the_reader(world: World) -> None:
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    for code in ("uk", "ru", "pl", "en", None):
        language = "en" if code == "en" else "uk"
        person = world.resident("Олена", code)
        await begins(person, language)
        for answer in answers("information_request", language):
            await says(person, answer)
        await person.press(SEND[language])
        await answers_case(world, registrar, number_on(person.last), "Лавку поставимо.")
        assert ("Answer to your appeal" if code == "en" else "Відповідь на ваше звернення") in person.last
        assert ("The council's answer above is in Ukrainian, the official text." in person.last) == (code == "en")
        assert all(cyrillic(screen) == (code != "en") for screen in said_by_the_bot(person.screens))
    assert all(cyrillic(screen) for screen in registrar.screens)


def said_by_the_bot(screens: list[str]) -> list[str]:
    """Without those that repeat the person's own words or the council's answer."""
    return [one for one in screens if "Шевченко" not in one and "Вигаданий" not in one]


def cyrillic(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return sum("а" <= sign.lower() <= "ї" for sign in letters) > len(letters) / 2


async def test_english_is_one_button_away_and_the_form_goes_on_in_it(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.send("/language")
    assert olena.keys == ["Menu", "Help"]
    await olena.press("Continue my form")
    assert "What would you like to know?" in olena.last
    await olena.send("Скільки коштує ремонт площі?")
    assert "Step 3 of" in olena.last
    await olena.send("назад")
    assert "Step 2 of" in olena.last


async def test_the_language_stays_after_a_restart(world: World) -> None:
    olena = world.resident("Олена", "pl")
    await olena.send("/start")
    await olena.press("English")
    await world.restart()
    await olena.send("/start")
    assert SUBMIT["en"] in olena.buttons
    await olena.press("Українська")
    assert "Подати звернення" in olena.buttons
