"""A local Telegram: a strict Bot API server and the people behind it, for trying and testing without a token."""

from demo.clock import LocalClock
from demo.faults import Trouble
from demo.groups import Group
from demo.messages import Message
from demo.people import Person
from demo.stage import Stage, stage
from demo.telegram import LocalTelegram
from demo.terminal import run_terminal

__all__ = [
    "Group",
    "LocalClock",
    "LocalTelegram",
    "Message",
    "Person",
    "Stage",
    "Trouble",
    "run_terminal",
    "stage",
]
