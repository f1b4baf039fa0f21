"""What a registry or a document system gives back in a file: a CSV of numbers, or an acknowledgement (format 1207).

Both readers are tolerant of how programs write and strict in what they take: a line that is not understood is named,
never guessed. XML is read without entities, document types and the network.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from council.mail_words import registry_number
from council.phrases import DomainError, Phrase, _

BIGGEST = 2 * 2**20
"""Bytes of a file."""
MOST_LINES = 1000
COLUMNS = ("intake_id", "registry_index", "registry_date", "status")


class Word(StrEnum):
    """What the registry says of a case. `delivered`: it has come, and is neither registered nor refused yet."""

    REGISTERED = "registered"
    REFUSED = "refused"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Told:
    """One case of a file, from its `line`. The case is named by its intake number, or, in an acknowledgement, by the
    identifier of the message that was handed over (`message`, upper case)."""

    line: int
    word: Word
    number: str = ""
    message: str = ""
    index: str = ""
    day: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Unread:
    """A line that was not understood, and why."""

    line: int
    why: Phrase


Line = Told | Unread


def read(content: bytes) -> Sequence[Line]:
    """A CSV or an acknowledgement, by what it begins with. Raises DomainError for a file that is neither."""
    if len(content) > BIGGEST:
        raise DomainError(_("The file is too big for a list of numbers: up to {limit} MB."), limit=BIGGEST // 2**20)
    start = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return [acknowledgement(content)] if start.startswith(b"<") else numbers(content)


# CSV


def numbers(content: bytes) -> Sequence[Line]:
    """`intake_id;registry_index;registry_date;status`, with or without this first line. Raises DomainError."""
    rows = list(csv.reader(io.StringIO(_text(content)), delimiter=_delimiter(content)))
    lines = [line for place, row in enumerate(rows, 1) if (line := _line(place, row)) is not None]
    if not lines or len(rows) > MOST_LINES:
        raise DomainError(_("The file has no numbers. Each line is: intake_id;registry_index;registry_date;status"))
    return lines


def _text(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DomainError(_("The file is no text. Save it as CSV (UTF-8)."))


def _delimiter(content: bytes) -> str:
    return next((sign for sign in (";", "\t") if sign.encode() in content), ",")


def _line(place: int, row: Sequence[str]) -> Line | None:
    """None for an empty line and for the heading."""
    intake, index, day, status = ([*(cell.strip().lstrip("'") for cell in row), "", "", "", ""])[:4]
    heading = place == 1 and not any(sign.isdigit() for sign in intake)
    if heading or not any(cell.strip() for cell in row):
        return None
    try:
        return _told(place, intake, index, day, status)
    except DomainError as error:
        return Unread(place, error.phrase)


_INTAKE = re.compile(r"^ЗВ-\d{4}-\d{6}(?:/\d{1,2})?$", re.I)
_REFUSAL = re.compile(r"^(?:відмов\w*|відхил\w*|refused|rejected)\b(?: у реєстрації)?[\s:.,—–-]*", re.I)
_REGISTERED = re.compile(r"^(?:зареєстрован\w*|registered|ок|ok|так|)$", re.I)


def _told(place: int, intake: str, index: str, day: str, status: str) -> Told:
    if not _INTAKE.match(intake):
        raise DomainError(_("The intake number looks like ЗВ-2026-000123."))
    if refused := _REFUSAL.match(status):
        return Told(place, Word.REFUSED, intake.upper(), reason=status[refused.end() :].strip() or index)
    if not _REGISTERED.match(status):
        raise DomainError(_("The status is «зареєстровано» or «відмова: …»."))
    number, _day_in_it = registry_number(index)
    return Told(place, Word.REGISTERED, intake.upper(), index=number, day=_day(day))


def _day(text: str) -> date | None:
    """«23.11.2026» or «2026-11-23»; an empty one is None."""
    if not text:
        return None
    parts = re.split(r"[./-]", text.split(" ")[0].split("T")[0])
    try:
        first, month, last = (int(part) for part in parts)
        return date(first, month, last) if first > 31 else date(last, month, first)
    except ValueError:
        raise DomainError(_("There is no such day. Write the date as day.month.year, like 22.12.2026.")) from None


# the exchange format 1207, version 1.5

_WORDS = {"1": Word.DELIVERED, "2": Word.DELIVERED, "3": Word.REGISTERED, "4": Word.REFUSED}
"""By `ack_type` alone: real refusals carry errorcode 0."""


def acknowledgement(content: bytes) -> Told:
    """Who has taken a message of ours, and under which number. Raises DomainError."""
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise DomainError(_("The file is no XML that can be read.")) from error
    found = next(_named(root, "Acknowledgement"), None)
    if found is None:
        raise DomainError(_("There is no acknowledgement in this XML (format 1207, element Acknowledgement)."))
    kind, message = found.get("ack_type", "").strip(), found.get("msg_id", "").strip().strip("{}").upper()
    if kind not in _WORDS or not message:
        raise DomainError(_("The acknowledgement does not say of which message it is, or what it says (ack_type)."))
    word = _WORDS[kind]
    if word is Word.REGISTERED:
        return _registered(found, message)
    return Told(1, word, message=message, reason=_reason(found) if word is Word.REFUSED else "")


def _registered(found: Element, message: str) -> Told:
    given = next(_named(found, "RegNumber"), None)
    if given is None or not (given.text or "").strip():
        raise DomainError(_("The acknowledgement says «registered» and has no number."))
    number, _no_day = registry_number((given.text or "").strip())
    return Told(1, Word.REGISTERED, message=message, index=number, day=_day(given.get("regdate", "").strip()))


def _reason(found: Element) -> str:
    told = (one.get("errortext", "").strip() for one in _named(found, "AckResult"))
    return "; ".join(text for text in told if text)[:500]


def _named(root: Element, name: str) -> Iterator[Element]:
    """Elements of that name, in whatever namespace a program puts them."""
    return (one for one in root.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)
