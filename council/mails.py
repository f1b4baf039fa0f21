"""What goes by e-mail: rows that are written with the change that causes them, and rendered when they are sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from council.appeals import AppealId, MessageId


class MailState(StrEnum):
    """`refused` will never be taken; `dropped` was not needed any more when its turn came."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Mail:
    """One mail of a case: its answer or a decision (`message`), or the receipt of its submission (None).

    Neither address nor text is in it: both are taken from the case when it is sent. `attempts` have failed so far.
    """

    id: int
    key: str
    appeal: AppealId
    message: MessageId | None
    state: MailState
    added_at: datetime
    attempts: int = 0


def letter_key(message: MessageId) -> str:
    """Of an answer or of a decision."""
    return f"letter:{message}"


def receipt_key(appeal: AppealId) -> str:
    return f"receipt:{appeal}"
