"""A report in plain words, for the channel and the site: what was promised, done, spent, and what nobody told of."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.documents.reports.cells import Book
from council.measures import STANDING_NAMES, Standing
from council.programme import Measure
from handlers.texts import _, day, ngettext, number, say

LIMIT = 3500
"""Characters: a message of the channel with room for a heading (4096 in all)."""
LISTED = 8


def summary(book: Book) -> str:
    """Plain text without markup, in the language of the moment."""
    lines = [line for line in _lines(book) if line is not None]
    text = "\n".join(lines)
    return text if len(text) <= LIMIT else f"{text[: LIMIT - 1].rsplit(chr(10), 1)[0]}\n…"


def _lines(book: Book) -> Iterator[str | None]:
    ledger = book.ledger
    yield ledger.programme.passport.name
    yield _("What was done: {period}").format(period=say(book.period.phrase, html=False))
    yield ""
    yield from _standings(book)
    yield _money(book)
    yield from _listed(_("Done:"), _of(book, Standing.DONE))
    yield from _listed(_("Late:"), _of(book, Standing.LATE))
    yield ""
    yield _("As of {day}. Full text and every measure: /programme in the bot.").format(day=day(ledger.today))


def _standings(book: Book) -> Iterator[str]:
    whole = len(book.ledger.programme.measures)
    yield ngettext("{n} measure in all:", "{n} measures in all:", whole).format(n=number(whole))
    for standing, measures in book.ledger.by_standing().items():
        yield f"– {_(STANDING_NAMES[standing])}: {number(len(measures))}"


def _of(book: Book, standing: Standing) -> Sequence[Measure]:
    return book.ledger.by_standing().get(standing, ())


def _money(book: Book) -> str:
    """Never «0» for what nobody said."""
    ledger, year = book.ledger, str(book.year)
    if not ledger.programme.names_sums:
        return _("The document names no sums.")
    planned, spent = ledger.programme.total(book.year), ledger.spent_in(book.year)
    if spent is None:
        text = _("Planned for {year}: {sum} thousand UAH. Nobody has reported on spending yet.")
        return text.format(year=year, sum=number(planned))
    text = _("Planned for {year}: {sum} thousand UAH, spent: {spent} thousand UAH.")
    return text.format(year=year, sum=number(planned), spent=number(spent or Decimal()))


def _listed(heading: str, measures: Sequence[Measure]) -> Iterator[str]:
    if not measures:
        return
    yield ""
    yield heading
    for measure in measures[:LISTED]:
        yield f"– {measure.title}"
    rest = len(measures) - LISTED
    if rest > 0:
        yield ngettext("and {n} more", "and {n} more", rest).format(n=number(rest))
