"""«Подати як офіційне звернення»: a pothole becomes an appeal that the law protects."""

from council.people import Role
from tests.stories.journeys import HOME, MAIL, NAME, SPOT, answers_case, card, says, submits
from tests.world import Resident, World

BUTTON = "Подати як офіційне звернення"


async def makes_official(olena: Resident, number: str) -> None:
    await olena.send("/my")
    await olena.press(number)
    await olena.press(BUTTON)
    for answer in (NAME, HOME, MAIL):
        await says(olena, answer)


async def test_a_report_becomes_an_appeal_with_the_same_number_and_the_term_of_the_law(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena, "problem_report")
    await world.later(days=2)
    await makes_official(olena, number)
    assert f"Зробити {number} офіційним зверненням?" in olena.last
    assert "25 грудня 2026: один місяць від 25 листопада 2026" in olena.last
    await olena.press("Надіслати")
    assert f"Номер {number}" in olena.last
    shown = card(registrar, number).text
    assert "заява (клопотання)" in shown
    assert SPOT in shown
    assert "Це було повідомлення про проблему від 23 листопада 2026" in shown
    assert "Шевченко" not in shown
    assert "Заявник зробив" in registrar.in_topic(number)[-1]
    await olena.press("Відкрити це звернення")
    assert "ви зробили його офіційним зверненням" in olena.last
    assert BUTTON not in olena.buttons


async def test_after_the_answer_it_is_considered_anew_and_gets_a_letter(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena, "problem_report")
    await answers_case(world, registrar, number, "Ліхтаря не буде.")
    await makes_official(olena, number)
    await olena.press("Надіслати")
    assert "Стан: передано до ради" in card(registrar, number).text
    await answers_case(world, registrar, number, "Ліхтар буде до 1 березня.")
    assert olena.sees_once("Ліхтар буде до 1 березня.")
    assert "Треба надіслати відповідь: електронною поштою" in card(registrar, number).text


async def test_who_is_remembered_only_confirms(world: World) -> None:
    olena = world.resident("Олена")
    await submits(olena)
    await olena.press("Запам’ятати мене")
    number = await submits(olena, "problem_report", known=True)
    await olena.press("Відкрити це звернення")
    await olena.press(BUTTON)
    assert f"Зробити {number} офіційним зверненням?" in olena.last
    assert HOME in olena.last
    await olena.press("Скасувати")
    assert "Ваше повідомлення лишається, як було" in olena.last


async def test_pressed_again_a_month_later_it_says_where_things_stand(world: World) -> None:
    olena = world.resident("Олена")
    number = await submits(olena, "problem_report")
    await olena.press("Відкрити це звернення")
    stale = olena.last_message
    await makes_official(olena, number)
    await olena.press("Надіслати")
    await olena.press_data(stale, "w:official:1")
    assert "Це вже офіційне звернення" in olena.last
