"""The slip for somebody whose appeal an officer wrote down (PDF/UA-1): the number, what is next, a code; big letters.

It names nobody: who finds it on a bench learns a number. The code opens the case, and the slip says so.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.documents.codes import square
from bot.documents.letters import STATE_LANGUAGE, clean, compiled
from council.appeals import KIND_NAMES, RECEIPT_NAMES, Appeal, Kind
from council.community import Community
from council.letters import channel_of
from council.links import LinkKind, url
from council.people import ReplyChannel
from council.phrases import _ as msgid
from council.privacy import read_out
from council.submitting import due_of
from handlers.house import House
from handlers.texts import _, day, say
from storage.desk import Desk

TEMPLATE = Path(__file__).parent / "slip.typ"

ANSWERS: Mapping[ReplyChannel | None, str] = {
    ReplyChannel.EMAIL: msgid("The answer will come to the e-mail you named."),
    ReplyChannel.PHONE: msgid("The council will call you on the phone you named, and give you the letter."),
    ReplyChannel.POST: msgid("The answer will come as a letter by post."),
    None: msgid("You named no way to answer you. Ask the council, or look with the code below."),
}


async def printed(desk: Desk, house: House, appeal: Appeal, code: str) -> bytes:
    """The slip with this secret code."""
    promised = await desk.tokens.find(code, LinkKind.BINDING)
    until = house.community.local(promised.expires).date() if promised else None
    with house.texts.speaking(STATE_LANGUAGE):
        told = _told(house, appeal) | {"code": _code(house, code, day(until) if until else "")}
    return await asyncio.to_thread(compiled, TEMPLATE, json.dumps(told, ensure_ascii=False))


def file_name(appeal: Appeal) -> str:
    """The number and nothing of the person."""
    return f"пам-ятка-{appeal.number}.pdf"


def _told(house: House, appeal: Appeal) -> dict[str, object]:
    community, due = house.community, due_of(appeal, house.community)
    entered = appeal.submission.entered
    received = day(entered.day if entered else community.local(appeal.received_at).date())
    how = _(RECEIPT_NAMES[entered.receipt]) if entered else ""
    return {
        "title": _("Slip to your appeal"),
        "council": clean(str(community.council.name)),
        "lead": _("Your appeal is with the council. Its number:"),
        "number": appeal.number,
        "facts": [
            _("Kind: {kind}").format(kind=_(KIND_NAMES[appeal.kind])),
            _("Received: {day} ({how})").format(day=received, how=how),
        ],
        "due": _("Answer by {day}").format(day=day(due.day)),
        "because": _("Why this day: {because}.").format(because=clean(say(due.because, html=False))),
        "next_title": _("What is next"),
        "next": _next(appeal),
        "reach_title": _("To ask or to add something"),
        "reach": _reach(community),
        "notice": clean(say(read_out(community), html=False)),
    }


def _next(appeal: Appeal) -> Sequence[str]:
    works = (
        _("The council looks into the problem.")
        if appeal.kind is Kind.PROBLEM_REPORT
        else _("The council registers your appeal and considers it.")
    )
    longer = _("If it needs more time or cannot help, it writes why, and what you can do then.")
    return [works, _(ANSWERS[channel_of(appeal)]), longer]


def _reach(community: Community) -> Sequence[str]:
    """What is known of the council; whoever calls says the number."""
    phone = community.contacts.phone
    lines = [
        _("Phone of the council: {phone}").format(phone=phone) if phone else "",
        _("Address: {address}").format(address=community.address) if community.address else "",
    ]
    known = [clean(line) for line in lines if line]
    say_it = (
        _("Say the number of your appeal.") if known else _("Come to the council and say the number of your appeal.")
    )
    return [*known, say_it]


def _code(house: House, code: str, until: str) -> Mapping[str, object]:
    address = url(house.bot_username, LinkKind.BINDING, code)
    return {
        "svg": square(address),
        "address": address,
        "alt": _("The code that opens this appeal in your Telegram"),
        "title": _("To see the answer in your own Telegram"),
        "steps": [
            _("Point the camera of your phone at this square."),
            _("In Telegram press «Start»."),
            _("Press «Yes, it is my appeal»."),
        ],
        "notes": [
            _("The code works once, until {day}. Show it to nobody: whoever has it can open your appeal.").format(
                day=until
            ),
            _("If you have no Telegram, do nothing: the answer comes all the same."),
        ],
    }
