"""The first screen, the menu, help: found at once and never in the way."""

from tests.stories.journeys import begins
from tests.world import World

NUMBERS = ("101", "102", "103", "104", "112")


async def test_start_is_one_screen_with_four_buttons_and_two_keys_below(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start")
    assert olena.last.startswith("Корюківська міська рада читає те, що ви тут напишете.")
    assert "Ім’я та адресу питаємо лише тоді, коли цього вимагає закон." in olena.last
    assert olena.buttons == ["Подати звернення", "Мої звернення", "Докладніше про дані", "English"]
    assert olena.keys == ["Меню", "Допомога"]
    await olena.send("/start")
    assert olena.sees_once("Кнопки «Меню» і «Допомога» завжди внизу.")


async def test_nothing_takes_a_form_away(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    question = olena.last
    for said in ("Меню", "Допомога", "/start", "/my", "/privacy", "/mydata", "/help", "/немає"):
        await olena.send(said)
        assert olena.last != question
        await olena.press("Продовжити заповнення")
        assert olena.last == question


async def test_help_names_the_danger_numbers_and_only_known_contacts(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("допомога")
    assert all(number in olena.last for number in NUMBERS)
    assert "Бот не викликає допомогу" in olena.last
    assert "Сайт: https://koryukivka-rada.gov.ua/" in olena.last
    assert "Телефон ради" not in olena.last
    assert "Адреса:" not in olena.last


async def test_the_menu_leads_everywhere_and_back(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/menu")
    for button in ("Мої звернення", "Ваші дані", "Допомога", "English"):
        await olena.send("/menu" if button == "English" else "меню")
        await olena.press(button)
        assert olena.buttons
    assert olena.keys == ["Menu", "Help"]


async def test_who_has_nothing_to_cancel_is_told_so(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/cancel")
    assert olena.last == "Скасовувати нічого."
    assert "Подати звернення" in olena.buttons
