"""Forty appeals in a minute: the group's pace holds, everybody has a number, every case is to be found."""

from pathlib import Path

from council.people import Role
from tests.storm import everything_sent, queue, storm, take_next, with_topic
from tests.world import a_world

SPEED = 30


async def test_forty_appeals_in_a_minute(tmp_path: Path) -> None:
    async with a_world(tmp_path, limits=True, speed=SPEED) as world:
        officer = await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
        figures, people = await storm(world, 40)
        print(figures)  # noqa: T201 - for the closing note
        assert figures.refusals <= 2
        assert figures.busiest <= 20
        for person in people:
            assert len({message.text for message in person.received}) == len(person.received), "nothing comes twice"
        listing = queue(world)
        assert listing is not None
        assert "багато звернень одразу" in listing.text
        async with world.app.storage.reading() as desk:
            listed = await desk.appeals.count_listed()
        assert len(with_topic(world)) >= 8
        assert len(with_topic(world)) + listed == 40
        number = await take_next(world, officer)
        await everything_sent(world)
        taken = next(person for person in people if any(number in message.text for message in person.received))
        assert any("взято в роботу" in message.text for message in taken.received)
