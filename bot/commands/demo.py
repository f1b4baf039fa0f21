"""`demo`: the bot against the local Telegram, in a terminal. Nothing is sent anywhere and nothing is kept."""

import tempfile
from pathlib import Path

from bot.app import App, running
from bot.commands import DONE
from bot.settings import Settings, given
from council.people import Role, TelegramId
from demo.clock import LocalClock
from demo.people import Person
from demo.stage import Stage, stage
from demo.telegram import LocalTelegram
from demo.terminal import run_terminal


async def demo(content_dir: Path) -> int:
    """No setting of the environment is used, so that the demo never meets real data."""
    with tempfile.TemporaryDirectory(prefix="hromada-demo-") as folder:
        async with LocalTelegram(LocalClock()) as telegram:
            people = stage(telegram)
            async with running(settings_of(telegram, people, Path(folder), content_dir), telegram.clock) as app:
                await employ(app, people.officer)
                await run_terminal(telegram, people.resident, people.officer, people.group)
    return DONE


def settings_of(telegram: LocalTelegram, people: Stage, folder: Path, content_dir: Path) -> Settings:
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        staff_chat_id=people.group.id,
        admin_ids={people.officer.id},
        content_dir=content_dir,
        data_dir=folder,
    )


POSITION = "начальник загального відділу (приклад)"


async def employ(app: App, officer: Person) -> None:
    """The officer registers cases and administers; who else works for the council is for /roles to say."""
    async with app.storage.unit() as desk:
        for role in (Role.REGISTRAR, Role.ADMINISTRATOR):
            account = TelegramId(officer.id)
            await desk.roles.give(account, role, "", POSITION, account, app.clock.now())
