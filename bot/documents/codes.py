"""A sheet of QR codes to print and cut (PDF/UA-1): four a page, each with its words in big letters."""

import asyncio
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import segno

from bot.documents.letters import clean, compiled
from council.links import Code, address
from handlers.house import House
from handlers.texts import _

TEMPLATE = Path(__file__).parent / "codes.typ"
A_PAGE = 4


def square(text: str) -> str:
    """A QR code as SVG. Quality M mends 15 % of damage: rain and scratches on a pole."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()


def picture(link: str) -> bytes:
    """One QR code as PNG, large enough for a phone held to another phone's screen."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    return out.getvalue()


async def sheet(house: House, codes: Sequence[Code], locale: str) -> bytes:
    with house.texts.speaking(locale):
        data = {
            "title": _("Codes of the council's bot"),
            "council": str(house.community.council.name),
            "lang": locale,
            "pages": [
                [_drawn(house, code) for code in codes[place : place + A_PAGE]]
                for place in range(0, len(codes), A_PAGE)
            ],
        }
    return await asyncio.to_thread(compiled, TEMPLATE, json.dumps(data, ensure_ascii=False))


def _drawn(house: House, code: Code) -> Mapping[str, str]:
    link = address(house.bot_username, code.payload)
    return {
        "council": str(house.community.council.name),
        "caption": clean(code.caption),
        "address": link,
        "svg": square(link),
        "alt": _("QR code: {caption}").format(caption=clean(code.caption)),
    }
