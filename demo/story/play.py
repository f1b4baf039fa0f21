"""How people act in the story: each says the next thing, a button where there is one, and the bot is let finish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from demo.chats import Topic
from demo.clock import LocalClock
from demo.messages import Message
from demo.page.backstage import Backstage
from demo.page.scene import Scene
from demo.people import Person


class LostThread(Exception):
    """The story meets something that is not there: the bot's words changed, and the story must follow."""


@dataclass
class Play:
    """`said` by somebody is a press where the newest screens have such a button (or one that has it), else a text."""

    scene: Scene
    backstage: Backstage

    async def says(self, person: Person, *lines: str) -> None:
        """One after another in the private chat."""
        for line in lines:
            speak(person, line)
            await self.backstage.settle()

    async def together(self, people: Iterable[Person], *lines: str) -> None:
        """Many people do the same at once: the bot works on all of them in one go."""
        crowd = list(people)
        for line in lines:
            for person in crowd:
                speak(person, line)
            await self.backstage.settle()

    async def sends_photo(self, person: Person, content: bytes, caption: str = "") -> None:
        person.sends_photo(content, caption)
        await self.backstage.settle()

    async def sends_place(self, person: Person, latitude: float, longitude: float) -> None:
        person.sends_location(latitude, longitude)
        await self.backstage.settle()

    async def presses(self, person: Person, button: str, about: str = "") -> None:
        """In the group: the newest message that has the button and, when told, these words."""
        for message in newest(self.scene.group.messages):
            if about in message.text and (found := matching(message.buttons, button)):
                person.presses(message, found)
                await self.backstage.settle()
                return
        raise LostThread(f"{person.name} sees no {button!r} in the group{f' about {about!r}' if about else ''}")

    async def replies(self, person: Person, text: str, to: str) -> None:
        """In the group: to the newest message of the bot with these words."""
        message = self.in_group(to)
        person.writes(text, self.scene.group, message.topic, message)
        await self.backstage.settle()

    async def writes(self, person: Person, text: str, topic: Topic | None) -> None:
        person.writes(text, self.scene.group, topic)
        await self.backstage.settle()

    def in_group(self, words: str) -> Message:
        for message in newest(self.scene.group.messages):
            if words in message.text and message.from_bot and message.kind != "service":
                return message
        raise LostThread(f"The group has no message with {words!r}")

    def newest_in_group(self) -> Message:
        """What the bot said last in the group."""
        return next(one for one in newest(self.scene.group.messages) if one.from_bot and one.kind != "service")

    async def later(self, **length: float) -> None:
        await self.until(self.scene.telegram.clock.now() + timedelta(**length))

    async def until(self, moment: datetime) -> None:
        """Time passes to this moment of the community's clock."""
        clock = self.scene.telegram.clock
        assert isinstance(clock, LocalClock)
        clock.jump(moment - clock.now())
        await self.backstage.settle()


def on(zone: tzinfo, month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def speak(person: Person, line: str) -> None:
    for message in newest(person.received)[:3]:
        if found := matching(message.buttons, line):
            person.presses(message, found)
            return
    person.writes(line)


def newest(messages: Iterable[Message]) -> list[Message]:
    return sorted(messages, key=lambda one: (one.edited or one.date, one.id), reverse=True)


def matching(buttons: list[str], wanted: str) -> str | None:
    """The whole text of the button that was named, or named by a part of it."""
    return wanted if wanted in buttons else next((one for one in buttons if wanted in one), None)
