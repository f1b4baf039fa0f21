"""Telegram's pace: how soon something may be sent to a chat, so that Telegram never has to refuse it."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from council.deliveries import MANY, Lane

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
OVERALL = 30
"""Messages a second."""
GROUP = 20
"""Operations a minute."""
SOON = timedelta(milliseconds=5)
"""When to ask again where it depends on an answer of Telegram; its coming wakes the sender, too."""


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


class Overall(Window):
    """The same, but a place is free again a second after Telegram has *answered*, not after we asked.

    Telegram counts what reaches it. What was asked before and is on its way, however long, reached it at its answer at
    the latest; so no second of Telegram's ever holds more than `size`, however slow the way or this machine.
    """

    def __init__(self, size: int, length: timedelta) -> None:
        super().__init__(size, length)
        self._flying = 0

    def free_at(self, now: datetime, kept: int = 0) -> datetime:
        room = self._size - kept - self._flying
        if room <= 0:
            return now + SOON
        landed = [at for at in self._times if at + self._length > now]
        return now if len(landed) < room else landed[-room] + self._length

    def fly(self) -> None:
        self._flying += 1

    def land(self, now: datetime) -> None:
        self._flying -= 1
        self._times.append(now)


class Spread:
    """Even steps for messages to many people: else thirty would leave in a heap, and a reply would wait for a second.

    What was late (a timer, a busy moment) is made up for, three steps at most.
    """

    STEP = SECOND / OVERALL
    LATE = 3 * STEP

    def __init__(self) -> None:
        self._next: datetime | None = None

    def free_at(self, now: datetime) -> datetime:
        if self._next is None:  # what another process sent a moment ago still counts
            self._next = now + SECOND
        return max(now, self._next)

    def is_late(self, now: datetime) -> bool:
        """Whether more lateness would be lost."""
        return self._next is not None and self._next + self.LATE - self.STEP <= now

    def take(self, now: datetime) -> None:
        self._next = max(self._next or now, now - self.LATE) + self.STEP


class Pace:
    """Thirty a second in all; a private chat four at once and then one a second; a group twenty a minute.

    In a group sends, edits and the making of topics share one budget, and its last few places are kept for the
    answers to a press: someone waits for them, nobody waits for a card. Cards that come one by one, and not in a heap,
    may have these places too, all but one: a storm is then over as soon as Telegram allows.

    Messages to many people leave in even steps. A place is kept from them for everybody whose message or press has
    come and is being worked on (`expected`): when the reply is ready, it leaves at once.
    """

    KEPT = {Lane.ALERT: 0, Lane.INTERACTIVE: 0, Lane.NOTICE: 3, Lane.CARD: 6, Lane.CAMPAIGN: 10}
    KEPT_FROM_SPREAD = {**KEPT, Lane.CARD: 1}
    SPREAD = timedelta(seconds=2.5)
    MOST_EXPECTED = 10

    def __init__(self, overall: int = OVERALL, group: int = GROUP) -> None:
        self._overall = Overall(overall, SECOND)
        self._many = Spread()
        self._waiting: dict[int, datetime] = {}
        self.expected: Callable[[], int] = lambda: 0
        self._groups: dict[int, Window] = defaultdict(lambda: Window(group, MINUTE))
        self._private: dict[int, Private] = {}
        self._held: dict[int, datetime] = {}

    def free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        """When something may be sent there: `now`, or the moment to ask again."""
        chats = self._group_free_at(chat, lane, now) if chat <= 0 else self._chat(chat).free_at(now)
        overall = self._many.free_at(now) if lane in MANY else self._overall.free_at(now)
        return max(overall, chats, self._held.get(chat, now))

    def steps_at(self, now: datetime) -> datetime:
        """When the next message to many people may set out, whoever it is for.

        While somebody's update is being worked on, it gives way, until it is as late as can be made up for.
        """
        free = self._many.free_at(now)
        return now + Spread.STEP if self.expected() and free == now and not self._many.is_late(now) else free

    def boards_at(self, now: datetime) -> datetime:
        """When a message to many people may be handed to Telegram: `now`, or the moment to ask again.

        It is asked at the last moment, when all is ready, so that a place is held as shortly as can be.
        """
        waiting = sum(now - since < SECOND for since in self._waiting.values())
        return self._overall.free_at(now, min(self.expected() + waiting, self.MOST_EXPECTED))

    def board(self) -> None:
        self._overall.fly()

    def _group_free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        window = self._groups[chat]
        one_by_one = max(window.free_at(now, self.KEPT_FROM_SPREAD[lane]), window.spread(now, self.SPREAD))
        return min(window.free_at(now, self.KEPT[lane]), one_by_one)

    def kept(self, chat: int, lane: Lane, now: datetime) -> int:
        """How many of the group's places stay free for who hurries, if this leaves now."""
        in_a_heap = self._groups[chat].free_at(now, self.KEPT[lane]) <= now
        return (self.KEPT if in_a_heap else self.KEPT_FROM_SPREAD)[lane]

    async def claim(self, chat: int, lane: Lane, now: datetime) -> datetime:
        """Takes a place where one is free; returns `now` then, else the moment to ask again.

        Whoever took it says `landed` when Telegram has answered; a message to many people boards first.
        """
        free = self.free_at(chat, lane, now)
        if free <= now:
            self.fly(chat, lane, now)
        elif lane not in MANY and self._overall.free_at(now) > now:
            self._waiting[chat] = now  # the next place is theirs, and not that of whoever asks first
        return free

    def fly(self, chat: int, lane: Lane, now: datetime) -> None:
        if lane in MANY:
            self._many.take(now)
        else:
            self._overall.fly()
            self._waiting.pop(chat, None)
        self._take(chat, now)

    def landed(self, now: datetime) -> None:
        """Telegram has answered, or will not."""
        self._overall.land(now)

    def take(self, chat: int, now: datetime) -> None:
        """Something is being sent there without asking."""
        self._overall.take(now)
        self._take(chat, now)

    def _take(self, chat: int, now: datetime) -> None:
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
        self._waiting = {chat: since for chat, since in self._waiting.items() if now - since < SECOND}
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
