"""What people read: the catalogues of sentences, and the way a council's Phrase becomes text in the reader's language.

The .po files are read as they are: aiogram refuses a .po without its compiled .mo, and a compiled file that nobody
remembers to renew shows yesterday's sentences.
"""

import gettext as standard
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import I18n
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from council.community import Text
from council.phrases import Phrase

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DEFAULT = "uk"
KYIV = ZoneInfo("Europe/Kyiv")

_TAG = re.compile(r"</?(?:a|b|i|u|s|code|pre|blockquote|tg-spoiler)(?:\s[^<>]*)?>")


class Catalogues(I18n):
    """The sentences of every language, and the community's zone in which times are told."""

    def __init__(self, path: Path = LOCALES, zone: ZoneInfo = KYIV) -> None:
        self.zone = zone
        super().__init__(path=path, default_locale=DEFAULT)

    def find_locales(self) -> dict[str, standard.GNUTranslations]:
        files = sorted(self.path.glob(f"*/LC_MESSAGES/{self.domain}.po"))
        return {file.parent.parent.name: _compiled(file) for file in files}

    @contextmanager
    def context(self) -> Iterator["Catalogues"]:
        """Makes these catalogues the current ones.

        Set on aiogram's own class: a subclass has a context variable of its own, which aiogram's gettext never reads.
        """
        token = I18n.set_current(self)
        try:
            yield self
        finally:
            I18n.reset_current(token)

    @contextmanager
    def speaking(self, locale: str) -> Iterator["Catalogues"]:
        """The language of everything said inside, also where no update is being handled (jobs, letters, tests)."""
        with self.context(), self.use_locale(locale):
            yield self


def _compiled(file: Path) -> standard.GNUTranslations:
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.parent.parent.name)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


def current() -> Catalogues:
    """The catalogues in force; a LookupError means that a middleware or `speaking` is missing."""
    catalogues = I18n.get_current()
    if not isinstance(catalogues, Catalogues):
        raise LookupError("No language is chosen here: wrap the call in `with catalogues.speaking(locale)`.")
    return catalogues


def _(msgid: str) -> str:
    """The sentence in the reader's language."""
    return current().gettext(msgid)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The sentence in the form that the number asks for: 1 підпис, 2 підписи, 5 підписів."""
    return current().gettext(singular, plural, n)


def say(phrase: Phrase, *, html: bool = True) -> str:
    """The phrase in the reader's language.

    With `html` every parameter is safe inside Telegram's HTML (text and attributes); without it the text is plain:
    the sentence's own tags are left out (alerts on a button, letters, file names).
    `{n}` is always there in a phrase that counts, grouped by the reader's custom.
    """
    text = _(phrase.msgid) if phrase.plural is None else ngettext(phrase.msgid, phrase.plural, phrase.n)
    values = {name: shown(value, html=html) for name, value in phrase.params.items()}
    if phrase.plural is not None:
        values["n"] = number(phrase.n)
    return (text if html else plain(text)).format_map(values)


def shown(value: object, *, html: bool = True) -> str:
    """One parameter as the reader sees it."""
    if isinstance(value, Phrase):
        return say(value, html=html)
    if isinstance(value, Text):
        return shown(value.in_(current().current_locale), html=html)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float | Decimal):
        return number(value)
    return escaped(str(value)) if html else str(value)


def escaped(text: str) -> str:
    """The text safe for Telegram's HTML, between tags and in a double-quoted attribute.

    Apostrophes stay: Ukrainian is full of them, and no attribute of ours is single-quoted.
    """
    return html.escape(text, quote=False).replace('"', "&quot;")


def plain(text: str) -> str:
    """The sentence without its tags, for where Telegram shows no markup."""
    return html.unescape(_TAG.sub("", text))


def day(value: date) -> str:
    """«22 грудня 2026»; a datetime is first moved to the community's zone."""
    catalogues = current()
    if isinstance(value, datetime):
        value = value.astimezone(catalogues.zone)
    return format_date(value, "d MMMM y", locale=catalogues.current_locale)


def moment(value: datetime) -> str:
    """«22 грудня 2026, 14:30», in the community's zone."""
    catalogues = current()
    return format_datetime(value, "d MMMM y, HH:mm", tzinfo=catalogues.zone, locale=catalogues.current_locale)


def number(value: int | float | Decimal) -> str:
    """«12 345», «1,5»: by the reader's custom."""
    return format_decimal(value, locale=current().current_locale)


def locale_for(language_code: str | None) -> str:
    """The language to begin with: English for an English Telegram, Ukrainian for everybody else."""
    return "en" if (language_code or "").lower().split("-")[0] == "en" else DEFAULT
