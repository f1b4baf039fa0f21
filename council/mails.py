"""What goes by e-mail: rows that are written with the change that causes them, and rendered when they are sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from council.appeals import AppealId, MessageId
from council.petitions import PetitionId

MailToken = NewType("MailToken", str)
"""The secret word of a case in the council's mail: see council/mail_tokens.py."""


class MailState(StrEnum):
    """`refused` will never be taken; `dropped` was not needed any more when its turn came."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Mail:
    """One mail of a case: its answer or a decision (`message`), or the receipt of its submission (None).

    Or one of a petition, to its author: then `petition` and `news` (council.petition_news.News) say what it tells.
    Neither address nor text is in it: both are taken from the case or the petition when it is sent. `attempts` have
    failed so far.
    """

    id: int
    key: str
    appeal: AppealId | None
    message: MessageId | None
    state: MailState
    added_at: datetime
    attempts: int = 0
    petition: PetitionId | None = None
    news: str = ""

    @property
    def case(self) -> AppealId:
        """The case that the mail is about; LookupError for a mail about a petition."""
        if self.appeal is None:
            raise LookupError(self.key)
        return self.appeal


def letter_key(message: MessageId) -> str:
    """Of an answer or of a decision."""
    return f"letter:{message}"


def receipt_key(appeal: AppealId) -> str:
    return f"receipt:{appeal}"
