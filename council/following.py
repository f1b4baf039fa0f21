"""Who follows what of the programme, and when they hear of it: at most twice a day, without a sound."""

from dataclasses import dataclass

from council.people import ResidentId, TelegramId

ALL = "all"
"""The target of who follows everything."""


@dataclass(frozen=True)
class Follower:
    """A resident who follows one of the targets asked for, and where to write to them."""

    resident: ResidentId
    telegram_id: TelegramId
