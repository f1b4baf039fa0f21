"""A chat in the terminal: a resident and an officer of the council in one window.

Messages of the bot are printed with numbered buttons; a number presses, any other text is written. Works with piped
input too: before each line it waits until the bot is quiet.
"""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from demo import samples
from demo.chats import Topic
from demo.clock import LocalClock
from demo.groups import Group
from demo.markup import units
from demo.messages import Message
from demo.people import Person
from demo.telegram import LocalTelegram

HELP = """\
Число — натиснути кнопку. Будь-який інший текст — написати його.
/as resident, /as officer — за кого ви пишете
/topic — перелік тем групи; /topic 2 — писати в тему 2; /topic 0 — у загальну
/say 51 — написати саме число; /private — посадовець пише боту в приватний чат
/reply 15 текст — відповісти на повідомлення №15;  /edit 15 текст — змінити своє
/photo [підпис], /document [підпис], /voice, /location, /contact — надіслати
/show — показати чат ще раз;  /later 3 — перейти на 3 дні вперед
/help — ця підказка;  //help — команда /help самому боту;  /quit — вийти
Інші команди (/start, /menu, /queue…) отримує бот."""
WELCOME = "Це місцевий Telegram: нікуди нічого не надсилається. Напишіть /start, підказка — /help, вихід — /quit."
AS_OFFICER = frozenset({"officer", "посадовець"})
KINDS = {
    "photo": "[фото]",
    "document": "[файл]",
    "voice": "[голосове]",
    "video": "[відео]",
    "audio": "[звук]",
    "location": "[місце на карті]",
    "venue": "[місце на карті]",
    "contact": "[контакт]",
    "poll": "[опитування]",
    "sticker": "[наліпка]",
}


class Quit(Exception):
    """The person has had enough."""


@dataclass
class Terminal:
    telegram: LocalTelegram
    resident: Person
    officer: Person
    group: Group
    write: Callable[[str], None] = print
    who: Person = field(init=False)
    in_private: bool = False
    topic: Topic | None = None
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    choices: list[Callable[[], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.who = self.resident
        for message in self.messages():
            self.shown[message.chat.id, message.id] = looks(message)

    # what is printed

    def messages(self) -> list[Message]:
        """All that both people can see, without what the service says."""
        places = (self.resident.chat, self.officer.chat, self.group.chat)
        return [message for place in places for message in place.messages if message.kind != "service"]

    def news(self) -> list[Message]:
        """What came or changed since the last look; own words are known already."""
        changed = []
        for message in self.messages():
            key, look = (message.chat.id, message.id), looks(message)
            if self.shown.get(key) != look:
                self.shown[key] = look
                changed += [message] if message.from_bot else []
        return changed

    def print_news(self) -> None:
        news = self.news()
        if news:
            self.choices.clear()
        for message in news:
            self.print(message)

    def print(self, message: Message) -> None:
        self.write(f"\n── {self.place_of(message)} · №{message.id}{' · змінено' if message.edited else ''}")
        self.write(rendered(message))
        presser = self.presser_of(message)
        for row in message.keyboard:
            for button in row:
                if button.data is None:
                    self.write(f"    · {button.text} → {button.url or '…'}")
                else:
                    self.offer(button.text, presses(presser, message, button.data))
        for row in message.reply_keyboard:
            for key in row:
                self.offer(f"{key.text} (клавіатура)", taps(presser, key.text))

    def offer(self, text: str, choice: Callable[[], object]) -> None:
        self.choices.append(choice)
        self.write(f"  {len(self.choices):>2}) {text}")

    def presser_of(self, message: Message) -> Person:
        return self.resident if message.chat is self.resident.chat else self.officer

    def place_of(self, message: Message) -> str:
        if message.chat.private:
            return f"бот → {self.presser_of(message).name}"
        return f"бот → {self.group.title} / {message.topic.name if message.topic else 'загальна'}"

    def prompt(self) -> str:
        if self.who is self.resident or self.in_private:
            return f"{self.who.name} > "
        return f"{self.who.name} @ {self.topic.name if self.topic else 'загальна'} > "

    # what is typed

    async def take(self, line: str) -> None:
        if line.isdigit():
            self.press(int(line))
        elif line.startswith("//"):
            self.send(line[1:])
        elif line.startswith("/"):
            name, _, rest = line[1:].partition(" ")
            await self.command(name, rest.strip(), line)
        elif line:
            self.send(line)

    def press(self, number: int) -> None:
        if not 1 <= number <= len(self.choices):
            self.write("Такої кнопки немає. Текст із самих цифр надсилайте так: /say 51")
            return
        self.choices[number - 1]()

    def where(self) -> dict[str, Any]:
        if self.who is self.resident or self.in_private:
            return {}
        return {"chat": self.group, "topic": self.topic}

    def send(self, text: str, reply_to: Message | None = None) -> None:
        where = self.where()
        if "chat" in where:
            self.who.writes(text, self.group, reply_to.topic if reply_to else self.topic, reply_to)
        else:
            self.who.writes(text, reply_to=reply_to)

    async def command(self, name: str, rest: str, line: str) -> None:
        match name:
            case "quit" | "exit":
                raise Quit
            case "help":
                self.write(HELP)
            case "say":
                self.send(rest)
            case "as":
                self.switch(rest)
            case "private":
                self.who, self.in_private = self.officer, True
                self.show()
            case "topic":
                self.choose_topic(rest)
            case "show":
                self.show()
            case "reply" | "edit":
                self.about_message(name, rest)
            case "later":
                await self.later(rest)
            case "photo" | "document" | "voice" | "location" | "contact":
                self.send_thing(name, rest)
            case _:
                self.send(line)

    def switch(self, who: str) -> None:
        self.who = self.officer if who.lower() in AS_OFFICER else self.resident
        self.in_private = False
        self.show()

    def choose_topic(self, number: str) -> None:
        topics = self.group.topics
        if not number.isdigit() or int(number) > len(topics):
            listed = [f"{n}. {topic.name}" for n, topic in enumerate(topics, 1)]
            self.write("\n".join(["0. загальна", *listed]))
            return
        self.who, self.in_private = self.officer, False
        self.topic = topics[int(number) - 1] if int(number) else None
        self.show()

    def here(self) -> list[Message]:
        if self.who is self.resident or self.in_private:
            return [message for message in self.who.messages if message.kind != "service"]
        return self.group.in_topic(self.topic)

    def show(self) -> None:
        """The end of the current chat again, with fresh numbers."""
        self.choices.clear()
        for message in self.here()[-4:]:
            if message.from_bot:
                self.print(message)
            else:
                author = message.sender.name if message.sender else "?"
                self.write(f"\n── {author} · №{message.id}\n{rendered(message)}")

    def about_message(self, name: str, rest: str) -> None:
        number, _, text = rest.partition(" ")
        found = next((m for m in self.here() if str(m.id) == number), None)
        if found is None or not text:
            self.write(f"У цьому чаті немає повідомлення №{number}. Приклад: /{name} 15 Дякую")
        elif name == "reply":
            self.send(text, reply_to=found)
        elif found.sender is self.who.user:
            self.who.edits(found, text)
        else:
            self.write("Змінити можна лише своє повідомлення.")

    def send_thing(self, name: str, caption: str) -> None:
        where = self.where()
        match name:
            case "photo":
                self.who.sends_photo(samples.JPEG, caption, **where)
            case "document":
                self.who.sends_document(samples.PDF, "dokument.pdf", caption=caption, **where)
            case "voice":
                self.who.sends_voice(samples.OGG, **where)
            case "location":
                self.who.sends_location(**where)
            case "contact":
                self.who.sends_contact(**where)

    async def later(self, days: str) -> None:
        if isinstance(self.telegram.clock, LocalClock) and days.isdigit():
            self.telegram.clock.jump(timedelta(days=int(days)))
            self.write(f"Тепер {self.telegram.clock.now():%d.%m.%Y %H:%M} UTC.")
        else:
            self.write("Приклад: /later 3")


def presses(person: Person, message: Message, data: str) -> Callable[[], object]:
    return lambda: person.presses_data(message, data)


def taps(person: Person, key: str) -> Callable[[], object]:
    return lambda: person.taps(key)


def rendered(message: Message) -> str:
    """A message without its formatting; a hidden link is shown after its words."""
    text, added = message.text, 0
    for entity in sorted(message.entities, key=lambda e: e["offset"] + e["length"]):
        if entity["type"] == "text_link":
            at = position(message.text, entity["offset"] + entity["length"]) + added
            link = f" ({entity['url']})"
            text, added = text[:at] + link + text[at:], added + len(link)
    names = " ".join(part for part in (KINDS.get(message.kind, ""), message.file_name) if part)
    return "\n".join(part for part in (names, text) if part)


def looks(message: Message) -> str:
    """Everything that a person would notice a change of."""
    return repr((rendered(message), message.keyboard))


def position(text: str, offset: int) -> int:
    """Characters before a UTF-16 offset."""
    count = 0
    for index, character in enumerate(text):
        if count >= offset:
            return index
        count += units(character)
    return len(text)


async def typed() -> AsyncIterator[str]:
    """Lines of the standard input, read beside the loop."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="keyboard").start()
    while (line := await queue.get()) is not None:
        yield line


async def run_terminal(
    telegram: LocalTelegram,
    resident: Person,
    officer: Person,
    group: Group,
    lines: AsyncIterator[str] | None = None,
    write: Callable[[str], None] = print,
) -> None:
    """Talks until /quit or the end of the input. The bot must be running already."""
    terminal = Terminal(telegram, resident, officer, group, write)
    write(WELCOME)
    await telegram.quiet()
    terminal.print_news()
    write(terminal.prompt())
    async for line in lines or typed():
        try:
            await terminal.take(line.strip())
        except Quit:
            return
        except LookupError as problem:
            write(str(problem))
        await telegram.quiet()
        terminal.print_news()
        write(terminal.prompt())
