"""One message: as the Bot API tells it, and as a person sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demo.chats import Chat, Topic, User, present
from demo.keyboards import Button, rows_of
from demo.markup import as_html

Json = dict[str, Any]

MEDIA_KINDS = ("photo", "document", "video", "animation", "voice", "audio", "sticker", "video_note")
OTHER_KINDS = ("location", "venue", "contact", "poll", "text")


@dataclass
class Message:
    """`content` holds the Bot API fields of what was sent (text, entities, photo, caption, service fields)."""

    id: int
    chat: Chat
    sender: User | None
    date: datetime
    content: Json
    topic: Topic | None = None
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)
    markup: Json | None = None
    edited: datetime | None = None
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    history: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What can be read: the text, or the caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def html(self) -> str:
        return as_html(self.text, self.entities)

    @property
    def kind(self) -> str:
        """`text`, `photo`, `venue`…; `service` for what Telegram itself says in a chat."""
        kinds = ("venue", *MEDIA_KINDS, *OTHER_KINDS)
        return next((kind for kind in kinds if kind in self.content), "service")

    @property
    def from_bot(self) -> bool:
        return self.sender is None or self.sender.is_bot

    @property
    def keyboard(self) -> list[list[Button]]:
        """The buttons under the message."""
        return rows_of(self.markup, "inline_keyboard")

    @property
    def reply_keyboard(self) -> list[list[Button]]:
        """The buttons that it put in place of the person's keyboard."""
        return rows_of(self.markup, "keyboard")

    @property
    def buttons(self) -> list[str]:
        return [button.text for row in self.keyboard for button in row]

    @property
    def file_ids(self) -> list[str]:
        media = self.content.get(self.kind)
        if self.kind == "photo" and isinstance(media, list):
            return [str(media[-1]["file_id"])]
        return [str(media["file_id"])] if isinstance(media, dict) and "file_id" in media else []

    @property
    def file_name(self) -> str:
        media = self.content.get(self.kind)
        return str(media.get("file_name", "")) if isinstance(media, dict) else ""

    def button(self, wanted: str) -> Button:
        """By its text, or by its callback data; raises LookupError with what there is."""
        for row in self.keyboard:
            for button in row:
                if wanted in (button.text, button.data):
                    return button
        raise LookupError(f"There is no button {wanted!r}; there are {self.buttons} under {self.text!r}")

    def json(self, nested: bool = False) -> Json:
        """As the Bot API tells it; a message inside another one does not tell what it replies to."""
        sender = {"sender_chat": self.chat.json()} if self.sender is None else {"from": self.sender.json()}
        shown = self.markup if self.markup and "inline_keyboard" in self.markup else None
        return {
            **present(
                message_id=self.id,
                date=int(self.date.timestamp()),
                chat=self.chat.json(),
                edit_date=int(self.edited.timestamp()) if self.edited else None,
                reply_markup=shown,
            ),
            **sender,
            **self.thread(),
            **({} if nested else self.reply()),
            **self.extra,
            **self.content,
        }

    def thread(self) -> Json:
        """In a topic its id; in a chain of replies of a supergroup the id of the chain, which is no topic."""
        if self.topic is not None:
            return {"message_thread_id": self.topic.id, "is_topic_message": True}
        if self.reply_to is not None and self.chat.type == "supergroup":
            return {"message_thread_id": self.reply_to.id}
        return {}

    def reply(self) -> Json:
        """In a topic a message that replies to nothing replies to the message that made the topic."""
        to = self.reply_to
        if to is None and self.topic is not None and self.id != self.topic.id:
            to = self.chat.history.get(self.topic.id)
        return {} if to is None or to.deleted else {"reply_to_message": to.json(nested=True)}
