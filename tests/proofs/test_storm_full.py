"""Two hundred appeals in a minute, and every one of them is taken from the queue in the end."""

from pathlib import Path

from council.people import Role
from tests.storm import busiest_minute, everything_sent, queue, storm, take_next, with_topic
from tests.world import a_world

SPEED = 30


async def test_two_hundred_appeals_in_a_minute(tmp_path: Path) -> None:
    async with a_world(tmp_path, limits=True, speed=SPEED) as world:
        officer = await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
        figures, people = await storm(world, 200)
        print(figures)  # noqa: T201
        began = world.clock.now()
        while queue(world) is not None:
            await take_next(world, officer)
        await everything_sent(world)
        minutes = (world.clock.now() - began).total_seconds() / 60
        busiest, refusals = busiest_minute(world.telegram, world.group.id), world.telegram.limits.refusals
        print(f"all taken from the queue in {minutes:.0f} min, busiest minute {busiest}, 429 answers {refusals}")  # noqa: T201
        assert len(with_topic(world)) == 200
        assert busiest <= 20
        assert refusals <= 5
        for person in people:
            assert sum("Передано до ради" in message.text for message in person.received) == 1
