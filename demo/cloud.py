"""What Telegram's servers know: people, chats, messages, files, the bot and its queue."""

from collections.abc import Callable
from typing import Any

from demo.bell import Bell
from demo.callbacks import Presses
from demo.chats import Chat, Member, Topic, User
from demo.clock import Clock
from demo.errors import ApiError, forbidden, mistake, refused
from demo.files import Files
from demo.keyboards import check_markup
from demo.messages import Message
from demo.updates import Updates

Json = dict[str, Any]

DEFAULT_COLOR = 7322096
KINDS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


class Cloud:
    def __init__(self, clock: Clock, token: str) -> None:
        self.clock = clock
        self.bell = Bell()
        self.token = token
        self.bot = User(int(token.split(":")[0]), "Місцевий бот", username="local_hromada_bot", is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates(clock)
        self.presses = Presses(clock)
        self.profile: dict[str, Any] = {}
        self.actions: list[tuple[int, str]] = []
        self.alarms: list[str] = []
        self.webhook: Json = {}
        self.webhook_changed: Callable[[], None] = lambda: None
        self.webhook_error: Json = {}
        self._private_messages = 0
        self._polls = 0

    # people and chats

    def add_user(self, user: User) -> Chat:
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", user=user)
        return self.chats[user.id]

    def add_chat(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """Any chat the bot could know, by number or public name."""
        if isinstance(chat_id, str):
            found = next((c for c in self.chats.values() if c.username and f"@{c.username}" == chat_id), None)
        else:
            found = self.chats.get(chat_id)
        if found is None:
            raise mistake("chat not found")
        if found.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to=found.migrated_to,
            )
        return found

    def reachable(self, chat_id: int | str) -> Chat:
        """A chat where the bot may write; raises what Telegram says when it may not."""
        chat = self.chat(chat_id)
        if chat.private:
            check_person(chat)
        else:
            self.check_inside(chat)
        return chat

    def check_inside(self, chat: Chat) -> None:
        if chat.deleted:
            raise forbidden("the group chat was deleted")
        member = chat.member(self.bot)
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {KINDS[chat.type]}")
        if not member.inside:
            raise forbidden(f"bot is not a member of the {KINDS[chat.type]}")
        if chat.type == "channel" and not member.may("can_post_messages"):
            raise refused("need administrator rights in the channel chat")

    def require(self, chat: Chat, right: str, refusal: str) -> None:
        if not chat.member(self.bot).may(right):
            raise refused(refusal)

    def topic(self, chat: Chat, thread: int | None) -> Topic | None:
        """An open topic to write to; None for General and for chats without topics."""
        if thread is None:
            return None
        topic = chat.topics.get(thread)
        if topic is None or topic.deleted:
            raise refused("message thread not found")
        if topic.closed and not chat.member(self.bot).may("can_manage_topics"):
            raise refused("TOPIC_CLOSED")
        return topic

    # messages

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups number their own messages, everything else shares one numbering."""
        if chat.type in ("supergroup", "channel"):
            return max(chat.history, default=1) + 1
        self._private_messages += 1
        return self._private_messages

    def post(self, chat: Chat, sender: User | None, content: Json, **more: Any) -> Message:
        message = Message(self.next_message_id(chat), chat, sender, self.clock.now(), content, **more)
        chat.history[message.id] = message
        return message

    def message(self, chat: Chat, message_id: int, purpose: str) -> Message:
        found = chat.history.get(message_id)
        if found is None or found.deleted:
            raise refused(f"message to {purpose} not found")
        return found

    def next_poll(self) -> int:
        self._polls += 1
        return self._polls

    def new_topic(self, chat: Chat, by: User, params: Json) -> Topic:
        """A topic is the message that made it."""
        color, icon = params.get("icon_color", DEFAULT_COLOR), params.get("icon_custom_emoji_id", "")
        made = {"name": params["name"], "icon_color": color, **({"icon_custom_emoji_id": icon} if icon else {})}
        message = self.post(chat, by, {"forum_topic_created": made})
        topic = message.topic = Topic(message.id, params["name"], color, icon)
        chat.topics[topic.id] = topic
        return topic

    def drop_topic(self, chat: Chat, topic: Topic) -> None:
        topic.deleted = True
        for message in chat.history.values():
            if message.topic is topic:
                message.deleted = True

    def file_content(self, file_id: str) -> bytes:
        return self.files.by_id(file_id).content

    # sending by the bot

    def send(self, params: Json, content: Json, **extra: Any) -> Message:
        """What every send method does after it has made its content."""
        chat = self.reachable(params["chat_id"])
        topic = self.topic(chat, params.get("message_thread_id"))
        markup = params.get("reply_markup")
        if markup:
            check_markup(markup, chat.private)
        reply, more = self.replied(chat, params.get("reply_parameters"))
        if topic is None and reply is not None:
            topic = reply.topic
        sender = None if chat.type == "channel" else self.bot
        if params.get("protect_content"):
            more["has_protected_content"] = True
        return self.post(chat, sender, content, topic=topic, reply_to=reply, markup=markup, extra={**more, **extra})

    def replied(self, chat: Chat, reply: Json | None) -> tuple[Message | None, Json]:
        if not reply or "message_id" not in reply:
            return None, {}
        other = self.chat(reply["chat_id"]) if "chat_id" in reply else chat
        target = other.history.get(reply["message_id"])
        if target is None or target.deleted:
            if reply.get("allow_sending_without_reply"):
                return None, {}
            raise refused("message to be replied not found")
        if other is not chat:
            return None, {"external_reply": {"origin": origin(target), "message_id": target.id}}
        return target, quoted(reply, target)

    def tell(self, kind: str, message: Message) -> Json | None:
        return self.updates.add(kind, message.json())

    def member_changed(self, chat: Chat, by: User, before: Member, after: Member) -> Json | None:
        """Queues `my_chat_member` for the bot itself, `chat_member` for the others."""
        chat.members[after.user.id] = after
        kind = "my_chat_member" if after.user is self.bot else "chat_member"
        change: Json = {"chat": chat.json(), "from": by.json(), "date": int(self.clock.now().timestamp())}
        change |= {"old_chat_member": before.json(), "new_chat_member": after.json()}
        return self.updates.add(kind, change)


def check_person(chat: Chat) -> None:
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def quoted(reply: Json, target: Message) -> Json:
    quote = reply.get("quote")
    if not quote:
        return {}
    if quote not in target.text:
        raise refused("QUOTE_TEXT_INVALID")
    return {"quote": {"text": quote, "position": target.text.index(quote), "is_manual": True}}


def origin(message: Message) -> Json:
    """Where a forwarded message comes from."""
    date = int(message.date.timestamp())
    if message.sender is None:
        return {"type": "channel", "date": date, "chat": message.chat.json(), "message_id": message.id}
    return {"type": "user", "date": date, "sender_user": message.sender.json()}
