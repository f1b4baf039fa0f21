"""A resident asks what was promised, what is done, what it cost and whether anyone listens: three taps each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from council.revising import revise
from tests.storage.test_programmes import DECISION, dearer_cameras
from tests.world import Resident, World, a_world

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest_asyncio.fixture
async def olena(world: World) -> Resident:
    return world.resident("Олена")


@pytest_asyncio.fixture
async def mohyliv(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, content=CONTENT / "mohyliv-podilskyi") as world:
        yield world


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        ("Що обіцяно", "2. Рівність населення в доступі до інформаційних технологій: 2 заходи"),
        ("Що зроблено", "Звітів тут ще не було. Це не означає, що нічого не зроблено."),
        ("Скільки це коштує", "Документ не називає сум."),
        ("Чи слухають людей?", "Ще ніхто не висловився."),
    ],
)
async def test_four_questions_three_taps_from_the_menu(olena: Resident, button: str, answer: str) -> None:
    await olena.send("Меню")
    await olena.press("Програма ради")
    assert "Програму завершено. Її строк був 2022–2024." in olena.last
    await olena.press(button)
    assert answer in olena.last


async def test_from_a_goal_to_a_measure_and_its_official_words(olena: Resident) -> None:
    await olena.send("/programme")
    await olena.press("Що обіцяно")
    await olena.press("Ціль 3")
    await olena.press("3.1.1 Захищена кімната")
    assert "Простими словами (не офіційний текст)\nОбладнати безпечну кімнату" in olena.last
    assert "«до 2024 року», тобто до 31 грудня 2024" in olena.last
    assert "звіту ще немає" in olena.last
    assert "запізнюється" not in olena.last
    await olena.press("Офіційний текст")
    assert "Серверна кімната, обладнана якісними системами захисту" in olena.last
    await olena.press("Назад до заходу")
    await olena.press("Інші заходи цієї цілі")
    assert "3.2.1" in olena.last


async def test_words_in_any_form_find_the_measure(olena: Resident) -> None:
    await olena.send("/programme")
    await olena.press("Знайти захід")
    await olena.send("сервера")
    assert "3.1.1 Захищена кімната для сервера" in olena.last
    await olena.press("Шукати інше")
    await olena.send("дракон")
    assert "За словами «дракон» нічого не знайдено" in olena.last
    await olena.send("У нас яма на дорозі")
    assert "Так, подати звернення" in olena.buttons


async def test_searching_waits_until_a_form_is_finished(olena: Resident) -> None:
    await olena.send("/programme")
    programme = olena.last_message
    await olena.send("/appeal")
    await olena.press("Знайти захід", in_=programme)
    assert "Спочатку закінчіть або скасуйте." in olena.with_button("Продовжити заповнення").text
    await olena.press("Продовжити заповнення")
    assert "Чого ви хочете?" in olena.last


async def test_measures_are_chosen_by_body_and_year(mohyliv: World) -> None:
    taras = mohyliv.resident("Тарас")
    await taras.send("/programme")
    await taras.press("Вибрати за роком")
    await taras.press("За роком")
    assert "2023 (13)" in taras.buttons
    await taras.press("2023 (13)")
    assert "1.2.2 Електронні щоденники" in taras.last
    await taras.press("Далі ›")
    assert "3.1.1 Захист даних ради" in taras.last
    await taras.press("До програми")
    await taras.press("Вибрати за роком")
    await taras.press("За тим, хто відповідає")
    await taras.press("Далі ›")
    await taras.press("ЦНАП (1)")
    assert "2.1.3 Нові послуги в ЦНАП" in taras.last


async def test_a_link_from_a_poster_leads_to_the_measure(mohyliv: World) -> None:
    taras = mohyliv.resident("Тарас", language="en")
    await taras.send("/start m_mop-m05")
    assert "In plain words (not the official text)" in taras.last
    assert "2025: 8,100 thousand UAH" in taras.last
    await taras.press("Indicator")
    assert "2025: yes" in taras.last
    await taras.send("/start g_mop_2-1")
    assert "Goal 2." in taras.last
    await taras.send("/start m_mop-m99")
    assert "does not lead anywhere" in taras.last


async def test_a_press_on_what_is_gone_leads_back(olena: Resident) -> None:
    await olena.send("/programme")
    await olena.press_data(olena.last_message, "pm:kor-m99::0")
    assert "Цього заходу в програмі більше немає" in " ".join([olena.last, *olena.popups])


async def test_a_changed_measure_tells_what_changed_by_what_decision_and_why(mohyliv: World) -> None:
    taras = mohyliv.resident("Тарас")
    await taras.send("/start m_mop-m22")
    assert "Що змінилося" not in taras.buttons
    async with mohyliv.app.storage.unit() as desk:
        await revise(desk, dearer_cameras(), DECISION, mohyliv.clock.now())
    await taras.send("/start m_mop-m22")
    assert "2024: 8 000 тис. грн" in taras.last.replace("\u00a0", " ")
    await taras.press("Що змінилося")
    assert "Рішення № 12-3/VIII (7 травня 2024)\nЧому: Здорожчали камери" in taras.last
    assert "гроші на 2024 рік: 7 260 тис. грн → 8 000 тис. грн" in taras.last.replace("\u00a0", " ")


async def test_money_and_the_way_of_an_indicator_as_pictures(mohyliv: World) -> None:
    taras = mohyliv.resident("Тарас")
    await taras.send("/start m_mop-m02")
    await taras.press("Показати малюнком")
    photo = taras.last_message
    assert photo.kind == "photo"
    assert "2023: не заплановано\n2024: 300\n2025: 200" in photo.text
    await taras.press("Назад до заходу")
    await taras.press("Показник")
    await taras.press("Показати малюнком")
    assert "2024: 75\n2025: 100" in taras.last
    await taras.press("Назад до показника")
    assert "2025: додати 25 %, разом 100 %" in taras.last
