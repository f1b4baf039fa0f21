"""A long text in parts that each fit one message, cut where a reader would pause."""

from collections.abc import Sequence

PART = 3500
"""Characters of a part: Telegram takes 4096 with what stands around the text."""


def pages(text: str, size: int = PART) -> Sequence[str]:
    """The text in order, whole; at least one part. Cut at a paragraph, a line, a sentence or a word, in this order."""
    parts = []
    rest = text.lstrip()
    while len(rest) > size:
        cut = _pause(rest, size)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest or not parts else parts


def _pause(text: str, size: int) -> int:
    for sign in ("\n\n", "\n", ". ", " "):
        found = text.rfind(sign, size // 2, size)
        if found > 0:
            return found + len(sign)
    return size
