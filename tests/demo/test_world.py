"""The people of stories: they see what the whole bot shows, and a story fails on what only a bug can cause."""

from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest

from council.people import Role
from tests.world import a_world


async def test_a_resident_and_an_officer_meet_through_the_bot(tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        olena = world.resident("Олена")
        ihor = await world.officer("Ігор", Role.REGISTRAR)
        await olena.send("/start")
        await olena.press("Подати звернення")
        assert olena.buttons
        await world.restart()
        await olena.press("Меню")
        await ihor.private.send("/start")
        assert ihor.private.screens
        assert world.telegram.called("sendMessage")


async def test_a_violation_fails_the_story(tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        olena = world.resident("Олена")
        await olena.send("/start")
        with pytest.raises(TelegramBadRequest):
            await world.app.bot.send_message(olena.id, "<b></b>")
        with pytest.raises(AssertionError, match="message text is empty"):
            world.check()
        world.telegram.violations.clear()
