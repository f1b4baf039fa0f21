"""The small web server says whether the bot lives and works, and counts, without a word about people."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.__main__ import main
from bot.app import App, running
from bot.commands.health import health
from bot.health import INBOX_LAG, OUTBOX_LAG, SILENT, UNREACHED
from bot.settings import Settings, SettingsError, given
from council.deliveries import STAFF_GROUP, Call, ChatId, Delivery
from council.handover_rules import Connector, Matter
from council.sources import in_english
from demo.faults import Trouble
from demo.people import Person
from demo.telegram import LocalTelegram
from storage.errors import StorageError
from tests.bot.conftest import CONTENT, free_port
from tests.bot.office import Until

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def settings(telegram: LocalTelegram, tmp_path: Path) -> Settings:
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        content_dir=CONTENT,
        data_dir=tmp_path / "data",
        http_port=free_port(),
    )


class Looker:
    """Somebody with a browser on the same computer."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session, self._port = session, port

    async def sees(self, path: str) -> tuple[int, Any]:
        async with self._session.get(f"http://127.0.0.1:{self._port}{path}") as response:
            text = await response.text()
            return response.status, json.loads(text) if response.content_type == "application/json" else text

    async def parts(self) -> dict[str, str]:
        return (await self.sees("/readyz"))[1]["parts"]


@pytest_asyncio.fixture
async def app(settings: Settings, telegram: LocalTelegram) -> AsyncIterator[App]:
    async with running(settings, telegram.clock) as app:
        yield app


@pytest_asyncio.fixture
async def looker(app: App, settings: Settings) -> AsyncIterator[Looker]:
    async with aiohttp.ClientSession() as session:
        yield Looker(session, settings.http_port)


async def test_a_bot_in_order_says_so(looker: Looker, app: App, until: Until) -> None:
    await until(lambda: _ready(looker))
    assert await looker.sees("/healthz") == (200, {"alive": True, "silent": []})
    status, told = await looker.sees("/readyz")
    assert (status, told["ready"], told["degraded"]) == (200, True, [])
    assert set(told["parts"]) == {"database", "migrations", "telegram", "inbox", "outbox", "handovers"}
    assert told["not_ready"] == []


async def _ready(looker: Looker) -> bool:
    return (await looker.sees("/readyz"))[0] == 200


async def test_a_loop_that_hangs_is_named(looker: Looker, app: App) -> None:
    app.health.pulse.watch("stuck", SILENT / 1000)
    await asyncio.sleep(0.05)
    assert await looker.sees("/healthz") == (503, {"alive": False, "silent": ["stuck"]})


async def test_a_telegram_that_is_not_reached_is_named(
    looker: Looker, app: App, telegram: LocalTelegram, until: Until
) -> None:
    await until(lambda: _ready(looker))
    telegram.faults.next(Trouble.BAD_GATEWAY, "getUpdates", times=99)

    async def is_silent() -> bool:
        app.clock.jump(UNREACHED + timedelta(minutes=1))
        return (await looker.parts())["telegram"].startswith("not reached for")

    await until(is_silent)
    status, told = await looker.sees("/readyz")
    assert (status, told["degraded"], told["parts"]["database"]) == (200, ["telegram"], "ok")


def test_who_has_never_reached_telegram_is_not_ready(app: App) -> None:
    app.health.reached_at = None
    assert app.health.not_ready({"database": "ok", "telegram": "not reached yet"}) == ["telegram"]


async def test_a_database_of_a_newer_version_is_named(
    looker: Looker, app: App, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    await until(lambda: _ready(looker))
    monkeypatch.setattr("storage.migrate.newest", lambda: 3)
    status, told = await looker.sees("/readyz")
    assert (status, told["not_ready"]) == (503, ["migrations"])
    assert told["parts"]["migrations"].endswith("this version knows 0003: start the newer version here too")


async def test_an_ill_database_is_named_and_its_words_are_not_told(
    looker: Looker, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StorageError("postgresql://bot:hunter2@db refused")

    with monkeypatch.context() as ill:
        ill.setattr(app.storage, "reading", away)
        status, told = await looker.sees("/readyz")
        assert (status, told["parts"]["database"]) == (503, "does not answer")
        assert "hunter2" not in str(told)
        assert (await looker.sees("/metrics"))[0] == 200


async def test_a_backlog_is_named_and_takes_nobody_out(looker: Looker, app: App, olena: Person, until: Until) -> None:
    """An unbound group is none. The update waits for its retry, the letter for its turn: nothing is taken here."""
    await until(lambda: _ready(looker))
    now, call = app.clock.now(), Call("sendMessage", {"text": "-"})
    async with app.storage.unit() as desk:
        await desk.inbox.add(1, olena.id, {"update_id": 1}, now - INBOX_LAG - timedelta(seconds=9))
        await desk.inbox.again(1, now + timedelta(hours=1), "KeyError")
        await desk.deliveries.add(Delivery("to the group", STAFF_GROUP, call, now - timedelta(days=1)))
    status, told = await looker.sees("/readyz")
    assert told["parts"]["inbox"].startswith("behind by ")
    assert told["parts"]["outbox"] == "ok"
    assert (status, told["degraded"]) == (200, ["inbox"])


async def test_letters_to_people_that_nobody_sends_are_named(looker: Looker, app: App, olena: Person) -> None:
    app.delivery._busy.add(olena.id)
    now, call = app.clock.now(), Call("sendMessage", {"text": "-"})
    async with app.storage.unit() as desk:
        await desk.deliveries.add(Delivery("to Olena", ChatId(olena.id), call, now - OUTBOX_LAG - timedelta(hours=1)))
    assert (await looker.parts())["outbox"].startswith("behind by ")
    app.delivery._busy.clear()


async def test_the_numbers_count_and_name_nobody(
    looker: Looker, app: App, telegram: LocalTelegram, olena: Person, until: Until
) -> None:
    telegram.faults.next(Trouble.TOO_MANY, "sendMessage")
    olena.writes("My phone is 0670000000")
    await until(lambda: len(olena.received) >= 2)
    await app.idle()
    _, page = await looker.sees("/metrics")
    assert 'hromada_bot_updates_received_total{by="polling"} 2.0' in page
    assert 'hromada_bot_updates_handled_total{result="done"} 2.0' in page
    assert "hromada_bot_update_seconds_count 2.0" in page
    assert "hromada_bot_too_many_requests_total 1.0" in page
    assert 'hromada_bot_deliveries_total{result="wait"} 1.0' in page
    assert 'hromada_bot_jobs_total{job="purge",result="done"} 1.0' in page
    assert "hromada_bot_inbox_waiting 0.0" in page
    for personal in (str(olena.id), "0670000000", "Olena"):
        assert personal not in page


async def test_nothing_listens_where_nobody_asked(settings: Settings, telegram: LocalTelegram) -> None:
    quiet = given(**settings.model_dump(exclude_unset=True, exclude={"http_port"}))
    async with running(quiet, telegram.clock):
        assert health(quiet) == 1
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", quiet.http_port), 1).close()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "HTTP_PORT: another program listens on 127.0.0.1:"),
        ({"http_host": "192.0.2.1"}, "HTTP_HOST: this computer has no address 192.0.2.1"),
    ],
)
async def test_an_address_that_cannot_be_used_is_said_plainly(
    settings: Settings, telegram: LocalTelegram, more: dict[str, Any], told: str
) -> None:
    with socket.create_server(("127.0.0.1", settings.http_port)), pytest.raises(SettingsError) as refused:
        async with running(given(**settings.model_dump(exclude_unset=True), **more), telegram.clock):
            pass
    assert told in in_english(refused.value.sentences[0])


async def test_a_second_bot_in_the_same_folder_is_refused(
    app: App, settings: Settings, telegram: LocalTelegram
) -> None:
    with pytest.raises(StorageError, match="Another process"):
        async with running(settings, telegram.clock):
            pass


async def test_the_public_pages_stand_beside_the_health(settings: Settings, telegram: LocalTelegram) -> None:
    public = given(**settings.model_dump(exclude_unset=True), public_url="https://rada.example")
    async with running(public, telegram.clock) as app, aiohttp.ClientSession() as session:
        looker = Looker(session, public.http_port)
        assert (await looker.sees("/healthz"))[0] == 200
        status, page = await looker.sees("/initiatives")
        assert (status, "Ініціатив ще немає" in page) == (200, True)
        assert app.room is not None
        async with session.get(f"http://127.0.0.1:{public.http_port}/") as answer:
            assert "Server" not in answer.headers


async def test_without_a_public_address_there_are_no_pages(looker: Looker) -> None:
    assert (await looker.sees("/initiatives"))[0] == 404


async def test_a_page_that_fails_says_so_in_both_languages(
    settings: Settings, telegram: LocalTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = given(**settings.model_dump(exclude_unset=True), public_url="https://rada.example")
    async with running(public, telegram.clock) as app, aiohttp.ClientSession() as session:
        monkeypatch.setattr(app.room, "html", lambda *_, **__: 1 / 0)
        status, page = await Looker(session, public.http_port).sees("/initiatives")
    assert status == 500
    assert "Спробуйте за хвилину" in page
    assert "Try again in a minute" in page


# For the health check of a container


@pytest.fixture
def in_the_container(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", settings.bot_token.get_secret_value())
    monkeypatch.setenv("HTTP_PORT", str(settings.http_port))
    monkeypatch.setenv("HTTP_HOST", "0.0.0.0")
    monkeypatch.setenv("BOT_LANG", "en")


async def test_the_command_asks_the_running_bot(
    in_the_container: None, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(main, ["health"]) == 0
    app.health.pulse.watch("stuck", timedelta())
    assert await asyncio.to_thread(main, ["health"]) == 1
    assert "/healthz" in capsys.readouterr().err


async def test_the_command_is_quick_to_load(in_the_container: None, app: App) -> None:
    """A container asks each half minute: the seconds that aiogram takes would be most of a small computer."""
    asked = "import sys; from bot.__main__ import main; print(main(['health']), 'aiogram' in sys.modules)"
    done = await asyncio.create_subprocess_exec(sys.executable, "-c", asked, stdout=subprocess.PIPE, cwd=ROOT)
    assert (await done.communicate())[0].split() == [b"0", b"False"]


def test_the_command_finds_no_bot(
    in_the_container: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["health"]) == 1
    assert f"port {settings.http_port}" in capsys.readouterr().err


async def test_a_hand_over_that_is_stuck_is_named_and_counted(looker: Looker, app: App, until: Until) -> None:
    await until(lambda: _ready(looker))
    async with app.storage.unit() as desk:
        long_ago = app.clock.now() - timedelta(hours=7)
        await desk.handovers.add("j", Connector.HTTP, Matter.JOURNAL, long_ago, day=long_ago.date())
    status, told = await looker.sees("/readyz")
    assert (status, told["degraded"]) == (200, ["handovers"])
    assert told["parts"]["handovers"].startswith("behind by 252")
