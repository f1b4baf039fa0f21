"""Where a record lives in the staff group: its topic and its card."""

from dataclasses import dataclass

from storage.engine import Session


@dataclass(frozen=True)
class Topic:
    """`name` is the record (`appeal:12`, `queue`). Without forum topics `thread_id` is None and the card leads."""

    name: str
    chat_id: int
    thread_id: int | None
    card_message_id: int | None


class Topics:
    def __init__(self, session: Session) -> None:
        self._db = session

    async def get(self, name: str, chat_id: int) -> Topic | None:
        row = await self._db.one("topic_get", name=name, chat_id=chat_id)
        return Topic(row["name"], row["chat_id"], row["thread_id"], row["card_message_id"]) if row else None

    async def put(self, topic: Topic) -> None:
        await self._db.value(
            "topic_put",
            name=topic.name,
            chat_id=topic.chat_id,
            thread_id=topic.thread_id,
            card_message_id=topic.card_message_id,
        )

    async def by_thread(self, chat_id: int, thread_id: int) -> str | None:
        name: str | None = await self._db.value("topic_by_thread", chat_id=chat_id, thread_id=thread_id)
        return name

    async def forget(self, name: str, chat_id: int) -> None:
        await self._db.value("topic_forget", name=name, chat_id=chat_id)

    async def migrate(self, old_chat: int, new_chat: int) -> None:
        """A group that became a supergroup has a new id; what was made in the new one already wins."""
        if old_chat != new_chat:
            await self._db.all("topics_give_way", old_chat=old_chat, new_chat=new_chat)
            await self._db.all("topics_migrate", old_chat=old_chat, new_chat=new_chat)
