"""The button that offers the council's news: under a screen on which a person has just got something done."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from council import consents
from council.consents import Purpose
from handlers.screens import Button
from handlers.texts import _
from handlers.turn import Turn


class Ask(CallbackData, prefix="na"):
    """The question of a purpose."""

    purpose: str


async def offer(turn: Turn) -> Sequence[Button]:
    """For who was never asked: an answer, also a «no», ends it."""
    if Purpose.NEWS not in await consents.unasked(turn.desk, turn.person.id):
        return ()
    return (Button(_("Get the council's news"), Ask(purpose=Purpose.NEWS.value).pack()),)
