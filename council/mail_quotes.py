"""What a person wrote in a mail themselves: the quoted letter, the program's lines around it and the signature cut off.

No library that was tried knows Ukrainian programs (mail-parser-reply 1.36 cut none of nine samples), so the rules are
our own: a few patterns for the lines that Gmail, Outlook, UKR.NET, Thunderbird, Apple and The Bat! put before a quote.
"""

import re
from collections.abc import Sequence

ABOVE_THIS_LINE = "═══ Відповідь пишіть над цим рядком ═══"
"""The first line of every letter of a case: whatever the program does, the quote begins here."""

_OUR_LINES = (
    "відповідь пишіть над цим рядком",
    "через бот ради надійшло",
    "зареєструйте звернення і дайте відповідь на цей лист",
    "почніть відповідь одним із цих слів",
    "відповідаючи, не стирайте цей рядок",
)
"""Lines of our own letters. Under each stands what nobody answered: examples of steps among them, never to be done."""
_QUOTED = re.compile(r"^\s*(?:>|&gt;)")
_NAME = r"(?:\*|_)?\s*(?:{})(?:\*|_)?\s*:"
_FROM = re.compile(r"^\s*" + _NAME.format("від кого|від|от кого|от|from|von|od"), re.I)
_FIELD = re.compile(
    r"^\s*"
    + _NAME.format("надіслано|відправлено|отправлено|sent|дата|date|кому|to|тема|subject|копія|копия|cc|reply-to"),
    re.I,
)
_FIELDS_WITHIN = 6
"""Lines under «Від:» among which another field of the quoted letter must stand."""

_SEPARATOR = re.compile(
    r"^\s*[-–—_*=]{2,}\s*(?:original message|forwarded message|(?:оригінальне|вихідне|початкове|переслане|пересилане)"
    r" повідомлення|(?:исходное|пересылаемое|пересланное) сообщение|початок переадресованого повідомлення)"
    r"\s*[-–—_*=]*\s*$",
    re.I,
)
_WROTE = re.compile(
    r"(?:пише|пишет|писав|писала|писал|написав|написала|написав\(ла\)|написал|написали|wrote|writes)\s*:?\s*$", re.I
)
_BY = re.compile(r"^\W*\d{1,2}\s+\w+\s+\d{4}.*\bвід\b.*[<\"@].*:\s*$", re.I | re.S)
_YOU_WROTE = re.compile(r"^\s*(?:ви писали|вы писали|you wrote)\b.*:\s*$", re.I)
_DATED = re.compile(r"\d{1,2}[.:/]\d{2}|\d{4}|@")
_ATTRIBUTION_LINES = 3
_RULE = re.compile(r"\n\s*[_=*–—-]{5,}\s*$")
"""The line that Outlook draws above the head of the quoted letter."""
_SIGNATURE = re.compile(r"^-- ?$")
_DEVICE = re.compile(r"^\s*(?:sent from (?:my|mail|outlook)|надіслано (?:з|із|зі) |отправлено (?:с|из) )", re.I)


def own_words(text: str) -> str:
    """The text without what the mail quotes; empty where nothing else was written."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = _without_quotes(lines)
    return _RULE.sub("", "\n".join(_without_signature(kept)).strip()).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        if _is_ours(lines[place]) or _begins_letter(lines, place):
            break
        length = _attribution(lines, place)
        if length and not _quote_follows(lines, place + length):
            break
        if not length and not _QUOTED.match(lines[place]):
            kept.append(lines[place])
        place += length or 1
    return kept


def _is_ours(line: str) -> bool:
    """A line of our own letter, where the program has not marked it as a quote: everything under it is our letter."""
    plain = " ".join(line.split()).casefold()
    return not _QUOTED.match(line) and any(ours in plain for ours in _OUR_LINES)


def _begins_letter(lines: Sequence[str], place: int) -> bool:
    """The head of the quoted letter, as Outlook and UKR.NET write it."""
    if _SEPARATOR.match(lines[place]):
        return True
    under = lines[place + 1 : place + 1 + _FIELDS_WITHIN]
    return bool(_FROM.match(lines[place])) and any(_FIELD.match(line) for line in under)


def _attribution(lines: Sequence[str], place: int) -> int:
    """How many lines «23 лист. 2026 р. о 11:00 Рада <…> пише:» takes here; programs break it. 0 for no such line."""
    if not lines[place].strip() or _QUOTED.match(lines[place]):
        return 0
    for length in range(1, _ATTRIBUTION_LINES + 1):
        told = " ".join(line.strip() for line in lines[place : place + length])
        if _says_who_wrote(told):
            return length
        if place + length >= len(lines) or not lines[place + length].strip():
            return 0
    return 0


def _says_who_wrote(told: str) -> bool:
    if _YOU_WROTE.match(told) or _BY.match(told):
        return True
    return bool(_WROTE.search(told) and _DATED.search(told)) and len(told) < 400


def _quote_follows(lines: Sequence[str], place: int) -> bool:
    """Whether the quote is marked line by line: then what stands between and under it is the writer's own."""
    following = next((line for line in lines[place:] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _without_signature(lines: Sequence[str]) -> Sequence[str]:
    for place, line in enumerate(lines):
        if _SIGNATURE.match(line) or _DEVICE.match(line):
            return lines[:place]
    return lines
