"""Answers of surveys as files: a workbook, CSV with its codebook, JSON."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from council.community import Community
from council.phrases import NotFound, _
from council.survey_catalogue import catalogue
from handlers import survey_data
from handlers.house import House
from handlers.programme_data import DataTable
from handlers.spreadsheets import harmless
from handlers.survey_data import Told
from storage.desk import Desk

BYTE_ORDER = "\ufeff"
"""Tells spreadsheets that a CSV is UTF-8."""
WIDE = 60


def files(waves: Sequence[Told], community: Community, kind: str, name: str) -> Mapping[str, bytes]:
    """The files of a kind (xlsx, csv, json) by their names, in the language of the moment."""
    made = {**survey_data.tables(waves, community), "codebook": survey_data.codebook()}
    if kind == "csv":
        return {f"{name}-{table}.csv": (BYTE_ORDER + data.csv()).encode() for table, data in made.items()}
    if kind == "json":
        return {f"{name}.json": survey_data.as_json(waves, community).encode()}
    return {f"{name}.xlsx": workbook(made)}


def workbook(tables: Mapping[str, DataTable]) -> bytes:
    """A sheet for each table; numbers are numbers, and no text is a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3EBF5", "border": 1})
        for name, table in tables.items():
            _sheet(book.add_worksheet(name), table, head)
    return file.getvalue()


def _sheet(sheet: Any, table: DataTable, head: Any) -> None:
    for place, field in enumerate(table.fields):
        sheet.write_string(0, place, field, head)
        cells = [str(row.get(field) or "") for row in table.rows]
        sheet.set_column(place, place, min(WIDE, max([len(field), *map(len, cells)]) + 2))
    for number, row in enumerate(table.rows, 1):
        for place, field in enumerate(table.fields):
            _write(sheet, number, place, harmless(row.get(field)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), max(0, len(table.fields) - 1))


def _write(sheet: Any, row: int, place: int, value: object) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value))


async def made(what: str, desk: Desk, house: House) -> tuple[str, bytes]:
    """(name, content) of `KIND:TABLE:SURVEY:WAVE`: a file made at this moment. Raises NotFound."""
    kind, table, code, wave = what.split(":", 3)
    survey = (await catalogue(desk, house.surveys)).get(code)
    if survey is None:
        raise NotFound(_("There is no such survey."))
    waves = [await survey_data.told(desk, survey, wave, house.community)]
    with house.texts.speaking(house.community.staff_language):
        found = files(waves, house.community, kind, _name(code, wave))
    wanted = next((name for name in found if not table or name.endswith(f"-{table}.{kind}")), next(iter(found)))
    return wanted, found[wanted]


def _name(code: str, wave: str) -> str:
    return f"{code}-{wave}" if wave else code
