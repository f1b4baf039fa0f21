"""Random updates: nothing fails, everybody is answered, nobody is shown anything of another."""

import io
import logging
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from tests import chance
from tests.chance import Chance
from tests.world import a_world

UPDATES = int(os.environ.get("RANDOM_UPDATES", "400"))
SEED = int(os.environ.get("RANDOM_SEED", random.randrange(10**6)))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as an administrator has it, with every detail."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure("DEBUG", console=False)
    stream = io.StringIO()
    root.handlers[0].stream = stream  # type: ignore[attr-defined]
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.timeout(300)
async def test_whatever_comes_is_answered_and_shown_to_nobody_else(tmp_path: Path, log: io.StringIO) -> None:
    print(f"RANDOM_SEED={SEED} RANDOM_UPDATES={UPDATES}")  # noqa: T201 - shown when the test fails
    async with a_world(tmp_path) as world:
        people = chance.residents(world, 12)
        officers, guest = await chance.begin(world, people)
        play = Chance(world, people, officers, random.Random(SEED))
        await play.prepare()
        await play.act(UPDATES - len(play.sent))
        async with world.app.storage.reading() as desk:
            assert await desk.inbox.aside_count() == 0
            assert await desk.outbox.waiting() == 0
            assert (await desk.appeals.counts())["appeals"] >= len(people)
        assert not chance.unanswered(world, play.sent)
        assert not chance.leaks(world, people, [officer for officer in officers if officer is not guest])
    told = log.getvalue()
    assert "update_again" not in told
    assert '"level": "error"' not in told
    assert not chance.told_in_logs(told, people)
