"""Deep links: `/start PAYLOAD` leads straight to what a QR code or a button on the site promised.

A capability opens its own kind: it puts a function into OPENERS in its `router()`. A link that leads nowhere (a code on
an old poster, a mistyped address) is answered with a kind word and the first screen.
"""

from collections.abc import Awaitable, Callable

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from council.links import Link, LinkKind, parsed
from council.phrases import NotFound
from handlers.texts import _
from handlers.turn import Turn

Opener = Callable[[Message, Turn, FSMContext, str], Awaitable[None]]
"""Shows what the link promised; is given the value after the prefix, as the person sent it (check it: anyone may
write one). Raises NotFound where there is nothing behind it any more."""

OPENERS: dict[LinkKind, Opener] = {}
"""Every kind of link that can be opened; filled by the capabilities' files."""


async def opened(message: Message, turn: Turn, state: FSMContext, text: str) -> bool:
    """Opens the link of a payload; False where it leads nowhere, and nothing was shown."""
    link = parsed(text)
    return link is not None and await _opened(message, turn, state, link)


async def _opened(message: Message, turn: Turn, state: FSMContext, link: Link) -> bool:
    opener = OPENERS.get(link.kind)
    if opener is None:
        return False
    try:
        await opener(message, turn, state, link.value)
    except NotFound:
        return False
    return True


def leads_nowhere() -> str:
    return _("This link does not lead anywhere any more. Here is what you can do now.")
