"""Twenty-five appeals in half a minute, the small brother of tests/proofs/test_storm_full.py: it claims the same."""

from datetime import timedelta
from pathlib import Path

from council.people import Role
from tests.storm import everything_sent, number_of, queue, storm, take_last, with_topic
from tests.tale import until
from tests.world import a_world

SPEED = 20
SLOWLY = 8
"""A busy machine submits slowly: at full speed the group would have room for each case as it comes, and no queue."""


async def test_twenty_five_appeals_in_half_a_minute(tmp_path: Path) -> None:
    async with a_world(tmp_path, limits=True, speed=SPEED) as world:
        await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
        figures, people = await storm(world, 25, timedelta(seconds=25), dangerous=3)
        print(figures)  # noqa: T201 - for the closing note
        assert figures.refusals == 0
        assert figures.busiest <= 20
        assert sorted(figures.order) == sorted(map(number_of, people)), "every case has its topic, and one only"
        assert figures.group <= 1.5 * figures.least + timedelta(minutes=1), "a busy machine is forgiven; see the proof"
        assert figures.median / SPEED < timedelta(seconds=3), "residents notice nothing"
        assert max(figures.order.index(number_of(person)) for person in people[-3:]) < 20, "danger waits in no queue"
        for person in people:
            assert len({message.text for message in person.received}) == len(person.received), "nothing comes twice"
        assert queue(world) is None
        assert any("У цій черзі немає звернень" in message.text for message in world.group.messages)


async def test_who_takes_a_case_from_the_queue_has_it_before_its_turn(tmp_path: Path) -> None:
    async with a_world(tmp_path, limits=True, speed=SLOWLY) as world:
        officer = await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
        figures, people = await storm(world, 20, timedelta(seconds=10), until_shown=False)
        await until(lambda: queue(world) is not None, "the queue message")
        number = await take_last(world, officer)
        assert figures.refusals == 0
        assert len(with_topic(world)) < 20
        taken = next(person for person in people if number_of(person) == number)
        await everything_sent(world)
        assert any("взято в роботу" in message.text for message in taken.received)
