"""Days pass in a story: everything of that time has been done."""

from datetime import UTC, datetime

from tests.world import World


async def until(world: World, *ymdhm: int) -> None:
    """The clock goes to that moment (UTC)."""
    moment = datetime(*ymdhm, tzinfo=UTC)  # type: ignore[misc, arg-type]
    await world.later(seconds=(moment - world.clock.now()).total_seconds())
