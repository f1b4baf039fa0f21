"""Ukrainian words made comparable: case, apostrophes and word forms do not matter when people search.

«дороги», «дорогою» and «Дорога» are one word here. What the dictionary does not know stays as it is written; a
searcher's unfinished word is matched by its beginning.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`´‘′ʹ＇", "'"))
_STOP_WORDS = """
    а або але без більше був була були було бути в вже ви від він вона вони воно все всі всіх вул г га де для до є же за
    з зі і із її їх й його коли ми м на над наш нам не ні о об обл після по під при про р с сел та так такий те ти тим
    то того той у це цей ці цього через чи що щоб як який якого яку я the a an and of for to in on at
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Say nothing of what a text is about; short forms of «вулиця», «місто», «село» among them."""

PREFIX = 3
"""Signs from which the beginning of a word is enough to find it."""


@cache
def _dictionary() -> "MorphAnalyzer":
    """Loaded on first use: it takes a tenth of a second and twenty megabytes."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="uk")


def folded(text: str) -> str:
    """Lower case, one kind of apostrophe: SQLite's own `lower()` does not know Cyrillic."""
    return text.translate(_APOSTROPHES).casefold()


def words_in(text: str) -> Sequence[str]:
    """The folded words of a text in their order, as they are written."""
    return _WORD.findall(folded(text))


def lemmas(text: str) -> Sequence[str]:
    """The dictionary forms of the words that mean something, in their order."""
    return [_lemma(word) for word in words_in(text) if word not in STOP_WORDS]


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    if word.isdecimal() or word.isascii():
        return word
    return str(_dictionary().parse(word)[0].normal_form)


def is_genitive(word: str) -> bool:
    """Whether the word may stand in the genitive: «молоді» of «відділ молоді»; «провайдери» may not."""
    return any("gent" in parse.tag for parse in _dictionary().parse(folded(word)))


def matches(sought: str, text: str) -> bool:
    """Whether every word of the search is in the text, in any form, or as the beginning of a word of it."""
    wanted = [word for word in words_in(sought) if word not in STOP_WORDS]
    written, known = words_in(text), set(lemmas(text))
    return bool(wanted) and all(_found(word, written, known) for word in wanted)


def _found(word: str, written: Sequence[str], known: set[str]) -> bool:
    if _lemma(word) in known:
        return True
    return len(word) >= PREFIX and any(other.startswith(word) for other in written)
