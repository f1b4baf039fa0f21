"""How the main questions slow down while the books grow from a hundred cases to BENCH_CASES (a million).

What ended long ago is written by SQL and never opened again; the same forty open cases and the same person's list are
read at both sizes, since a council's open work does not grow with its archive.
"""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import aiosqlite
import asyncpg

from council.appeals import Event, State, Submission
from council.lists import sought
from council.people import TelegramId
from storage.desk import Desk
from storage.house import Storage, sqlite_file
from storage.keys import Keyring
from tests.benchmarks.databases import ENGINES, fresh
from tests.benchmarks.table import Line, p50, show
from tests.storage.examples import NOW, OLENA, OLENAS_CHAT, a_message, an_appeal

SMALL = 100
LARGE = int(os.environ.get("BENCH_CASES", "1000000"))
OPEN = 40
TIMES, FEWEST, SECONDS = 300, 10, 3.0
"""How often each question is asked: less often where it takes long."""
LATER = NOW + timedelta(days=60)
REPLICA = "bench"

NUMBERS = "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {cases})"
FILLING = (
    f"""insert into residents (telegram_id, locale, first_seen)
    {NUMBERS} select 10000000 + n, 'uk', n from numbers""",
    """insert into appeals (
        number, draft, kind, state, resident, category, department, district,
        received_at, due, submission, registry_index, version, ending
    )
    select 'ЗВ-' || (1990 + id / 50000) || '-' || substr(serial, 2), 'past-' || id, 'proposal', 'closed', 1 + id / 3,
        'lighting', 'utilities', 'centre',
        id * 1000, id * 1000 + 1, {sealed}, 'Д-' || id, 3,
        substr(serial, 7, 1) || substr(serial, 6, 1) || substr(serial, 5, 1)
        || substr(serial, 4, 1) || substr(serial, 3, 1) || substr(serial, 2, 1)
    from (
        select id, cast(1000000 + id % 50000 as text) as serial from residents where telegram_id > 10000000
    ) as past""",
    """insert into events (appeal, key, at, actor, action, channel)
    select id, 'closed', due, 'officer:900', 'closed', 'bot' from appeals where draft like 'past-%'""",
    """insert into deliveries (key, place, chat, lane, about, state, due, sent_chat, sent_message, ended_at)
    select 'receipt:' || number, id, resident, 10, number, 'sent', due, resident, id, due
    from appeals where draft like 'past-%'""",
    """insert into inbox (update_id, chat, state, next_at, received_at, ended_at)
    select id, resident, 'done', due, due, due from appeals where draft like 'past-%'""",
)
SEALED = {"SQLite": "zeroblob(400)", "PostgreSQL": "decode(repeat('00', 400), 'hex')"}

PAST = Submission(text="Не світить ліхтар").model_dump_json().encode()

Work = Callable[[Storage], Awaitable[object]]


class Forgetful(Keyring):
    """Opens what SQL wrote for the archive, which no key has sealed."""

    def open(self, sealed: bytes, aad: str) -> bytes:
        return PAST if not sealed[0] else super().open(sealed, aad)


async def growth(server: str) -> None:
    for engine in ENGINES:
        small, large = await _figures(engine, server, SMALL), await _figures(engine, server, LARGE)
        lines = [Line(f"{name}, p50, ms", small[name] * 1000, large[name] * 1000, 2) for name in small]
        show(f"Growth on {engine}: {LARGE:,} cases against {SMALL}", lines)


async def _figures(engine: str, server: str, cases: int) -> Mapping[str, float]:
    async with _filled(engine, server, cases) as storage:
        return {name: await _median(storage, work) for name, work in _works().items()}


async def _median(storage: Storage, work: Work) -> float:
    taken = list[float]()
    while len(taken) < FEWEST or (len(taken) < TIMES and sum(taken) < SECONDS):
        began = time.perf_counter()
        await work(storage)
        taken.append(time.perf_counter() - began)
    return p50(taken)


@asynccontextmanager
async def _filled(engine: str, server: str, cases: int) -> AsyncIterator[Storage]:
    keyring = Forgetful.parse(Keyring.make()[0])
    async with fresh(engine, server) as url:
        await (await Storage.open(url, keyring, NOW)).close()
        await _fill(engine, url, [part.format(cases=cases, sealed=SEALED[engine]) for part in FILLING])
        storage = await Storage.open(url, keyring, NOW)
        try:
            async with storage.unit() as desk:
                await _open_work(desk)
            yield storage
        finally:
            await storage.close()


async def _fill(engine: str, url: str, statements: Sequence[str]) -> None:
    if engine == "SQLite":
        async with aiosqlite.connect(sqlite_file(url) or "") as file:
            await file.execute("pragma cache_size = -500000")
            for statement in statements:
                await file.execute(statement)
            await file.commit()
        return
    connection = await asyncpg.connect(url)
    for statement in (*statements, "vacuum analyze"):
        await connection.execute(statement)
    await connection.close()


async def _open_work(desk: Desk) -> None:
    """Cases that wait, half of them overdue; letters and updates of many people that are due."""
    olena = await desk.residents.met(OLENA, NOW)
    for number in range(OPEN):
        case = an_appeal(olena.id, f"open-{number}", await desk.appeals.next_number(2026))
        await desk.appeals.add(replace(case, due=NOW + timedelta(days=number)))
        chat = TelegramId(501 + number)
        await desk.deliveries.add(a_message(f"notice:{number}", chat=type(OLENAS_CHAT)(chat)))
        await desk.inbox.add(10**9 + number, chat, {"message": {"text": "Добрий день"}}, NOW)


def _works() -> Mapping[str, Work]:
    late = NOW + timedelta(days=OPEN // 2)
    return {
        "my list": _read(lambda desk: _mine(desk)),
        "the queue": _read(lambda desk: desk.appeals.waiting(10)),
        "the overdue": _read(lambda desk: desk.appeals.overdue(late, 10)),
        "a case by its number": _read(lambda desk: desk.appeals.by_number("ЗВ-2026-000007")),
        "a case by the number as it was typed": _read(lambda desk: desk.appeals.found(sought("зв 2026 7"), 10)),
        "ten cases by the last digit": _read(lambda desk: desk.appeals.found(sought("7"), 10)),
        "a case by the number of the registry": _read(lambda desk: desk.appeals.found(sought("Д-7"), 10)),
        "letters that are due": _read(lambda desk: desk.outbox.due(LATER, 50, REPLICA)),
        "when the next letter is due": _read(lambda desk: desk.outbox.next_due()),
        "updates that are due": _read(lambda desk: desk.inbox.due(LATER, 100, REPLICA)),
        "an appeal registered": _registering(),
    }


def _read(ask: Callable[[Desk], Awaitable[Any]]) -> Work:
    async def work(storage: Storage) -> None:
        async with storage.reading() as desk:
            assert await ask(desk)

    return work


async def _mine(desk: Desk) -> object:
    olena = await desk.residents.met(OLENA, NOW)
    return await desk.appeals.of_resident(olena.id, 5), await desk.appeals.count_of(olena.id)


def _registering() -> Work:
    numbers = count()

    async def work(storage: Storage) -> None:
        async with storage.unit() as desk:
            draft = f"new-{next(numbers)}"
            olena = await desk.residents.met(OLENA, NOW)
            new = an_appeal(olena.id, draft, await desk.appeals.next_number(2026))
            case = await desk.appeals.add(replace(new, state=State.SUBMITTED))
            await desk.appeals.record(Event(case.id, "submitted", datetime.now(UTC), "resident", "submitted"))
            await desk.deliveries.add(a_message(f"receipt:{draft}"))

    return work
