"""`python -m tests.benchmarks`: how fast, as ratios measured in one run on one machine.

The first: what group commit brings. The second: what an update costs from its arrival to its answer with everything
that keeps it safe (written down, one transaction, outbox), beside aiogram's echo that keeps nothing.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from demo import LocalTelegram, Person
from storage.house import Storage
from storage.keys import Keyring

ROOT = Path(__file__).parent.parent.parent
UNITS, TOGETHER = 600, 64
PEOPLE, ROUNDS = 100, 5
PAIRS = 3


async def units() -> None:
    """Units of work that write one row each: every commit reaches the disk."""
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        storage = await Storage.open(f"sqlite://{folder}/bot.db", Keyring.make()[1], datetime.now(UTC))
        pairs = [(await _alone(storage), await _together(storage)) for _ in range(PAIRS)]
        await storage.close()
    _print("units of work per second", ("one by one", [a for a, _ in pairs]), ("group commit", [b for _, b in pairs]))


async def _unit(storage: Storage, number: int) -> None:
    async with storage.unit() as desk:
        await desk.notes.put(f"note {number}", "written", datetime.now(UTC))


async def _alone(storage: Storage) -> float:
    async def work() -> None:
        for number in range(UNITS // 4):
            await _unit(storage, number)

    return UNITS / 4 / await _seconds(work)


async def _together(storage: Storage) -> float:
    places = asyncio.Semaphore(TOGETHER)

    async def placed(number: int) -> None:
        async with places:
            await _unit(storage, number)

    async def work() -> None:
        await asyncio.gather(*(placed(number) for number in range(UNITS)))

    return UNITS / await _seconds(work)


async def updates() -> None:
    """Many people at once, a short answer to each; the local Telegram is in this process, the bot in one of its own."""
    rates = {name: await _rates(name) for name in ("echo", "ours")}
    _print("updates per second", ("aiogram's echo", rates["echo"]), ("this bot", rates["ours"]))


async def _rates(name: str) -> list[float]:
    async with LocalTelegram(limits=False) as telegram, _bot(name, telegram.url):
        people = [telegram.person(f"Мешканець {number}") for number in range(PEOPLE)]
        await _answered(people[:1], 1, patience=60)
        await _answered(people, 1)
        return [PEOPLE * ROUNDS / await _answered(people, ROUNDS) for _ in range(PAIRS)]


@asynccontextmanager
async def _bot(name: str, url: str) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        command = [sys.executable, "-m", "tests.benchmarks.bots", name, url, folder]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
        try:
            yield
        finally:
            process.kill()
            await process.wait()


async def _answered(people: Sequence[Person], messages: int, patience: float = 30) -> float:
    """Seconds until everybody has an answer to each of their messages."""
    before = {person.id: len(person.received) for person in people}

    async def work() -> None:
        for _ in range(messages):
            for person in people:
                person.writes("/nothing")
        async with asyncio.timeout(patience):
            while any(len(person.received) < before[person.id] + messages for person in people):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    return await _seconds(work)


async def _seconds(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _print(what: str, first: tuple[str, list[float]], second: tuple[str, list[float]]) -> None:
    base = statistics.median(first[1])
    print(what)  # noqa: T201
    for name, rates in (first, second):
        rate = statistics.median(rates)
        print(f"  {name:<16}{rate:>8.0f}  ({min(rates):.0f} to {max(rates):.0f}){rate / base:>8.2f} x")  # noqa: T201


async def main() -> None:
    await units()
    await updates()


if __name__ == "__main__":
    asyncio.run(main())
