"""One update's turn: what a handler is given, and how it speaks.

Nothing is sent here: a screen becomes a row of deliveries in the unit of work of the update, and leaves after the
commit. So an update handled again after a crash changes nothing twice and still shows its screen.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from council.attachments import Incoming
from council.deliveries import STAFF_GROUP, Call, ChatId, Delivery, Lane, Notice
from council.people import Officer, Resident, TelegramId
from handlers.house import House
from handlers.screens import Screen, bottom_keyboard, edit, message
from storage.desk import Desk

Event = Message | CallbackQuery

ALBUM_WAIT = timedelta(seconds=1)


@dataclass
class Turn:
    """`received` is when the update arrived (UTC), `now` when it is handled. `incoming` is the file that came with it.

    `resident` is set in private chats; `officer` always, with the roles held at this moment. In the `settled` chats
    nothing waits for a later moment, so nothing there is to be hastened.
    """

    update_id: int
    desk: Desk
    house: House
    now: datetime
    received: datetime
    officer: Officer
    staff_chat: int | None
    resident: Resident | None = None
    incoming: Incoming | None = None
    facts: Any = None
    settled: frozenset[ChatId] = frozenset()
    spoken: int = field(default=0)

    @property
    def person(self) -> Resident:
        """The resident of a private chat; only handlers of private chats ask."""
        if self.resident is None:
            raise LookupError("This handler is for private chats only.")
        return self.resident

    @property
    def me(self) -> TelegramId:
        return self.officer.telegram_id

    async def show(self, event: Event, screen: Screen, about: str | None = None) -> None:
        """Turns the message of the pressed button into the screen, or answers a typed message anew."""
        pressed = event.message if isinstance(event, CallbackQuery) else None
        if pressed is None or isinstance(pressed, InaccessibleMessage):
            await self.say(event, screen, about)
        else:
            await self._queue(self._chat(event), edit(screen, pressed.message_id), about, await self._topic(event))

    async def say(self, event: Event, screen: Screen, about: str | None = None, reply: bool = False) -> None:
        """Answers with a new message, in the topic of a group where it was asked; an album is answered once."""
        said = event.message if isinstance(event, CallbackQuery) else event
        content = message(screen, reply_to=said.message_id if said and reply else None)
        chat, topic = self._chat(event), await self._topic(event)
        if isinstance(said, Message) and said.media_group_id:
            await self._say_of_album(said.media_group_id, chat, content, topic, about)
        else:
            await self._queue(chat, content, about, topic)

    async def send(self, event: Event, content: Call, about: str | None = None) -> None:
        """Answers with a picture or a file, in the chat and the topic where it was asked."""
        await self._queue(self._chat(event), content, about, await self._topic(event))

    async def _say_of_album(
        self, album: str, chat: ChatId, content: Call, topic: str | None, about: str | None
    ) -> None:
        """Telegram brings an album as single messages and marks no end: the last word after a short wait counts."""
        self.spoken += 1
        self.settled = frozenset()
        await self.desk.deliveries.refresh(
            Delivery(
                key=f"album:{chat}:{album}:{self.spoken}",
                chat=chat,
                content=content,
                due=self.now + ALBUM_WAIT,
                lane=Lane.INTERACTIVE,
                topic=topic,
                about=about,
            )
        )

    async def greet(self, event: Event, screen: Screen) -> None:
        """A message that brings the small keyboard under the chat."""
        await self._queue(self._chat(event), message(screen, keyboard=bottom_keyboard()), None, None)

    async def tell(
        self, chat: ChatId, content: Call | Notice, topic: str | None = None, about: str | None = None
    ) -> None:
        """A message to another chat than the one of this update."""
        await self._queue(chat, content, about, topic)

    def _chat(self, event: Event) -> ChatId:
        said = event.message if isinstance(event, CallbackQuery) else event
        chat = said.chat.id if said is not None else self.me
        return STAFF_GROUP if chat == self.staff_chat else ChatId(chat)

    async def _topic(self, event: Event) -> str | None:
        """The name of the topic where it was asked; `thread:ID` for one that the bot did not make."""
        said = event.message if isinstance(event, CallbackQuery) else event
        if not isinstance(said, Message) or not said.is_topic_message or said.message_thread_id is None:
            return None
        known = await self.desk.topics.by_thread(said.chat.id, said.message_thread_id)
        return known or f"thread:{said.message_thread_id}"

    async def _queue(self, chat: ChatId, content: Call | Notice, about: str | None, topic: str | None) -> None:
        self.spoken += 1
        if chat not in self.settled:
            await self.desk.deliveries.hasten(chat, self.now)
        await self.desk.deliveries.add(
            Delivery(
                key=f"screen:{self.update_id}:{self.spoken}",
                chat=chat,
                content=content,
                due=self.now,
                lane=Lane.INTERACTIVE,
                topic=topic,
                about=about,
            )
        )
