"""An appeal is filled in: forward, back, corrected, stopped; and what a person forgot is asked for in plain words."""

from tests.stories.journeys import (
    HOME,
    MAIL,
    NAME,
    WORDS,
    answers,
    begins,
    card,
    number_on,
    reaches_review,
    says,
    submits,
)
from tests.world import World


async def test_everything_is_shown_before_it_is_sent(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    for shown in (
        "Перевірте і надішліть.",
        "Це буде: заява (клопотання)",
        "Тема: Вуличне освітлення",
        f"Текст: {WORDS}",
        "прізвище Шевченко, ім’я Олена, по батькові Іванівна",
        "Округ: Наумівський округ",
        HOME,
        f"{MAIL} (електронною поштою)",
    ):
        assert shown in olena.last


async def test_the_way_is_counted_and_goes_back_by_button_and_by_word(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    assert olena.last.startswith("Крок 1\n")
    assert "‹ Назад" not in olena.buttons
    await olena.press("Запропонувати зміну")
    assert olena.last.startswith("Крок 2 з 8")
    await olena.press("Земля")
    await olena.press("‹ Назад")
    assert olena.last.startswith("Крок 2 з 8")
    await olena.send("назад")
    assert "Чого ви хочете?" in olena.last


async def test_any_answer_can_be_changed_at_the_end(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    await olena.press("Змінити")
    await olena.press("Де ви живете")
    await olena.send("м. Корюківка, вул. Шевченка, 1")
    assert "м. Корюківка, вул. Шевченка, 1" in olena.last
    assert HOME not in olena.last
    await olena.send("змінити")
    await olena.send("куди відповісти")
    await olena.press("‹ Назад")
    await olena.press("Надіслати")
    assert number_on(olena.last)


async def test_a_changed_wish_asks_only_what_is_missing_now(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena, "information_request")
    await olena.press("Змінити")
    await olena.press("Чого ви хочете")
    await olena.press("Запропонувати зміну")
    for answer in ("Земля", "Наумівський округ", HOME):
        await says(olena, answer)
    assert "Це буде: пропозиція (зауваження)" in olena.last


async def test_an_answer_that_does_not_fit_is_met_with_what_to_write(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.send("не знаю")
    assert "Натисніть одну з кнопок або напишіть її номер." in olena.last
    await olena.press("Дізнатися щось")
    await olena.send("???")
    assert "Напишіть це словами, будь ласка." in olena.last
    await olena.send("пропустити")
    assert "Це запитання пропустити не можна." in olena.last
    await olena.send("готово")
    assert "Спершу дайте відповідь на це запитання." in olena.last
    await olena.send("надіслати")
    assert "Деякі запитання ще без відповіді." in olena.last
    assert "Що ви хочете дізнатися" in olena.last
    await olena.send(WORDS)
    await olena.send("Олена")
    assert "Наприклад: Шевченко Олена Іванівна" in olena.last
    await olena.send(NAME)
    await olena.send("olena@@ukr")
    assert "olena@ukr.net" in olena.last
    await olena.send("щось таке")
    assert "Напишіть електронну адресу або номер телефону." in olena.last
    await olena.send("067 123 45 67")
    assert "Перевірте і надішліть." in olena.last


async def test_who_has_no_patronymic_says_so(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    for answer in ("Дізнатися щось", WORDS, "Шевченко Олена немає"):
        await says(olena, answer)
    await olena.contact("+380671234567")
    assert "по батькові немає" in olena.last
    assert "(телефоном)" in olena.last


async def test_a_letter_by_post_needs_an_address(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    for answer in ("Дізнатися щось", WORDS, NAME, "Листом поштою"):
        await says(olena, answer)
    assert "Напишіть поштову адресу для відповіді" in olena.last
    await olena.send(HOME)
    assert f"Поштова адреса: {HOME}" in olena.last


async def test_a_long_text_that_telegram_cut_is_put_together(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.send("Перша частина. " + "а" * 4050)
    assert "Якщо є продовження, надішліть його." in olena.last
    await olena.send("Друга частина.")
    assert "Напишіть прізвище" in olena.last
    for answer in (NAME, MAIL):
        await olena.send(answer)
    assert "ще 2580 знаків, усе буде надіслано" in olena.last


async def test_benefits_are_asked_of_nobody_and_told_by_who_wishes(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    assert not any("Чи маєте ви пільги" in screen for screen in olena.screens)
    await olena.send("я маю пільги (не обов’язково)")
    await olena.press("Багатодітна сім’я")
    assert "✓ Багатодітна сім’я (обрано)" in olena.buttons
    await olena.press("Готово")
    assert "Пільги за законом: Багатодітна сім’я" in olena.last


async def test_a_known_person_is_offered_their_name_and_may_be_another(world: World) -> None:
    olena = world.resident("Олена")
    await submits(olena)
    await olena.press("Запам’ятати мене")
    assert "Наступного разу ми лише запитаємо, чи це ви." in olena.last
    await reaches_review(olena, "proposal", known=True)
    assert olena.last.startswith("Ви — Олена Ш.? Перевірте і надішліть.")
    assert "Садова" not in olena.last
    await olena.press("Інша людина")
    for answer in ("Коваль Петро Іванович", "Брецький округ", "с. Бреч, вул. Нова, 1", "067 123 45 67"):
        await says(olena, answer)
    assert "прізвище Коваль" in olena.last
    await olena.press("Надіслати")
    assert number_on(olena.last)


async def test_a_known_person_erases_their_name(world: World) -> None:
    olena = world.resident("Олена")
    await submits(olena)
    await olena.press("Запам’ятати мене")
    await olena.send("/mydata")
    assert "Ім’я та адреса для наступного разу: Олена Ш." in olena.last
    await olena.press("Стерти")
    assert "Стерто" in olena.last
    await olena.send("/mydata")
    assert "Ім’я та адреса для наступного разу: не збережено" in olena.last
    await begins(olena)
    for answer in answers("proposal"):
        await says(olena, answer)
    assert "прізвище Шевченко" in olena.last


async def test_words_written_before_any_button_become_the_appeal(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("На Садовій не світить ліхтар.")
    await olena.photo(caption="Ось він.")
    assert "Збережено файлів: 1. Передати це до ради як звернення?" in olena.last
    await olena.send("так, подати звернення")
    for answer in ("1", "Вуличне освітлення", "с. Наумівка, біля школи", "Наумівський округ"):
        await says(olena, answer)
    assert "На Садовій не світить ліхтар." in olena.last
    assert "Файлів: 1" in olena.last
    await olena.press("Надіслати")
    assert "Файлів: 1" in card(world.admin, number_on(olena.last)).text


async def test_who_did_not_mean_an_appeal_says_no(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("Добрий день!")
    await olena.send("ні, не треба")
    assert olena.last == "Гаразд, нічого не передано."
    assert not world.group.topics


async def test_a_message_edited_later_reaches_the_council(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.send(WORDS)
    await olena.edit(WORDS, "Просимо дати дві лавки.")
    assert "Ваша відповідь лишається, як була. Щоб виправити її, натисніть «Назад»" in olena.last
    await olena.press("Продовжити заповнення")
    for answer in (NAME, MAIL, "Надіслати"):
        await says(olena, answer)
    await olena.edit("дві лавки", "Просимо дати три лавки.")
    assert "Рада це побачить." in olena.last
    assert any("Просимо дати три лавки." in text for text in world.admin.screens)


async def test_an_edited_reply_on_a_case_reaches_the_council_too(world: World) -> None:
    olena = world.resident("Олена")
    number = await submits(olena)
    await olena.send("Лавку зламали у понеділок.", reply_to=olena.last_message)
    await olena.edit("у понеділок", "Лавку зламали у вівторок.")
    assert olena.last == f"Додано до {number}. Рада це побачить."
    assert "Лавку зламали у вівторок." in world.admin.in_topic(number)[-1]


async def test_a_second_press_of_send_makes_no_second_case(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    screen = olena.with_button("Надіслати")
    data = next(one.data for row in screen.keyboard for one in row if one.text == "Надіслати")
    await olena.press("Надіслати")
    await olena.press_data(screen, data or "")
    assert len(world.group.topics) == 1
