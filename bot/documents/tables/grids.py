"""Tables of a workbook or a text document as rows of cells; what stands around them, too.

A cell that was merged over several columns or rows stands in all of them with the same `origin`, so that a reader can
tell «the same cell» from «the same words».
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from council.phrases import DomainError, Phrase, _

WIDEST = 60
"""Columns that are looked at: some sheets are formatted to the last of 16,384."""
LONGEST = 5000


@dataclass(frozen=True)
class Cell:
    """The words of a cell with its line breaks. `number` is set where the workbook holds a number, not words."""

    text: str = ""
    origin: tuple[int, int] = (-1, -1)
    number: Decimal | None = None
    day: date | None = None
    formula: bool = False

    @property
    def flat(self) -> str:
        """In one line."""
        return " ".join(self.text.split())

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Grid:
    """One table. `name` tells where it is; `above` are the paragraphs between the table before and this one.

    `lines` are the numbers of its rows in the sheet, where some are hidden; `notes` tell what of it was not read.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    above: Sequence[str] = ()
    first_row: int = 1
    lines: Sequence[int] = field(default=(), repr=False)
    is_sheet: bool = False
    notes: Sequence[Phrase] = ()

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def place(self) -> Phrase:
        if not self.name:
            return Phrase(_("footnotes"))
        return Phrase(_("sheet “{table}”") if self.is_sheet else _("table {table}"), {"table": self.name})

    def place_of(self, number: int) -> Phrase:
        """Where a person who opens the file finds the row."""
        row = self.lines[number] if self.lines else self.first_row + number
        return Phrase(_("{table}, row {row}"), {"table": self.place, "row": row})


def read(file: Path) -> Sequence[Grid]:
    """The tables of the file, in their order. Raises DomainError for what is no workbook and no document."""
    readers = {".xlsx": _workbook, ".xlsm": _workbook, ".docx": _document}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise DomainError(_("Save the table as .xlsx or .docx: {file} cannot be read."), file=file.name)
    try:
        return reader(file)
    except FileNotFoundError:
        raise DomainError(_("There is no file {file}."), file=str(file)) from None
    except (BadZipFile, KeyError, ValueError, OSError):
        text = _("The file {file} is damaged or of another kind: open it and save it anew.")
        raise DomainError(text, file=file.name) from None


def _workbook(file: Path) -> Sequence[Grid]:
    from openpyxl import load_workbook

    values, formulas = load_workbook(file, data_only=True), load_workbook(file)
    return [_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets if sheet.max_row]


def _sheet(sheet: Any, formulas: Any) -> Grid:
    if sheet.sheet_state != "visible":
        text = _("the sheet is hidden and was not read: show it if it belongs to the programme")
        return Grid(sheet.title, (), is_sheet=True, notes=(Phrase(text),))
    numbers = range(sheet.min_row, min(sheet.max_row, LONGEST) + 1)
    lines = [row for row in numbers if not sheet.row_dimensions[row].hidden]
    rows = list(_rows_of_sheet(sheet, formulas, lines))
    return Grid(sheet.title, rows, lines=lines, is_sheet=True, notes=_out_of_sight(sheet, numbers, lines))


def _out_of_sight(sheet: Any, numbers: Sequence[int], lines: Sequence[int]) -> tuple[Phrase, ...]:
    """What of a sheet is not read, though it may hold words."""
    notes = []
    wide = range(1, min(sheet.max_column, WIDEST) + 1)
    hidden = [n for n in sorted({*numbers} - {*lines}) if any(sheet.cell(n, m).value is not None for m in wide)]
    if hidden:
        text = _("hidden rows were not read: {rows}. Show them if they belong to the programme")
        notes.append(Phrase(text, {"rows": ", ".join(map(str, hidden))}))
    if sheet.max_row > LONGEST or sheet.max_column > WIDEST:
        text = _("only the first {rows} rows and {columns} columns were read: move the rest to another sheet")
        notes.append(Phrase(text, {"rows": LONGEST, "columns": WIDEST}))
    return tuple(notes)


def _rows_of_sheet(sheet: Any, formulas: Any, lines: Sequence[int]) -> Iterator[Sequence[Cell]]:
    merged = _merged(sheet)
    wide = min(sheet.max_column, WIDEST)
    for row in lines:
        yield [_of_sheet(sheet, formulas, *merged.get((row, n), (row, n))) for n in range(1, wide + 1)]


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell of a merged range, and the one that holds its value."""
    found = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, LONGEST) + 1):
            for column in range(area.min_col, min(area.max_col, WIDEST) + 1):
                found[row, column] = (area.min_row, area.min_col)
    return found


def _of_sheet(sheet: Any, formulas: Any, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    value, here = cell.value, (row, column)
    if value is None:
        written = formulas.cell(row, column).value
        return Cell(origin=here, formula=isinstance(written, str) and written.startswith("="))
    if isinstance(value, bool):
        return Cell("так" if value else "ні", here)
    if isinstance(value, int | float):
        number = Decimal(repr(round(value, 9))) if isinstance(value, float) else Decimal(value)
        return Cell(_printed(number, str(cell.number_format)), here, number)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(f"{day:%d.%m.%Y}", here, day=day)
    return Cell(clean(str(value)), here)


def _printed(number: Decimal, shape: str) -> str:
    """As the sheet shows it: «75 %» for a share, «1.10» for a code that was typed as a number with two decimals."""
    if shape.endswith("%"):
        return f"{_plain(number * 100)}%"
    places = re.search(r"0\.(0+)", shape)
    return f"{number:.{len(places[1])}f}" if places else _plain(number)


def _plain(number: Decimal) -> str:
    whole = number.to_integral_value()
    return str(whole) if number == whole else str(number.normalize())


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _document(file: Path) -> Sequence[Grid]:
    from docx import Document

    document = Document(str(file))
    body = document.element.body
    grids: list[Grid] = []
    above: list[str] = []
    for element in _blocks(body):
        if element.tag == f"{_W}p":
            above += [text] if (text := _words(element)) else []
        else:
            grids.append(Grid(f"{len(grids) + 1}", _rows_of_table(element), tuple(above)))
            above = []
    return [*grids, Grid("", (), notes=notes)] if (notes := tuple(_footnotes(document))) else grids


def _footnotes(document: Any) -> Iterator[Phrase]:
    """Their words, to be told: which measure they belong to is for a person to say."""
    from docx.oxml import parse_xml

    parts = (part.target_part for part in document.part.rels.values() if not part.is_external)
    for part in parts:
        if str(part.partname).endswith(("footnotes.xml", "endnotes.xml")):
            for note in parse_xml(part.blob):
                if text := " ".join(_words_of_cell(note).split()):
                    yield Phrase(_("“{cell}” was left out: put it into the cell that it explains"), {"cell": text})


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, also those inside a content control."""
    for element in parent:
        if element.tag in {f"{_W}p", f"{_W}tbl"}:
            yield element
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _blocks(element)


def _children(parent: Any, name: str) -> Iterator[Any]:
    for element in parent:
        if element.tag == f"{_W}{name}":
            yield element
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _children(element, name)


def _rows_of_table(table: Any) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for number, line in enumerate(_children(table, "tr")):
        row = [Cell(origin=(number, n)) for n in range(_count(line, "trPr/gridBefore"))]
        for cell in _children(line, "tc"):
            place, wide = (number, len(row)), max(1, _count(cell, "tcPr/gridSpan"))
            above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else None
            same = above if above is not None and _goes_on(cell) else Cell(_words_of_cell(cell), place)
            row += [same] * wide
        rows.append(row)
    wide = max((len(row) for row in rows), default=0)
    return [row + [Cell(origin=(n, m)) for m in range(len(row), wide)] for n, row in enumerate(rows)]


def _goes_on(cell: Any) -> bool:
    """Whether the cell is the lower part of one that was merged downwards."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _count(element: Any, path: str) -> int:
    found = element.find("/".join(f"{_W}{part}" for part in path.split("/")))
    return int(found.get(f"{_W}val", 0)) if found is not None else 0


def _words_of_cell(cell: Any) -> str:
    return clean("\n".join(_words(paragraph) for paragraph in cell.iter(f"{_W}p")))


_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _words(paragraph: Any) -> str:
    """The words of a paragraph; what was struck out under «track changes» is gone, what was put in is there."""
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in _SIGNS and not _struck(element):
            parts.append(_SIGNS[element.tag])
    return clean("".join(parts))


def _struck(element: Any) -> bool:
    return any(parent.tag == f"{_W}del" for parent in element.iterancestors()) or element.getparent().tag == f"{_W}tabs"


def clean(text: str) -> str:
    """Without signs that print nothing; single spaces; no empty lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("_x000D_", "\n")
    text = re.sub(r"[\u00ad\u200b\u200c\u200d\u2060\ufeff]", "", text)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
