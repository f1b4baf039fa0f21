"""Nothing about people stands in the log: neither in our lines, nor in the text of an exception."""

import asyncio
import gc
import json
import logging
import warnings

import pytest
import structlog
from aiogram.types import Message
from aiohttp import ClientSession

from bot import logs
from bot.app import running
from bot.settings import given
from bot.webhook import HEADER
from demo.faults import Trouble
from demo.people import Person
from demo.telegram import LocalTelegram
from tests.bot.conftest import CONTENT, free_port
from tests.bot.office import Until


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_personal_keys_are_dropped_and_the_slip_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", console=False)
    structlog.get_logger("bot.x").info("sent", row=3, phone="+380670000000", text="my pension")
    [line] = lines(capsys)
    assert line["dropped_personal"] == ["phone", "text"]
    assert line["row"] == 3
    assert "pension" not in str(line)


def test_the_text_of_an_exception_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", console=False)
    try:
        raise ValueError("Olena Petrenko, 12 Shevchenko street")
    except ValueError:
        logging.getLogger("aiogram").exception("failed")
        structlog.get_logger("bot.x").exception("failed")
    for line in lines(capsys):
        assert line["error"] == "ValueError"
        assert "Olena" not in str(line)
        assert "test_logs.py" in str(line["where"])


def test_libraries_say_only_what_their_authors_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG", console=False)
    logging.getLogger("aiogram.event").info("Update id=1 is handled")
    logging.getLogger("any.library").debug("received b'Olena'")
    logging.getLogger("any.library").warning("cannot read %s", "Olena")
    [line] = lines(capsys)
    assert line["event"] == "cannot read %s"


def test_a_warning_is_noted_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", console=False)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logs._noted
        Message.model_construct(text=12345, chat="Olena").model_dump()
    said = lines(capsys)
    assert {line["event"] for line in said} == {"python_warning"}
    assert "Olena" not in str(said)


async def test_a_task_that_nobody_asked_about_does_not_tell_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG", console=False)

    async def fails() -> None:
        raise ValueError("Olena Petrenko")

    task = asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    said = lines(capsys)
    assert [line["event"] for line in said] == ["Task exception was never retrieved"]
    assert "Olena" not in str(said)


async def test_a_whole_day_of_trouble_at_debug_names_nobody(
    telegram: LocalTelegram, olena: Person, tmp_path: object, until: Until, capsys: pytest.CaptureFixture[str]
) -> None:
    """Webhook, refusals, a failing request and a secret in the path: none of it reaches the log."""
    logs.configure("DEBUG", console=False)
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook-4711secret"
    settings = given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        content_dir=CONTENT,
        data_dir=tmp_path,
        webhook_url=url,
        webhook_secret="s3cret-of-the-webhook",
        http_port=port,
        log_level="DEBUG",
    )
    telegram.faults.next(Trouble.ERROR, "sendMessage", description="Bad Request: chat not found")
    async with running(settings, telegram.clock) as app, ClientSession() as session:
        olena.writes("I am Olena Petrenko, 0670000000")
        await until(lambda: olena.received)
        for headers in ({}, {HEADER: "s3cret-of-the-webhook"}):
            await session.post(url, data=b"Olena Petrenko", headers=headers)
        app.health.pulse.silent = broken
        assert (await session.get(f"http://127.0.0.1:{port}/healthz")).status == 500
        await app.idle()
    told = capsys.readouterr()
    for private in ("Olena", "0670000000", str(olena.id), "4711secret", "s3cret", "127.0.0.1", telegram.token):
        assert private not in told.err, private
    assert '"event"' in told.err


def broken() -> list[str]:
    raise ValueError("Olena Petrenko")
