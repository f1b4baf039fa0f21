"""Open data of the programmes: CSV and JSON with a codebook; only what residents see (law 2939-VI art. 10-1, CMU 835).

A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from council.measures import Ledger, level
from council.phrases import _ as msgid
from council.programme import Indicator, Measure, Programme
from handlers.spreadsheets import harmless
from handlers.texts import _

Row = Mapping[str, object]

MEASURE_FIELDS = {
    "programme": msgid("id of the programme"),
    "measure": msgid("id of the measure, stays the same in every version"),
    "code": msgid("number of the measure in the document"),
    "goal": msgid("number of the operational goal"),
    "title": msgid("official title"),
    "responsible": msgid("responsible bodies, divided by semicolons"),
    "sources": msgid("sources of money as the document names them"),
    "term": msgid("term in the words of the document"),
    "due_date": msgid("last day of the term, as we read it"),
    "year": msgid("year that the sums are of"),
    "planned_kind": msgid("amount, not_stated, planned_without_funding or not_planned"),
    "planned": msgid("planned sum, thousand UAH; empty where the kind is no amount"),
    "spent": msgid("reported spending of the year, thousand UAH; empty where nobody reported"),
    "standing": msgid("no_report, not_started, under_way, done, late, suspended or abandoned"),
    "percent": msgid("per cent done as reported; empty where nobody reported"),
    "last_report": msgid("period of the last published report: 2026q3, 2026 or 2026f"),
}
INDICATOR_FIELDS = {
    "programme": msgid("id of the programme"),
    "indicator": msgid("code of the indicator"),
    "name": msgid("official name"),
    "unit": msgid("unit of measurement"),
    "mode": msgid("increment (yearly gains), level, milestone (yes or no) or not_stated"),
    "baseline": msgid("value to begin with; empty where the document states none"),
    "measures": msgid("numbers of the measures that it speaks of"),
    "year": msgid("year of the target and the value"),
    "target": msgid("target of the year as the document prints it"),
    "level": msgid("value to have at the end of the year, gains added to the baseline"),
    "reported": msgid("last published value of the year; empty where nobody reported"),
}


def measures(book: Ledger) -> Iterator[Row]:
    """A row for each measure and year."""
    for measure in book.programme.measures:
        spent = book.spent(measure)
        for year in book.programme.years:
            money = measure.budget.of(year)
            yield {
                **_measure(book, measure),
                "year": year,
                "planned_kind": "not_planned" if money.kind == "-" else money.kind.value,
                "planned": money.amount,
                "spent": spent.get(year),
            }


def _measure(book: Ledger, measure: Measure) -> Row:
    last = book.last(measure)
    return {
        "programme": book.programme.id,
        "measure": measure.id,
        "code": measure.code,
        "goal": measure.operational_goal,
        "title": measure.title,
        "responsible": "; ".join(measure.responsible_bodies),
        "sources": measure.funding_source_text or "; ".join(measure.funding_sources),
        "term": measure.schedule.source_text,
        "due_date": measure.schedule.due_date,
        "standing": book.standing(measure).value,
        "percent": book.percent(measure),
        "last_report": last.period.code if last else None,
    }


def indicators(book: Ledger) -> Iterator[Row]:
    """A row for each indicator and year."""
    for indicator in book.programme.indicators:
        told = {report.period.year: reading for report, reading in book.readings(indicator)}
        for year in book.programme.years:
            reading = told.get(year)
            reached = reading.value if reading and reading.value is not None else reading and reading.reached
            yield {**_indicator(book.programme, indicator, year), "reported": reached}


def _indicator(programme: Programme, indicator: Indicator, year: int) -> Row:
    return {
        "programme": programme.id,
        "indicator": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "mode": indicator.target_mode.value,
        "baseline": indicator.baseline,
        "measures": "; ".join(indicator.measure_refs),
        "year": year,
        "target": indicator.targets.get(year),
        "level": level(indicator, year),
    }


@dataclass(frozen=True)
class DataTable:
    """A table of open data: what each field means, and its rows."""

    fields: Mapping[str, str]
    rows: Sequence[Row]

    def csv(self) -> str:
        return table(list(self.fields), self.rows)

    def json(self) -> str:
        return json.dumps([_plain(row) for row in self.rows], ensure_ascii=False, indent=1)


def tables(books: Sequence[Ledger]) -> Mapping[str, DataTable]:
    """The tables by their names, of all these programmes together."""
    return {
        "measures": DataTable(MEASURE_FIELDS, [row for book in books for row in measures(book)]),
        "indicators": DataTable(INDICATOR_FIELDS, [row for book in books for row in indicators(book)]),
    }


def codebook() -> DataTable:
    """What every field means, in the language of the moment."""
    told = {"measures": MEASURE_FIELDS, "indicators": INDICATOR_FIELDS}
    rows = [
        {"table": name, "field": field, "meaning": _(meaning)}
        for name, fields in told.items()
        for field, meaning in fields.items()
    ]
    return DataTable(dict.fromkeys(("table", "field", "meaning"), ""), rows)


def written(books: Sequence[Ledger], folder: Path) -> Sequence[Path]:
    """Writes the tables, their JSON and the codebook; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, data in tables(books).items():
        made += [_kept(folder / f"{name}.csv", data.csv()), _kept(folder / f"{name}.json", data.json())]
    return [*made, _kept(folder / "codebook.csv", codebook().csv())]


def _kept(file: Path, text: str) -> Path:
    """UTF-8; a CSV says so in its first bytes, or spreadsheets guess another encoding."""
    file.write_text(text, encoding="utf-8-sig" if file.suffix == ".csv" else "utf-8", newline="")
    return file


def table(fields: Sequence[str], rows: Iterable[Row]) -> str:
    """CSV by RFC 4180."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(fields)
    writer.writerows([harmless(row.get(field)) for field in fields] for row in rows)
    return text.getvalue()


def _plain(row: Row) -> Row:
    return {name: _number(value) for name, value in row.items()}


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
