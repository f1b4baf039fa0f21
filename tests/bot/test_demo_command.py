"""`demo`: the page opens on a free or a given port and ends by Ctrl-C, leaving nothing behind."""

import asyncio
import os
import signal
import socket
import tempfile
from pathlib import Path

import aiohttp
import pytest

from bot.commands import DONE, PROBLEMS
from bot.commands.demo import Wishes, demo

CONTENT = Path(__file__).parents[2] / "content" / "koriukivka"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def test_the_page_answers_until_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    port = free_port()
    running = asyncio.create_task(demo(CONTENT, Wishes(empty=True, port=port)))
    async with aiohttp.ClientSession() as http:
        await answering(http, f"http://127.0.0.1:{port}/")
        assert await demo(CONTENT, Wishes(empty=True, port=port)) == PROBLEMS
        os.kill(os.getpid(), signal.SIGINT)
        assert await asyncio.wait_for(running, 20) == DONE
    said = capsys.readouterr()
    assert f"http://127.0.0.1:{port}" in said.out
    assert f"Порт {port} зайнято" in said.err
    assert os.listdir(tmp_path) == []


async def answering(http: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                async with http.get(url) as answer:
                    assert "Бот громади" in await answer.text()
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
