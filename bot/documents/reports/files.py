"""A report as a workbook and as a text document, on A4 pages that may be printed and signed."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bot.documents.reports.building import Paper, Table
from bot.documents.reports.cells import Value
from handlers.texts import _, number

FONT = "Times New Roman"
"""What letters of councils are written in (ДСТУ 4163)."""
NARROW, USUAL, WIDE = 9, 18, 42


def workbook(file: Path, paper: Paper) -> None:
    """A sheet for the passport and one for each section, numbers as numbers."""
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = _styles(book)
        _first_sheet(book.add_worksheet(_("Passport")), paper, styles)
        for place, table in enumerate(paper.tables, 1):
            _sheet(book.add_worksheet(f"{place}. {table.title}"[:31].rstrip()), table, styles)


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": FONT, "font_size": 11, "text_wrap": True, "valign": "top"}
    framed = {**plain, "border": 1}
    head = {**framed, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E3EBF5"}
    return {
        "title": book.add_format({**plain, "bold": True, "font_size": 14}),
        "plain": book.add_format(plain),
        "name": book.add_format({**plain, "bold": True}),
        "head": book.add_format(head),
        "words": book.add_format(framed),
        "number": book.add_format({**framed, "num_format": "#,##0.###", "align": "right"}),
        "sum": book.add_format({**framed, "bold": True, "num_format": "#,##0.###", "align": "right"}),
        "total": book.add_format({**framed, "bold": True}),
    }


def _first_sheet(sheet: Any, paper: Paper, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    lines = [(paper.title, "title"), (paper.programme, "name"), (paper.period, "plain"), (paper.form, "plain")]
    row = 0
    for text, style in lines:
        if text:
            sheet.merge_range(row, 0, row, 1, text, styles[style])
            sheet.set_row(row, 32)
            row += 1
    for name, text in (*paper.facts, (_("Made on"), paper.made), (paper.post, "____________________")):
        row += 1
        sheet.write_string(row, 0, name, styles["name"])
        sheet.write_string(row, 1, text, styles["plain"])
    _page(sheet)


def _sheet(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    sheet.merge_range(0, 0, 0, max(1, len(table.headings) - 1), table.title, styles["title"])
    for place, heading in enumerate(table.headings):
        sheet.write_string(1, place, heading, styles["head"])
        sheet.set_column(place, place, _wide(table, place))
    for row, cells in enumerate(table.rows, 2):
        last = table.totals and row == len(table.rows) + 1
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, styles, last=last)
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    _page(sheet)


def _write(sheet: Any, row: int, place: int, cell: Value, styles: dict[str, Any], *, last: bool) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, place, float(cell), styles["sum" if last else "number"])
    else:
        sheet.write_string(row, place, cell, styles["total" if last else "words"])


def _wide(table: Table, place: int) -> int:
    """Characters of a column, by its longest cell."""
    longest = max((len(str(row[place])) for row in table.rows), default=0)
    return NARROW if longest <= NARROW - 1 else USUAL if longest <= USUAL * 2 else WIDE


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.6, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def document(file: Path, paper: Paper) -> None:
    """Title, passport, a table for each section with its header on every page, and room for the signature."""
    made = Document()
    _layout(made)
    _paragraph(made, paper.title.upper(), bold=True, middle=True)
    _paragraph(made, paper.programme, bold=True, middle=True)
    _paragraph(made, paper.period, middle=True)
    _paragraph(made, paper.form, middle=True)
    for name, text in paper.facts:
        _fact(made, name, text)
    for place, table in enumerate(paper.tables, 1):
        made.add_heading(f"{place}. {table.title}", level=1)
        _table(made, table)
    _paragraph(made, "")
    _paragraph(made, f"{paper.post}  ____________________")
    _paragraph(made, paper.made)
    made.core_properties.title, made.core_properties.author = paper.title, ""
    made.core_properties.language = "uk-UA"
    made.save(str(file))


def _layout(made: Any) -> None:
    """A4 lying, margins of an official paper."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2), Cm(1)
    section.top_margin = section.bottom_margin = Cm(1.5)
    for name, size in (("Normal", 12), ("Heading 1", 13)):
        style = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)


def _paragraph(made: Any, text: str, *, bold: bool = False, middle: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph.paragraph_format.space_after = Pt(4)
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fact(made: Any, name: str, text: str) -> None:
    paragraph = made.add_paragraph()
    paragraph.add_run(f"{name}: ").bold = True
    paragraph.add_run(text)
    paragraph.paragraph_format.space_after = Pt(2)


def _table(made: Any, table: Table) -> None:
    drawn = made.add_table(len(table.rows) + 1, len(table.headings), style="Table Grid")
    lines: Sequence[Sequence[Value]] = [list(table.headings), *table.rows]
    for number_of_row, (row, cells) in enumerate(zip(drawn.rows, lines, strict=True)):
        strong = number_of_row == 0 or (table.totals and number_of_row == len(lines) - 1)
        for target, cell in zip(row.cells, cells, strict=True):
            _cell(target, cell, strong=strong)
    _repeated(drawn.rows[0])


def _cell(target: Any, cell: Value, *, strong: bool) -> None:
    paragraph = target.paragraphs[0]
    run = paragraph.add_run(number(cell) if isinstance(cell, Decimal) else cell)
    run.bold, run.font.size = strong, Pt(10)
    paragraph.paragraph_format.space_after = Pt(0)
    if isinstance(cell, Decimal):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeated(row: Any) -> None:
    """The header stands on every page that the table reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
