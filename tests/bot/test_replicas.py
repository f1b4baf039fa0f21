"""Several copies behind one webhook: each chat keeps its order, each message leaves once, whoever dies is replaced."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot import heartbeat, inbox
from bot.app import App, running
from bot.heartbeat import NOTICEABLE
from bot.pace import Pace
from bot.replicas import LEASE, Replica
from bot.settings import Settings, given
from council.deliveries import Call, ChatId, Delivery
from demo.clock import LocalClock
from demo.people import Person
from demo.telegram import LocalTelegram
from handlers.house import House
from storage.desk import Desk
from storage.errors import AlreadyDone
from storage.house import Storage
from storage.keys import Keyring
from tests.bot.conftest import CONTENT, free_port
from tests.bot.office import Until
from tests.storage.conftest import postgres_server, postgres_url  # noqa: F401 - fixtures

SPEED = 4


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    """Not too fast: a busy computer must not look like a dead replica."""
    return LocalClock(speed=SPEED)


@dataclass
class Balancer:
    """The proxy before the replicas: gives each request to the next of them that answers."""

    ports: list[int]
    port: int = field(default_factory=free_port)
    turn: Any = field(default_factory=itertools.count)
    out: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/telegram"

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        first = next(self.turn)
        for number in range(len(self.ports)):
            url = f"http://127.0.0.1:{self.ports[(first + number) % len(self.ports)]}{request.path}"
            try:
                async with self.out.post(url, data=body, headers=request.headers) as response:
                    return web.Response(status=response.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/telegram", self.take)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as self.out:
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self.port).start()
            yield
            await runner.cleanup()


@dataclass
class Town:
    """Two copies of the bot on one PostgreSQL, one folder of attachments and one webhook."""

    settings: Callable[[int], Settings]
    clock: LocalClock
    ports: list[int]
    apps: list[App] = field(default_factory=list)

    async def idle(self) -> None:
        for app in self.apps:
            await app.idle()

    def freeze(self, app: App) -> asyncio.Event:
        """From outside as dead as can be: it reaches no database any more. The event lets it live again."""
        alive, storage = asyncio.Event(), app.storage
        ways = ("unit", "stroke", "reading", "glance")
        healthy = {name: getattr(storage, name) for name in ways}

        def stopped(name: str) -> Callable[[], Any]:
            @asynccontextmanager
            async def waiting() -> AsyncIterator[Desk]:
                await alive.wait()
                async with healthy[name]() as desk:
                    yield desk

            return waiting

        for name in ways:
            setattr(storage, name, stopped(name))
        return alive


class Generous(Pace):
    """Telegram's own limits are not what these tests are about."""

    def __init__(self) -> None:
        super().__init__(overall=10_000)


@pytest_asyncio.fixture
async def town(
    telegram: LocalTelegram,
    clock: LocalClock,
    postgres_url: str,  # noqa: F811
    tmp_path: Path,
) -> AsyncIterator[Town]:
    ports, key = [free_port(), free_port()], Keyring.make()[0]
    balancer = Balancer(ports)

    def settings(port: int) -> Settings:
        return given(
            bot_token=telegram.token,
            telegram_api_url=telegram.url,
            content_dir=CONTENT,
            data_dir=tmp_path / "data",
            database_url=postgres_url,
            field_keys=key,
            webhook_url=balancer.url,
            http_port=port,
        )

    town = Town(settings, clock, ports)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(balancer.serving())
        for port in ports:
            town.apps.append(await stack.enter_async_context(running(settings(port), clock, pace=Generous())))
        yield town


def heard_in(apps: list[App], slow: float = 0.0) -> list[tuple[int, str, str]]:
    """Every handling that was kept: who wrote what, and which replica did it. `slow` keeps the units open."""
    heard: list[tuple[int, str, str]] = []
    for app in apps:
        fetch = app.inbox._fetcher.fetch

        async def fetched(update: Any, *, last_try: bool, app: App = app, fetch: Any = fetch) -> Any:
            await asyncio.sleep(slow)
            if update.message and update.message.text:
                heard.append((update.message.chat.id, update.message.text, app.replica.name))
            return await fetch(update, last_try=last_try)

        app.inbox._fetcher.fetch = fetched
    return heard


async def test_ten_people_write_at_once(town: Town, telegram: LocalTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each replica has room for three at a time, so that neither can serve everybody alone."""
    monkeypatch.setattr(inbox, "AT_ONCE", 3)
    people = [telegram.person(f"Person {number}") for number in range(10)]
    heard = heard_in(town.apps, slow=0.05)
    for person in people:
        person.starts()
    for number in range(4):
        for person in people:
            person.writes(f"/help {number}")
    async with asyncio.timeout(30):
        while telegram.cloud.updates.pending() or len(heard) < 50:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await town.idle()
    for person in people:
        said = [text for chat, text, _ in heard if chat == person.id]
        assert said == ["/start", *(f"/help {number}" for number in range(4))]
        answers = [call for call in telegram.called("sendMessage") if str(call.params["chat_id"]) == str(person.id)]
        assert len(answers) == len(person.received) == len({message.id for message in person.received})
    assert {replica for _, _, replica in heard} == {app.replica.name for app in town.apps}
    assert len({len(person.received) for person in people}) == 1
    assert telegram.violations == []


async def test_the_chats_of_a_dead_replica_are_taken_over(
    town: Town, telegram: LocalTelegram, olena: Person, until: Until
) -> None:
    """And when it was not dead but asleep, what it does on waking changes nothing."""
    await until(lambda: len(olena.received) >= 2)
    await town.idle()
    gates = held(town)
    olena.writes("/help")
    await until(lambda: any(gate.entered for gate in gates))
    dead, living = town.apps if gates[0].entered else town.apps[::-1]
    alive = town.freeze(dead)
    olena.writes("/my")
    before = len(olena.received)
    for gate in gates:
        gate.open.set()
    await asyncio.sleep(0.3)
    assert len(olena.received) == before
    town.clock.jump(LEASE + timedelta(seconds=5))
    await until(lambda: _handled(living))
    await living.delivery.quiet()
    await until(lambda: len(olena.received) == before + 2)
    alive.set()
    await town.idle()
    assert len(olena.received) == before + 2
    assert telegram.violations == []


async def _handled(app: App) -> bool:
    async with app.storage.reading() as desk:
        return await desk.inbox.waiting() == 0


@dataclass
class Gate:
    entered: bool = False
    open: asyncio.Event = field(default_factory=asyncio.Event)


def held(town: Town) -> list[Gate]:
    """Every replica stops in the middle of its next update."""
    gates = []
    for app in town.apps:
        gate, fetch = Gate(), app.inbox._fetcher.fetch

        async def fetched(update: Any, *, last_try: bool, gate: Gate = gate, fetch: Any = fetch) -> Any:
            gate.entered = True
            await gate.open.wait()
            return await fetch(update, last_try=last_try)

        app.inbox._fetcher.fetch = fetched
        gates.append(gate)
    return gates


async def test_a_message_of_a_dead_replica_is_sent_by_another(
    town: Town, telegram: LocalTelegram, olena: Person, until: Until
) -> None:
    await until(lambda: len(olena.received) >= 2)
    await town.idle()
    before = len(olena.received)
    dead, living = town.apps
    now = town.clock.now()
    async with living.storage.unit() as desk:
        await desk.deliveries.add(Delivery("letter", ChatId(olena.id), Call("sendMessage", {"text": "Letter"}), now))
        rows = await desk.outbox.due(now)
        assert await desk.outbox.take(rows, dead.replica.name, now, now + LEASE)
    alive = town.freeze(dead)
    living.wake()
    await asyncio.sleep(0.3)
    assert len(olena.received) == before
    town.clock.jump(LEASE + timedelta(seconds=5))
    await until(lambda: len(olena.received) == before + 1)
    alive.set()
    await town.idle()
    assert [message.text for message in olena.received][before:] == ["Letter"]


async def test_who_leaves_leaves_nothing_held(
    postgres_url: str,  # noqa: F811
    keyring: Keyring,
    clock: LocalClock,
) -> None:
    storage = await Storage.open(postgres_url, keyring, clock.now())
    first, second = (Replica(storage, clock, shared=True) for _ in range(2))
    async with storage.unit() as desk:
        for number, chat in enumerate((7, 7, 8)):
            await desk.inbox.add(number + 1, chat, {"update_id": number + 1}, clock.now())
    claims = await asyncio.gather(first.updates((), 10), second.updates((), 10))
    assert sorted(row.update_id for rows in claims for row in rows) == [1, 3]
    await first.leave()
    await second.leave()
    async with storage.reading() as desk:
        assert [row.update_id for row in await desk.inbox.due(clock.now(), replica="third")] == [1, 3]
    await storage.close()


async def test_a_job_taken_over_is_done_once(
    postgres_url: str,  # noqa: F811
    keyring: Keyring,
    clock: LocalClock,
) -> None:
    storage = await Storage.open(postgres_url, keyring, clock.now())
    lease = timedelta(minutes=5)
    async with storage.unit() as desk:
        await desk.jobs.add("remind:1", "remind", clock.now())
        [asleep] = await desk.jobs.take(clock.now(), lease)
    clock.jump(lease)
    async with storage.unit() as desk:
        [job] = await desk.jobs.take(clock.now(), lease)
        await desk.jobs.done(job)

    async def wakes() -> None:
        async with storage.unit() as desk:
            await desk.notes.put("done", "twice", clock.now())
            await desk.jobs.done(asleep)

    with pytest.raises(AlreadyDone):
        await wakes()
    async with storage.reading() as desk:
        assert await desk.notes.get("done") is None
    await storage.close()


async def test_of_replicas_that_start_after_a_gap_one_tells_of_it_and_a_later_one_sees_none(
    postgres_url: str,  # noqa: F811
    keyring: Keyring,
    clock: LocalClock,
    house: House,
) -> None:
    storages = [await Storage.open(postgres_url, keyring, clock.now()) for _ in range(2)]
    assert await heartbeat.awake(storages[0], house, clock) is None
    clock.jump(2 * NOTICEABLE)
    gaps = await asyncio.gather(*(heartbeat.awake(storage, house, clock) for storage in storages))
    assert sum(gap is not None for gap in gaps) == 1
    assert await heartbeat.awake(storages[0], house, clock) is None
    for storage in storages:
        await storage.close()
