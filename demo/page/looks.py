"""A message as the page draws it: data, never markup. The formatting comes from the strict parser's entities."""

from typing import Any

from demo.chats import Chat, Member, Topic, User, present
from demo.messages import MEDIA_KINDS, Message

Json = dict[str, Any]

SERVICE = (
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "pinned_message",
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)


def look(message: Message) -> Json:
    return present(
        id=message.id,
        chat=message.chat.id,
        topic=message.topic.id if message.topic else None,
        sender=who(message.sender),
        date=message.date.isoformat(),
        edited=message.edited.isoformat() if message.edited else None,
        kind=message.kind,
        text=message.text or None,
        entities=message.entities or None,
        reply=replied(message),
        album=message.extra.get("media_group_id"),
        forwarded=forwarded(message),
        keys=(message.markup or {}).get("inline_keyboard"),
        pinned=True if message.id in message.chat.pinned else None,
        reactions=[one["emoji"] for given in message.reactions.values() for one in given if "emoji" in one] or None,
        **content(message),
    )


def who(user: User | None) -> Json | None:
    return {"id": user.id, "name": user.name, "bot": user.is_bot} if user else None


def replied(message: Message) -> Json | None:
    to = message.reply_to
    if to is None or to.deleted or to.kind == "service":
        return None
    return {"id": to.id, "name": to.sender.name if to.sender else "", "text": to.text[:120], "kind": to.kind}


def forwarded(message: Message) -> str | None:
    origin = message.extra.get("forward_origin")
    if not origin:
        return None
    user = origin.get("sender_user") or {}
    return f"{user.get('first_name', '')} {user.get('last_name', '')}".strip() or "?"


def content(message: Message) -> Json:
    """What the message shows beside its text."""
    kind, body = message.kind, message.content
    if kind in MEDIA_KINDS:
        media = body["photo"][-1] if kind == "photo" else body[kind]
        names = ("width", "height", "duration", "file_name", "mime_type", "file_size", "emoji")
        return {"media": {"file": media["file_id"], **{name: media[name] for name in names if name in media}}}
    if kind == "service":
        return {"service": service(body)}
    return {kind: body[kind]} if kind in ("location", "venue", "contact", "poll") else {}


def service(body: Json) -> Json:
    what = next((name for name in SERVICE if name in body), "other")
    value: Any = body.get(what)
    if what == "pinned_message":
        return {"what": what, "text": str(value.get("text") or value.get("caption") or "")[:60]}
    if what == "new_chat_members":
        return {"what": what, "name": ", ".join(full_name(one) for one in value)}
    if what == "left_chat_member":
        return {"what": what, "name": full_name(value)}
    if isinstance(value, dict):
        return present(what=what, name=value.get("name"))
    return {"what": what, "name": str(value)}


def full_name(user: Json) -> str:
    return f"{user['first_name']} {user.get('last_name', '')}".strip()


def topic_look(topic: Topic) -> Json:
    return {
        "id": topic.id,
        "name": topic.name,
        "color": topic.icon_color,
        "icon": topic.icon_custom_emoji_id or None,
        "closed": topic.closed,
    }


def commands(profile: Json, chat: Chat, user: User) -> list[Json]:
    """The menu of this person here: the narrowest scope that has one, in their language before any other."""
    member = chat.member(user)
    for scope in scopes(chat, member):
        for language in (user.language_code or "", ""):
            if found := profile.get(f"commands {scope} {language}"):
                return list(found)
    return []


def scopes(chat: Chat, member: Member) -> list[str]:
    """Keys of `profile`, narrow before wide (core.telegram.org/bots/api#determining-list-of-commands)."""
    here = f'{{"chat_id": {chat.id}, "type": "chat"}}'
    if chat.private:
        return [here, '{"type": "all_private_chats"}', '{"type": "default"}']
    admins = member.status in ("creator", "administrator")
    of_admins = [f'{{"chat_id": {chat.id}, "type": "chat_administrators"}}'] if admins else []
    of_all_admins = ['{"type": "all_chat_administrators"}'] if admins else []
    return [*of_admins, here, *of_all_admins, '{"type": "all_group_chats"}', '{"type": "default"}']
