"""A person with a Telegram app: writes, presses, blocks, and sees what came."""

from collections.abc import Sequence
from typing import Any

from demo.chats import Chat, Member, Topic, User, present
from demo.cloud import Cloud, origin
from demo.files import content_of
from demo.groups import Group
from demo.keyboards import Button
from demo.markup import formatted
from demo.messages import Message
from demo.schema import Upload

Json = dict[str, Any]


class Person:
    """Every action returns the update that the bot gets, or None when it gets none."""

    def __init__(self, cloud: Cloud, user: User, phone: str) -> None:
        self._cloud = cloud
        self.user = user
        self.phone = phone
        self.chat = cloud.add_user(user)

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def messages(self) -> list[Message]:
        """The private chat with the bot as it looks now."""
        return self.chat.messages

    @property
    def received(self) -> list[Message]:
        """What the bot says in the private chat."""
        return [message for message in self.messages if message.from_bot]

    @property
    def keys(self) -> list[list[Button]]:
        """The reply keyboard that is on the screen now."""
        for message in reversed(self.received):
            markup = message.markup or {}
            if "keyboard" in markup:
                return message.reply_keyboard
            if "remove_keyboard" in markup:
                return []
        return []

    # what a person sends

    def writes(
        self,
        text: str,
        chat: Group | None = None,
        topic: Topic | int | None = None,
        reply_to: Message | None = None,
    ) -> Json | None:
        body = formatted(text)
        content = present(text=body.text, entities=list(body.entities) or None)
        return self._sends(content, chat, topic, reply_to)

    def starts(self, payload: str = "") -> Json | None:
        return self.writes(f"/start {payload}".strip())

    def sends_photo(self, content: bytes, caption: str = "", **where: Any) -> Json | None:
        return self._sends_file("photo", Upload("photo.jpg", "image/jpeg", content), caption, **where)

    def sends_document(
        self, content: bytes, name: str, mime: str = "application/pdf", caption: str = "", **where: Any
    ) -> Json | None:
        return self._sends_file("document", Upload(name, mime, content), caption, **where)

    def sends_voice(self, content: bytes, caption: str = "", **where: Any) -> Json | None:
        return self._sends_file("voice", Upload("voice.ogg", "audio/ogg", content), caption, **where)

    def sends_audio(self, content: bytes, caption: str = "", **where: Any) -> Json | None:
        return self._sends_file("audio", Upload("sound.mp3", "audio/mpeg", content), caption, **where)

    def sends_video(self, content: bytes, caption: str = "", **where: Any) -> Json | None:
        return self._sends_file("video", Upload("video.mp4", "video/mp4", content), caption, **where)

    def sends_video_note(self, content: bytes, **where: Any) -> Json | None:
        return self._sends_file("video_note", Upload("note.mp4", "video/mp4", content), "", **where)

    def sends_sticker(self, **where: Any) -> Json | None:
        return self._sends_file("sticker", Upload("s.webp", "image/webp", b"RIFF\0\0\0\0WEBP"), "", **where)

    def sends_album(self, photos: Sequence[bytes], caption: str = "", **where: Any) -> list[Json | None]:
        """Photos as Telegram sends them on: one message each, one group, no sign of the end."""
        group = str(self._cloud.next_poll() + 14_000_000_000_000_000)
        captions = [caption, *[""] * (len(photos) - 1)]
        uploads = [Upload("photo.jpg", "image/jpeg", photo) for photo in photos]
        return [
            self._sends_file("photo", upload, text, extra={"media_group_id": group}, **where)
            for upload, text in zip(uploads, captions, strict=True)
        ]

    def sends_location(self, latitude: float = 51.7725, longitude: float = 32.2532, **where: Any) -> Json | None:
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}}, **where)

    def sends_contact(self, phone: str | None = None, of: User | None = None, **where: Any) -> Json | None:
        """Their own number, unless told whose."""
        owner = of or self.user
        contact = present(
            phone_number=phone or self.phone,
            first_name=owner.first_name,
            last_name=owner.last_name or None,
            user_id=owner.id,
        )
        return self._sends({"contact": contact}, **where)

    def sends_poll(self, question: str, options: Sequence[str], **where: Any) -> Json | None:
        listed = [{"persistent_id": f"o{n}", "text": text, "voter_count": 0} for n, text in enumerate(options)]
        poll: Json = {"id": str(6_000_000_000_000_000_000 + self._cloud.next_poll()), "question": question}
        poll |= {"options": listed, "total_voter_count": 0, "is_closed": False, "is_anonymous": True}
        poll |= {"type": "regular", "allows_multiple_answers": False, "allows_revoting": True, "members_only": False}
        return self._sends({"poll": poll}, **where)

    def forwards(self, message: Message, **where: Any) -> Json | None:
        return self._sends(dict(message.content), extra={"forward_origin": origin(message)}, **where)

    def edits(self, message: Message, text: str) -> Json | None:
        """Changes an own message: the text, or the caption of a file."""
        name, marks = ("text", "entities") if message.kind == "text" else ("caption", "caption_entities")
        body = formatted(text)
        kept = {key: value for key, value in message.content.items() if key not in (name, marks)}
        message.content = {**kept, name: body.text, **({marks: list(body.entities)} if body.entities else {})}
        message.edited = self._cloud.clock.now()
        return self._cloud.tell("edited_message", message) if self._heard(message) else None

    def deletes(self, message: Message) -> None:
        """Bots are not told of deletions."""
        message.deleted = True

    def reacts(self, message: Message, emoji: str | None) -> Json | None:
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        old = message.reactions.get(self.id, [])
        message.reactions[self.id] = new
        body: Json = {"chat": message.chat.json(), "message_id": message.id, "user": self.user.json()}
        body |= {"date": int(self._cloud.clock.now().timestamp()), "old_reaction": old, "new_reaction": new}
        admin = message.chat.private or message.chat.member(self._cloud.bot).status == "administrator"
        return self._cloud.updates.add("message_reaction", body) if admin else None

    # what a person presses

    def presses(self, message: Message, wanted: str) -> Json | None:
        """A button under a message, by its text or callback data; raises LookupError when there is none."""
        button = message.button(wanted)
        if button.data is None:
            raise LookupError(f"The button {wanted!r} opens {button.url or 'something'}; the bot learns nothing of it")
        return self.presses_data(message, button.data)

    def presses_data(self, message: Message, data: str) -> Json | None:
        """A press that an old screen of the app may still send."""
        press = self._cloud.presses.add(self.user, message, data)
        gone = {"chat": message.chat.json(), "message_id": message.id, "date": 0}
        shown = gone if message.deleted else message.json()
        query: Json = {"id": press.id, "from": self.user.json(), "message": shown}
        query |= {"chat_instance": str(-(10**15) - message.chat.id), "data": data}
        update = self._cloud.updates.add("callback_query", query)
        press.update_id = update["update_id"] if update else None
        return update

    def taps(self, key: str) -> Json | None:
        """A key of the reply keyboard: sends its text, or what it asks for."""
        found = next((button for row in self.keys for button in row if button.text == key), None)
        if found is None:
            raise LookupError(f"There is no key {key!r}; there are {[b.text for row in self.keys for b in row]}")
        if found.asks == "request_contact":
            return self.sends_contact()
        if found.asks == "request_location":
            return self.sends_location()
        return self.writes(key)

    @property
    def popups(self) -> list[str]:
        """What the answers to presses said at the top of the screen or in a box."""
        answers = [press.answer for press in self._cloud.presses.all.values() if press.by is self.user]
        return [str(answer["text"]) for answer in answers if answer and answer.get("text")]

    # the bot and the person

    def blocks_bot(self) -> Json | None:
        self.chat.blocked = True
        return self._bot_is("kicked")

    def unblocks_bot(self) -> Json | None:
        self.chat.blocked = False
        return self._bot_is("member")

    def leaves_telegram(self) -> None:
        """The account is deleted; the bot learns of it when it writes."""
        self.chat.deactivated = True

    def _bot_is(self, status: str) -> Json | None:
        bot = self._cloud.bot
        before = self.chat.members.get(bot.id) or Member(bot, "member")
        return self._cloud.member_changed(self.chat, self.user, before, Member(bot, status))

    # how it gets to the bot

    def _sends_file(
        self, kind: str, upload: Upload, caption: str, extra: Json | None = None, **where: Any
    ) -> Json | None:
        content = content_of(kind, self._cloud.files.keep(kind, upload))
        if caption:
            body = formatted(caption)
            content |= present(caption=body.text, caption_entities=list(body.entities) or None)
        return self._sends(content, extra=extra, **where)

    def _sends(
        self,
        content: Json,
        chat: Group | None = None,
        topic: Topic | int | None = None,
        reply_to: Message | None = None,
        extra: Json | None = None,
    ) -> Json | None:
        place = self._place(chat)
        thread = place.topics[topic] if isinstance(topic, int) else topic
        if thread is None and reply_to is not None:
            thread = reply_to.topic
        message = self._cloud.post(place, self.user, content, topic=thread, reply_to=reply_to, extra=extra or {})
        return self._cloud.tell("message", message) if self._heard(message) else None

    def _place(self, group: Group | None) -> Chat:
        if group is not None:
            if not group.chat.member(self.user).inside:
                raise LookupError(f"{self.name} is not in {group.title}")
            return group.chat
        if self.chat.blocked:
            raise LookupError(f"{self.name} has blocked the bot")
        self.chat.started = True
        return self.chat

    def _heard(self, message: Message) -> bool:
        """In a group a bot that is no administrator hears only commands and replies to itself (privacy mode)."""
        if message.chat.private:
            return True
        member = message.chat.member(self._cloud.bot)
        if not member.inside or member.status == "administrator":
            return member.inside
        to_bot = message.reply_to is not None and message.reply_to.sender is self._cloud.bot
        return to_bot or message.text.startswith("/") or f"@{self._cloud.bot.username}" in message.text
