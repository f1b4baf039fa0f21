"""A file of the registry, sent to the bot as a document: numbers in CSV, or an acknowledgement in XML."""

from collections.abc import Sequence
from functools import partial

from aiogram import F, Router
from aiogram.types import Message

from council import registry_files, registry_import
from council.phrases import DomainError
from council.phrases import _ as msgid
from council.registry_import import Outcome, Result
from handlers.decision_texts import letter_text
from handlers.house import House
from handlers.screens import Screen
from handlers.texts import _, escaped, say
from handlers.turn import Turn

SHOWN = 20
"""Lines of a report that a message names; the rest is counted."""


async def came(message: Message, turn: Turn) -> None:
    """Only for the registrar and the head; says what became of every line that was not simply done."""
    registry_import.must_import(turn.officer)
    content = turn.incoming.content if turn.incoming is not None else b""
    if not content:
        raise DomainError(msgid("The file could not be taken over from Telegram. Please send it again."))
    lines = registry_files.read(content)
    community, write = turn.house.community, partial(letter_text, turn.house)
    done = await registry_import.take(turn.desk, community, lines, write, turn.officer, turn.house.carried, turn.now)
    await turn.say(message, Screen(escaped(report(turn.house, done))), reply=True)


def report(house: House, done: Sequence[Outcome]) -> str:
    """How many of each, and each line that needs a person; plain text, also for a file beside the file."""
    counts = [
        text.format(count=sum(one.result is result for one in done))
        for result, text in _counted()
        if any(one.result is result for one in done)
    ]
    named = [_named(one) for one in done if one.result in {Result.FAILED, Result.CONFLICT}]
    rest = [_("… and {count} more").format(count=len(named) - SHOWN)] if len(named) > SHOWN else []
    return "\n".join([*counts, *named[:SHOWN], *rest])


def _counted() -> Sequence[tuple[Result, str]]:
    return (
        (Result.REGISTERED, _("Numbers entered: {count}.")),
        (Result.KNOWN, _("Known already: {count}.")),
        (Result.REFUSED, _("Refused by the registry: {count}. See their topics.")),
        (Result.DELIVERED, _("Delivered, not registered yet: {count}.")),
        (Result.CONFLICT, _("Two different numbers: {count}. The first ones stand.")),
        (Result.FAILED, _("Not done: {count}.")),
    )


def _named(one: Outcome) -> str:
    why = say(one.why, html=False) if one.why else _("another number stands")
    return _("Line {line} {case}: {why}").format(line=one.line, case=one.case, why=why)


def router() -> Router:
    router = Router(name="files of the registry")
    router.message.register(came, F.document.file_name.regexp(r"(?i).+\.(?:csv|xml)"))
    return router
