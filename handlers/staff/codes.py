"""`/qr`: codes to print, and how many people came by each in the last thirty days."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from council.deliveries import STAFF_GROUP, Call
from council.links import Arrivals, address
from council.rights import must_work_here
from handlers import links
from handlers.screens import Screen
from handlers.texts import _, escaped
from handlers.turn import Turn

MONTH = timedelta(days=30)
SHOWN = 20


async def command(message: Message, turn: Turn) -> None:
    """The sheet as a PDF, the arrivals, and how to put a button on the council's site."""
    must_work_here(turn.officer, turn.house.admins)
    today = turn.house.community.local(turn.now).date()
    counted = await turn.desk.arrivals.between(today - MONTH, today)
    captions = {code.payload: code.caption for code in await links.printed(turn.desk, turn.house)}
    await turn.say(message, Screen(_told(turn, counted, captions)))
    topic = f"thread:{message.message_thread_id}" if message.is_topic_message else None
    await turn.tell(STAFF_GROUP, Call("sendDocument", {"document": {"codes": "all"}}), topic=topic)


def _told(turn: Turn, counted: Sequence[Arrivals], captions: dict[str, str]) -> str:
    people: Counter[str] = Counter()
    for one in counted:
        people[one.code] += one.people
    lines = [f"{escaped(captions.get(code, code))}: {count}" for code, count in people.most_common(SHOWN)]
    first = next(iter(captions), "")
    link = address(turn.house.bot_username, first)
    parts = [
        _("<b>Codes</b>\nThe sheet to print comes below. Cut it and hang each code where it is needed."),
        _("Came by codes in the last 30 days:") + "\n" + ("\n".join(lines) or _("nobody yet")),
        _("A button for the council's site:") + f"\n<code>{escaped(_button(link, captions.get(first, first)))}</code>",
    ]
    return "\n\n".join(parts)


def _button(link: str, caption: str) -> str:
    """One line of HTML for the site: no script, nothing loaded from elsewhere."""
    style = "display:inline-block;padding:12px 20px;background:#1d4ed8;color:#fff;font:18px sans-serif"
    return f'<a href="{link}" style="{style}">{escaped(caption)}</a>'


def router() -> Router:
    router = Router(name="staff codes")
    router.message.register(command, Command("qr"))
    return router
