"""The staff group as it is today: its id, whether it has topics, and where in it a message belongs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram import Bot

from council.clock import Clock
from council.deliveries import STAFF_GROUP, Lane
from council.repeats import home
from handlers.house import House
from storage.deliveries import OutboxRow
from storage.desk import Desk
from storage.topics import Topic

BINDING = "staff_chat_id"
"""The note that /setup writes; it wins over the settings."""
MOST_MAKINGS = 5
"""After so many attempts a message stops asking for its topic and goes to the group as it is."""


@dataclass(frozen=True)
class Place:
    """Where a message goes. `unmade` names a topic of a forum that does not exist yet."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None
    card: int | None = None
    unmade: str | None = None


async def bound(desk: Desk, house: House) -> int | None:
    """The staff group's id; None while no group is bound."""
    note = await desk.notes.get(BINDING)
    return int(note) if note else house.staff_chat_id


async def real_chat(desk: Desk, house: House, row: OutboxRow) -> int | None:
    return await bound(desk, house) if row.chat == STAFF_GROUP else row.chat


class Forums:
    """Which groups have topics; asked of Telegram and believed for ten minutes, for an owner may switch them."""

    BELIEVED = timedelta(minutes=10)

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot, self._clock = bot, clock
        self._known: dict[int, tuple[bool, datetime]] = {}

    async def has_topics(self, chat: int) -> bool:
        known = self._known.get(chat)
        if known and known[1] > self._clock.now():
            return known[0]
        forum = bool((await self._bot.get_chat(chat)).is_forum)
        self.believe(chat, forum)
        return forum

    def believe(self, chat: int, forum: bool) -> None:
        self._known[chat] = (forum, self._clock.now() + self.BELIEVED)


def is_thread(topic: str | None) -> bool:
    """Whether the name is only the number of a thread: an answer to where someone asked, not a topic of ours."""
    return topic is not None and topic.startswith("thread:")


async def place(desk: Desk, row: OutboxRow, chat: int, forum: bool) -> Place:
    """The row's topic by its name or number; in a group without topics, a reply to the record's card."""
    if row.topic is None:
        return Place(chat)
    if is_thread(row.topic):
        return Place(chat, thread=_thread(row.topic))
    name = await home(desk, row.topic)
    topic, own = await desk.topics.get(name, chat), await desk.topics.get(row.topic, chat)
    thread = topic.thread_id if topic and forum else None
    card = own.card_message_id if own else None
    if forum and thread is None and row.attempts < MOST_MAKINGS:
        return Place(chat, unmade=name)
    if row.lane is Lane.CARD:
        return Place(chat, thread, card=card)
    return Place(chat, thread, reply_to=None if thread else card)


async def remember_card(desk: Desk, row: OutboxRow, where: Place, message_id: int) -> None:
    """The header card of the record is this message from now on; a repeated appeal has its card and no topic."""
    if row.topic is not None and not is_thread(row.topic):
        thread = where.thread if await home(desk, row.topic) == row.topic else None
        await desk.topics.put(Topic(row.topic, where.chat, thread, message_id))


def _thread(name: str) -> int | None:
    """None for the General topic: Telegram refuses its number (1)."""
    number = int(name.removeprefix("thread:"))
    return number if number > 1 else None
