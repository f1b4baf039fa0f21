"""A round of reporting, played with the clock: asked, reminded, reported, given back, accepted, shown, pushed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio

from council.people import Role
from council.periods import Period
from council.progress import ReportState
from tests.stories.programmes import a_community
from tests.world import Officer, Resident, World, a_world

AFTER_THE_ASKING = datetime(2026, 12, 25, 8, tzinfo=UTC)
"""Ten days before 5 January lie on a Saturday, so the fourth quarter is asked on this Friday."""
DAY_BEFORE = datetime(2026, 12, 24, 15, tzinfo=UTC)
QUARTER = "IV квартал 2026 року"


@pytest_asyncio.fixture
async def council(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path / "data", start=DAY_BEFORE, content=a_community(tmp_path)) as world:
        yield world


async def people_of(world: World) -> tuple[Officer, Officer]:
    """The officer of the department that the programme names, and the programme's lead."""
    nina = await world.officer("Ніна", Role.EXECUTOR, scope="cnap", position="начальниця ЦНАП", inside=False)
    lead = await world.officer("Тарас", Role.PROGRAMME_LEAD, position="заступник голови")
    for officer in (nina, lead):
        await officer.private.send("/start")
    return nina, lead


async def says(person: Resident, *answers: str) -> None:
    for answer in answers:
        await (person.press(answer) if any(answer in one for one in person.buttons) else person.send(answer))


async def reports(nina: Officer, *, words: str = "Провайдера обрано.", links: str = "Пропустити") -> None:
    """From the message of the round to the lead."""
    await nina.private.press("Звітувати")
    await nina.private.press("1.1.1")
    await says(nina.private, "виконується", "1. Обрати", "Готово", "Так", "12,5", "Пропустити", "45", words)
    await says(nina.private, links, "Готово", "Надіслати")


async def test_the_quarter_is_asked_reminded_and_missed_each_once(council: World) -> None:
    nina, _lead = await people_of(council)
    for days in (1, 7, 3, 2, 4):
        await council.later(days=days)
    await council.restart()
    told = [text for text in nina.private.screens if QUARTER in text]
    assert [("Час звітувати" in text, "минув" in text) for text in told] == [(True, False)] * 3 + [(False, True)]


async def test_each_is_asked_for_their_own_and_the_group_sees_all(council: World) -> None:
    nina, lead = await people_of(council)
    await council.later(days=1)
    asked = nina.private.message("Час звітувати")
    assert "1.1.1" in asked.text
    assert "1.1.2" not in asked.text
    assert "типової форми" in asked.text
    for text in (lead.private.message("Час звітувати").text, *lead.in_topic("Програма")):
        assert "1.1.1" in text
        assert "1.1.2" in text


async def test_a_report_is_given_back_mended_accepted_and_shown(council: World) -> None:
    nina, lead = await people_of(council)
    await council.later(days=1)
    await reports(nina)
    assert "Звіт передано" in nina.private.last
    card = lead.message("чекає на керівника")
    assert all(part in card.text for part in ("1.1.1", "50 %", "12,5 тис. грн", "45 %", "Провайдера обрано"))
    await lead.press("Повернути", card)
    await lead.send("Додайте суму гранту", topic="Програма")
    await lead.press("Повернути із зауваженням", lead.last_message)
    assert "Додайте суму гранту" in nina.private.last
    await says(nina.private, "Виправити звіт", "Змінити", "Інші джерела", "3", "Надіслати")
    mended = lead.message("чекає на керівника")
    assert "15,5 тис. грн" in mended.text
    await lead.press("Прийняти й показати людям", mended)
    assert "прийнято й показано людям" in lead.message("1.1.1 Підключити").text
    assert await state_of(council) is ReportState.PUBLISHED


async def state_of(world: World) -> ReportState:
    async with world.app.storage.reading() as desk:
        report = await desk.progress.of("tst-m01", Period(2026, 4))
        assert report is not None
        return report.state


async def test_who_has_reported_is_not_reminded(council: World) -> None:
    nina, lead = await people_of(council)
    await council.later(days=1)
    await reports(nina)
    before = len(nina.private.screens)
    for days in (7, 3, 2):
        await council.later(days=days)
    assert len(nina.private.screens) == before
    assert "1.1.1" not in lead.in_topic("Програма")[-1]


async def test_two_leads_accept_a_report_once(council: World) -> None:
    nina, lead = await people_of(council)
    await council.later(days=1)
    await reports(nina)
    card = lead.message("чекає на керівника")
    for _time in range(2):
        lead.person.presses(card, "Прийняти, показати пізніше")
    await council.settle()
    assert "Зі звітом уже працюють далі" in lead.popups[-1]
    assert await state_of(council) is ReportState.ACCEPTED


async def test_a_stranger_reports_nothing(council: World) -> None:
    await people_of(council)
    ihor = await council.officer("Ігор", Role.EXECUTOR, scope="general")
    await council.later(days=1)
    await ihor.press("Звітувати", ihor.message("Час звітувати"))
    assert "ви звітували про все" in ihor.last


async def test_evidence_goes_with_the_report(council: World) -> None:
    nina, lead = await people_of(council)
    await council.later(days=1)
    await nina.private.press("Звітувати")
    await nina.private.press("1.1.1")
    await says(
        nina.private, "зроблено", "Ні, нічого", "100", "Усі школи підключено", "https://prozorro.gov.ua/tender/1"
    )
    await nina.private.photo()
    await says(nina.private, "Готово", "Так, показати", "Надіслати")
    card = lead.message("чекає на керівника")
    assert "їх бачать люди" in card.text
    await lead.press("Показати файли", card)
    assert lead.private.last_message.kind == "photo"


async def test_a_form_of_a_report_survives_a_restart(council: World) -> None:
    nina, _lead = await people_of(council)
    await council.later(days=1)
    await nina.private.press("Звітувати")
    await nina.private.press("1.1.1")
    await says(nina.private, "виконується", "1. Обрати")
    await council.restart()
    await says(nina.private, "Готово")
    assert "Чи витрачали" in nina.private.last


async def test_a_finished_programme_is_asked_once_and_never_again(tmp_path: Path) -> None:
    async with a_world(tmp_path / "data", start=DAY_BEFORE, content=a_community(tmp_path, 2022, 2024)) as world:
        nina, lead = await people_of(world)
        for day in (1, 1, 30, 400):
            await world.later(days=day)
        await world.restart()
        await world.later(days=1)
        assert len([text for text in nina.private.screens if "завершилася" in text]) == 1
        assert len([text for text in lead.in_topic("Програма") if "завершилася" in text]) == 1
        assert not nina.private.sees("Час звітувати")


async def test_the_year_is_reported_accepted_and_heard_of_by_followers(council: World) -> None:
    nina, lead = await people_of(council)
    olena = council.resident("Олена")
    await olena.send("/start m_tst-m01")
    await olena.press("Стежити")
    await council.later(days=28)
    assert nina.private.sees_once("Час звітувати: 2026 рік. Строк: 31 січня 2027")
    await nina.private.press("Звітувати: 2026 рік")
    await nina.private.press("1.1.1")
    await says(nina.private, "виконується", "1. Обрати", "Готово", "Так", "12,5", "Пропустити", "45")
    await nina.private.send("Провайдера обрано.")
    assert "Чому не так, як планували" in nina.private.last
    await says(nina.private, "Немає кабелю, буде навесні", "Пропустити", "Готово", "Надіслати")
    assert not olena.sees("Новини")
    await lead.press("Прийняти й показати людям", lead.message("чекає на керівника"))
    await council.later(days=1)
    assert olena.sees_once("Немає кабелю, буде навесні")
    await council.later(days=28)
    assert lead.private.sees_once("додаток 5 до постанови № 119")


async def test_the_lead_is_warned_of_what_deserves_a_look(council: World) -> None:
    _nina, lead = await people_of(council)
    for days in (1, 7, 3, 2):
        await council.later(days=days)
    await lead.send("/report")
    await lead.press("На що зважити")
    assert "звіт прострочено" in lead.last
