"""Deep links: `/start PAYLOAD` leads straight to what a QR code or a button on the site promised.

A capability opens its own kind: it puts a function into OPENERS in its `router()`. A link that leads nowhere (a code on
an old poster, a mistyped address) is answered with a kind word and the first screen.
"""

from collections.abc import Awaitable, Callable, Sequence

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from council.links import UNCOUNTED, Code, Link, LinkKind, parsed, payload
from council.phrases import NotFound
from handlers.house import House
from handlers.texts import _
from handlers.turn import Turn
from storage.desk import Desk

Opener = Callable[[Message, Turn, FSMContext, str], Awaitable[None]]
"""Shows what the link promised; is given the value after the prefix, as the person sent it (check it: anyone may
write one). Raises NotFound where there is nothing behind it any more."""

OPENERS: dict[LinkKind, Opener] = {}
"""Every kind of link that can be opened; filled by the capabilities' files."""

Printed = Callable[[Desk, House], Awaitable[Sequence[Code]]]

PRINTED: dict[LinkKind, Printed] = {}
"""The codes of a kind that are worth printing today; filled by the capabilities' files."""


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
    await _count(turn, link)
    return True


async def _count(turn: Turn, link: Link) -> None:
    """One more came by this code today; of a secret or personal link only the kind is counted."""
    code = link.kind.value if link.kind in UNCOUNTED else payload(link.kind, link.value)
    await turn.desk.arrivals.count(code, turn.house.community.local(turn.now).date())


def leads_nowhere() -> str:
    return _("This link does not lead anywhere any more. Here is what you can do now.")


async def printed(desk: Desk, house: House) -> Sequence[Code]:
    """Every code worth printing today, kind by kind, in the council's language."""
    with house.texts.speaking(house.community.staff_language):
        return [code for kind in LinkKind if kind in PRINTED for code in await PRINTED[kind](desk, house)]
