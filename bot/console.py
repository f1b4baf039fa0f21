"""What the command line says to an administrator: plain sentences, Ukrainian unless BOT_LANG=en."""

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from council.phrases import Phrase

if TYPE_CHECKING:
    from handlers.texts import Catalogues

Write = Callable[[str], None]


def spoken(phrase: Phrase) -> str:
    """The sentence in the administrator's language, without markup. Loading the languages takes seconds."""
    from handlers.texts import say

    with _catalogues().speaking(language()):
        return say(phrase, html=False)


@cache
def _catalogues() -> "Catalogues":
    """Read once: a page of help has twenty sentences."""
    from handlers.texts import Catalogues

    return Catalogues()


def language() -> str:
    """English only where the terminal asks for it by BOT_LANG=en: servers say LANG=C or en_US out of habit."""
    return "en" if os.environ.get("BOT_LANG") == "en" else "uk"


def complain(text: str) -> None:
    sys.stderr.write(text + "\n")
