"""`report programme` and `export programme`: papers for signature, plain words for the public, open data."""

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.commands import DONE, PROBLEMS, surveys
from bot.commands.database import opened
from bot.console import complain, language, spoken
from bot.documents.reports import building, files
from bot.documents.reports.cells import Book
from bot.documents.reports.summary import summary
from bot.settings import Settings
from council.measures import Ledger, ledger
from council.periods import Period
from council.phrases import DomainError, Phrase, _
from council.programme import Programme
from council.progress import counted, shown
from handlers import programme_data
from handlers.texts import Catalogues
from storage.desk import Desk

OFFICIAL = "uk"
"""Papers of a council are in the state language whatever the terminal speaks (law 2704-VIII art. 13)."""
Make = Callable[[argparse.Namespace, Sequence[Ledger]], Sequence[Path]]
QUARTER, YEAR = ("quarter",), ("progress", "results")


async def report(settings: Settings, given: argparse.Namespace) -> int:
    """The papers of a period: one for a quarter, two for a year, each as XLSX and DOCX, and the summary."""
    return await _with_books(settings, given, _papers, published=False)


async def export(settings: Settings, given: argparse.Namespace) -> int:
    """Open data of all programmes, or of one: what was published, nothing else. Figures of surveys likewise."""
    if given.action == "surveys":
        return await surveys.export(settings, given)
    return await _with_books(settings, given, _data, published=True)


async def _with_books(settings: Settings, given: argparse.Namespace, make: Make, *, published: bool) -> int:
    try:
        async with opened(settings) as storage:
            async with storage.reading() as desk:
                books = await _books(desk, given.programme, SystemClock().now(), published=published)
            for file in make(given, books):
                print(spoken(Phrase(_("Written: {file}"), {"file": str(file)})))
            return DONE
    except DomainError as error:
        complain(spoken(error.phrase))
        return PROBLEMS


async def _books(desk: Desk, wanted: str | None, now: datetime, *, published: bool) -> Sequence[Ledger]:
    """The programmes in force with the reports that count: for the public, only what was published."""
    found = [one for one in await desk.programmes.current() if wanted in (None, one.id)]
    if not found:
        raise DomainError(_("There is no such programme. Known are: {known}."), known=await _ids(desk))
    return [await _book(desk, programme, now, published=published) for programme in found]


async def _ids(desk: Desk) -> str:
    return ", ".join(programme.id for programme in await desk.programmes.current())


async def _book(desk: Desk, programme: Programme, now: datetime, *, published: bool) -> Ledger:
    reports = await desk.progress.of_programme(programme.id)
    versions = await desk.programmes.versions(programme.id)
    chosen = shown(reports) if published else counted(reports)
    return ledger(programme, chosen, now.date(), versions[0].made_at.date())


def _papers(given: argparse.Namespace, books: Sequence[Ledger]) -> Sequence[Path]:
    period = Period.of(given.period.lower())
    shapes = building.shapes(given.columns)
    given.to.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for book in (Book(_until(one, period), period) for one in books):
        for kind in QUARTER if period.quarter else YEAR:
            made += _paper(given.to, shapes[kind], kind, book)
        made += _summaries(given.to, book)
    return made


def _until(book: Ledger, period: Period) -> Ledger:
    """The book as it stood at the end of the period: a paper on the third quarter does not tell of the fourth."""
    known = {
        measure: [report for report in reports if report.period.order <= period.order]
        for measure, reports in book.reports.items()
    }
    return Ledger(book.programme, known, book.today, book.since)


def _paper(folder: Path, shape: building.Shape, kind: str, book: Book) -> Sequence[Path]:
    name = f"{kind}-{book.ledger.programme.id}-{book.period.code}"
    with Catalogues().speaking(OFFICIAL):
        made = building.paper(shape, book)
        files.workbook(folder / f"{name}.xlsx", made)
        files.document(folder / f"{name}.docx", made)
    return [folder / f"{name}.xlsx", folder / f"{name}.docx"]


def _summaries(folder: Path, book: Book) -> Sequence[Path]:
    made = []
    for locale in ("uk", "en"):
        file = folder / f"summary-{book.ledger.programme.id}-{book.period.code}.{locale}.txt"
        with Catalogues().speaking(locale):
            file.write_text(summary(book) + "\n", encoding="utf-8")
        made.append(file)
    return made


def _data(given: argparse.Namespace, books: Sequence[Ledger]) -> Sequence[Path]:
    with Catalogues().speaking(language()):
        return programme_data.written(books, given.to)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of the command line."""

    def say(msgid: str) -> str:
        return spoken(Phrase(msgid))

    words = {"report": _("papers of a quarter or a year, to sign and to publish"), "export": _("open data")}
    for name, text in words.items():
        actions = commands.add_parser(name, help=say(text)).add_subparsers(dest="action", required=True)
        made = actions.add_parser("programme", help=say(_("of the programme")))
        made.add_argument("programme", nargs="?", metavar="ID", help=say(_("one programme; all by default")))
        made.add_argument("--to", type=Path, default=Path(name), metavar="DIR", help=say(_("the folder for the files")))
        if name == "export":
            surveys.add_to(actions)
        if name == "report":
            made.add_argument("--period", required=True, metavar="2026q3|2026", help=say(_("the quarter or the year")))
            made.add_argument("--columns", type=Path, metavar="FILE.yaml", help=say(_("sections and their columns")))
