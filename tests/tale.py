"""The whole story of one case, step by step: from /start to the official answer.

A step does one thing and says what is seen when it is done, so that the same tale is told to a bot inside the test
and to a bot in a process of its own; and anything may go wrong between two steps.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from demo import Group, Message, Person

Do = Callable[[], object]
Seen = Callable[[], object]
Between = Callable[[], Awaitable[None]]

TEXT = "На вулиці не горить жоден ліхтар, діти йдуть зі школи в темряві."
ANSWER = "Ліхтарі замінили третього березня."
SIGNATORY = "Міський голова Іван Вигаданий"
TIME = re.compile(r"\b\d\d:\d\d\b")


async def nothing() -> None:
    """Goes wrong between two steps of an ordinary day."""


@dataclass(frozen=True)
class Step:
    name: str
    do: Do
    seen: Seen


class Tale:
    """`resident` and `officer` act in this group; `mark` keeps what they write apart from other tales."""

    def __init__(self, group: Group, resident: Person, officer: Person, mark: str = "") -> None:
        self.group, self.resident, self.officer = group, resident, officer
        self.text, self.answer = f"{TEXT} {mark}".strip(), f"{ANSWER} {mark}".strip()
        self._earlier = len(officer.received)

    # what is on the screens

    def told(self, text: str) -> Message | None:
        """The newest message to the resident with this text."""
        return _newest(self.resident.received, text)

    def told_officer(self, text: str) -> Message | None:
        """In this tale: the officer of many tales has read such things before."""
        return _newest(self.officer.received[self._earlier :], text)

    @property
    def number(self) -> str:
        screens = [text for message in self.resident.received for text in (message.text, *message.history)]
        return next((found[0] for text in screens if (found := re.search(r"ЗВ-\d{4}-\d{6}", text))), "")

    @property
    def card(self) -> Message | None:
        """The header card in the case's topic."""
        return self._in_topic(f"{self.number}:") if self.number else None

    def in_topic(self, text: str) -> Message | None:
        return self._in_topic(text)

    def _in_topic(self, text: str) -> Message | None:
        topics = [topic for topic in self.group.topics if self.number and self.number in topic.name]
        if not topics:
            return None
        said = [message for message in self.group.messages if message.from_bot and message.topic in topics]
        return _newest(said, text)

    # what people do

    def press(self, wanted: str) -> Do:
        return lambda: self._press(self.resident, _with_button(self.resident.received, wanted), wanted)

    def type(self, text: str) -> Do:
        return lambda: self.resident.writes(text)

    def press_in_topic(self, wanted: str) -> Do:
        def press() -> None:
            topics = [topic for topic in self.group.topics if self.number in topic.name]
            said = [message for message in self.group.messages if message.from_bot and message.topic in topics]
            self._press(self.officer, _with_button(said, wanted), wanted)

        return press

    def reply_in_topic(self, to: str, text: str) -> Do:
        def reply() -> None:
            message = self._in_topic(to)
            assert message is not None, f"nothing says {to!r}"
            self.officer.writes(text, chat=self.group, topic=message.topic, reply_to=message)

        return reply

    def _press(self, by: Person, message: Message, wanted: str) -> None:
        by.presses(message, next(button for button in message.buttons if wanted in button))

    # the steps

    @property
    def submitting(self) -> Sequence[Step]:
        press, told = self.press, self.told
        return (
            Step("start", self.type("/start"), lambda: told("читає те, що ви тут напишете")),
            Step("submit", press("Подати звернення"), lambda: told("Чого ви хочете")),
            Step("wish", press("Попросити раду"), lambda: told("несправедливо")),
            Step("not wronged", press("Ні, я просто прошу"), lambda: told("Про що йдеться")),
            Step("topic", press("Вуличне освітлення"), lambda: told("Розкажіть своїми словами")),
            Step("text", self.type(self.text), lambda: told("Напишіть прізвище")),
            Step("name", self.type("Вигадана Олена Іванівна"), lambda: told("свій округ")),
            Step("district", press("м. Корюківка"), lambda: told("де ви живете")),
            Step("residence", self.type("вул. Садова, 5, кв. 7"), lambda: told("Куди надіслати")),
            Step("contact", self.type("olena@ukr.net"), lambda: told("Перевірте і надішліть")),
            Step("send", press("Надіслати"), lambda: told("Передано до ради") and self.card),
        )

    @property
    def working(self) -> Sequence[Step]:
        topic, reply, seen = self.press_in_topic, self.reply_in_topic, self.in_topic
        return (
            Step("take", topic("Взяти в роботу"), lambda: self.told("взято в роботу") and seen("Працює:")),
            Step("officer starts", lambda: self.officer.writes("/start"), lambda: self.told_officer("читає те")),
            Step("data", topic("Показати дані"), lambda: self.told_officer("вул. Садова, 5")),
            Step("draft", reply(f"{self.number}:", self.answer), lambda: seen("Що це?")),
            Step("final", topic("Остаточна відповідь"), lambda: seen("Хто підписує")),
            Step("signatory", reply("Хто підписує", SIGNATORY), lambda: seen("Мешканець отримає")),
            Step("confirm", topic("Надіслати мешканцеві"), lambda: seen("Надішлеться за 30 секунд")),
        )

    @property
    def released(self) -> Seen:
        return lambda: self.told(self.answer) and self.in_topic("Надіслано мешканцеві")

    @property
    def posting(self) -> Sequence[Step]:
        done = self.press_in_topic("Офіційну відповідь надіслано")
        return (Step("posted", done, lambda: self.told("офіційну відповідь вам надіслано")),)


async def tell(
    steps: Sequence[Step], before: Between = nothing, after: Between = nothing, patience: float = 20
) -> None:
    for step in steps:
        await before()
        step.do()
        await until(step.seen, step.name, patience)
        await after()


async def until(seen: Seen, what: str = "", patience: float = 30) -> None:
    """Waits (seconds of the wall)."""
    try:
        async with asyncio.timeout(patience):
            while not seen():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"after {patience} s still not seen: {what}") from None


def transcript(tale: Tale) -> dict[str, Counter[str]]:
    """Everything that was ever shown, edits too, with how often; times of the day do not count."""
    chats = {"resident": tale.resident.received, "officer": tale.officer.received, "group": tale.group.messages}
    return {name: Counter(_shown(messages)) for name, messages in chats.items()}


def _shown(messages: Sequence[Message]) -> list[str]:
    bot = [message for message in messages if message.from_bot]
    return [TIME.sub("", text) for message in bot for text in (message.html or message.kind, *message.history)]


def _newest(messages: Sequence[Message], text: str) -> Message | None:
    with_text = [message for message in messages if text in message.text]
    return max(with_text, key=lambda message: (message.edited or message.date, message.id), default=None)


def _with_button(messages: Sequence[Message], wanted: str) -> Message:
    newest = sorted(messages, key=lambda message: (message.edited or message.date, message.id), reverse=True)
    for message in newest:
        if any(wanted in button for button in message.buttons):
            return message
    raise LookupError(f"there is no button {wanted!r}")
