"""The council builds a survey in the bot: one writes it, another releases it, people take it like any other."""

from pathlib import Path

from council import survey_files
from council.people import Role
from demo import Message
from tests.stories.test_surveys import BEGIN, FINISH, TO_SURVEY, says
from tests.world import Officer, Resident, World


async def builds(iryna: Resident) -> None:
    await iryna.send("/campaign")
    await says(iryna, "Створити нове опитування")
    await says(iryna, "Ярмарок у центрі", "Обрати день і місце ярмарку. Рішення прийме виконком.")
    await says(iryna, "Усі мешканці", "Ні, не запитувати")
    await says(iryna, "Одразу після випуску", "31.12.2026")
    await says(iryna, "Одна відповідь із кількох", "Коли вам зручно?", "У суботу")
    assert "від 2 до 12" in iryna.last, "one answer is no choice"
    await says(iryna, "У суботу\nУ неділю")
    await says(iryna, "Оцінка від 1 до 5", "Чи потрібен ярмарок?", "1 — зовсім не важливо, 5 — дуже важливо")
    await says(iryna, "Свої слова", "Що продавати?", "Більше немає запитань")


def chat(world: World, officer: Officer) -> Resident:
    """The officer's private chat with the bot."""
    return Resident(world, officer.person)


async def test_two_people_make_a_survey_and_residents_take_it(world: World, tmp_path: Path) -> None:
    iryna = chat(world, await world.officer("Ірина", Role.CAMPAIGN_MANAGER, position="відділ комунікацій"))
    petro = chat(world, await world.officer("Петро", Role.HEAD, position="міський голова"))
    await iryna.send("/start")
    await petro.send("/start")
    await builds(iryna)
    for told in ("Ніхто його ще не бачить", "Ярмарок у центрі", "3 запитання", "до 31 грудня 2026", "• У неділю"):
        assert told in iryna.last
    await says(iryna, "Змінити", "3. Що продавати?", "Що привезти на продаж?")
    await says(iryna, "Переглянути й передати")
    assert "чекає на другу людину" in iryna.last
    assert "Випустити для людей" not in iryna.buttons

    await says(iryna, "Переглянути як мешканець", BEGIN)
    assert "Питання 1 з 3" in iryna.last
    await says(iryna, "У суботу", "5 — дуже важливо", "Пропустити", FINISH)
    assert "нічого не зберігаємо" in iryna.last
    async with world.app.storage.reading() as desk:
        assert (await desk.surveys.urns(), await desk.surveys.waves("b1")) == ([], [])

    await says(iryna, "Повернутися до картки опитування", "Попросити другу людину випустити")
    await says(petro, "Відкрити", "Випустити для людей")
    assert "люди можуть його пройти" in petro.last
    assert iryna.sees("Ваше опитування «Ярмарок у центрі»: люди можуть його пройти")

    people = [world.resident(f"Людина{number}") for number in range(5)]
    for person in people:
        await person.send("/surveys")
        await says(person, "Інші ›") if "Ярмарок у центрі" not in person.buttons else None
        await says(person, "Ярмарок у центрі", BEGIN, "У суботу", "4", "Пиріжки", FINISH)
        assert "Дякуємо!" in person.last
    await petro.send("/stats")
    await says(petro, "Ярмарок у центрі")
    assert "У суботу: 5 (100 %)" in petro.last

    await iryna.send("/campaign")
    await iryna.press("Переглянути створені опитування")
    await iryna.press(next(button for button in iryna.buttons if button.startswith("Ярмарок")))
    await says(iryna, "Отримати файлом (YAML)")
    accepted(world, iryna.last_message, tmp_path)
    await iryna.send("/campaign")
    await iryna.press("Переглянути створені опитування")
    await iryna.press(next(button for button in iryna.buttons if button.startswith("Ярмарок")))
    await says(iryna, "Закрити: більше не приймати відповідей")
    late = world.resident("Пізня")
    await late.send("/start s_b1")
    assert "зараз не відкрите" in late.last


def accepted(world: World, message: Message, folder: Path) -> None:
    """The file passes the check of contents and is the same survey."""
    (folder / "check" / "surveys").mkdir(parents=True)
    content = world.telegram.cloud.file_content(message.file_ids[0])
    (folder / "check" / "surveys" / "b1.yaml").write_bytes(content)
    assert survey_files.load(folder / "check")["b1"].fingerprint() == world.app.house.surveys["b1"].fingerprint()


async def test_what_is_put_aside_waits_and_nobody_without_the_role_builds(world: World) -> None:
    iryna = chat(world, await world.officer("Ірина", Role.CAMPAIGN_MANAGER))
    await iryna.send("/start")
    await iryna.send("/campaign")
    await says(iryna, "Створити нове опитування", "Ярмарок у центрі", "Завершити пізніше")
    await world.restart()
    await iryna.send("/campaign")
    await says(iryna, "Створити нове опитування")
    assert "Для чого воно" in iryna.last
    olena = world.resident("Олена")
    await olena.send("/start")
    await olena.press_data(olena.last_message, "build")
    assert "Назва" not in olena.last
    assert TO_SURVEY not in olena.buttons
