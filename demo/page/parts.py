"""Everything that the page shows, in parts by key; a part that did not change is not sent again."""

from collections.abc import Iterator, Mapping
from typing import Any

from demo.api import Call
from demo.callbacks import Press
from demo.chats import Chat
from demo.messages import Message
from demo.page.looks import commands, look, topic_look
from demo.page.scene import Scene
from demo.people import Person

Json = dict[str, Any]
Parts = dict[str, Json]

LAST_CALLS = 40
LAST_TOASTS = 20
SHOWN_OF_PERSON = 300
"""Messages of one private chat that are drawn: the newest."""


def parts(scene: Scene) -> Parts:
    """Keys: `bot`, `group`, `person:ID`, `topic:ID`, `message:CHAT:ID`, `toast:ID`, `call:N`, `typing:CHAT`."""
    return dict(everything(scene))


def everything(scene: Scene) -> Iterator[tuple[str, Json]]:
    cloud = scene.telegram.cloud
    yield "bot", {"name": cloud.bot.first_name, "username": cloud.bot.username, **described(scene)}
    yield "group", {"id": scene.group.id, "title": scene.group.title, "pinned": scene.group.chat.pinned}
    yield "faults", {"slow": scene.telegram.faults.slow, "waiting": scene.telegram.faults.waiting}
    for topic in scene.group.topics:
        yield f"topic:{topic.id}", topic_look(topic)
    for person in scene.cast:
        yield f"person:{person.id}", person_look(scene, person)
        yield from messages(person.chat)
    yield from messages(scene.group.chat)
    yield from toasts(scene)
    for number, call in list(enumerate(scene.telegram.calls))[-LAST_CALLS:]:
        yield f"call:{number}", call_look(scene, call, number)
    for count, (chat, action) in enumerate(cloud.actions):
        yield f"typing:{chat}", {"chat": chat, "action": action, "count": count}


def described(scene: Scene) -> Mapping[str, str]:
    """What the bot says of itself before anything is said, in both languages."""
    profile = scene.telegram.cloud.profile
    return {code: profile.get(f"description {code}") or profile.get("description ") or "" for code in ("uk", "en")}


def messages(chat: Chat) -> Iterator[tuple[str, Json]]:
    for message in chat.messages[-SHOWN_OF_PERSON:] if chat.private else chat.messages:
        yield f"message:{chat.id}:{message.id}", look(message)


def person_look(scene: Scene, person: Person) -> Json:
    cloud = scene.telegram.cloud
    officer = person in scene.officers
    return {
        "id": person.id,
        "name": person.name,
        "language": person.user.language_code,
        "officer": officer,
        "post": scene.posts.get(person.id, ""),
        "started": person.chat.started,
        "blocked": person.chat.blocked,
        "phone": person.phone,
        "keys": reply_keys(person),
        "commands": commands(cloud.profile, person.chat, person.user),
        "group_commands": commands(cloud.profile, scene.group.chat, person.user) if officer else [],
    }


def reply_keys(person: Person) -> list[list[Json]]:
    """The reply keyboard on the screen now, as the bot gave it."""
    shown = next((one.markup for one in reversed(person.received) if changes_keys(one)), None)
    return list((shown or {}).get("keyboard", ()))


def changes_keys(message: Message) -> bool:
    markup = message.markup or {}
    return "keyboard" in markup or "remove_keyboard" in markup


def toasts(scene: Scene) -> Iterator[tuple[str, Json]]:
    """Answers to presses that have something to say, and spinners that still turn."""
    shown = {person.id for person in scene.cast}
    for press in list(scene.telegram.cloud.presses.all.values())[-LAST_TOASTS:]:
        if press.by.id in shown:
            yield f"press:{press.id}", press_look(press)


def press_look(press: Press) -> Json:
    answer = press.answer or {}
    return {
        "id": press.id,
        "by": press.by.id,
        "chat": press.message.chat.id,
        "message": press.message.id,
        "data": press.data,
        "text": answer.get("text", ""),
        "alert": bool(answer.get("show_alert")),
        "url": answer.get("url"),
        "answered": press.answer is not None or press.late,
    }


def call_look(scene: Scene, call: Call, number: int) -> Json:
    chat = scene.telegram.cloud.chats.get(call.params.get("chat_id", 0))
    return {
        "number": number,
        "method": call.method,
        "at": call.at.isoformat(),
        "to": (chat.title or (chat.user.name if chat.user else "")) if chat else "",
        "error": call.error.description if call.error else None,
    }


def changes(old: Parts, new: Parts) -> Json:
    """What to set and what is gone."""
    fresh = {key: value for key, value in new.items() if old.get(key) != value}
    return {"set": fresh, "gone": [key for key in old if key not in new]}
