"""Residents take surveys: told first what happens to their answers, asked one by one, thanked at the end."""

import pytest

from council.people import Role
from demo import Message
from tests.council.surveys import shipped
from tests.stories.journeys import answers_case, submits
from tests.world import Resident, World

BEGIN, FINISH, LATER = "Почати", "Завершити", "Завершити пізніше"
TO_SURVEY = "Ні, одразу до опитування"


async def opens(person: Resident, survey: str) -> None:
    await person.send(f"/start s_{survey}")
    await person.press(BEGIN)


async def says(person: Resident, *answers: str) -> None:
    for answer in answers:
        await (person.press(answer) if answer in person.buttons else person.send(answer))


async def test_the_list_leads_to_a_survey_that_says_first_what_happens_to_the_answers(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/menu")
    await olena.press("Опитування")
    assert olena.buttons[0] == "Моя цифрова грамотність"
    await olena.press("Моя цифрова грамотність")
    for told in (
        "рада",
        "Запитань: до 20",
        "7 хвилин",
        "Відповідати не обов’язково",
        "чернетка прив’язана до вас",
        "п’яти людей",
    ):
        assert told in olena.last


async def test_a_survey_is_taken_to_its_end(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s15")
    await says(olena, TO_SURVEY)
    assert "Питання 1 з 3" in olena.last
    await says(olena, "Частково", "Так", "Стислий підсумок")
    assert "Завершити?" in olena.last
    assert "Стислий підсумок" in olena.last
    await says(olena, FINISH)
    assert "Дякуємо! Ваші відповіді прийнято" in olena.last
    await olena.send("/start s_s15")
    assert "Ви вже відповіли" in olena.last


async def test_answers_may_be_typed_changed_and_skipped(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s16")
    await says(olena, TO_SURVEY, "3", "Пропустити", "Назад", "від людей", "Додайте рейс о сьомій")
    assert "Від людей" in olena.last
    await says(olena, "Змінити", "Чи їздить ваш автобус за розкладом?", "Майже завжди")
    assert "Майже завжди" in olena.last
    assert "Додайте рейс о сьомій" in olena.last
    await says(olena, FINISH)
    assert "Дякуємо!" in olena.last


async def test_what_was_begun_is_resumed_days_later_after_a_restart(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s15")
    await says(olena, TO_SURVEY, "Частково", LATER)
    await world.restart()
    await world.later(days=6)
    await olena.send("/surveys")
    await olena.press("Трансляції засідань ради (почато)")
    await says(olena, "Продовжити")
    assert "Питання 2 з 3" in olena.last


async def test_a_survey_that_was_simply_left_waits_at_its_question(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s15")
    await says(olena, TO_SURVEY, "Частково")
    await world.later(days=6)
    await olena.send("/menu")
    await olena.press(olena.buttons[0])
    assert "Питання 2 з 3" in olena.last


async def test_the_profile_is_asked_once_and_used_again(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s15")
    await says(olena, "Так, запитуйте", "60–74", "Наумівський округ")
    await says(olena, "Жінка", "Смартфон", "Готово", "Так, запам’ятати")
    assert "Питання 1 з 3" in olena.last
    await says(olena, "Ні", "Ні", "Повний запис", FINISH)
    await opens(olena, "s5")
    assert olena.buttons[0].startswith("Коротка")
    await olena.send("/mydata")
    assert "Про вас для опитувань (вік, округ, пристрій): зберігаємо зашифрованим" in olena.last


async def test_under_eighteen_nothing_more_is_asked_or_kept(world: World) -> None:
    taras = world.resident("Тарас")
    await opens(taras, "s15")
    await says(taras, "Так, запитуйте", "до 18")
    assert "Питання 1 з 3" in taras.last
    await says(taras, "Ні", "Ні", "Повний запис", FINISH)
    await taras.send("/mydata")
    assert "(вік, округ, пристрій): не зберігаємо" in taras.last


async def test_digital_literacy_tells_the_level_the_strong_side_and_what_to_learn(world: World) -> None:
    olena = world.resident("Олена")
    await takes_the_short_form(olena)
    assert olena.sees("Ваш рівень: ")
    assert olena.sees("За темами")
    assert olena.sees("Банк ніколи не питає кодів із SMS.")
    assert olena.sees("Ваші наступні кроки")
    assert any(message.kind == "photo" for message in olena.view())
    assert "Зберегти мій результат" in olena.buttons


async def takes_the_short_form(person: Resident, level: str = "Впевнено") -> None:
    await opens(person, "s5")
    await says(person, TO_SURVEY, "Коротка: 10 запитань, 3 хвилини")
    right = {option.uk for question in shipped()["s5"].questions for option in question.options if option.right}
    while "Питання" in person.last:
        await person.press(next((button for button in person.buttons if button in right), level))
    await says(person, FINISH)


async def test_a_kept_result_is_compared_with_half_a_year_later(world: World) -> None:
    olena = world.resident("Олена")
    await takes_the_short_form(olena, "Не вмію")
    await says(olena, "Зберегти мій результат")
    assert "Ваш результат збережено" in olena.last
    await world.later(days=200)
    await takes_the_short_form(olena)
    assert olena.sees("Минулого разу (листопад 2026) було 50 %. Тепер на 50 пунктів більше.")


async def test_nobody_keeps_a_result_with_the_button_of_another(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await takes_the_short_form(olena)
    data = data_of(olena.last_message, "Зберегти мій результат")
    await taras.send("/start")
    await taras.press_data(taras.last_message, data)
    assert "уже не зберегти" in taras.popups[-1]


def data_of(message: Message, text: str) -> str:
    return next(button.data for row in message.keyboard for button in row if button.text == text)


async def test_a_wish_for_a_course_is_answered_with_its_link(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s19")
    await says(olena, TO_SURVEY, "Ні", "Так", FINISH)
    assert "Курс для початківців безкоштовний" in olena.last
    assert "Відкрити Дія.Освіта" in olena.buttons


async def test_the_staffs_surveys_are_not_for_residents(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start s_s18")
    assert "для працівників ради" in olena.last


@pytest.mark.parametrize("payload", ["s_s99", "s_s9-1", "s_s7-unknown", "c_nowhere"])
async def test_a_link_to_nothing_leads_to_the_first_screen(world: World, payload: str) -> None:
    olena = world.resident("Олена")
    await olena.send(f"/start {payload}")
    assert "Подати звернення" in olena.buttons


async def test_only_so_many_may_be_chosen(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s14")
    await says(olena, TO_SURVEY, "Зупинка", "Школа", "Укриття")
    assert olena.sees("не більше ніж 2")
    await olena.press("Готово", olena.message("Де він потрібен найбільше?"))
    assert "Питання 2 з 2" in olena.last


async def test_a_choice_that_excludes_the_others_takes_their_place(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s11")
    await says(olena, "Чути", "Нічого з цього")
    assert "✓ Нічого з цього (обрано)" in olena.buttons
    assert "Чути" in olena.buttons


# in place


async def answers_on_measure(person: Resident, seen: str = "Так") -> None:
    await person.send("/start m_kor-m01")
    await person.press("Оцінити цей захід")
    await says(person, BEGIN, "Так", seen, "5 — дуже важливо")


async def test_a_measure_is_rated_from_its_card_with_a_photo(world: World) -> None:
    olena = world.resident("Олена")
    await answers_on_measure(olena)
    await says(olena, "4")
    assert "Можна додати фото" in olena.last
    await olena.photo()
    assert "Файл додано" in olena.last
    await says(olena, "Пропустити", FINISH)
    assert "Дякуємо!" in olena.last
    async with world.app.storage.reading() as desk:
        (urn,) = await desk.surveys.urns()
        (sheet,) = await desk.surveys.lying(urn)
        (photo,) = await desk.attachments.of_draft(f"sheet:{sheet.id}")
    assert (urn.subject, photo.kind.value) == ("kor-m01", "photo")


async def test_the_card_of_a_measure_tells_what_five_people_think_of_it(world: World) -> None:
    for number in range(5):
        person = world.resident(f"Людина{number}")
        await person.send("/start m_kor-m01")
        assert "Оцінили" not in person.last
        await answers_on_measure(person)
        await says(person, "4", "Пропустити", FINISH)
    await person.send("/start m_kor-m01")
    assert person.sees("Оцінили 5 людей\nБачать результат: 100 %")


async def test_a_voice_may_stand_for_words_where_the_question_allows(world: World) -> None:
    olena = world.resident("Олена")
    await answers_on_measure(olena, "Ні")
    await olena.voice()
    assert "Завершити?" in olena.last
    assert "голосове повідомлення" in olena.last
    await says(olena, FINISH)
    assert "Дякуємо!" in olena.last


async def test_a_file_that_nobody_asked_for_is_refused_with_a_word(world: World) -> None:
    olena = world.resident("Олена")
    await opens(olena, "s15")
    await says(olena, TO_SURVEY)
    await olena.photo()
    assert "Файл тут не потрібен" in olena.last
    assert "Питання 1 з 3" in olena.last


async def test_a_counters_code_asks_two_questions_and_offers_the_rest(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start c_cnap")
    await says(olena, BEGIN)
    assert "Чи вирішили ваше питання сьогодні?" in olena.last
    await says(olena, "Так", "5 — дуже добре")
    assert "Відповісте ще на кілька запитань?" in olena.last
    await says(olena, "Ні, це все", FINISH)
    assert "Дякуємо!" in olena.last
    await olena.send("/start c_cnap")
    assert "Ви вже відповіли" in olena.last
    await world.later(days=1)
    await olena.send("/start c_cnap")
    await says(olena, BEGIN, "Так", "5 — дуже добре", "Так")
    assert "Скільки ви чекали?" in olena.last, "where she was served the code has said"


async def test_an_answer_that_was_rated_is_counted_once_and_nothing_is_asked_twice(world: World) -> None:
    olena, maria = world.resident("Олена"), await world.officer("Марія", Role.REGISTRAR)
    await answers_case(world, maria, await submits(olena), "Ліхтар світить.")
    await olena.press("Відкрити це звернення")
    await olena.press("Оцінити відповідь")
    await says(olena, "Так", "Так", "5", "Пропустити", "Надіслати")
    async with world.app.storage.reading() as desk:
        (urn,) = await desk.surveys.urns()
        (sheet,) = await desk.surveys.lying(urn)
    assert (urn.survey, urn.wave, urn.subject) == ("s9", "2026-Q4", "")
    assert sheet.answers == {"q1": "1", "q2": "1", "q3": "5"}
    assert sheet.traits == {"body": "general", "category": "lighting"}


# the staff


async def test_the_staff_sees_figures_of_five_and_of_no_fewer(world: World) -> None:
    maria = await world.officer("Марія", Role.REGISTRAR)
    await maria.send("/stats")
    assert "ще ніхто не починав" in maria.last
    people = [world.resident(f"Людина{number}") for number in range(5)]
    for person in people[:4]:
        await takes_s15(person)
    await maria.send("/stats")
    await maria.press("Трансляції засідань ради")
    assert "почали 4, завершили 4" in maria.last
    assert "Частково" not in maria.last
    await takes_s15(people[4])
    await maria.send("/stats")
    await maria.press("Трансляції засідань ради", maria.last_message)
    assert "Частково: 5 (100 %)" in maria.last
    assert "Це 0,02 % із 21\xa0244 мешканців" in maria.last
    assert "Відповіді надійшли від 23 листопада 2026 до 29 листопада 2026" in maria.last
    assert "не репрезентативні" in maria.last
    assert "1. Чи дивилися ви засідання онлайн?: 5" in maria.last
    await maria.press("Показати графіками")
    await maria.press("Показати запитання по одному")
    picture = maria.last_message
    assert (picture.kind, "Частково: 5 (100 %)" in maria.last) == ("photo", True)
    await maria.press("Наступні ›")
    assert "Чи варто показувати засідання" in maria.last
    await maria.press("Усі графіки")
    await maria.press("Показати, що змінилося від попередньої хвилі")
    assert "Замало відповідей" in maria.popups[-1]
    await maria.send("/stats")
    await maria.press("Трансляції засідань ради", maria.last_message)
    await maria.press("Отримати файлом")
    await maria.press("Отримати таблицю (XLSX)")
    assert maria.last_message.kind == "document"


async def takes_s15(person: Resident) -> None:
    await opens(person, "s15")
    await says(person, TO_SURVEY, "Частково", "Так", "Стислий підсумок", FINISH)


async def test_a_member_without_a_role_sees_no_figures(world: World) -> None:
    somebody = await world.officer("Хтось")
    await somebody.send("/stats")
    assert not somebody.sees("ще ніхто не починав")
