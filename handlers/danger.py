"""Danger is answered first: whom to call, and that the bot calls nobody."""

from collections.abc import Sequence

from aiogram.types import Message

from council.community import Community, DangerNumber
from handlers.screens import Screen
from handlers.texts import _, current, escaped
from handlers.turn import Turn


async def warn(message: Message, turn: Turn) -> None:
    """Shows whom to call where the words of the message may speak of danger; the conversation goes on after it."""
    community = turn.house.community
    meant = community.danger_in(message.text or message.caption or "")
    if meant:
        numbers = dict.fromkeys(number for danger in meant for number in community.numbers_for(danger))
        await turn.say(message, screen(list(numbers)))


def screen(numbers: Sequence[DangerNumber]) -> Screen:
    head = _("<b>If there is danger now, call at once:</b>")
    tail = _("The bot does not call for help. What you write here is read by the council later.")
    return Screen("\n".join([head, *_lines(numbers), "", tail]))


def _lines(numbers: Sequence[DangerNumber]) -> list[str]:
    locale = current().current_locale
    return [f"<b>{number.number}</b> — {escaped(number.text.in_(locale))}" for number in numbers]


def numbers_of(community: Community) -> str:
    """Every number to call, for the help screen."""
    return "\n".join(_lines(community.danger.numbers))
