"""The registrar on Friday afternoon: what waits, what is mine, what is late, and where is the case of that number."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from council.appeals import Kind
from council.people import Role, TelegramId
from council.submitting import submit
from demo.keyboards import Button
from tests.council.desk import FORM, KORIUKIVKA, filled
from tests.stories.journeys import answers_case, card, number_on, submits
from tests.world import Officer, World, a_world

FRIDAY = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
"""Four in the afternoon in Kyiv."""
KINDS = (Kind.APPLICATION, Kind.PROPOSAL, Kind.COMPLAINT, Kind.PROBLEM_REPORT)


async def registrar_of(world: World) -> Officer:
    return await world.officer("Ірина", Role.REGISTRAR, position="начальниця загального відділу")


async def cases(world: World, count: int) -> None:
    """Of the last weeks, a day between each: the oldest came 33 days ago. Each has its topic already."""
    olena = world.resident("Олена")
    await olena.send("/start")
    for n in range(count):
        received = FRIDAY - timedelta(days=33) + timedelta(days=n * min(1, 12 / count))
        async with world.app.storage.unit() as desk:
            resident = await desk.residents.met(TelegramId(olena.id), received)
            await submit(desk, KORIUKIVKA, FORM, filled(KINDS[n % 4], f"{n:x}"), resident, received)
        world.app.wake()
        await world.settle()
    await world.later(minutes=1)


@pytest_asyncio.fixture
async def friday(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, start=FRIDAY) as world:
        yield world


def lines(officer: Officer) -> list[str]:
    """The numbers of the cases on the list that came last, in order."""
    return re.findall(r"ЗВ-\d{4}-\d{6}", officer.last)


def links(officer: Officer) -> list[Button]:
    return [button for row in officer.last_message.keyboard for button in row if button.text.startswith("Відкрити")]


async def test_forty_cases_on_friday_are_four_pages_with_the_most_pressing_first(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 40)
    await registrar.send("/queue")
    assert registrar.last.startswith("Ніхто не взяв у роботу: 40\nПоказано з 1 до 10.")
    seen = lines(registrar)
    while "Наступні ›" in registrar.buttons:
        await registrar.press("Наступні ›")
        seen += lines(registrar)
    assert "Показано з 31 до 40." in registrar.last
    assert sorted(seen) == [f"ЗВ-2026-{n:06}" for n in range(1, 41)]
    await registrar.press("‹ Попередні")
    assert "Показано з 21 до 30." in registrar.last


async def test_each_line_says_what_it_is_about_how_long_is_left_and_where_it_stands(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 12)
    await registrar.send("/queue")
    first, third = registrar.last.split("\n\n")[1], registrar.last.split("\n\n")[3]
    assert first == (
        "1. ЗВ-2026-000001: Вуличне освітлення\nВідповісти до 24 листопада 2026: прострочено; передано до ради"
    )
    assert third.startswith("3. ЗВ-2026-000003: скарга\n")
    assert "27 листопада 2026: сьогодні" in registrar.last
    assert "29 листопада 2026: це вихідний, тому надішліть до 27 листопада 2026" in registrar.last
    assert "2 грудня 2026: лишилося 5 днів" in registrar.last


async def test_every_case_of_a_page_is_opened_by_a_link_to_its_topic(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 12)
    await registrar.send("/queue")
    chat = str(friday.group.id).removeprefix("-100")
    for number, button in zip(lines(registrar), links(registrar), strict=True):
        topic = card(registrar, number).topic
        assert topic is not None
        assert button.url == f"https://t.me/c/{chat}/{topic.id}"


async def test_a_list_tells_nothing_about_people(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 12)
    await registrar.send("/queue")
    for _page in range(2):
        assert not any(word in registrar.last for word in ("Коваль", "Шевченка", "olena", "ЖЕК", "ліхтар"))
        if "Наступні ›" in registrar.buttons:
            await registrar.press("Наступні ›")


async def test_what_is_late_is_listed_with_who_has_it_and_answered_cases_are_not(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 12)
    await registrar.send("/overdue")
    late = lines(registrar)
    assert "Строк відповіді минув: 3\n" in registrar.last
    assert late[:2] == ["ЗВ-2026-000001", "ЗВ-2026-000002"]
    assert "Ще ніхто не взяв." in registrar.last
    await registrar.press("Взяти в роботу", in_=card(registrar, late[0]))
    await registrar.send("/overdue")
    assert "Працює: начальниця загального відділу" in registrar.last.split("\n\n")[1]
    await answers_case(friday, registrar, late[0], "Полагодили.")
    await registrar.send("/overdue")
    assert "відповідь показано, офіційний лист ще треба надіслати" in registrar.last
    await registrar.press("Офіційну відповідь надіслано", in_=card(registrar, late[0]))
    await registrar.send("/overdue")
    assert late[0] not in registrar.last


async def test_mine_are_those_i_took_also_when_a_colleague_turns_the_page(friday: World) -> None:
    registrar = await registrar_of(friday)
    other = await friday.officer("Петро", Role.REGISTRAR, position="спеціаліст")
    await cases(friday, 14)
    await registrar.send("/mine")
    assert registrar.last == "У вас немає відкритих звернень. Що чекає, показує /queue."
    for n in range(1, 13):
        await registrar.press("Взяти в роботу", in_=card(registrar, f"ЗВ-2026-{n:06}"))
    await registrar.send("/mine")
    assert registrar.last.startswith("У роботі (начальниця загального відділу): 12\n")
    await other.press("Наступні ›")
    assert registrar.last.startswith("У роботі (начальниця загального відділу): 12\nПоказано з 11 до 12.")
    assert lines(registrar) == ["ЗВ-2026-000011", "ЗВ-2026-000012"]
    await registrar.send("/queue")
    assert "Ніхто не взяв у роботу: 2\n" in registrar.last


async def test_a_case_is_found_by_its_number(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 6)
    for asked in ("ЗВ-2026-000005", "зв 2026 5", "5", "000005", "№5"):
        await registrar.send(f"/find {asked}")
        assert registrar.last.startswith("Знайдено: 1\n\n1. ЗВ-2026-000005: Вуличне освітлення\n")
        assert links(registrar)[0].url


async def test_a_case_is_found_by_the_number_of_the_registry(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"))
    async with world.app.storage.unit() as desk:
        case = await desk.appeals.by_number(number)
        assert case is not None
        await desk.appeals.change(case, replace(case, registry_index="К-17/01"))
    await registrar.send("/find к-17/01")
    assert number_on(registrar.last) == number


async def test_a_number_that_is_not_there_and_no_number_at_all_are_answered(world: World) -> None:
    registrar = await registrar_of(world)
    await registrar.send("/find 999")
    assert "Звернення з таким номером немає." in registrar.last
    await registrar.send("/find")
    assert "наприклад «/find 123»" in registrar.last


async def test_empty_lists_say_so(world: World) -> None:
    registrar = await registrar_of(world)
    await registrar.send("/queue")
    assert registrar.last == "Усі відкриті звернення хтось уже взяв у роботу."
    await registrar.send("/overdue")
    assert registrar.last == "Прострочених звернень немає."


@pytest.mark.parametrize("command", ["/queue", "/mine", "/overdue", "/find 1"])
async def test_without_a_role_there_is_a_sentence_and_no_list(world: World, command: str) -> None:
    await registrar_of(world)
    guest = await world.officer("Гість")
    number = await submits(world.resident("Олена"))
    await guest.send(command)
    assert guest.last == "Списки бачать колеги, які мають роль. Ролі дає адміністратор командою /roles."
    assert not any(number in message.text for message in guest.view() if "Показано" in message.text)


async def test_whose_role_was_taken_back_turns_no_page(friday: World) -> None:
    registrar = await registrar_of(friday)
    await cases(friday, 11)
    await registrar.send("/queue")
    async with friday.app.storage.unit() as desk:
        for grant in await desk.roles.all():
            await desk.roles.take(grant.id, TelegramId(friday.admin.id), friday.clock.now())
    await registrar.press("Наступні ›")
    assert "Показано з 1 до 10." in registrar.last
    assert "Списки бачать колеги, які мають роль." in registrar.popups[-1]


async def test_in_a_group_without_topics_the_reply_leads_to_the_card(tmp_path: Path) -> None:
    async with a_world(tmp_path, forum=False) as world:
        registrar = await registrar_of(world)
        number = await submits(world.resident("Олена"))
        await registrar.send("/queue")
        await registrar.press("Відкрити 1")
        assert registrar.last == f"{number}: картка тут."
        assert registrar.last_message.reply_to is card(registrar, number)


async def test_a_case_of_a_storm_gets_its_topic_when_it_is_opened_from_the_list(world: World) -> None:
    registrar = await registrar_of(world)
    await a_storm(world, 12)
    await registrar.send("/queue")
    await registrar.press("Наступні ›")
    opened = lines(registrar)[-1]
    await registrar.press(f"Відкрити {10 + len(lines(registrar))}")
    assert card(registrar, opened).topic is not None
    await registrar.send("/find " + opened)
    assert links(registrar)[0].url


async def a_storm(world: World, count: int) -> None:
    """So many at once that the last ones stand in the queue message."""
    async with world.app.storage.unit() as desk:
        for n in range(count):
            resident = await desk.residents.met(TelegramId(5000 + n), world.clock.now())
            await submit(desk, KORIUKIVKA, FORM, filled(Kind.APPLICATION, f"{n:x}"), resident, world.clock.now())
        assert await desk.appeals.count_listed()
    world.app.wake()
    await world.settle()


async def test_the_help_of_the_group_tells_of_the_lists(world: World) -> None:
    registrar = await registrar_of(world)
    await registrar.send("/help")
    assert all(command in registrar.last for command in ("/queue", "/mine", "/overdue", "/find"))
