"""People for stories: the local Telegram with the whole bot in it, and those who write to it.

    async with a_world(tmp_path) as world:
        olena = world.resident("Олена")
        await olena.send("/start")
        await olena.press("Подати звернення")
        assert olena.sees("Що сталося?")

After every action the bot is let finish. At the end nothing that only a bug can cause may have happened: no call
refused as wrong, no press left without an answer.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, running
from bot.pace import Pace
from bot.settings import Settings, given
from council.clock import Clock
from council.deliveries import Lane
from council.people import Role, TelegramId
from demo import Group, LocalClock, LocalTelegram, Message, Person, samples
from demo.chats import Topic

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Nine in the morning of an ordinary working day in Kyiv."""
CONTENT = Path(__file__).parent.parent / "content" / "koriukivka"
PATIENCE = 20.0


class Unhurried(Pace):
    """Stories do not wait for Telegram's pace; the proofs of the pace use the real one. 429 still holds a chat."""

    def free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        return max(now, self._held.get(chat, now))


def start_bot(settings: Settings, clock: Clock, pace: Pace | None) -> AbstractAsyncContextManager[App]:
    """The one place that knows how the bot is started."""
    return running(settings, clock, pace=pace)


class World:
    def __init__(self, telegram: LocalTelegram, clock: LocalClock, settings: Settings, pace: Pace | None) -> None:
        self.telegram, self.clock, self.settings = telegram, clock, settings
        self.group: Group
        self.admin: Officer
        self._pace = pace
        self._running: AbstractAsyncContextManager[App] | None = None
        self._app: App | None = None

    @property
    def app(self) -> App:
        assert self._app is not None, "the bot is not running"
        return self._app

    # people

    def resident(self, name: str, language: str | None = "uk", last_name: str = "") -> "Resident":
        return Resident(self, self.telegram.person(name, last_name, language))

    async def officer(
        self, name: str, *roles: Role, scope: str = "", position: str = "", inside: bool = True
    ) -> "Officer":
        """Somebody of the council: in the staff group unless told, with these roles."""
        person = self.telegram.person(name)
        if inside:
            self.group.add(person)
        await self.settle()
        now = self.clock.now()
        async with self.app.storage.unit() as desk:
            for role in roles:
                by = TelegramId(self.admin.person.id)
                await desk.roles.give(TelegramId(person.id), role, scope, position or name, by, now)
        return Officer(self, person)

    # time and the process

    async def settle(self) -> None:
        """Until the bot has taken every update, done it and sent what is due."""
        if self._app is None:
            return
        async with asyncio.timeout(PATIENCE):
            while self.telegram.cloud.updates.pending():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await self._app.idle()

    async def later(self, **length: float) -> None:
        """`await world.later(days=3)`: the clock jumps, and what became due is done."""
        self.clock.jump(timedelta(**length))
        self.app.wake()
        await self._jobs_done()
        await self.settle()

    async def _jobs_done(self) -> None:
        """Until every job that is due has been done, however slow the machine."""
        async with asyncio.timeout(PATIENCE):
            while self._jobs_due():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def _jobs_due(self) -> int:
        now = int(self.clock.now().timestamp() * 1000)
        with closing(sqlite3.connect(f"file:{self.settings.data_dir / 'bot.db'}?mode=ro", uri=True)) as book:
            due: int = book.execute("select count(*) from jobs where not done and due <= ?", (now,)).fetchone()[0]
        return due

    async def start(self) -> None:
        self._running = start_bot(self.settings, self.clock, self._pace)
        self._app = await self._running.__aenter__()
        await self.settle()

    async def stop(self) -> None:
        assert self._running is not None
        self._app, leaving = None, self._running
        await leaving.__aexit__(None, None, None)

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    # what must hold at the end

    def check(self) -> None:
        assert not self.telegram.violations, "\n".join(self.telegram.violations)
        unanswered = [f"{press.by.name} pressed {press.data}" for press in self.telegram.unanswered()]
        assert not unanswered, "presses without an answer: " + ", ".join(unanswered)

    # the group

    def topic(self, name: str) -> Topic:
        return self.group.topic(name)


class Viewer:
    """Somebody who looks at a chat."""

    world: World
    person: Person

    def view(self) -> Sequence[Message]:
        """What the bot says here now, in the order of sending."""
        raise NotImplementedError

    @property
    def screens(self) -> list[str]:
        return [message.text for message in self.view()]

    @property
    def last_message(self) -> Message:
        """What came or changed last."""
        seen = self.view()
        assert seen, f"{self.person.name} has got nothing yet"
        return max(seen, key=lambda message: (message.edited or message.date, message.id))

    @property
    def last(self) -> str:
        return self.last_message.text

    @property
    def buttons(self) -> list[str]:
        """Of what came last."""
        return self.last_message.buttons

    @property
    def popups(self) -> list[str]:
        return self.person.popups

    def sees(self, text: str) -> bool:
        return any(text in screen for screen in self.screens)

    def sees_once(self, text: str) -> bool:
        return sum(text in screen for screen in self.screens) == 1

    def message(self, text: str) -> Message:
        """The latest one with this text."""
        for message in reversed(self.view()):
            if text in message.text:
                return message
        raise LookupError(f"{self.person.name} sees no {text!r}; only {self.screens}")

    def with_button(self, wanted: str) -> Message:
        """The latest changed one with this button: its whole text, or else a part of it."""
        newest = sorted(self.view(), key=lambda m: (m.edited or m.date, m.id), reverse=True)
        for fits in (wanted.__eq__, lambda text: wanted in text):
            for message in newest:
                if any(fits(button) for button in message.buttons):
                    return message
        raise LookupError(f"{self.person.name} sees no button {wanted!r}; the last screen has {self.buttons}")

    def __repr__(self) -> str:
        """Read when an assertion fails: the chat as it looks."""
        shown = [f"«{message.text or message.kind}» {message.buttons}" for message in self.view()[-4:]]
        return f"{self.person.name} sees: " + " | ".join(shown)


class Resident(Viewer):
    """A person in their private chat with the bot."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person = world, person

    @property
    def id(self) -> int:
        return self.person.id

    def view(self) -> Sequence[Message]:
        return [message for message in self.person.received if message.kind != "service"]

    @property
    def keys(self) -> list[str]:
        """The keyboard under the chat."""
        return [key.text for row in self.person.keys for key in row]

    async def send(self, text: str, reply_to: Message | None = None) -> None:
        self.person.writes(text, reply_to=reply_to)
        await self.world.settle()

    async def press(self, wanted: str, in_: Message | None = None) -> None:
        """A button under a message (the newest that has it), or a key of the keyboard under the chat."""
        if in_ is None and wanted in self.keys and wanted not in self.buttons_on_screen:
            self.person.taps(wanted)
        else:
            message = in_ or self.with_button(wanted)
            self.person.presses(message, full_text(message, wanted))
        await self.world.settle()

    @property
    def buttons_on_screen(self) -> set[str]:
        return {button for message in self.view() for button in message.buttons}

    async def press_data(self, message: Message, data: str) -> None:
        """A button that is not on the screen any more."""
        self.person.presses_data(message, data)
        await self.world.settle()

    async def photo(self, content: bytes = samples.JPEG, caption: str = "") -> None:
        self.person.sends_photo(content, caption)
        await self.world.settle()

    async def album(self, count: int = 2, caption: str = "") -> None:
        """An album has no end mark: the bot waits a moment for more, and so does the story."""
        self.person.sends_album([samples.png(grey=number) for number in range(count)], caption)
        await self.world.settle()
        await self.world.later(seconds=5)

    async def document(
        self, content: bytes = samples.PDF, name: str = "документ.pdf", mime: str = "application/pdf", caption: str = ""
    ) -> None:
        self.person.sends_document(content, name, mime, caption)
        await self.world.settle()

    async def voice(self, content: bytes = samples.OGG) -> None:
        self.person.sends_voice(content)
        await self.world.settle()

    async def video(self, content: bytes = samples.MP4) -> None:
        self.person.sends_video(content)
        await self.world.settle()

    async def location(self, latitude: float = 51.7725, longitude: float = 32.2532) -> None:
        self.person.sends_location(latitude, longitude)
        await self.world.settle()

    async def contact(self, phone: str | None = None) -> None:
        self.person.sends_contact(phone)
        await self.world.settle()

    async def sticker(self) -> None:
        self.person.sends_sticker()
        await self.world.settle()

    async def edit(self, old: str, new: str) -> None:
        """Changes an own message."""
        own = next(m for m in reversed(self.person.messages) if not m.from_bot and old in m.text)
        self.person.edits(own, new)
        await self.world.settle()

    async def block(self) -> None:
        self.person.blocks_bot()
        await self.world.settle()

    async def unblock(self) -> None:
        self.person.unblocks_bot()
        await self.world.settle()


class Officer(Viewer):
    """Somebody of the council, in the staff group; `private` is their own chat with the bot."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person = world, person
        self.private = Resident(world, person)

    @property
    def id(self) -> int:
        return self.person.id

    def view(self) -> Sequence[Message]:
        """What the bot says in the whole group."""
        return [message for message in self.world.group.messages if message.from_bot and message.kind != "service"]

    def in_topic(self, name: str) -> list[str]:
        """The bot's messages of one topic."""
        topic = self.world.topic(name)
        return [message.text for message in self.view() if message.topic is topic]

    async def send(self, text: str, topic: Topic | str | None = None, reply_to: Message | None = None) -> None:
        self.person.writes(text, **self._where(topic, reply_to))
        await self.world.settle()

    async def document(
        self,
        content: bytes = samples.PDF,
        name: str = "відповідь.pdf",
        caption: str = "",
        topic: Topic | str | None = None,
        reply_to: Message | None = None,
    ) -> None:
        self.person.sends_document(content, name, caption=caption, **self._where(topic, reply_to))
        await self.world.settle()

    async def photo(self, caption: str = "", topic: Topic | str | None = None, reply_to: Message | None = None) -> None:
        self.person.sends_photo(samples.JPEG, caption, **self._where(topic, reply_to))
        await self.world.settle()

    async def edit(self, old: str, new: str) -> None:
        """Changes an own message in the group."""
        own = next(m for m in reversed(self.world.group.messages) if m.sender is self.person.user and old in m.text)
        self.person.edits(own, new)
        await self.world.settle()

    def _where(self, topic: Topic | str | None, reply_to: Message | None) -> dict[str, Any]:
        thread = self.world.topic(topic) if isinstance(topic, str) else topic
        return {"chat": self.world.group, "topic": thread, "reply_to": reply_to}

    async def press(self, wanted: str, in_: Message | None = None) -> None:
        message = in_ or self.with_button(wanted)
        self.person.presses(message, full_text(message, wanted))
        await self.world.settle()


def full_text(message: Message, wanted: str) -> str:
    """The whole text of the button that was named by a part of it."""
    return wanted if wanted in message.buttons else next((b for b in message.buttons if wanted in b), wanted)


@asynccontextmanager
async def a_world(
    folder: Path,
    *,
    speed: float = 1.0,
    start: datetime = MONDAY,
    bound: bool = True,
    forum: bool = True,
    content: Path = CONTENT,
    limits: bool = False,
    **settings: Any,
) -> AsyncIterator[World]:
    """The bot with an empty database in `folder`. `bound`: the staff group is in the settings already.

    With `limits` Telegram's pace is kept by both sides; give a `speed` too, or the story takes as long as in life.
    """
    clock = LocalClock(speed, start)
    async with LocalTelegram(clock, limits=limits) as telegram:
        telegram.cloud.presses.answer_within = timedelta(minutes=2)
        admin = telegram.person("Адміністраторка")
        group = telegram.group("Рада: звернення", forum=forum)
        group.add(admin, admin=True)
        group.add_bot()
        telegram.cloud.updates.drop()
        values = {
            "bot_token": telegram.token,
            "telegram_api_url": telegram.url,
            "data_dir": folder,
            "content_dir": content,
            "admin_ids": frozenset({admin.id}),
            "staff_chat_id": group.id if bound else None,
        }
        world = World(telegram, clock, given(**{**values, **settings}), None if limits else Unhurried())
        world.group, world.admin = group, Officer(world, admin)
        await world.start()
        try:
            yield world
        finally:
            await world.stop()
        world.check()
