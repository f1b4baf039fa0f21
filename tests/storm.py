"""A storm: many people submit at once, while Telegram takes twenty operations a minute in a group."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo import LocalTelegram, Message, Person
from demo.limits import cost
from tests.tale import until
from tests.world import Officer, World

MINUTE = timedelta(minutes=1)
LONG = 900.0
PER_MINUTE = 20
CALM = "Скільки коштів витрачено на освітлення?"
DANGER = "У під’їзді пахне газом. Скільки ще чекати на перевірку?"


@dataclass(frozen=True)
class Figures:
    """Times by the clock of the story, from the first press on."""

    cases: int
    numbers: timedelta
    """Until the last resident had the number."""
    answered: Sequence[timedelta]
    """How long each resident waited for the number, the shortest wait first."""
    group: timedelta
    """Until the last case had its topic and its card, and nothing was left to send."""
    operations: int
    """What Telegram did in the group in that time."""
    busiest: int
    """Operations in the group in its busiest minute."""
    refusals: int
    """Answers 429."""
    order: Sequence[str] = field(repr=False, default=())
    """The numbers of the cases in the order of their topics."""

    @property
    def median(self) -> timedelta:
        return self.answered[len(self.answered) // 2]

    @property
    def p99(self) -> timedelta:
        return self.answered[int(0.99 * (len(self.answered) - 1))]

    @property
    def least(self) -> timedelta:
        """In which time Telegram lets these operations be done."""
        return MINUTE * (self.operations / PER_MINUTE)

    def __str__(self) -> str:
        return (
            f"{self.cases} cases: numbers after {self.numbers.seconds} s (median of the wait"
            f" {self.median.total_seconds():.1f} s, p99 {self.p99.total_seconds():.1f} s), every topic after"
            f" {self.group.seconds} s with {self.operations} operations, for which Telegram needs"
            f" {self.least.seconds} s ({self.group / self.least:.3f}), busiest minute {self.busiest},"
            f" 429 answers {self.refusals}"
        )


async def storm(
    world: World, count: int, within: timedelta, dangerous: int = 0, *, until_shown: bool = True
) -> tuple[Figures, Sequence[Person]]:
    """Everybody stands before «Надіслати»; then they press, one after another. The last ones are in danger."""
    people = [world.telegram.person(f"Мешканець {number}") for number in range(count)]
    for some in range(0, count, 20):
        texts = [DANGER if count - number <= dangerous else CALM for number in range(some, min(some + 20, count))]
        await asyncio.gather(*(_to_review(*one) for one in zip(people[some : some + 20], texts, strict=True)))
    before = len(world.telegram.calls)
    began = world.clock.now()
    waits = [_sends(world, person, within * place / count) for place, person in enumerate(people)]
    answered = sorted(await asyncio.gather(*waits))
    numbers = world.clock.now()
    if until_shown:
        await everything_shown(world)
    group = world.clock.now()
    calls = world.telegram.calls[before:]
    operations = sum(
        cost(call.method, call.params)
        for call in calls
        if call.error is None and call.params.get("chat_id") == world.group.id
    )
    busiest = busiest_minute(world.telegram, world.group.id)
    refusals = world.telegram.limits.refusals
    order = [topic.name.split()[0] for topic in world.group.topics if topic.name.startswith("ЗВ-")]
    return Figures(count, numbers - began, answered, group - began, operations, busiest, refusals, order), people


async def _sends(world: World, person: Person, after: timedelta) -> timedelta:
    await world.clock.sleep(after.total_seconds())
    pressed = world.clock.now()
    person.presses(person.received[-1], "Надіслати")
    await until(lambda: numbered(person), "a number", LONG)
    return world.clock.now() - pressed


async def _to_review(person: Person, text: str = CALM) -> None:
    steps = (
        ("/appeal", "Чого ви хочете"),
        ("Дізнатися щось", "своїми словами"),
        (text, "прізвище"),
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


def number_of(person: Person) -> str:
    told = next(message.text for message in person.received if "Передано до ради" in message.text)
    return next(word.strip(".,:") for word in told.split() if word.startswith("ЗВ-"))


async def everything_sent(world: World) -> None:
    async with asyncio.timeout(LONG):
        while await _waiting(world):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.02)


async def everything_shown(world: World) -> None:
    """Until no case waits for its topic and nothing is left to send."""
    async with asyncio.timeout(LONG):
        while await _listed(world) or await _waiting(world):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def _waiting(world: World) -> int:
    async with world.app.storage.reading() as desk:
        return await desk.outbox.waiting()


async def _listed(world: World) -> int:
    async with world.app.storage.reading() as desk:
        return await desk.appeals.count_listed()


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


async def take_last(world: World, officer: Officer) -> str:
    """Somebody takes a case of the queue before its turn; its topic comes when the group's pace allows."""
    listing = queue(world)
    assert listing is not None
    button = listing.buttons[-1]
    number = button.removeprefix("Взяти ")
    officer.person.presses(listing, button)
    await until(lambda: number in with_topic(world), f"the topic of {number}", LONG)
    return number


def with_topic(world: World) -> set[str]:
    """Numbers of the cases that have a topic."""
    return {topic.name.split()[0] for topic in world.group.topics if topic.name.startswith("ЗВ-")}
