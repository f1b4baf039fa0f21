"""A resident's way from /start to the number of the case, beside aiogram's echo that is written to as often.

The local Telegram is in this process, the bots in processes of their own. Ours also shows each case to the staff.
Each person waits for an answer before the next step, and neither bot keeps a pace of its own. Updates a second depend
on what else the machine does meanwhile; the processor time that a bot needs for an update does not.
"""

import asyncio
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from demo import LocalTelegram, Person
from tests.benchmarks.bots import NEXT
from tests.benchmarks.databases import ENGINES, ROOT, folder, fresh
from tests.benchmarks.table import Line, p50, p99, show

STARTS, WARM, PEOPLE, ROUNDS = 3, 20, 40, 4
PATIENCE = 120.0

Step = tuple[str, str]
"""What is pressed or written, and what the screen says after."""

APPEAL: Sequence[Step] = (
    ("/start", "читає те, що ви тут напишете"),
    ("Подати звернення", "Чого ви хочете"),
    ("Попросити раду", "несправедливо"),
    ("Ні, я просто прошу", "Про що йдеться"),
    ("Вуличне освітлення", "Розкажіть своїми словами"),
    ("На вулиці не горить жоден ліхтар, діти йдуть зі школи в темряві.", "Напишіть прізвище"),
    ("Вигадана Олена Іванівна", "свій округ"),
    ("м. Корюківка", "де ви живете"),
    ("вул. Садова, 5, кв. 7", "Куди надіслати"),
    ("olena@ukr.net", "Перевірте і надішліть"),
    ("Надіслати", "Передано до ради"),
)
PRESSED = {1, 2, 3, 4, 7, 10}
ECHO: Sequence[Step] = tuple((NEXT if step in PRESSED else said, "Echo") for step, (said, _) in enumerate(APPEAL))


class Bell:
    """Wakes who waits for a screen when the bot has called: looking all the time would slow the bot down."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._call = telegram.api.call
        self._waiting: dict[str, tuple[Callable[[], bool], asyncio.Event]] = {}
        telegram.api.call = self.call  # type: ignore[method-assign]

    async def call(self, name: str, raw: Mapping[str, Any], uploads: Mapping[str, Any]) -> Any:
        result = await self._call(name, raw, uploads)
        seen, event = self._waiting.get(str(raw.get("chat_id")), (None, None))
        if seen is not None and event is not None and seen():
            event.set()
        return result

    async def rings(self, person: Person, seen: Callable[[], bool], patience: float = PATIENCE) -> None:
        event = asyncio.Event()
        self._waiting[str(person.id)] = (seen, event)
        async with asyncio.timeout(patience):
            await event.wait()


@dataclass
class Figures:
    """Updates a second and processor seconds an update by round, seconds of each step, seconds to the first answer by
    start, megabytes at the end."""

    costs: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    memory: float = 0


async def compare(server: str) -> None:
    """Every bot is started anew for each measurement of the start; the last start serves the conversations."""
    echo = await _measured(ECHO, lambda telegram: _echo(telegram))
    for engine in ENGINES:
        ours = await _measured(APPEAL, lambda telegram, engine=engine: _ours(telegram, engine, server))  # type: ignore[misc]
        show(f"The appeal conversation on {engine} against aiogram's echo", list(_lines(echo, ours)))


def _lines(echo: Figures, ours: Figures) -> Sequence[Line]:
    return (
        Line("updates a second", median(echo.rates), median(ours.rates), 0.7, at_least=True),
        Line("processor time of an update, ms", median(echo.costs) * 1000, median(ours.costs) * 1000),
        Line("answer to a step, p50, ms", p50(echo.waits) * 1000, p50(ours.waits) * 1000),
        Line("answer to a step, p99, ms", p99(echo.waits) * 1000, p99(ours.waits) * 1000),
        Line("memory (RSS), MB", echo.memory, ours.memory, 1.2),
        Line("process start to the first answer, s", median(echo.starts), median(ours.starts), 1.2),
    )


async def _measured(steps: Sequence[Step], bot: Callable[[LocalTelegram], Any]) -> Figures:
    figures = Figures()
    for start in range(STARTS):
        async with LocalTelegram(limits=False) as telegram:
            bell = Bell(telegram)
            began = time.perf_counter()
            async with bot(telegram) as process:
                await _walk(bell, telegram.person("Перша"), steps[:1])
                figures.starts.append(time.perf_counter() - began)
                if start == STARTS - 1:
                    await _talk(figures, bell, telegram, steps, process.pid)
                    figures.memory = _rss(process.pid)
    return figures


async def _talk(figures: Figures, bell: Bell, telegram: LocalTelegram, steps: Sequence[Step], bot: int) -> None:
    await _crowd(bell, telegram, steps, WARM)
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), _processor_time(bot)
        waits = await _crowd(bell, telegram, steps, PEOPLE)
        figures.rates.append(len(waits) / (time.perf_counter() - began))
        figures.costs.append((_processor_time(bot) - worked) / len(waits))
        figures.waits += waits


async def _crowd(bell: Bell, telegram: LocalTelegram, steps: Sequence[Step], count: int) -> list[float]:
    """Seconds of each step of each of them, all at once."""
    people = [telegram.person(f"Мешканець {number}") for number in range(count)]
    waits = await asyncio.gather(*(_walk(bell, person, steps) for person in people))
    return [wait for some in waits for wait in some]


async def _walk(bell: Bell, person: Person, steps: Sequence[Step]) -> list[float]:
    waits = []
    for said, screen in steps:
        before = len(person.messages)
        began = time.perf_counter()
        _act(person, said)
        await bell.rings(person, lambda before=before, screen=screen: _seen(person, before, screen))  # type: ignore[misc]
        waits.append(time.perf_counter() - began)
    return waits


def _act(person: Person, said: str) -> None:
    for message in reversed(person.received):
        if button := next((button for button in message.buttons if said in button), None):
            person.presses(message, button)
            return
    person.writes(said)


def _seen(person: Person, before: int, screen: str) -> bool:
    """A new message, or an old one that has changed into the screen."""
    new = any(message.from_bot and screen in message.text for message in person.messages[before:])
    return new or any(screen in message.text and message.edited for message in person.received[-2:])


@asynccontextmanager
async def _echo(telegram: LocalTelegram) -> AsyncIterator[Process]:
    async with _process("echo", telegram.url) as process:
        yield process


@asynccontextmanager
async def _ours(telegram: LocalTelegram, engine: str, server: str) -> AsyncIterator[Process]:
    group = telegram.group("Рада: звернення")
    group.add_bot()
    telegram.cloud.updates.drop()
    with folder() as data:
        async with (
            fresh(engine, server) as url,
            _process("ours", telegram.url, str(data), url, str(group.id)) as process,
        ):
            yield process


@asynccontextmanager
async def _process(*arguments: str) -> AsyncIterator[Process]:
    command = [sys.executable, "-m", "tests.benchmarks.bots", *arguments]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


def _processor_time(pid: int) -> float:
    """Seconds that a process and its threads have worked, in its own code and in the kernel's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rss(pid: int) -> float:
    """Megabytes of a process, as Linux counts them."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
