"""Twice is once: updates that come again, units that are run again, messages whose sending was not learnt."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from council.people import Role
from demo import Message
from demo.faults import Trouble
from storage.inbox import Inbox
from storage.jobs import Jobs
from tests.tale import Between, Tale, nothing, tell, transcript, until
from tests.world import World, a_world

Told = tuple[dict[str, Counter[str]], Mapping[str, int]]


async def told(world: World, before: Between = nothing, after: Between = nothing) -> Told:
    """The whole tale with trouble around its steps: everything that was shown, and what is in the books at the end."""
    officer = await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
    tale = Tale(world.group, world.resident("Олена").person, officer.person)
    await tell(tale.submitting, before, after)
    await tell(tale.working, before, after)
    await before()
    await world.later(seconds=40)
    await until(tale.released, "the answer")
    await after()
    await tell(tale.posting, before, after)
    await world.settle()
    return transcript(tale), await books(world)


async def books(world: World) -> Mapping[str, int]:
    async with world.app.storage.reading() as desk:
        assert await desk.inbox.aside_count() == 0
        assert await desk.outbox.waiting() == 0
        return await desk.appeals.counts()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def once(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """How the tale goes on a good day."""
    async with a_world(tmp_path_factory.mktemp("once")) as world:
        return await told(world)


def comes_twice_at_once(world: World) -> None:
    """Every answer of getUpdates brings each update twice."""
    batch = world.telegram.cloud.updates.batch
    world.telegram.cloud.updates.batch = lambda limit: [  # type: ignore[method-assign]
        update for update in batch(limit) for _ in range(2)
    ]


async def test_an_update_that_comes_twice_is_one(once: Told, tmp_path: Path) -> None:
    async with a_world(tmp_path / "twice") as world:
        comes_twice_at_once(world)
        assert await told(world) == once


async def test_an_update_that_comes_again_when_it_was_done_is_one(once: Told, tmp_path: Path) -> None:
    """A new process knows no offset: Telegram may bring it everything of the last day."""
    async with a_world(tmp_path / "again") as world:
        steps = count()

        async def again() -> None:
            if next(steps) % 4 == 3:
                await world.stop()
                world.telegram.redeliver(5)
                await world.start()

        assert await told(world, after=again) == once


class Ill:
    """A database that fails each unit with an update or a job in it once, on the way out."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self._world, self._patch = world, patch
        self._seen: set[object] = set()
        self.failed = 0
        self._doomed = False

    def first_time(self, what: object) -> bool:
        first = what not in self._seen
        self._seen.add(what)
        self.failed += first
        return first

    def before_commit(self) -> None:
        """The handler has done everything, and then the unit fails."""

        async def done(inbox: Inbox, update_id: int, now: Any, *, do: Callable[..., Awaitable[None]]) -> None:
            await do(inbox, update_id, now)
            if self.first_time(update_id):
                raise sqlite3.OperationalError("disk I/O error")

        async def released(jobs: Jobs, job: Any, *, do: Callable[..., Awaitable[None]]) -> None:
            await do(jobs, job)
            if self.first_time(f"job {job.id}"):
                raise sqlite3.OperationalError("disk I/O error")

        self._around(Inbox, "done", done)
        self._around(Jobs, "done", released)

    def at_commit(self) -> None:
        """The unit is whole, and its commit does not reach the disk."""
        writer = self._world.app.storage._engine._writer  # type: ignore[attr-defined]
        run = writer._wait_for

        async def done(inbox: Inbox, update_id: int, now: Any, *, do: Callable[..., Awaitable[None]]) -> None:
            await do(inbox, update_id, now)
            self._doomed |= self.first_time(update_id)

        async def released(jobs: Jobs, job: Any, *, do: Callable[..., Awaitable[None]]) -> None:
            await do(jobs, job)
            self._doomed |= self.first_time(f"job {job.id}")

        async def failing(statement: str) -> None:
            if statement == "commit" and self._doomed:
                self._doomed = False
                raise sqlite3.OperationalError("database or disk is full")
            await run(statement)

        self._around(Inbox, "done", done)
        self._around(Jobs, "done", released)
        self._patch.setattr(writer, "_wait_for", failing)

    def _around(self, owner: type, name: str, instead: Callable[..., Awaitable[None]]) -> None:
        do = getattr(owner, name)

        async def around(self: Any, *given: Any) -> None:
            await instead(self, *given, do=do)

        self._patch.setattr(owner, name, around)


@pytest.mark.parametrize("where", [Ill.before_commit, Ill.at_commit], ids=["before the commit", "at the commit"])
async def test_a_unit_that_failed_is_done_again_as_if_for_the_first_time(
    once: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: Callable[[Ill], None]
) -> None:
    async with a_world(tmp_path / "ill", speed=40) as world:
        ill = Ill(world, monkeypatch)
        where(ill)
        assert await told(world) == once
    assert ill.failed >= 20, "each update of the tale and the answer's release met the fault"


async def test_a_message_whose_sending_was_not_learnt_comes_at_most_twice(once: Told, tmp_path: Path) -> None:
    """Between Telegram's doing and our learning of it no order of steps is safe: one repetition is the price."""
    async with a_world(tmp_path / "cut", speed=20) as world:

        async def cut() -> None:
            world.telegram.faults.clear()
            for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
                world.telegram.faults.next(Trouble.CUT_AFTER, method)

        shown, counts = await told(world, before=cut, after=partial(everything_sent, world))
    assert counts == once[1]
    for chat, screens in shown.items():
        repeated = screens - once[0][chat]
        assert screens.keys() == once[0][chat].keys(), chat
        assert max(repeated.values(), default=0) <= 1, repeated


async def everything_sent(world: World) -> None:
    """People are slower than the first attempt at a repetition."""
    while True:
        async with world.app.storage.reading() as desk:
            if not await desk.outbox.waiting():
                return
        await asyncio.sleep(0.01)


async def test_an_answer_to_the_first_copy_of_a_card_is_an_answer(tmp_path: Path) -> None:
    """The copy whose sending was not learnt looks like the other one to an officer."""
    async with a_world(tmp_path, speed=20) as world:
        officer = await world.officer("Ігор", Role.REGISTRAR)
        tale = Tale(world.group, world.resident("Олена").person, officer.person)
        await tell(tale.submitting[:-1])
        world.telegram.faults.next(Trouble.CUT_AFTER, "sendMessage")
        await tell(tale.submitting[-1:])
        await until(lambda: len(cards(tale)) == 2, "the card's second copy")
        first, second = cards(tale)
        assert first.text == second.text
        await officer.send("Ліхтарі замінили.", reply_to=first)
        assert officer.sees("Що це?")


def cards(tale: Tale) -> list[Message]:
    return [message for message in tale.group.messages if message.text.startswith(f"{tale.number}:")]
