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

from council.phrases import DomainError, _

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
    """One table. `name` tells where it is; `above` are the paragraphs between the table before and this one."""

    name: str
    rows: Sequence[Sequence[Cell]]
    above: Sequence[str] = ()
    first_row: int = 1
    lines: Sequence[int] = field(default=(), repr=False)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


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
    return [
        Grid(sheet.title, list(_rows_of_sheet(sheet, formulas[sheet.title])), first_row=sheet.min_row)
        for sheet in values.worksheets
        if sheet.sheet_state == "visible" and sheet.max_row
    ]


def _rows_of_sheet(sheet: Any, formulas: Any) -> Iterator[Sequence[Cell]]:
    merged = _merged(sheet)
    wide, high = min(sheet.max_column, WIDEST), min(sheet.max_row, LONGEST)
    for row in range(sheet.min_row, high + 1):
        hidden = sheet.row_dimensions[row].hidden
        if not hidden:
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

    body = Document(str(file)).element.body
    grids: list[Grid] = []
    above: list[str] = []
    for element in _blocks(body):
        if element.tag == f"{_W}p":
            above += [text] if (text := _words(element)) else []
        else:
            grids.append(Grid(f"{len(grids) + 1}", _rows_of_table(element), tuple(above)))
            above = []
    return grids


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
