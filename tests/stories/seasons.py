"""Days pass in a story: the clock goes on, and every warning of that time has been given."""

import sqlite3
from datetime import UTC, datetime, timedelta

from tests import tale
from tests.world import World


async def until(world: World, *ymdhm: int) -> None:
    """The clock goes to that moment (UTC)."""
    moment = datetime(*ymdhm, tzinfo=UTC)  # type: ignore[misc, arg-type]
    await passes(world, moment - world.clock.now())


async def passes(world: World, time: timedelta) -> None:
    world.clock.jump(time)
    await tale.until(lambda: not warnings_due(world), "every warning of that time")
    await world.settle()


def warnings_due(world: World) -> int:
    """Read beside the bot, since its own loop is what is waited for."""
    now = round(world.clock.now().timestamp() * 1000)
    with sqlite3.connect(world.settings.data_dir / "bot.db") as book:
        asked = book.execute("select count(*) from jobs where name = 'warn' and not done and due <= ?", [now])
        return int(asked.fetchone()[0])
