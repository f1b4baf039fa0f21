"""The whole process: it starts, serves, stops, starts again, and loses nothing between."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.keys import keys
from bot.settings import Settings, SettingsError, given
from demo.clock import LocalClock
from demo.faults import Trouble
from demo.people import Person
from demo.telegram import LocalTelegram
from storage.house import Storage
from tests.bot.conftest import CONTENT
from tests.bot.office import Until


@pytest.fixture
def settings(telegram: LocalTelegram, tmp_path: Path) -> Callable[..., Settings]:
    def settings(**more: Any) -> Settings:
        usual = {"bot_token": telegram.token, "telegram_api_url": telegram.url, "content_dir": CONTENT}
        return given(**{**usual, "data_dir": tmp_path / "data", **more})

    return settings


async def test_a_resident_is_answered(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until
) -> None:
    async with running(settings(), telegram.clock) as app:
        await until(lambda: olena.received)
        await app.idle()
    assert telegram.violations == []


async def test_what_came_while_the_bot_was_off_is_answered_after(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until
) -> None:
    async with running(settings(), telegram.clock) as app:
        await until(lambda: olena.received)
        await app.idle()
    before = len(olena.received)
    olena.writes("/help")
    async with running(settings(), telegram.clock) as app:
        await until(lambda: len(olena.received) > before)
        await app.idle()
    telegram.redeliver(2)
    async with running(settings(), telegram.clock) as app:
        await telegram.quiet()
        await app.idle()
    assert len(olena.received) == before + 1


async def test_a_stop_in_the_middle_loses_nothing_and_repeats_nothing(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until
) -> None:
    async with running(settings(), telegram.clock) as app:
        await until(lambda: _taken(app))
    async with running(settings(), telegram.clock) as app:
        await until(lambda: olena.received)
        await app.idle()
    said = [message.text for message in olena.received]
    assert len(said) == len(set(said)) == 2


async def test_what_a_killed_process_held_is_done_at_the_next_start(
    telegram: LocalTelegram, settings: Callable[..., Settings], clock: LocalClock, until: Until
) -> None:
    async with running(settings(), clock) as app:
        await app.idle()
    clock.jump(timedelta(hours=2))
    storage = await Storage.open(settings().database, keys(settings()).keyring, clock.now())
    async with storage.unit() as killed:
        assert await killed.jobs.take(clock.now(), timedelta(days=1))
    await storage.close()
    async with running(settings(), clock) as app:
        await until(lambda: 'jobs_total{job="purge",result="done"} 1.0' in app.health.metrics.page().decode())


async def test_the_profile_is_published_once(telegram: LocalTelegram, settings: Callable[..., Settings]) -> None:
    for _ in range(2):
        async with running(settings(), telegram.clock):
            await telegram.quiet()
    assert len(telegram.called("setChatMenuButton")) == 1
    assert telegram.called("setMyCommands")


async def test_telegram_being_away_does_not_stop_the_start(
    telegram: LocalTelegram, settings: Callable[..., Settings], olena: Person, until: Until
) -> None:
    telegram.faults.next(Trouble.BAD_GATEWAY, "getMe")
    telegram.faults.next(Trouble.BAD_GATEWAY, "setChatMenuButton")
    async with running(settings(), telegram.clock):
        await until(lambda: olena.received)


async def test_a_wrong_token_stops_the_start(telegram: LocalTelegram, settings: Callable[..., Settings]) -> None:
    with pytest.raises(SettingsError, match="BOT_TOKEN"):
        async with running(settings(bot_token="123456789:AAaaBBbbCCccDDddEEeeFFff"), telegram.clock):
            pass


async def test_a_silence_of_a_day_is_told_at_the_next_start(
    telegram: LocalTelegram, settings: Callable[..., Settings], clock: LocalClock, admin: Person, until: Until
) -> None:
    async with running(settings(admin_ids={admin.id}), clock):
        pass
    async with running(settings(admin_ids={admin.id}), clock) as app:
        await telegram.quiet()
        await app.idle()
    before = len(admin.received)
    clock.jump(timedelta(hours=30))
    async with running(settings(admin_ids={admin.id}), clock):
        await until(lambda: len(admin.received) > before)


async def _taken(app: Any) -> bool:
    async with app.storage.reading() as desk:
        return await desk.inbox.highest() is not None
