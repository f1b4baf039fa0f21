"""Telegram's pace: how soon something may be sent to a chat, so that Telegram never has to refuse it."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from council.deliveries import Lane

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
OVERALL = 30
"""Messages a second."""
GROUP = 20
"""Operations a minute."""


class Window:
    """At most `size` operations in any stretch of `length`; the last `kept` of them are for those who hurry."""

    def __init__(self, size: int, length: timedelta) -> None:
        self._size, self._length = size, length
        self._times: deque[datetime] = deque(maxlen=size)

    def free_at(self, now: datetime, kept: int = 0) -> datetime:
        last = self._size - kept
        return now if len(self._times) < last else max(now, self._times[-last] + self._length)

    def take(self, now: datetime) -> None:
        self._times.append(now)

    def spread(self, now: datetime, gap: timedelta) -> datetime:
        """When a `gap` has passed since the last operation."""
        return max(now, self._times[-1] + gap) if self._times else now

    def is_idle(self, now: datetime) -> bool:
        return not self._times or self._times[-1] + self._length <= now


class Pace:
    """Thirty a second in all; a private chat four at once and then one a second; a group twenty a minute.

    In a group sends, edits and the making of topics share one budget, and its last few places are kept for the
    answers to a press: someone waits for them, nobody waits for a card. Cards that come one by one, and not in a heap,
    may have these places too, all but one: a storm is then over as soon as Telegram allows.
    """

    KEPT = {Lane.INTERACTIVE: 0, Lane.NOTICE: 3, Lane.CARD: 6, Lane.CAMPAIGN: 10}
    KEPT_FROM_SPREAD = {**KEPT, Lane.CARD: 1}
    SPREAD = timedelta(seconds=2.5)

    def __init__(self, overall: int = OVERALL, group: int = GROUP) -> None:
        self._overall = Window(overall, SECOND)
        self._groups: dict[int, Window] = defaultdict(lambda: Window(group, MINUTE))
        self._private: dict[int, Private] = {}
        self._held: dict[int, datetime] = {}

    def free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        """When something may be sent there: `now`, or the moment to ask again."""
        chats = self._group_free_at(chat, lane, now) if chat <= 0 else self._chat(chat).free_at(now)
        return max(self._overall.free_at(now), chats, self._held.get(chat, now))

    def _group_free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        window = self._groups[chat]
        one_by_one = max(window.free_at(now, self.KEPT_FROM_SPREAD[lane]), window.spread(now, self.SPREAD))
        return min(window.free_at(now, self.KEPT[lane]), one_by_one)

    def kept(self, chat: int, lane: Lane, now: datetime) -> int:
        """How many of the group's places stay free for who hurries, if this leaves now."""
        in_a_heap = self._groups[chat].free_at(now, self.KEPT[lane]) <= now
        return (self.KEPT if in_a_heap else self.KEPT_FROM_SPREAD)[lane]

    async def claim(self, chat: int, lane: Lane, now: datetime) -> datetime:
        """Takes a place where one is free; returns `now` then, else the moment to ask again."""
        free = self.free_at(chat, lane, now)
        if free <= now:
            self.take(chat, now)
        return free

    def take(self, chat: int, now: datetime) -> None:
        """Something is being sent there."""
        self._overall.take(now)
        (self._groups[chat] if chat <= 0 else self._chat(chat)).take(now)

    def hold(self, chat: int, until: datetime) -> None:
        """Telegram asked to wait with this chat: all its messages wait."""
        self._held[chat] = max(until, self._held.get(chat, until))

    async def close(self) -> None:
        """Nothing to end here."""

    def forget_idle(self, now: datetime) -> None:
        """Drops what tells nothing any more, so that a chat spoken to once a year costs no memory."""
        self._private = {chat: bucket for chat, bucket in self._private.items() if not bucket.is_full(now)}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        for chat in _idle(self._groups.items(), now):
            del self._groups[chat]

    def _chat(self, chat: int) -> "Private":
        return self._private.setdefault(chat, Private())


class Private:
    """Four messages at once, then one a second: an answer and its next question go out together."""

    BURST = 4

    def __init__(self) -> None:
        self._empty_until: datetime | None = None

    def free_at(self, now: datetime) -> datetime:
        full = self._empty_until
        return now if full is None else max(now, full - (self.BURST - 1) * SECOND)

    def take(self, now: datetime) -> None:
        self._empty_until = max(self._empty_until or now, now) + SECOND

    def is_full(self, now: datetime) -> bool:
        return self._empty_until is None or self._empty_until <= now


def _idle(groups: Iterable[tuple[int, Window]], now: datetime) -> list[int]:
    return [chat for chat, window in groups if window.is_idle(now)]
