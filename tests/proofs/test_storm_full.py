"""Three hundred appeals in ten minutes, at Telegram's real pace: nothing is refused, lost, late or noticed."""

from datetime import timedelta
from pathlib import Path

from council.people import Role
from tests.storm import number_of, queue, storm
from tests.world import a_world

SPEED = 6


async def test_three_hundred_appeals_in_ten_minutes(tmp_path: Path) -> None:
    async with a_world(tmp_path, limits=True, speed=SPEED) as world:
        await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
        figures, people = await storm(world, 300, timedelta(minutes=10), dangerous=10)
        print(figures)  # noqa: T201 - for the closing note
        assert figures.refusals == 0
        assert figures.busiest <= 20
        assert sorted(figures.order) == sorted(map(number_of, people)), "every case has its topic, and one only"
        assert figures.group <= 1.1 * figures.least
        assert figures.median / SPEED < timedelta(seconds=1), "residents notice nothing"
        assert figures.p99 / SPEED < timedelta(seconds=5), "at six times the rate of life, on a machine that is busy"
        assert max(figures.order.index(number_of(person)) for person in people[-10:]) < 150, "danger waits in no queue"
        assert queue(world) is None
        for person in people:
            assert sum("Передано до ради" in message.text for message in person.received) == 1
