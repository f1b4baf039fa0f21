"""After the number: adding, correcting, withdrawing, and what the author says of the answer."""

from council.people import Role
from tests.stories.journeys import WORDS, answers_case, begins, card, says, submits
from tests.world import Officer, Resident, World


async def answered(world: World, kind: str = "application") -> tuple[Resident, Officer, str]:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena, kind)
    await answers_case(world, registrar, number, "Лавку поставимо.")
    return olena, registrar, number


async def test_what_is_added_by_the_button_reaches_the_topic_with_its_photo(world: World) -> None:
    olena = world.resident("Олена")
    number = await submits(olena)
    await olena.press("Відкрити це звернення")
    await olena.press("Додати до звернення")
    await olena.photo(caption="Ось там немає лавки")
    await olena.press("Надіслати")
    assert olena.last == f"Додано до {number}. Рада це побачить."
    assert "Ось там немає лавки" in world.admin.in_topic(number)[-1]
    assert "Файлів: 1" in world.admin.in_topic(number)[-1]


async def test_a_reply_to_any_message_of_the_case_reaches_it(world: World) -> None:
    olena, registrar, number = await answered(world)
    for place, replied in enumerate((number, "Лавку поставимо.")):
        await olena.send(f"А коли саме? ({place})", reply_to=olena.message(replied))
        assert f"А коли саме? ({place})" in registrar.in_topic(number)[-1]
        assert f"Додано до {number}" in olena.last


async def test_a_message_of_the_form_that_is_changed_later_reaches_the_case(world: World) -> None:
    olena = world.resident("Олена")
    number = await submits(olena)
    await olena.edit(WORDS, f"{WORDS} І навіс.")
    assert olena.last == f"Додано до {number}. Рада це побачить."
    assert "Виправлено: " in world.admin.in_topic(number)[-1]
    assert "І навіс." in world.admin.in_topic(number)[-1]


async def test_an_added_word_that_is_changed_later_reaches_the_case_of_the_two_that_it_belongs_to(world: World) -> None:
    olena = world.resident("Олена")
    first, second = await submits(olena), await submits(olena, "information_request")
    await olena.send("Ще одне: сходи.", reply_to=olena.message(first))
    await olena.edit("Ще одне: сходи.", "Ще одне: сходи і поруччя.")
    assert "Виправлено: Ще одне: сходи і поруччя." in world.admin.in_topic(first)[-1]
    assert not any("поруччя" in said for said in world.admin.in_topic(second))


async def test_words_offered_first_and_changed_later_reach_the_case_too(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("Біля амбулаторії немає лавки.")
    await olena.press("Так, подати звернення")
    for answer in ("Дізнатися щось", "Шевченко Олена Іванівна", "olena@ukr.net", "Надіслати"):
        await says(olena, answer)
    await olena.edit("немає лавки", "Біля амбулаторії немає двох лавок.")
    assert olena.sees_once("Додано до ЗВ-2026-000001")


async def test_a_change_of_a_message_of_no_case_changes_nothing(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start")
    await olena.send("Меню")
    await olena.edit("Меню", "Менюю")
    assert "Те, що вже передано, не змінилося." in olena.last


async def test_a_case_is_withdrawn_after_one_question(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    number = await submits(olena)
    await olena.press("Відкрити це звернення")
    await olena.press("Відкликати")
    assert f"Відкликати {number}?" in olena.last
    await olena.press("Так, відкликати")
    assert f"{number} відкликано" in olena.last
    assert "Стан: відкликано" in card(registrar, number).text
    assert f"Заявник відкликав {number}" in registrar.in_topic(number)[-1]


async def test_the_rating_is_three_questions_and_a_word_and_comes_once(world: World) -> None:
    olena, registrar, number = await answered(world)
    await olena.press("Відкрити це звернення")
    await olena.press("Оцінити відповідь")
    for answer in ("Так", "Не зовсім", "4", "Дякую, Олена Шевченко", "Надіслати"):
        await says(olena, answer)
    assert olena.last == "Дякуємо. Це допомагає раді працювати краще."
    said = registrar.in_topic(number)[-1]
    for line in ("Вирішено: Так", "Зрозуміло: Не зовсім", "Оцінка: 4"):
        assert line in said
    assert "Шевченко" not in said
    await olena.press("Відкрити це звернення")
    assert "Оцінити відповідь" not in olena.buttons


async def test_who_says_it_is_not_solved_is_offered_to_have_it_considered_again(world: World) -> None:
    olena, _registrar, number = await answered(world)
    await olena.press("Відкрити це звернення")
    await olena.press("Оцінити відповідь")
    for answer in ("Ні", "Так", "2", "Пропустити", "Надіслати"):
        await says(olena, answer)
    assert "рада розгляне його ще раз" in olena.last
    await olena.press("Не вирішено", in_=olena.last_message)
    await olena.send("Лавки досі немає.")
    await olena.press("Надіслати")
    assert f"{number}/2" in olena.last


async def test_who_lives_elsewhere_and_is_known_reports_in_five_screens(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    for answer in ("Запропонувати зміну", "Вуличне освітлення", WORDS, "Шевченко Олена Іванівна"):
        await says(olena, answer)
    for answer in ("Я живу в іншому місці", "м. Чернігів, вул. Садова, 5", "olena@ukr.net", "Надіслати"):
        await says(olena, answer)
    await olena.press("Запам’ятати мене")
    await begins(olena)
    for answer in ("Повідомити про проблему: яма, світло, сміття", "Вуличне освітлення", WORDS, "с. Буда, біля школи"):
        await says(olena, answer)
    assert "Надіслати" in olena.buttons
