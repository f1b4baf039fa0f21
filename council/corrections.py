"""Which of a person's own messages went into which case, so that a message changed later reaches the case too."""

from collections.abc import Iterable
from datetime import datetime

from council.appeals import Appeal, Event
from council.people import ResidentId
from council.ports import Desk

RECENT = 10
"""Cases that are looked through: Telegram lets a message be changed for two days."""
KEPT = 40
"""Messages of one form that are remembered, the latest."""


async def remember(desk: Desk, appeal: Appeal, key: str, messages: Iterable[int], now: datetime) -> None:
    """Notes the messages by which the form was filled; `key` is the form's."""
    said = list(messages)
    if said:
        await desk.appeals.record(Event(appeal.id, f"said:{key}", now, "applicant", "said", details={"messages": said}))


async def case_of(desk: Desk, resident: ResidentId, message: int) -> Appeal | None:
    """The person's recent case into which this message of theirs went."""
    for appeal in await desk.appeals.of_resident(resident, RECENT):
        for event in await desk.appeals.history(appeal.id):
            if event.action == "said" and message in _messages(event):
                return appeal
    return None


def _messages(event: Event) -> list[int]:
    said = (event.details or {}).get("messages")
    return said if isinstance(said, list) else []
