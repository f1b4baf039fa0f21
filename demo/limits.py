"""Telegram's pace: a message a second to a person, twenty operations a minute to a group, thirty a second in all.

The real numbers are not published exactly (facts of the FAQ and of the server's author); edits and new topics count
as messages do. Time is the given clock's.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.chats import Chat
from demo.clock import Clock
from demo.errors import too_many

Params = dict[str, Any]

PREFIXES = ("send", "copy", "forward", "edit")
FREE = frozenset({"sendChatAction", "sendMessageDraft"})


def cost(method: str, params: Params) -> int:
    """How many operations a call is; 0 when the pace does not mind it."""
    if method == "createForumTopic":
        return 1
    if method in FREE or not method.startswith(PREFIXES):
        return 0
    many = params.get("message_ids") or (params.get("media") if method == "sendMediaGroup" else None)
    return len(many) if many else 1


@dataclass
class Window:
    """The times of the last operations within a length of time."""

    length: timedelta
    room: int
    times: deque[datetime] = field(default_factory=deque)

    def wait(self, now: datetime) -> float:
        """Seconds until there is room."""
        while self.times and now - self.times[0] >= self.length:
            self.times.popleft()
        if len(self.times) < self.room:
            return 0
        return (self.times[len(self.times) - self.room] + self.length - now).total_seconds()

    def take(self, now: datetime, cost: int) -> None:
        self.times.extend([now] * cost)


@dataclass
class Bucket:
    """One a second, with a short burst."""

    burst: int
    left: float
    at: datetime

    def wait(self, now: datetime) -> float:
        self.left = min(self.burst, self.left + (now - self.at).total_seconds())
        self.at = now
        return max(0.0, 1 - self.left)

    def take(self, now: datetime, cost: int) -> None:
        self.left -= cost


class Limits:
    def __init__(self, clock: Clock, on: bool = True) -> None:
        self._clock = clock
        self.on = on
        self.burst = 5
        self.group_per_minute = 20
        self.per_second = 30
        self.refusals = 0
        self._all = Window(timedelta(seconds=1), self.per_second)
        self._chats: dict[int, Window | Bucket] = {}

    def _of(self, chat: Chat) -> Window | Bucket:
        if chat.id not in self._chats:
            now = self._clock.now()
            bucket = Bucket(self.burst, self.burst, now)
            group = Window(timedelta(minutes=1), self.group_per_minute)
            self._chats[chat.id] = bucket if chat.private else group
        return self._chats[chat.id]

    def check(self, chat: Chat) -> None:
        """Raises 429 when there is no room."""
        if not self.on:
            return
        now = self._clock.now()
        self._all.room = self.per_second
        wait = max(self._of(chat).wait(now), self._all.wait(now))
        if wait > 0:
            self.refusals += 1
            raise too_many(math.ceil(wait))

    def take(self, chat: Chat, cost: int) -> None:
        if self.on:
            now = self._clock.now()
            self._of(chat).take(now, cost)
            self._all.take(now, cost)
