"""Residents follow a measure and speak of it; the staff read comments first, and show what they choose of an answer."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest_asyncio

from council.accepting import publish, submit
from council.opinions import Voices
from council.people import Officer as Lead
from council.people import Role, RoleGrant, TelegramId
from council.periods import Period
from council.progress import Report, ReportId, ReportState, Spent, Stage, Told
from demo import samples
from tests.stories.journeys import MAIL, NAME, answers_case, card, number_on
from tests.stories.programmes import a_community
from tests.world import Resident, World, a_world

NOON = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SCHOOLS, VETERANS = "tst-m01", "tst-m02"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path / "data", start=NOON, content=a_community(tmp_path)) as world:
        yield world


async def resident(world: World, name: str = "Олена") -> Resident:
    person = world.resident(name)
    await person.send("/start")
    return person


async def does(person: Resident, act: str, target: str = SCHOOLS) -> None:
    await person.press_data(person.last_message, f"ml:{act}:{target}")


async def opens(person: Resident, measure: str = SCHOOLS) -> None:
    """By the link of a QR code."""
    await person.send(f"/start m_{measure}")


async def is_reported(world: World, measure: str = SCHOOLS, percent: int = 40, quarter: int = 1) -> None:
    """A report that the programme's lead writes, accepts and shows."""
    clock = world.clock.now()
    grant = RoleGrant(1, TelegramId(7), Role.PROGRAMME_LEAD, "", "заступник голови", TelegramId(1), clock)
    lead = Lead(TelegramId(7), (grant,))
    told = Told(
        stage=Stage.UNDER_WAY, percent=percent, spent=(Spent(year=2026, amount=Decimal("12.5")),), result="Є лінія"
    )
    report = Report(
        id=ReportId(0),
        programme="test-programme",
        measure=measure,
        period=Period(2026, quarter),
        state=ReportState.SUBMITTED,
        told=told,
        department="",
        author=lead.telegram_id,
        position="",
        files=f"{measure}{quarter}",
        submitted_at=clock,
    )
    async with world.app.storage.unit() as desk:
        stored = await submit(desk, report, lead, clock)
        await publish(desk, stored.id, lead, world.app.house.community.zone, clock)
    world.app.wake()
    await world.settle()


async def test_followers_hear_of_a_report_once_in_the_evening(town: World) -> None:
    olena, taras = await resident(town), await resident(town, "Тарас")
    await opens(olena)
    await olena.press("Стежити")
    assert "Тепер ви за цим стежите" in olena.last
    await is_reported(town)
    assert not olena.sees("Новини")
    await town.later(hours=6)
    await town.restart()
    await town.later(days=1)
    assert olena.sees_once("Новини заходу")
    assert "40 %" in olena.message("Новини").text
    assert "12,5 тис. грн" in olena.message("Новини").text
    assert not taras.sees("Новини")


async def test_several_measures_come_as_one_message_also_by_their_goal(town: World) -> None:
    olena = await resident(town)
    await does(olena, "follow", "all")
    taras = await resident(town, "Тарас")
    await does(taras, "follow", "tst/1.1")
    for measure in (SCHOOLS, VETERANS):
        await is_reported(town, measure)
    await town.later(hours=6)
    for person in (olena, taras):
        assert person.sees_once("Новини програми")
        assert "Підключити школи" in person.last
        assert "Навчити літніх" in person.last


async def test_who_stopped_following_hears_nothing(town: World) -> None:
    olena = await resident(town)
    await does(olena, "follow")
    await is_reported(town)
    await does(olena, "leave")
    await town.later(hours=6)
    assert not olena.sees("Новини")


async def test_a_repeated_report_is_no_news(town: World) -> None:
    olena = await resident(town)
    await does(olena, "follow")
    await is_reported(town)
    await town.later(hours=6)
    await is_reported(town, quarter=2)
    await town.later(days=1)
    assert olena.sees_once("Новини")


async def test_the_card_shows_the_report_and_what_people_say(town: World) -> None:
    olena, ira = await resident(town), await town.officer("Іра", Role.MODERATOR)
    await opens(olena)
    assert "ще ніхто не висловився" in olena.last
    assert "Оцінити цей захід" in olena.buttons
    await olena.press("Сказати чи запитати")
    await olena.press("Написати коментар")
    for answer in ("Інтернет уже є", "Наумівський округ", "Надіслати"):
        await (olena.press(answer) if answer in olena.buttons else olena.send(answer))
    await ira.press("Показати всім", ira.message("Коментар до заходу"))
    await is_reported(town)
    await opens(olena)
    told = "\n".join(olena.screens[-2:])
    for part in ("Є лінія", "1 коментар", "«Інтернет уже є» (Наумівський округ"):
        assert part in told


async def test_a_goal_is_followed_from_its_list(town: World) -> None:
    olena = await resident(town)
    await olena.send("/programme")
    for way in ("Що обіцяно", "Ціль 1", "Стежити"):
        await olena.press(way)
    async with town.app.storage.reading() as desk:
        assert await desk.following.count("tst/1") == 1


async def test_nobody_follows_what_does_not_exist(town: World) -> None:
    olena = await resident(town)
    await does(olena, "follow", "tst-m99")
    assert olena.sees("Цього заходу")
    async with town.app.storage.reading() as desk:
        assert await desk.following.count("tst-m99") == 0


async def comments(person: Resident, text: str = "Інтернет уже є, дякуємо! Мій номер 067 123 45 67") -> None:
    await does(person, "comment")
    await person.send(text)
    await person.press("Наумівський округ")
    await person.press("Надіслати")


async def test_a_comment_is_seen_by_others_after_a_moderator(town: World) -> None:
    olena, taras = await resident(town), await resident(town, "Тарас")
    ira = await town.officer("Іра", Role.MODERATOR)
    await comments(olena, "Інтернет уже є, дякуємо!")
    await taras.press_data(taras.last_message, f"mv:{SCHOOLS}:0:0")
    assert "ще ніхто не висловився" in taras.last
    await ira.press("Показати всім", ira.message("Коментар до заходу"))
    assert olena.sees_once("Ваш коментар тепер бачать інші")
    await taras.press_data(taras.last_message, f"mv:{SCHOOLS}:0:0")
    assert "Інтернет уже є" in taras.last
    assert "Наумівський округ" in taras.last
    assert "Олена" not in taras.last


async def test_the_group_sees_no_phone_and_the_author_hears_why_it_is_not_shown(town: World) -> None:
    olena, ira = await resident(town), await town.officer("Іра", Role.MODERATOR)
    await comments(olena)
    shown = ira.message("Коментар до заходу")
    assert "067" not in shown.text
    await ira.press("Не показувати", shown)
    await ira.press("особисті дані", ira.last_message)
    assert "є особисті дані людей" in olena.last
    assert "Подати звернення" in olena.buttons


async def test_a_stranger_moderates_nothing(town: World) -> None:
    olena, ihor = await resident(town), await town.officer("Ігор", Role.EXECUTOR)
    await comments(olena)
    await ihor.press("Показати всім", ihor.message("Коментар до заходу"))
    assert "Коментарі читає модератор" in ihor.popups[-1]
    assert not olena.sees("тепер бачать інші")


async def test_a_photo_alone_is_a_comment_that_others_can_open(town: World) -> None:
    olena, taras = await resident(town), await resident(town, "Тарас")
    ira = await town.officer("Іра", Role.MODERATOR)
    await does(olena, "comment")
    await olena.photo(samples.JPEG)
    for way in ("Пропустити", "Пропустити", "Надіслати"):
        await olena.press(way)
    await ira.press("Показати всім", ira.message("Коментар до заходу"))
    await taras.press_data(taras.last_message, f"mv:{SCHOOLS}:0:0")
    await taras.press("Фото до")
    assert taras.last_message.kind == "photo"


async def test_what_a_person_said_can_be_erased(town: World) -> None:
    olena, ira = await resident(town), await town.officer("Іра", Role.MODERATOR)
    await does(olena, "follow")
    await comments(olena, "Інтернет уже є")
    await olena.send("/mydata")
    assert "Ваших коментарів: 1" in olena.last
    await olena.press("Стерти")
    assert "коментарі до заходів теж стерто" in olena.last
    await ira.press("Показати всім", ira.message("Коментар до заходу"))
    assert "Такого коментаря немає" in ira.popups[-1]


async def asks(person: Resident, act: str = "ask") -> str:
    await does(person, act)
    for answer in ("Коли підключать нашу школу?", NAME, MAIL) if act == "ask" else ():
        await person.send(answer)
    await person.press("Надіслати")
    return number_on(person.last)


async def test_a_question_is_a_case_of_its_measure_with_the_term_of_the_law(town: World) -> None:
    olena, maria = await resident(town), await town.officer("Марія", Role.REGISTRAR, Role.MODERATOR)
    number = await asks(olena)
    assert "Про захід програми 1.1.1" in card(maria, number).text
    assert f"Захід програми: {SCHOOLS}" in card(maria, number).text
    assert "запит на публічну інформацію" in card(maria, number).text
    assert "Відділ надання адміністративних послуг" in card(maria, number).text
    assert await voices(town) == Voices(questions=1)


async def voices(world: World) -> Voices:
    async with world.app.storage.reading() as desk:
        return await desk.opinions.voices(SCHOOLS)


async def test_the_answer_is_the_applicants_and_the_reply_is_for_all(town: World) -> None:
    olena, maria = await resident(town), await town.officer("Марія", Role.REGISTRAR, Role.MODERATOR)
    number = await asks(olena)
    await answers_case(town, maria, number, "Шановна Олено Іванівно, вашу школу підключать у травні.")
    assert await voices(town) == Voices(questions=1, questions_answered=1)
    taras = await resident(town, "Тарас")
    await maria.press("Показати людям відповідь", card(maria, number))
    await maria.send("Школу підключать у травні. Телефон 067 123 45 67", topic=number)
    await maria.press("Показати людям", maria.last_message)
    assert "Відповідь побачать усі" in maria.popups[-1]
    await maria.press("Змінити", maria.message("На картці заходу"))
    await maria.send("Школу підключать у травні.", topic=number)
    await maria.press("Показати людям", maria.last_message)
    await taras.press_data(taras.last_message, f"mv:{SCHOOLS}:0:0")
    assert "Школу підключать у травні" in taras.last
    assert "Шановна" not in taras.last


async def test_a_form_in_progress_is_not_lost(town: World) -> None:
    olena = await resident(town)
    await does(olena, "comment")
    await does(olena, "propose")
    await olena.press("Продовжити")
    assert "Що ви думаєте про цей захід?" in olena.last
