"""Danger is answered first: what people write when they need 101, 102, 103, 104 or 112, not a council."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Annotated

from pydantic import Field

from council.fields import Code, Part, Text

NUMBERS = ("101", "102", "103", "104", "112")
"""Every community's danger screen has them all."""

GAP = 2
"""How many words a star in a phrase stands for at most: «пахн * газ» finds «пахне на сходах газом»."""


class DangerNumber(Part):
    number: Annotated[str, Field(pattern=r"^\d{3}$")]
    text: Text


class DangerWords(Part):
    """What people write when they are in danger.

    A phrase is beginnings of words that follow each other; a star between them lets a few other words in.
    """

    code: Code
    means: Text
    call: Annotated[tuple[str, ...], Field(min_length=1)]
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]

    def is_meant(self, text: str) -> bool:
        """Whether the text may warn of this; better one warning too many than one too few."""
        return any(_beginnings(phrase).search(_plain(text)) for phrase in self.phrases)


class Danger(Part):
    numbers: tuple[DangerNumber, ...]
    words: tuple[DangerWords, ...] = ()

    def meant_by(self, text: str) -> Sequence[DangerWords]:
        """What the text may be warning of."""
        return [words for words in self.words if words.is_meant(text)]

    def whom_to_call(self, words: DangerWords) -> Sequence[DangerNumber]:
        """The most fitting first."""
        return [number for call in words.call for number in self.numbers if number.number == call]


@cache
def _beginnings(phrase: str) -> re.Pattern[str]:
    words = [_ANYTHING if word == "*" else rf"{re.escape(word)}{_SIGN}*" for word in _plain(phrase).split()]
    return re.compile(rf"(?<!{_SIGN})" + r"[\W_]+".join(words).replace(_ANYTHING + r"[\W_]+", _ANYTHING))


def _plain(text: str) -> str:
    """One apostrophe for all four that keyboards give."""
    return re.sub("[’ʼ`]", "'", text.casefold())


_SIGN = r"(?:[^\W_]|')"
_ANYTHING = rf"(?:{_SIGN}+[\W_]+){{0,{GAP}}}"
