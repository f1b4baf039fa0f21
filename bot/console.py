"""What the command line says to an administrator: plain sentences, Ukrainian unless BOT_LANG=en."""

import os
import sys
from collections.abc import Callable

from council.phrases import Phrase
from handlers.texts import Catalogues, say

Write = Callable[[str], None]


def spoken(phrase: Phrase) -> str:
    """The sentence in the administrator's language, without markup."""
    with Catalogues().speaking(language()):
        return say(phrase, html=False)


def language() -> str:
    """English only where the terminal asks for it by BOT_LANG=en: servers say LANG=C or en_US out of habit."""
    return "en" if os.environ.get("BOT_LANG") == "en" else "uk"


def complain(text: str) -> None:
    sys.stderr.write(text + "\n")
