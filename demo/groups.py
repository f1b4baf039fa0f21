"""A group, forum or channel, and what its people do with it."""

from typing import TYPE_CHECKING, Any

from demo.chats import CHANNEL_RIGHTS, RIGHTS, Chat, Member, Topic, User
from demo.cloud import Cloud
from demo.messages import Message

if TYPE_CHECKING:
    from demo.people import Person

Json = dict[str, Any]


class Group:
    def __init__(self, cloud: Cloud, chat: Chat, owner: User) -> None:
        self._cloud = cloud
        self.chat = cloud.add_chat(chat)
        self._owner = owner
        chat.members[owner.id] = Member(owner, "creator")

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def title(self) -> str:
        return self.chat.title

    @property
    def messages(self) -> list[Message]:
        """Everything there is now; those of one topic: `in_topic`."""
        return self.chat.messages

    @property
    def topics(self) -> list[Topic]:
        return [topic for topic in self.chat.topics.values() if not topic.deleted]

    def topic(self, name: str) -> Topic:
        """By a part of its name; raises LookupError with what there is."""
        for topic in self.topics:
            if name in topic.name:
                return topic
        raise LookupError(f"There is no topic {name!r}; there are {[topic.name for topic in self.topics]}")

    def in_topic(self, topic: Topic | None) -> list[Message]:
        """Messages of a topic (of General when None), without what the service says."""
        return [m for m in self.messages if m.topic is topic and m.kind != "service"]

    # members

    def add(self, person: "Person", admin: bool = False) -> Json | None:
        """A person comes in; an administrator gets every right."""
        before = self.chat.member(person.user)
        status = "administrator" if admin else "member"
        after = Member(person.user, status, frozenset(RIGHTS) if admin else frozenset())
        told = self._cloud.member_changed(self.chat, self._owner, before, after)
        if before.inside:
            return told
        return self._says({"new_chat_members": [person.user.json()]}, person.user)

    def remove(self, person: "Person", by_force: bool = False) -> Json | None:
        after = Member(person.user, "kicked" if by_force else "left")
        self._cloud.member_changed(self.chat, person.user, self.chat.member(person.user), after)
        return self._says({"left_chat_member": person.user.json()}, person.user)

    def add_bot(self, by: "Person | None" = None, admin: bool = True, **rights: bool) -> Json | None:
        """The bot comes in, an administrator with every right unless told: `add_bot(can_pin_messages=False)`."""
        names = CHANNEL_RIGHTS if self.chat.type == "channel" else RIGHTS
        granted = frozenset(name for name in names if rights.get(name, True)) if admin else frozenset()
        bot = Member(self._cloud.bot, "administrator" if admin else "member", granted)
        adder = by.user if by else self._owner
        update = self._cloud.member_changed(self.chat, adder, self.chat.member(self._cloud.bot), bot)
        if self.chat.type != "channel":
            self._says({"new_chat_members": [self._cloud.bot.json()]}, adder)
        return update

    def kicks_bot(self) -> Json | None:
        return self._bot_becomes(Member(self._cloud.bot, "kicked"))

    def takes_rights(self, *rights: str) -> Json | None:
        """Takes these rights from the bot; all of them, and its being an administrator, when none is named."""
        before = self.chat.member(self._cloud.bot)
        left = before.rights - set(rights) if rights else frozenset()
        return self._bot_becomes(Member(self._cloud.bot, "administrator" if left else "member", frozenset(left)))

    def _bot_becomes(self, after: Member) -> Json | None:
        return self._cloud.member_changed(self.chat, self._owner, self.chat.member(self._cloud.bot), after)

    # the group itself

    def renames(self, title: str) -> Json | None:
        self.chat.title = title
        return self._says({"new_chat_title": title})

    def becomes_public(self, username: str | None) -> None:
        self.chat.username = username

    def migrates(self) -> int:
        """The group becomes a supergroup with another id; the old id answers with the new one. Returns the new id."""
        old = self.chat
        new_id = -1_009_000_000_000 - len(self._cloud.chats)
        new = Chat(new_id, "supergroup", old.title, old.username, old.is_forum, members=dict(old.members))
        self._says({"migrate_to_chat_id": new_id})
        old.migrated_to = new_id
        self.chat = self._cloud.add_chat(new)
        self._says({"migrate_from_chat_id": old.id})
        return new_id

    def is_deleted(self) -> None:
        self.chat.deleted = True

    def opens_topic(self, name: str, by: "Person | None" = None) -> Topic:
        topic = self._cloud.new_topic(self.chat, by.user if by else self._owner, {"name": name})
        self._tell(self.chat.history[topic.id])
        return topic

    def closes(self, topic: Topic) -> Json | None:
        topic.closed = True
        return self._says({"forum_topic_closed": {}}, topic=topic)

    def reopens(self, topic: Topic) -> Json | None:
        topic.closed = False
        return self._says({"forum_topic_reopened": {}}, topic=topic)

    def renames_topic(self, topic: Topic, name: str) -> Json | None:
        """An owner calls it otherwise."""
        topic.name = name
        return self._says({"forum_topic_edited": {"name": name}}, topic=topic)

    def pins(self, message: Message) -> Json | None:
        """An administrator pins a message: the service says so."""
        self.chat.pinned.append(message.id)
        return self._says({"pinned_message": message.json(nested=True)}, topic=message.topic)

    def deletes(self, topic: Topic) -> None:
        """The bot is not told: it learns when it writes there."""
        self._cloud.drop_topic(self.chat, topic)

    def _says(self, content: Json, by: User | None = None, topic: Topic | None = None) -> Json | None:
        return self._tell(self._cloud.post(self.chat, by or self._owner, content, topic=topic))

    def _tell(self, message: Message) -> Json | None:
        inside = self.chat.member(self._cloud.bot).inside
        return self._cloud.tell("message", message) if inside else None
