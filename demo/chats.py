"""People, groups, their members and topics, as Telegram's servers keep them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from demo.messages import Message

Json = dict[str, Any]

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)
CHANNEL_RIGHTS = (*RIGHTS[:-2], "can_post_messages", "can_edit_messages")


@dataclass
class User:
    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def json(self) -> Json:
        return present(
            id=self.id,
            is_bot=self.is_bot,
            first_name=self.first_name,
            last_name=self.last_name or None,
            username=self.username,
            language_code=self.language_code,
        )


@dataclass
class Member:
    """`status` as Telegram names it: creator, administrator, member, left, kicked."""

    user: User
    status: str = "member"
    rights: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        return self.status not in ("left", "kicked")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def json(self) -> Json:
        body: Json = {"status": self.status, "user": self.user.json()}
        if self.status == "administrator":
            body |= {right: right in self.rights for right in (*RIGHTS, "can_post_messages", "can_edit_messages")}
            body |= {"can_be_edited": False, "is_anonymous": False}
        if self.status == "creator":
            body["is_anonymous"] = False
        if self.status == "kicked":
            body["until_date"] = 0
        return body


@dataclass
class Topic:
    """`id` is the message that created it."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str = ""
    closed: bool = False
    deleted: bool = False

    def json(self) -> Json:
        return present(
            message_thread_id=self.id,
            name=self.name,
            icon_color=self.icon_color,
            icon_custom_emoji_id=self.icon_custom_emoji_id or None,
        )


@dataclass
class Chat:
    """A private chat with the bot, a group, a supergroup or a channel. `user` is the person of a private one."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    user: User | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    history: dict[int, "Message"] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def messages(self) -> list["Message"]:
        """What a person sees now: in the order of sending, edited, without the deleted."""
        return [message for message in self.history.values() if not message.deleted]

    def json(self) -> Json:
        if self.user is not None:
            names = {"first_name": self.user.first_name, "last_name": self.user.last_name or None}
            return present(id=self.id, type="private", username=self.user.username, **names)
        forum = True if self.is_forum else None
        return present(id=self.id, type=self.type, title=self.title, username=self.username, is_forum=forum)

    def member(self, user: User) -> Member:
        return self.members.get(user.id) or Member(user, "left")


def present(**fields: Any) -> Json:
    """The fields that have a value: Telegram leaves out the others."""
    return {name: value for name, value in fields.items() if value is not None}
