"""Twice is once: updates that come again, units that are run again, messages whose sending was not learnt."""

import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from council.people import Role
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


@pytest.fixture
async def once(tmp_path: Path) -> Told:
    """How the tale goes on a good day."""
    async with a_world(tmp_path / "once") as world:
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

        async def again() -> None:
            await world.stop()
            world.telegram.redeliver(3)
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
        run = writer._run

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
        self._patch.setattr(writer, "_run", failing)

    def _around(self, owner: type, name: str, instead: Callable[..., Awaitable[None]]) -> None:
        do = getattr(owner, name)

        async def around(self: Any, *given: Any) -> None:
            await instead(self, *given, do=do)

        self._patch.setattr(owner, name, around)


@pytest.mark.parametrize("where", [Ill.before_commit, Ill.at_commit], ids=["before the commit", "at the commit"])
async def test_a_unit_that_failed_is_done_again_as_if_for_the_first_time(
    once: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: Callable[[Ill], None]
) -> None:
    async with a_world(tmp_path / "ill", speed=20) as world:
        ill = Ill(world, monkeypatch)
        where(ill)
        assert await told(world) == once
    assert ill.failed >= 20, "each update of the tale and the answer's release met the fault"


@pytest.mark.parametrize("trouble", [Trouble.CUT_AFTER, Trouble.GARBAGE_AFTER], ids=["cut", "unreadable"])
async def test_a_message_whose_sending_was_not_learnt_comes_at_most_twice(
    once: Told, tmp_path: Path, trouble: Trouble
) -> None:
    """Between Telegram's doing and our learning of it no order of steps is safe: one repetition is the price."""
    async with a_world(tmp_path / "cut", speed=20) as world:

        async def cut() -> None:
            for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
                world.telegram.faults.next(trouble, method)

        shown, counts = await told(world, before=cut)
    assert counts == once[1]
    for chat, screens in shown.items():
        assert screens.keys() == once[0][chat].keys(), chat
        assert max((screens - once[0][chat]).values(), default=0) <= 1, chat
    if trouble is Trouble.GARBAGE_AFTER:
        assert shown == once[0], "an unreadable success is a success"
