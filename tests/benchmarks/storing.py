"""What group commit brings where a commit is slow: the same units of work each alone, and twenty at once.

The disk of this machine may be too kind (a tenth of a millisecond), so every commit takes three milliseconds more.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import asyncpg

from storage.house import Storage
from storage.keys import Keyring
from storage.writer import Writer
from tests.benchmarks.databases import ENGINES, fresh
from tests.benchmarks.table import Line, p50, p99, show
from tests.storage.examples import OLENA, a_message, an_appeal

SLOW = 0.003
UNITS, TOGETHER = 600, 20


async def slow_commits(server: str) -> None:
    for engine in ENGINES:
        async with _slow(engine, server) as url:
            storage = await Storage.open(url, Keyring.make()[1], datetime.now(UTC))
            alone, together = await _figures(storage, 1, UNITS // 4), await _figures(storage, TOGETHER, UNITS)
            await storage.close()
        lines = (
            Line("units a second", alone[0], together[0], 5, at_least=True),
            Line("a unit, p50, ms", p50(alone[1]) * 1000, p50(together[1]) * 1000),
            Line("a unit, p99, ms", p99(alone[1]) * 1000, p99(together[1]) * 1000),
        )
        show(f"{engine} alone, a commit 3 ms slower: {TOGETHER} units at once against one by one", lines)


@asynccontextmanager
async def _slow(engine: str, server: str) -> AsyncIterator[str]:
    async with fresh(engine, server) as url:
        if engine == "SQLite":
            async with _slow_writer():
                yield url
        else:
            async with _slow_server(server):
                yield url


@asynccontextmanager
async def _slow_writer() -> AsyncIterator[None]:
    """The turn is held as long as a slow disk would hold it."""
    run = Writer._wait_for

    async def slowly(self: Writer, statement: str) -> None:
        if statement == "commit":
            await asyncio.sleep(SLOW)
        await run(self, statement)

    Writer._wait_for = slowly  # type: ignore[method-assign]
    try:
        yield
    finally:
        Writer._wait_for = run  # type: ignore[method-assign]


@asynccontextmanager
async def _slow_server(server: str) -> AsyncIterator[None]:
    """PostgreSQL's own way to wait before it flushes; who commits meanwhile is flushed with it."""
    admin = await asyncpg.connect(server)
    await admin.execute("alter system set commit_siblings = 0")
    await admin.execute(f"alter system set commit_delay = {int(SLOW * 1_000_000)}")
    await admin.execute("select pg_reload_conf()")
    try:
        yield
    finally:
        await admin.execute("alter system reset commit_delay")
        await admin.execute("alter system reset commit_siblings")
        await admin.execute("select pg_reload_conf()")
        await admin.close()


async def _figures(storage: Storage, together: int, units: int) -> tuple[float, list[float]]:
    """Units a second, and the seconds of each."""
    left, taken = iter(range(units)), list[float]()

    async def worker() -> None:
        for number in left:
            began = time.perf_counter()
            await _unit(storage, f"{together}-{number}")
            taken.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(together)))
    return units / (time.perf_counter() - began), taken


async def _unit(storage: Storage, name: str) -> None:
    """As a handler works: two reads, then a case and its letter."""
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, datetime.now(UTC))
        assert await desk.appeals.by_draft(name) is None
        appeal = an_appeal(olena.id, name, f"ЗВ-{name}")
        await desk.appeals.add(replace(appeal, received_at=datetime.now(UTC)))
        await desk.deliveries.add(a_message(f"receipt:{name}"))
