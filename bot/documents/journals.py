"""The journal of a day as a file for the council's document system: XLSX, or CSV for a program that imports it."""

import asyncio
import csv
import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

from bot.documents.packages import Package, piece
from council import journal
from council.handover_rules import Handover, uuid_of
from council.journal import Entry, Value
from handlers.house import House
from handlers.spreadsheets import harmless
from storage.desk import Desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
SHEET = "Журнал"
_WIDEST = 60


async def packed(desk: Desk, house: House, handover: Handover) -> Package:
    """The journal of the row's day, by the truth of this moment. LookupError for a row without a day."""
    if handover.day is None:
        raise LookupError(handover.key)
    name, mime, content = await of_day(desk, house, handover.day)
    key = uuid_of(f"{house.bot_username}:{handover.key}")
    return Package(handover, f"ZV-journal-{handover.day}", key, [piece(name, mime, content)])


async def of_day(desk: Desk, house: House, day: date) -> tuple[str, str, bytes]:
    """(file name, type, content) of the cases that were received that day."""
    community = house.community
    table = journal.rows(community, await _entries(desk, house, day))
    titles = [column.title for column in journal.columns(community)]
    if community.workflow.journal.format == "csv":
        return f"journal-{day}.csv", CSV, as_csv(titles, table)
    return f"journal-{day}.xlsx", XLSX, await asyncio.to_thread(as_xlsx, titles, table)


async def _entries(desk: Desk, house: House, day: date) -> Sequence[Entry]:
    found = await desk.handovers.received(*journal.span(house.community, day))
    entries = []
    for place, case in enumerate(found, 1):
        appeal = await desk.appeals.get(case)
        entries.append(Entry(place, appeal, len(await desk.attachments.of_appeal(case))))
    return entries


def as_csv(titles: Sequence[str], table: Sequence[Sequence[Value]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8, a semicolon as Ukrainian programs expect, and no formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(titles)
    writer.writerows([harmless(_told(value)) for value in row] for row in table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(titles: Sequence[str], table: Sequence[Sequence[Value]]) -> bytes:
    """Texts are written as texts: what begins like a formula is none."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(SHEET), book.add_format({"bold": True, "text_wrap": True})
        dated = book.add_format({"num_format": "dd.mm.yyyy"})
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
            longest = max([len(str(row[column])) for row in table] + [len(title) // 2, 8])
            sheet.set_column(column, column, min(longest + 1, _WIDEST))
        for line, row in enumerate(table, 1):
            for column, value in enumerate(row):
                _write(sheet, line, column, value, dated)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, value: Value, dated: xlsxwriter.format.Format
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, column, value, dated)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    elif value:
        sheet.write_string(line, column, value)


def _told(value: Value) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
