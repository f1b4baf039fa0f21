"""What sending needs in hand; shared by the loop (delivery), the carrying (sending) and the refusals."""

from dataclasses import dataclass, field
from datetime import timedelta

from aiogram import Bot

from bot.group import Forums
from bot.metrics import Metrics
from bot.pace import Pace
from council.clock import Clock
from handlers.house import House
from storage.files import Files
from storage.house import Storage


@dataclass
class Post:
    bot: Bot
    storage: Storage
    files: Files
    house: House
    clock: Clock
    pace: Pace = field(default_factory=Pace)
    metrics: Metrics = field(default_factory=Metrics)
    forums: Forums = field(init=False)

    def __post_init__(self) -> None:
        self.forums = Forums(self.bot, self.clock)


def pause_after(attempts: int) -> timedelta:
    """Longer after each attempt, five minutes at most."""
    return timedelta(seconds=min(2 ** max(attempts, 0), 300))
