"""`demo`: the bot against the local Telegram, in a browser or a terminal. Nothing is sent anywhere, nothing is kept."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.commands import DONE, PROBLEMS
from bot.console import complain, spoken
from bot.rehearsal import Rehearsal, settings_of
from council.phrases import Phrase, _
from demo.clock import LocalClock
from demo.page import PageSite, Scene
from demo.postbox import Postbox
from demo.stage import Stage, stage
from demo.story import BEGINNING, LINKS, tell
from demo.telegram import LocalTelegram
from demo.terminal import run_terminal

NAME = "Бот громади (приклад)"
POSITION = "начальник загального відділу (приклад)"


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for. `empty`: without the story; `port` 0 is any that is free."""

    terminal: bool = False
    empty: bool = False
    port: int = 0


async def demo(content_dir: Path, wishes: Wishes) -> int:
    if not wishes.terminal and is_taken(wishes.port):
        complain(spoken(Phrase(_("Port {port} is taken. Choose another: --port 8090"), {"port": wishes.port})))
        return PROBLEMS
    async with rehearsing(content_dir, wishes.empty or wishes.terminal) as (rehearsal, scene, people):
        if wishes.terminal:
            await run_terminal(scene.telegram, people.resident, people.officer, people.group)
            return DONE
        return await serve(rehearsal, scene, wishes)


@asynccontextmanager
async def rehearsing(content_dir: Path, empty: bool) -> AsyncIterator[tuple[Rehearsal, Scene, Stage]]:
    """The running bot with its people; all that it kept is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="hromada-demo-", ignore_cleanup_errors=True) as folder:
        clock = LocalClock() if empty else LocalClock(start=BEGINNING)
        telegram = LocalTelegram(clock, limits=False)
        async with telegram, Postbox(clock, telegram.cloud.bell) as postbox:
            telegram.cloud.bot.first_name = NAME
            people = stage(telegram)
            settings = settings_of(telegram, people, postbox, Path(folder), content_dir)
            rehearsal = Rehearsal(telegram, clock, postbox, settings)
            await rehearsal.start()
            try:
                scene = await set_scene(rehearsal, people, empty)
                telegram.limits.on = rehearsal.pace.told = True
                yield rehearsal, scene, people
            finally:
                await rehearsal.stop()


async def set_scene(rehearsal: Rehearsal, people: Stage, empty: bool) -> Scene:
    """The officer registers cases and administers; who else works for the council is for /roles to say."""
    scene = Scene(rehearsal.telegram, people.group, [people.resident], [people.officer], links=LINKS)
    scene.posts[people.officer.id] = POSITION
    for role in ("registrar", "administrator"):
        await rehearsal.employ(people.officer, role, POSITION)
    if not empty:
        await tell(scene, rehearsal)
    return scene


async def serve(rehearsal: Rehearsal, scene: Scene, wishes: Wishes) -> int:
    """Until Ctrl-C or SIGTERM."""
    site = await PageSite(scene, rehearsal).start(wishes.port)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(spoken(Phrase(_("Open the demo: {url} (Ctrl-C ends it)"), {"url": site.url})), flush=True)
    if has_screen():
        await asyncio.to_thread(webbrowser.open, site.url)
    await stop.wait()
    await site.stop()
    return DONE


def is_taken(port: int) -> bool:
    """Asked before the story is told: nobody waits for an autumn that cannot be shown."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def has_screen() -> bool:
    """Whether a browser could show itself: on a server one in text would take the terminal over."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("darwin", "win32")
