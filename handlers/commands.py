"""The commands that exist, with their descriptions in both languages and where they are offered."""

from collections.abc import Sequence

from aiogram.types import BotCommand, BotCommandScope, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from council.petition_rules import Mode
from council.phrases import _ as msgid
from handlers.house import House
from handlers.petition_words import PAIRS
from handlers.texts import _

RESIDENTS = {
    "start": msgid("Begin"),
    "menu": msgid("Menu"),
    "appeal": msgid("Submit an appeal"),
    "my": msgid("My appeals"),
    "programme": msgid("What the council promised and did"),
    "surveys": msgid("Surveys of the council"),
    "language": msgid("Change the language"),
    "privacy": msgid("What happens to your data"),
    "mydata": msgid("What is kept about you"),
    "help": msgid("Help and contacts"),
    "cancel": msgid("Stop filling in"),
}
STAFF = {
    "queue": msgid("Cases that nobody has taken"),
    "mine": msgid("Cases in my hands"),
    "overdue": msgid("Cases whose day of answer has passed"),
    "find": msgid("Find a case by its number"),
    "assist": msgid("Write down an appeal for a person (in private)"),
    "report": msgid("Reporting on the programme"),
    "stats": msgid("How the surveys go"),
    "campaign": msgid("Write to many people"),
    "alert": msgid("Warn people of a danger"),
    "roles": msgid("Who does what"),
    "pause": msgid("Stop new submissions with a notice"),
    "qr": msgid("Codes to print, and who came by them"),
    "help": msgid("How we work here"),
}

OF_OFFICERS = ("queue", "mine", "overdue", "find", "report")
"""What an officer may also ask in private: a starosta or an enterprise need not be in the group."""

Published = tuple[BotCommandScope, str | None, Sequence[BotCommand]]


def published(house: House, staff_chat: int | None = None) -> Sequence[Published]:
    """(where, language code, commands); without a language code for who speaks neither."""
    offered = _of_the_house(house)
    private = [
        (BotCommandScopeAllPrivateChats(), code, _in(house, offered, code or "uk")) for code in (None, "uk", "en")
    ]
    group = staff_chat or house.staff_chat_id
    staff_language = house.community.staff_language
    staff = [(BotCommandScopeChat(chat_id=group), None, _in(house, STAFF, staff_language))] if group else []
    return [*private, *staff]


def of_officers(house: House) -> Sequence[BotCommand]:
    """The menu of an officer's private chat: what everybody has, and the lists of cases."""
    extra = {name: STAFF[name] for name in OF_OFFICERS}
    return _in(house, {**extra, **_of_the_house(house)}, house.community.staff_language)


def _of_the_house(house: House) -> dict[str, str]:
    """What the community does not have is not offered; an initiative is not called a petition."""
    rules = house.community.petitions
    extra = {"petitions": PAIRS["all"][rules.in_mode is Mode.INITIATIVE]} if rules.enabled else {}
    return RESIDENTS | extra


def _in(house: House, commands: dict[str, str], locale: str) -> Sequence[BotCommand]:
    with house.texts.speaking(locale):
        return [BotCommand(command=name, description=_(text)) for name, text in commands.items()]
