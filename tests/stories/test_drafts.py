"""What was written is not lost: by a restart, a week's pause, or a press of «Скасувати»."""

from tests.stories.journeys import HOME, MAIL, WORDS, begins, number_on, reaches_review, says
from tests.world import Resident, World

GONE = "Написане зберігалося тиждень, як ми й казали. Тепер його стерто. Можна почати заново."


async def stops_at_the_name(olena: Resident) -> None:
    await begins(olena)
    for answer in ("Дізнатися щось", WORDS):
        await says(olena, answer)


async def test_a_form_outlives_a_restart_and_a_week(world: World) -> None:
    olena = world.resident("Олена")
    await stops_at_the_name(olena)
    await world.restart()
    await olena.send("Шевченко Олена Іванівна")
    assert "Куди надіслати офіційну відповідь?" in olena.last
    await world.later(days=7)
    await olena.send(MAIL)
    assert WORDS in olena.last
    await olena.press("Надіслати")
    assert number_on(olena.last)


async def test_a_cancelled_form_comes_back(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    await olena.press("Скасувати")
    assert olena.last == "Зупинено. Написане зберігається тиждень."
    await world.restart()
    await world.later(days=6)
    await olena.press("Повернути")
    assert HOME in olena.last
    await olena.send("скасувати")
    await olena.send("повернути")
    await olena.press("Надіслати")
    assert number_on(olena.last)


async def test_a_cancelled_form_is_offered_when_a_new_one_is_begun(world: World) -> None:
    olena = world.resident("Олена")
    await stops_at_the_name(olena)
    await olena.send("/cancel")
    await olena.press("Меню")
    await olena.press("Подати звернення")
    assert "У вас є незакінчене звернення. Що зробити?" in olena.last
    await olena.press("Продовжити його")
    assert "Напишіть прізвище" in olena.last
    await olena.send("/cancel")
    await olena.send("/appeal")
    await olena.press("Почати нове")
    assert "Чого ви хочете?" in olena.last


async def test_after_eight_days_the_draft_is_gone_and_said_so(world: World) -> None:
    olena = world.resident("Олена")
    await stops_at_the_name(olena)
    await olena.send("скасувати")
    await world.later(days=8)
    await olena.press("Повернути")
    assert olena.last == GONE
    await olena.press("Подати звернення")
    assert "Чого ви хочете?" in olena.last


async def test_a_form_left_for_nine_days_is_closed_and_its_button_says_why(world: World) -> None:
    olena = world.resident("Олена")
    await stops_at_the_name(olena)
    await world.later(days=9)
    await olena.press("‹ Назад")
    assert "воно чекало понад тиждень" in olena.last
    assert "Меню" in olena.buttons


async def test_a_second_beginning_goes_on_with_the_first(world: World) -> None:
    olena = world.resident("Олена")
    await stops_at_the_name(olena)
    await olena.send("/appeal")
    assert olena.last.startswith("Ви вже почали заповнювати. Продовжуйте тут.")
    assert "Напишіть прізвище" in olena.last
