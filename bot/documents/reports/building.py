"""A report from what was reported: its sections and columns as they are configured, in Ukrainian (law 2704-VIII)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.documents.reports.cells import INDICATORS, MEASURES, Book, Value
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers.texts import _, day, say

DEFAULT = Path(__file__).parent / "reports.yaml"
SUMS = frozenset({"planned", "spent", "difference", "planned_whole"})


class Section(BaseModel):
    """A table of the report: `of` measures or indicators, with a row of sums where `totals` says so."""

    model_config = ConfigDict(extra="forbid")

    title: str
    of: str = Field(pattern="^(measures|indicators)$")
    columns: Mapping[str, str]
    totals: bool = False


class Shape(BaseModel):
    """How a report looks: its title, the form that it follows, its sections."""

    model_config = ConfigDict(extra="forbid")

    title: str
    form: str = ""
    sections: Sequence[Section]


@dataclass(frozen=True)
class Table:
    """A section as it is written; the last row holds sums where `totals` is set."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    totals: bool = False


@dataclass(frozen=True)
class Paper:
    """A report before it becomes a workbook or a text document. `facts` are the lines of the programme's passport."""

    title: str
    form: str
    programme: str
    period: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    post: str
    made: str


def shapes(file: Path | None = None) -> Mapping[str, Shape]:
    """The configured reports; those of `file` take the place of ours. Raises DomainError for another shape."""
    usual = _read(DEFAULT)
    return usual if file is None else {**usual, **_read(file)}


def _read(file: Path) -> Mapping[str, Shape]:
    try:
        data: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        found = {name: Shape.model_validate(shape) for name, shape in data.items()}
    except FileNotFoundError:
        raise DomainError(msgid("There is no file {file}."), file=str(file)) from None
    except (yaml.YAMLError, ValidationError, AttributeError, UnicodeDecodeError):
        text = msgid("{file} describes no reports: compare it with bot/documents/reports/reports.yaml.")
        raise DomainError(text, file=str(file)) from None
    for shape in found.values():
        for section in shape.sections:
            known = MEASURES if section.of == "measures" else INDICATORS
            for key in section.columns:
                if key not in known:
                    text = msgid("{file}: there is no column “{key}”. Known are: {known}.")
                    raise DomainError(text, file=str(file), key=key, known=", ".join(known))
    return found


def paper(shape: Shape, book: Book) -> Paper:
    """The report, in the language of the moment."""
    passport = book.ledger.programme.passport
    facts = (
        (_("Decision"), passport.document.reference or _("not stated")),
        (_("Head of the programme"), passport.responsible_body or _("not stated")),
        (_("Years"), f"{passport.period.start}–{passport.period.end}"),
        (_("Funding"), ", ".join(passport.funding_sources) or _("not stated")),
        (_("Reports received"), _received(book)),
    )
    return Paper(
        title=shape.title,
        form=shape.form,
        programme=passport.title,
        period=say(book.period.phrase, html=False),
        facts=facts,
        tables=[_table(section, book) for section in shape.sections],
        post=passport.responsible_body or _("Head of the programme"),
        made=day(book.ledger.today),
    )


def _received(book: Book) -> str:
    measures = book.ledger.programme.measures
    reported = sum(bool(book.ledger.of(measure)) for measure in measures)
    return _("on {n} measures of {whole}").format(n=reported, whole=len(measures))


def _table(section: Section, book: Book) -> Table:
    programme = book.ledger.programme
    rows: list[Sequence[Value]]
    if section.of == "measures":
        rows = [[MEASURES[key](book, measure) for key in section.columns] for measure in programme.measures]
    else:
        rows = [[INDICATORS[key](book, one) for key in section.columns] for one in programme.indicators]
    if section.totals:
        rows.append(_sums(section, rows))
    return Table(section.title, list(section.columns.values()), rows, section.totals)


def _sums(section: Section, rows: Sequence[Sequence[Value]]) -> Sequence[Value]:
    """Of the sums that are named; what names none adds nothing, and where nothing is named there is no sum."""
    found: list[Value] = []
    for place, key in enumerate(section.columns):
        amounts = [row[place] for row in rows if isinstance(row[place], Decimal)]
        if key in SUMS and amounts:
            found.append(sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal()))
        else:
            found.append(_("Total") if place == 1 else "")
    return found
