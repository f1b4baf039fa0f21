"""Deep links `t.me/BOT?start=PAYLOAD`: what a QR code or a button on the council's site may lead to.

A payload is a prefix, an underscore and a value, in the 64 signs that Telegram takes (docs/deep-links.md).
"""

import re
import secrets
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from council.people import ResidentId
from council.phrases import _

LIMIT = 64
"""Signs of a payload; Latin letters, digits, `_` and `-` only (Bot API, deep linking)."""

_PAYLOAD = re.compile(r"([a-z]+)_([A-Za-z0-9_-]+)")


class LinkKind(StrEnum):
    """What a link leads to; the value is the prefix of the payload."""

    CATEGORY = "cat"
    CASE = "case"
    MEASURE = "m"
    GOAL = "g"
    PROGRAMME = "pr"
    PETITION = "p"
    SURVEY = "s"
    COUNTER = "c"
    CAMPAIGN = "k"
    COAUTHOR = "co"
    BINDING = "bind"


LINK_NAMES = {
    LinkKind.CATEGORY: _("report or ask about"),
    LinkKind.CASE: _("a case, for its author"),
    LinkKind.MEASURE: _("a measure of the programme"),
    LinkKind.GOAL: _("a goal of the programme"),
    LinkKind.PROGRAMME: _("the programme"),
    LinkKind.PETITION: _("a petition"),
    LinkKind.SURVEY: _("a survey"),
    LinkKind.COUNTER: _("a service counter"),
    LinkKind.CAMPAIGN: _("what a campaign is about"),
    LinkKind.COAUTHOR: _("an invitation to a collective appeal"),
    LinkKind.BINDING: _("an appeal entered by an officer, for its author"),
}

SECRET = frozenset({LinkKind.COAUTHOR, LinkKind.BINDING})
"""Whoever holds such a link may do something with it: its value is an unguessable token, never printed or counted."""


UNCOUNTED = SECRET | {LinkKind.CASE}
"""Links of one person: how often each is opened is nobody's business, only the kind is counted."""


class Link(NamedTuple):
    kind: LinkKind
    value: str


class Arrivals(NamedTuple):
    """How many people came by a code on one day (the community's own day)."""

    code: str
    day: date
    people: int


class Promised(NamedTuple):
    """What stands behind a secret link: `about` names the record, `used_by` who has used it already."""

    about: str
    expires: datetime
    used_by: ResidentId | None


def new_token() -> str:
    """128 random bits in the signs that a payload takes: nobody guesses one."""
    return secrets.token_urlsafe(16)


def payload(kind: LinkKind, value: object) -> str:
    """The payload of a link. Raises ValueError for a value that Telegram would not carry."""
    text = f"{kind}_{value}"
    if len(text) > LIMIT or not _PAYLOAD.fullmatch(text):
        raise ValueError(f"“{text}” cannot be a payload: up to {LIMIT} Latin letters, digits, «_» and «-».")
    return text


def parsed(text: str) -> Link | None:
    """What a payload leads to; None for one that nobody of ours has made."""
    found = _PAYLOAD.fullmatch(text) if len(text) <= LIMIT else None
    if found is None or found[1] not in set(LinkKind):
        return None
    return Link(LinkKind(found[1]), found[2])


def url(bot_username: str, kind: LinkKind, value: object) -> str:
    """The address to print, to put into a QR code or under a button."""
    return address(bot_username, payload(kind, value))


def address(bot_username: str, text: str) -> str:
    """The address of a payload."""
    return f"https://t.me/{bot_username}?start={text}"


class Code(NamedTuple):
    """A link as it is printed: the payload, and the words under the code that say what it is for."""

    payload: str
    caption: str
