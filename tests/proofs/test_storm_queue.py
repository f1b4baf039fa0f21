"""A case taken out of the queue of a storm; here, since only a machine of its own submits fast enough for a queue."""

from datetime import timedelta
from pathlib import Path

from council.people import Role
from tests.storm import everything_sent, number_of, queue, storm, take_last, with_topic
from tests.tale import until
from tests.world import a_world

SPEED = 20


async def test_who_takes_a_case_from_the_queue_has_it_before_its_turn(tmp_path: Path) -> None:
    async with a_world(tmp_path, limits=True, speed=SPEED) as world:
        officer = await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
        figures, people = await storm(world, 40, timedelta(seconds=10), until_shown=False)
        await until(lambda: queue(world) is not None, "the queue message")
        number = await take_last(world, officer)
        assert figures.refusals == 0
        assert len(with_topic(world)) < 40
        taken = next(person for person in people if number_of(person) == number)
        await everything_sent(world)
        assert any("взято в роботу" in message.text for message in taken.received)
