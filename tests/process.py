"""The bot as an administrator runs it: a process of its own, which can be killed, before the local Telegram."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.keys import keys
from bot.settings import Settings, given
from demo import Group, LocalTelegram, Person
from demo.errors import ApiError
from storage.house import Storage
from tests.tale import until

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content" / "koriukivka"

Now = Callable[[str, Any], bool]
"""Whether this is the call to strike at: its name with its parameters, or with the updates that it brings."""

FORGE = """
import importlib, os, sys
import bot.commands.run
main = importlib.import_module(sys.argv[1]).main
for _ in sys.stdin:
    child = os.fork()
    if not child:
        os._exit(main(["run"]))
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Makes process after process of `python -m bot run`, each by a fork: importing aiogram costs five seconds."""


async def python(*arguments: str, cwd: Path, settings: Mapping[str, str], **streams: Any) -> asyncio.subprocess.Process:
    """This Python with these settings in its environment and no others."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    kept["PYTHONPATH"] = str(ROOT)
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=cwd, env={**kept, **settings}, **streams
    )


class Process:
    """`python -m bot run`, started again whenever it dies, as a service manager does.

    `entry` is the module whose `main` is called: the bot's own, or one that lays traps first (tests/doomed.py).
    """

    def __init__(self, folder: Path, settings: Settings, entry: str = "bot.__main__") -> None:
        self._folder, self._settings, self._entry = folder, settings, entry
        self.starts = 0
        self._pid = 0
        self._stopping = False

    async def start(self) -> None:
        self._folder.mkdir(exist_ok=True)
        with self.log.open("wb") as log:
            streams = {"stdin": PIPE, "stdout": PIPE, "stderr": log}
            self._forge = await python(
                "-c", FORGE, self._entry, cwd=self._folder, settings=_named(self._settings), **streams
            )
        self._manager = asyncio.get_running_loop().create_task(self._managed())

    async def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        self._stopping = True
        os.kill(self._pid, signal.SIGTERM)
        code = await self._manager
        self._forge.terminate()
        await self._forge.wait()
        return code

    def kill(self) -> None:
        """SIGKILL: nothing is said, nothing is ended."""
        os.kill(self._pid, signal.SIGKILL)

    async def _managed(self) -> int:
        code = -1
        while not self._stopping:
            self.starts += 1
            code = await self._life()
        return code

    async def _life(self) -> int:
        out = self._forge.stdout
        assert self._forge.stdin is not None
        assert out is not None
        self._forge.stdin.write(b"start\n")
        self._pid = int(await out.readline())
        return int(await out.readline())

    @property
    def log(self) -> Path:
        """What it wrote in all its lives."""
        return self._folder / "bot.log"

    async def books(self) -> Mapping[str, int]:
        """Rows by table, what waits to be sent, and what was set aside; only looked at, so the process may run."""
        storage = await Storage.look(self._settings.database, keys(self._settings).keyring)
        try:
            async with storage.reading() as desk:
                waiting, aside = await desk.outbox.waiting(), await desk.inbox.aside_count()
                return {**await desk.appeals.counts(), "waiting": waiting, "aside": aside}
        finally:
            await storage.close()


def _named(settings: Settings) -> Mapping[str, str]:
    return {
        "BOT_TOKEN": settings.bot_token.get_secret_value(),
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "STAFF_CHAT_ID": str(settings.staff_chat_id),
        "ADMIN_IDS": ",".join(map(str, settings.admin_ids)),
        "DATA_DIR": str(settings.data_dir),
        "CONTENT_DIR": str(settings.content_dir),
    }


class Assassin:
    """Strikes at a chosen call of the bot.

    Before Telegram does it, or after, and then the bot does not learn of it; or `delay` seconds later, wherever the
    bot is by then.
    """

    def __init__(self, telegram: LocalTelegram, process: Process) -> None:
        self._call, self._process = telegram.api.call, process
        self._now: Now | None = None
        self._after, self._delay, self.kills = True, 0.0, 0
        telegram.api.call = self.call  # type: ignore[method-assign]

    def waits(self, now: Now, after: bool = True, delay: float = 0) -> None:
        self._now, self._after, self._delay = now, after, delay

    @property
    def struck(self) -> bool:
        return self._now is None

    @property
    def lives(self) -> int:
        """How often the bot was started by now."""
        return self._process.starts

    async def call(self, name: str, raw: Mapping[str, Any], uploads: Mapping[str, Any]) -> Any:
        if name == "getUpdates":
            updates = await self._call(name, raw, uploads)
            if updates and self._is_now(name, updates):
                self._strike()
            return updates
        if not self._is_now(name, raw):
            return await self._call(name, raw, uploads)
        if not self._after and not self._delay:
            self._strike()
            raise ApiError(500, "the bot is dead")
        done = await self._call(name, raw, uploads)
        self._strike()
        return done

    def _is_now(self, name: str, what: Any) -> bool:
        return self._now is not None and self._now(name, what)

    def _strike(self) -> None:
        self._now = None
        self.kills += 1
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._process.kill)
        else:
            self._process.kill()


@asynccontextmanager
async def a_process(folder: Path, entry: str = "bot.__main__") -> AsyncIterator[tuple[LocalTelegram, Group, Process]]:
    """The local Telegram with a staff group, and the running bot; at the end it is asked to stop, and does."""
    async with LocalTelegram(limits=False) as telegram:
        admin = telegram.person("Адміністраторка")
        group = telegram.group("Рада: звернення")
        group.add(admin, admin=True)
        group.add_bot()
        telegram.cloud.updates.drop()
        process = Process(folder, _settings(telegram, group, admin, folder), entry)
        await process.start()
        try:
            yield telegram, group, process
        finally:
            code = await process.stop()
        assert code == 0, process.log.read_text()
        assert not telegram.violations, telegram.violations


def _settings(telegram: LocalTelegram, group: Group, admin: Person, folder: Path) -> Settings:
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        staff_chat_id=group.id,
        admin_ids={admin.id},
        data_dir=folder / "data",
        content_dir=CONTENT,
    )


async def appoint(group: Group, admin: Person, officer: Person) -> None:
    """An administrator makes somebody a registrar, as in life: a reply with /roles and their post, and a button."""
    group.add(officer)
    officer.writes("Добрий день!", chat=group)
    admin.writes("/roles начальник відділу", chat=group, reply_to=group.messages[-1])
    await until(lambda: "реєстратор" in group.messages[-1].buttons, "the choice of roles")
    choice = group.messages[-1]
    admin.presses(choice, "реєстратор")
    await until(lambda: "начальник відділу" in choice.text, "the role")
