"""What each refusal of Telegram means for the message that was refused: one table (Bot API 10.x, texts and classes)."""

from dataclasses import dataclass
from enum import Enum, auto

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.session import UnreadableSuccessError


class Means(Enum):
    SENT = auto()
    """It is there already, or nothing is left to do."""
    WAIT = auto()
    """Telegram asks to wait with this chat."""
    LATER = auto()
    """Telegram or the way to it is ill: again, each time a little later."""
    GONE = auto()
    """This chat will not take messages: blocked, deactivated, unknown."""
    MIGRATED = auto()
    """The group became a supergroup with another id."""
    NO_THREAD = auto()
    """The topic is deleted or archived."""
    CLOSED_THREAD = auto()
    NO_FORUM = auto()
    """The group has no topics."""
    NOT_EDITABLE = auto()
    """The message to edit is deleted, too old or of another kind: send anew."""
    NOTHING_TO_REPLY_TO = auto()
    BAD_MARKUP = auto()
    """Telegram cannot read our HTML: send the words without it, and log."""
    NO_RIGHTS = auto()
    """The bot may not do this in the group: an administrator must help."""
    BUG = auto()
    """Our mistake: it will be refused each time."""


@dataclass(frozen=True)
class Verdict:
    means: Means
    seconds: float = 0
    chat: int | None = None


BY_TEXT: tuple[tuple[str, Means], ...] = (
    ("message is not modified", Means.SENT),
    ("topic_not_modified", Means.SENT),
    ("message to delete not found", Means.SENT),
    ("message can't be deleted", Means.SENT),
    ("message to react not found", Means.SENT),
    ("query is too old", Means.SENT),
    ("message thread not found", Means.NO_THREAD),
    ("topic_deleted", Means.NO_THREAD),
    ("topic_id_invalid", Means.NO_THREAD),
    ("topic_closed", Means.CLOSED_THREAD),
    ("chat is not a forum", Means.NO_FORUM),
    ("message to be replied not found", Means.NOTHING_TO_REPLY_TO),
    ("quote", Means.NOTHING_TO_REPLY_TO),
    ("message to edit not found", Means.NOT_EDITABLE),
    ("message can't be edited", Means.NOT_EDITABLE),
    ("message_id_invalid", Means.NOT_EDITABLE),
    ("there is no text in the message to edit", Means.NOT_EDITABLE),
    ("there is no caption in the message to edit", Means.NOT_EDITABLE),
    ("can't parse entities", Means.BAD_MARKUP),
    ("not enough rights", Means.NO_RIGHTS),
    ("have no rights", Means.NO_RIGHTS),
    ("no write access", Means.NO_RIGHTS),
    ("need administrator rights", Means.NO_RIGHTS),
    ("chat_admin_required", Means.NO_RIGHTS),
    ("chat_write_forbidden", Means.NO_RIGHTS),
    ("chat_restricted", Means.NO_RIGHTS),
    ("chat_send_", Means.NO_RIGHTS),
    ("chat not found", Means.GONE),
    ("peer_id_invalid", Means.GONE),
    ("user not found", Means.GONE),
    ("user_is_blocked", Means.GONE),
    ("input_user_deactivated", Means.GONE),
    ("upgraded to a supergroup", Means.LATER),
    ("too many requests", Means.WAIT),
)
"""Pieces of Telegram's descriptions in lower case, first match wins."""

UNTOLD_WAIT = 30.0
"""Seconds to wait where Telegram asks to wait and does not say how long."""


def verdict(error: TelegramAPIError) -> Verdict:
    """What to do with the message that Telegram refused with this error."""
    match error:
        case TelegramRetryAfter():
            return Verdict(Means.WAIT, error.retry_after)
        case TelegramMigrateToChat():
            return Verdict(Means.MIGRATED, chat=error.migrate_to_chat_id)
        case UnreadableSuccessError():
            return Verdict(Means.SENT)
        case TelegramForbiddenError():
            return Verdict(Means.GONE)
        case TelegramEntityTooLarge():  # a kind of network error in aiogram: it would be repeated for ever
            return Verdict(Means.BUG)
        case TelegramNetworkError() | TelegramServerError() | TelegramUnauthorizedError():
            return Verdict(Means.LATER)
        case _:
            return _by_text(error)


def _by_text(error: TelegramAPIError) -> Verdict:
    text = error.message.lower()
    means = next((means for piece, means in BY_TEXT if piece in text), None)
    if means is None:
        means = Means.BUG if isinstance(error, TelegramBadRequest) else Means.LATER
    return Verdict(means, UNTOLD_WAIT if means is Means.WAIT else 0)
