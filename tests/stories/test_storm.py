"""Twenty-five appeals in half a minute, the small brother of tests/proofs/test_storm_full.py: it claims the same."""

from datetime import timedelta
from pathlib import Path

from council.people import Role
from tests.storm import number_of, queue, storm
from tests.world import a_world

SPEED = 20


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
