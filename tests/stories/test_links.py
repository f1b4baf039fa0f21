"""Deep links: a code on a pole or a button on the site leads straight to what it promised."""

import pytest

from tests.stories.journeys import begins, submits
from tests.world import World


async def test_a_code_of_a_category_asks_everything_but_the_category(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start cat_lighting")
    assert "Чого ви хочете?" in olena.last
    assert olena.sees_once("Кнопки «Меню» і «Допомога» завжди внизу.")
    await olena.press("Повідомити про проблему: яма, світло, сміття")
    assert "Розкажіть своїми словами" in olena.last


async def test_a_code_scanned_in_the_middle_of_a_form_loses_nothing(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.send("/start cat_lighting")
    assert "Ви вже почали" in olena.last
    assert "Що ви хочете дізнатися?" in olena.last


async def test_the_link_of_a_case_opens_for_its_author_only(world: World) -> None:
    olena, petro = world.resident("Олена"), world.resident("Петро")
    number = await submits(olena)
    await olena.send("/start case_1")
    assert olena.last.startswith(f"{number}: передано до ради")
    await petro.send("/start case_1")
    assert petro.last.startswith("Це посилання вже нікуди не веде.")
    assert number not in petro.last


@pytest.mark.parametrize("payload", ["unheard_1", "cat_nothing", "case_x", "m", "case_999999999999999999999"])
async def test_a_link_that_leads_nowhere_leads_to_the_first_screen(world: World, payload: str) -> None:
    olena = world.resident("Олена")
    await olena.send(f"/start {payload}")
    assert olena.last.startswith("Це посилання вже нікуди не веде. Ось що ви можете зробити зараз.")
    assert "Подати звернення" in olena.buttons
