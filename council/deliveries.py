"""What must reach a chat: rows that are written with the change that causes them, and sent afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NewType

ChatId = NewType("ChatId", int)
DeliveryId = NewType("DeliveryId", int)

STAFF_GROUP = ChatId(0)
"""Stands for the staff group, whatever its Telegram id is on the day of sending (groups migrate)."""


class Lane(IntEnum):
    """Who goes first when Telegram's pace is short. Within a chat and lane the order of adding is kept.

    A row of the lane CARD is the header card of its topic: edited in place where it stands, sent and remembered else.
    Of ALERT and CAMPAIGN many go at once; these rows are erased when they were sent.
    """

    ALERT = -10
    INTERACTIVE = 0
    CARD = 5
    NOTICE = 10
    CAMPAIGN = 90


@dataclass(frozen=True)
class Call:
    """A Bot API call, ready to be sent: method name, parameters without chat_id and message_thread_id.

    A parameter `{"attachment": id}` stands for the content of a stored attachment, `{"picture": data}` for a picture
    (council/pictures.py) that is drawn when it is sent.
    """

    method: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Notice:
    """A message by name, rendered when it is sent: in the reader's language of that moment, with the "
    "truth of that moment."""

    name: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivery:
    """One message (or edit) to one chat.

    `key` is unique: adding the same key again changes nothing. `topic` names a topic of the staff group
    (`appeal:12`, `queue`); the sender creates it when it does not exist yet. `about` ties the message to a record,
    so that a reply to it finds its case. `due` is aware, UTC.
    """

    key: str
    chat: ChatId
    content: Call | Notice
    due: datetime
    lane: Lane = Lane.NOTICE
    topic: str | None = None
    about: str | None = None


WALK = "walk"
"""What a message of a survey is about: such a row is erased as soon as it was sent, and tells nobody who answered."""

MANY = frozenset({Lane.ALERT, Lane.CAMPAIGN})
"""Lanes of messages to many people."""
