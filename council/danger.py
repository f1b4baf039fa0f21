"""Words after which the first answer is 101, 102, 103, 104 and 112, before any form.

A needless reminder costs a tap, a missing one may cost a life: there is no reading of «not» here.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from council.names import APOSTROPHES

REACH = 3
"""The next word of a phrase stands among this many words after the one before: «пахне дуже сильно газом»."""

_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Heard:
    """A text as its words, and the same in one line between spaces."""

    words: Sequence[str]
    line: str


def heard(text: str) -> Heard:
    words = _words(text)
    return Heard(words, f" {' '.join(words)} ")


def found(heard: Heard, words: Sequence[str]) -> bool:
    """Whether the text speaks of danger.

    Every entry of `words` (community.yaml) is a phrase: its words are beginnings, met in this order with at most two
    words between. An entry that ends with `!` is met only by whole words: «газ!» is neither «газета» nor «газон».
    """
    return any(_holds(heard, entry) for entry in words)


def _words(text: str) -> list[str]:
    """Letters only: apostrophes and accents are typed in many ways or not at all, «пожéжа» is «пожежа»."""
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).replace("\u0301", ""))
    return _WORD.findall(_APOSTROPHE.sub("", letters.casefold()))


def _holds(heard: Heard, entry: str) -> bool:
    wanted, whole, start = _phrase(entry)
    return start in heard.line and any(
        _follows(heard.words[place:], wanted, whole) for place in range(len(heard.words))
    )


@cache
def _phrase(entry: str) -> tuple[Sequence[str], bool, str]:
    """The words of an entry, whether they must be met whole, and what a line with them holds in any case.

    Kept, since every message is held against a hundred of them. An entry without a word is met by nothing.
    """
    wanted, whole = _words(entry), entry.rstrip().endswith("!")
    return wanted, whole, f" {wanted[0]}{' ' if whole else ''}" if wanted else "\n"


def _follows(spoken: Sequence[str], wanted: Sequence[str], whole: bool) -> bool:
    """Whether the phrase begins at the first of the spoken words."""
    if not spoken or not _meets(spoken[0], wanted[0], whole):
        return False
    if len(wanted) == 1:
        return True
    return any(_follows(spoken[step:], wanted[1:], whole) for step in range(1, REACH + 1))


def _meets(spoken: str, wanted: str, whole: bool) -> bool:
    return spoken == wanted if whole else spoken.startswith(wanted)
