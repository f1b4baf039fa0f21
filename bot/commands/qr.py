"""`qr`: the sheet of codes of the community's categories, and of payloads that are named, as a PDF."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.commands import DONE, WRONG_USE
from bot.console import complain, spoken
from bot.documents import codes
from bot.session import make_bot
from bot.settings import Settings
from council import community
from council.links import Code, LinkKind, parsed, payload
from council.phrases import Phrase, _
from handlers.house import House
from handlers.texts import Catalogues


async def qr(settings: Settings, to: Path, named: Sequence[Sequence[str]]) -> int:
    """Writes the file `to`; `named` are pairs of a payload (docs/deep-links.md) and its caption."""
    wrong = next((text for text, _caption in named if parsed(text) is None), None)
    if wrong is not None:
        told = _("“{payload}” is no payload of a link. They are listed in docs/deep-links.md, for example cat_roads.")
        complain(spoken(Phrase(told, {"payload": wrong})))
        return WRONG_USE
    bot = make_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    async with bot.session:
        here, zone = community.load(settings.content_dir, settings.timezone), settings.timezone
        house = House(here, Catalogues(zone=zone), frozenset(), None, (await bot.me()).username or "", zone)
    listed = [Code(payload(LinkKind.CATEGORY, one.code), one.title.uk) for one in house.community.categories]
    made = [Code(text, caption) for text, caption in named] or listed
    content = await codes.sheet(house, made, "uk")
    await asyncio.to_thread(to.write_bytes, content)
    print(spoken(Phrase(_("Written: {file}"), {"file": str(to)})))
    return DONE
