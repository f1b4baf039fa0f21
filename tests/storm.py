"""A storm: many people submit within one minute, while Telegram takes twenty operations a minute in a group."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo import LocalTelegram, Message, Person
from demo.limits import cost
from tests.tale import until
from tests.world import Officer, World

MINUTE = timedelta(minutes=1)
LONG = 300.0


@dataclass(frozen=True)
class Figures:
    """Times by the clock of the story, from the first press on."""

    cases: int
    numbers: timedelta
    """Until the last resident had the number."""
    group: timedelta
    """Until the group showed every case, in a topic or in the queue message."""
    busiest: int
    """Operations in the group in its busiest minute."""
    refusals: int
    """Answers 429."""

    def __str__(self) -> str:
        return (
            f"{self.cases} cases: numbers after {self.numbers.seconds} s, all shown to the staff after "
            f"{self.group.seconds} s, busiest minute of the group {self.busiest}, 429 answers {self.refusals}"
        )


async def storm(world: World, count: int) -> tuple[Figures, Sequence[Person]]:
    """Everybody stands before «Надіслати»; then all press within one minute."""
    people = [world.telegram.person(f"Мешканець {number}") for number in range(count)]
    for some in range(0, count, 20):
        await asyncio.gather(*(_to_review(person) for person in people[some : some + 20]))
    began = world.clock.now()
    for person in people:
        person.presses(person.received[-1], "Надіслати")
        await world.clock.sleep(50 / count)
    await until(lambda: all(numbered(person) for person in people), "every number", LONG)
    numbers = world.clock.now()
    await everything_sent(world)
    group = world.clock.now()
    busiest = busiest_minute(world.telegram, world.group.id)
    return Figures(count, numbers - began, group - began, busiest, world.telegram.limits.refusals), people


async def _to_review(person: Person) -> None:
    steps = (
        ("/appeal", "Чого ви хочете"),
        ("Дізнатися щось", "своїми словами"),
        ("Скільки коштів витрачено на освітлення?", "прізвище"),
        ("Вигадана Олена Іванівна", "Куди надіслати"),
        ("olena@ukr.net", "Перевірте і надішліть"),
    )
    for said, seen in steps:
        if person.received and said in person.received[-1].buttons:
            person.presses(person.received[-1], said)
        else:
            person.writes(said)
        await until(lambda seen=seen: person.received and seen in person.received[-1].text, seen, LONG)  # type: ignore[misc]


def numbered(person: Person) -> bool:
    return any("Передано до ради" in message.text for message in person.received)


async def everything_sent(world: World) -> None:
    async with asyncio.timeout(LONG):
        while True:
            async with world.app.storage.reading() as desk:
                if not await desk.outbox.waiting():
                    return
            await asyncio.sleep(0.02)


def busiest_minute(telegram: LocalTelegram, group: int) -> int:
    """The most operations that Telegram did in the group in any sixty seconds."""
    most, window = 0, deque[datetime]()
    for call in telegram.calls:
        if call.error is None and call.params.get("chat_id") == group:
            window.extend([call.at] * cost(call.method, call.params))
            while window and call.at - window[0] >= MINUTE:
                window.popleft()
            most = max(most, len(window))
    return most


def queue(world: World) -> Message | None:
    """The message that lists the cases without a topic."""
    listing = [message for message in world.group.messages if message.from_bot and "Взяти ЗВ-" in str(message.buttons)]
    return listing[-1] if listing else None


async def take_next(world: World, officer: Officer) -> str:
    """Somebody takes the first case of the queue; its topic comes when the group's pace allows."""
    listing = queue(world)
    assert listing is not None
    button = listing.buttons[0]
    number = button.removeprefix("Взяти ")
    officer.person.presses(listing, button)
    await until(lambda: number in with_topic(world), f"the topic of {number}", LONG)
    await until(lambda: (new := queue(world)) is None or button not in new.buttons, "the shorter queue", LONG)
    return number


def with_topic(world: World) -> set[str]:
    """Numbers of the cases that have a topic."""
    return {topic.name.split()[0] for topic in world.group.topics if topic.name.startswith("ЗВ-")}
