"""Presses of inline buttons that wait for the bot's answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.chats import User
from demo.clock import Clock
from demo.errors import refused
from demo.messages import Message

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Press:
    """`answer` is what the person was shown (`text`, `show_alert`), None while the spinner turns."""

    id: str
    by: User
    message: Message
    data: str
    at: datetime
    update_id: int | None = None
    answer: dict[str, Any] | None = None
    late: bool = False


class Presses:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.all: dict[str, Press] = {}
        self.answer_within = timedelta(seconds=20)

    def add(self, by: User, message: Message, data: str) -> Press:
        press = Press(str(4_000_000_000_000_000_000 + len(self.all)), by, message, data, self._clock.now())
        self.all[press.id] = press
        return press

    def answered(self, query_id: str, answer: dict[str, Any]) -> None:
        press = self.all.get(query_id)
        if press is None or press.answer is not None:
            raise refused(TOO_OLD)
        if self._clock.now() - press.at > self.answer_within:
            press.late = True
            raise refused(TOO_OLD)
        press.answer = answer
