"""Raw updates, before anybody decodes them: whose order they belong to, and what of them is kept.

An update of a shape that nobody knows is stored like others, so nothing here relies on a shape.
"""

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]

PLACE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")
"""What is asked of the message under a pressed button."""


def chat_of(update: Raw) -> int:
    """Whose order the update belongs to: the chat's, else the person's; 0 when it tells neither."""
    for event in update.values():
        if isinstance(event, Mapping):
            place = event.get("message") if "chat" not in event else event
            chat = place.get("chat") if isinstance(place, Mapping) else None
            if number := _id(chat) or _id(event.get("from")) or _id(event.get("user")):
                return number
    return 0


def _id(whose: object) -> int:
    """0 for anything strange: an update of a shape nobody knows must be stored like others."""
    number = whose.get("id") if isinstance(whose, Mapping) else None
    return number if type(number) is int and abs(number) < 2**63 else 0


def kept(update: Raw) -> Raw:
    """The update without the words and buttons of the message under a pressed button: they are our own.

    Telegram brings the whole screen back with each press; it would be sealed, opened and decoded, and never read.
    """
    press = update.get("callback_query")
    under = press.get("message") if isinstance(press, Mapping) else None
    if not isinstance(press, Mapping) or not isinstance(under, Mapping):
        return update
    place = {name: under[name] for name in PLACE if name in under}
    return {**update, "callback_query": {**press, "message": place}}
