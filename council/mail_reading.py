"""A mail as it came, read into a letter: whose, about which case, what was written, which files. Pure, and never fails
on what a stranger may send: broken headers, unknown alphabets, pages that hide, parts within parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256

from council.mail_html import text_of
from council.mail_quotes import own_words
from council.mail_tokens import confirmations_in, parts_in, tokens_in
from council.mails import MailToken
from council.office_mail import OfficeMailId
from council.phrases import DomainError, _

BIGGEST = 35 * 2**20
"""Bytes of a mail that are read: a file of 20 MB is 27 MB in a mail."""
MOST_PARTS = 100
MOST_BOUNDARIES = 200
"""The standard parser needs the square of how deep parts lie within parts."""
LONGEST_TEXT = 20_000
"""Signs of own words that are kept; what is longer is sent as a file."""
_LOGO = 30_000
"""Bytes. A picture in the text that is smaller belongs to a signature."""
_LOOKED_FOR_TOKENS = 200_000
_ADDRESSED = ("in-reply-to", "references", "to", "cc", "delivered-to", "x-original-to", "envelope-to", "subject")
_ALPHABETS = ("utf-8", "cp1251", "koi8-u")
_STATUS = re.compile(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.M | re.I)
_ACTION = re.compile(r"^Action:\s*(\w+)", re.M | re.I)


class Nature(StrEnum):
    """`reply` a person wrote; `automatic` a program did («I am away»); `bounce`: a mail of ours did not arrive."""

    REPLY = "reply"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


@dataclass(frozen=True)
class MailFile:
    """A file as the mail declares it; its content is still to be checked."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What came.

    `key` is the same for the same mail however often it is brought. `sender` is empty where the mail names none or
    several. `results` are the headers of mail servers about the sender, the topmost first. `confirms` are the secrets
    of our questions that it quotes. Of a bounce: `refused` is its code («5.1.1», empty for a mere delay), `returned`
    the parts of our Message-IDs that it brings back.
    """

    key: str
    sender: str
    subject: str
    text: str
    tokens: tuple[MailToken, ...]
    nature: Nature = Nature.REPLY
    sent_at: datetime | None = None
    results: tuple[str, ...] = ()
    files: tuple[MailFile, ...] = ()
    confirms: tuple[tuple[OfficeMailId, str], ...] = ()
    refused: str = ""
    returned: tuple[str, ...] = ()


def read(raw: bytes) -> Letter:
    """Reads a mail, or only its head. Raises DomainError for what no mail program sends."""
    if raw.lower().count(b"boundary") > MOST_BOUNDARIES:
        raise DomainError(_("The letter is put together in a way that cannot be read."))
    try:
        mail = message_from_bytes(raw[:BIGGEST])
        parts = list(_parts(mail, 0))
    except (RecursionError, MessageError, LookupError) as error:
        raise DomainError(_("The letter is put together in a way that cannot be read.")) from error
    if len(parts) > MOST_PARTS:
        raise DomainError(_("The letter is put together in a way that cannot be read."))
    whole = _written(parts)
    nature = _nature(mail)
    told = [_header(mail, name) for name in _ADDRESSED] + [whole[:_LOOKED_FOR_TOKENS]]
    report = _report(mail) if nature is Nature.BOUNCE else ""
    return Letter(
        key=_key(mail, raw),
        sender=_sender(mail),
        subject=_header(mail, "subject")[:300],
        text=own_words(whole)[:LONGEST_TEXT],
        tokens=tuple(tokens_in([*told, report])),
        nature=nature,
        sent_at=_date(mail),
        results=tuple(_unfolded(str(one)) for one in mail.get_all("authentication-results", ())),
        files=() if nature is Nature.BOUNCE else tuple(_files(parts)),
        confirms=tuple(confirmations_in(told)),
        refused=_refusal(report),
        returned=tuple(parts_in([report])),
    )


def _parts(mail: Message, depth: int) -> Iterator[Message]:
    """The leaves; a forwarded letter is one of them, since its words are not the sender's."""
    if depth > 20:
        raise RecursionError
    if not mail.is_multipart() or mail.get_content_maintype() == "message":
        yield mail
        return
    for part in _children(mail):
        yield from _parts(part, depth + 1)


def _children(mail: Message) -> Sequence[Message]:
    held = mail.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _key(mail: Message, raw: bytes) -> str:
    """Of the Message-ID; a mail without one is known by its bytes."""
    told = _header(mail, "message-id")
    return sha256(told.encode("utf-8", "replace") if told else raw).hexdigest()


def _header(mail: Message, name: str) -> str:
    """Every line of that name in plain words, without breaks."""
    return " ".join(_decoded(str(line)) for line in mail.get_all(name, ()))


def _decoded(line: str) -> str:
    try:
        plain = str(make_header(decode_header(line)))
    except (ValueError, LookupError, MessageError):
        plain = line
    return _unfolded(plain)


def _unfolded(line: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())


def _sender(mail: Message) -> str:
    """One address or none: two From lines, or two addresses in one, are a trick."""
    lines = [str(line) for line in mail.get_all("from", ())]
    found = [address for _name, address in getaddresses([_unfolded(line) for line in lines])]
    fine = len(lines) == 1 and len(found) == 1 and found[0].count("@") == 1 and found[0].isascii()
    return found[0].strip().lower() if fine else ""


def _date(mail: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(mail.get("date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _nature(mail: Message) -> Nature:
    kind, report = mail.get_content_type(), str(mail.get_param("report-type", "") or "").lower()
    if kind == "multipart/report" and report in {"delivery-status", ""}:
        return Nature.BOUNCE
    told = {name: _header(mail, name).lower() for name in ("auto-submitted", "precedence", "return-path")}
    automatic = (
        told["auto-submitted"].split(";")[0].strip() not in {"", "no"}
        or told["precedence"] in {"auto_reply", "bulk", "junk", "list"}
        or told["return-path"] == "<>"
        or any(name in mail for name in ("x-autoreply", "x-autorespond", "x-auto-reply", "list-id"))
        or kind == "multipart/report"
    )
    return Nature.AUTOMATIC if automatic else Nature.REPLY


def _report(mail: Message) -> str:
    """Everything that a bounce tells in its parts, the head of the returned mail included."""
    return "\n".join(part.as_string()[:_LOOKED_FOR_TOKENS] for part in _children(mail)[1:4])


def _refusal(report: str) -> str:
    status, action = _STATUS.search(report), _ACTION.search(report)
    failed = action is not None and action[1].lower() == "failed"
    return status[1] if status is not None and failed else ("5.0.0" if failed else "")


def _written(parts: Sequence[Message]) -> str:
    """The text of the letter: plain where there is one, else what a reader of the page would see."""
    for kind, plain in (("text/plain", str), ("text/html", text_of)):
        texts = [plain(_text(part)) for part in parts if part.get_content_type() == kind and not _is_file(part)]
        whole = "\n".join(text for text in texts if text.strip())
        if whole:
            return whole
    return ""


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _content(part: Message) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _text(part: Message) -> str:
    content = _content(part)
    for alphabet in (part.get_content_charset() or "utf-8", *_ALPHABETS):
        try:
            return content.decode(alphabet).replace("\0", "")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace").replace("\0", "")


def _files(parts: Sequence[Message]) -> Iterator[MailFile]:
    """Everything that is neither the letter's text nor a logo. A forwarded letter is named, to be refused aloud."""
    for part in parts:
        if part.get_content_maintype() == "message":
            yield MailFile("letter.eml", part.get_content_type(), b"-")
            continue
        content = _content(part)
        body = part.get_content_type() in {"text/plain", "text/html"} and not _is_file(part)
        logo = part.get_content_maintype() == "image" and "content-id" in part and len(content) < _LOGO
        if content and not body and not logo and not part.get_content_type().startswith("multipart/"):
            yield MailFile(_decoded(part.get_filename() or ""), part.get_content_type(), content)
