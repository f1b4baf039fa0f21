"""The papers that a programme's lead signs: every sum as planned and reported, four kinds of a cell kept apart."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.documents.reports import building, files
from bot.documents.reports.building import Paper
from bot.documents.reports.cells import Book
from bot.documents.reports.summary import LIMIT, summary
from council.measures import Ledger, ledger
from council.periods import Period
from council.phrases import DomainError
from council.programme_content import load
from handlers import programme_data
from handlers.texts import Catalogues
from tests.pictures import CONTENT, reports

(PLAN,) = load(CONTENT / "mohyliv-podilskyi")
(STRATEGY,) = load(CONTENT / "koriukivka")
TODAY = date(2025, 2, 1)
KINDS = ("quarter", "progress", "results")


def ledger_of(year: int = 2024) -> Book:
    return Book(ledger(PLAN, reports(PLAN), TODAY, date(2023, 1, 1)), Period(year))


def paper(kind: str) -> Paper:
    with Catalogues().speaking("uk"):
        return building.paper(building.shapes()[kind], ledger_of())


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest) -> Paper:
    return paper(request.param)


def test_both_papers_of_a_year_follow_their_forms() -> None:
    assert "додатка 5" in paper("progress").form
    assert "Порядку здійснення моніторингу" in paper("results").form
    assert [table.title.split(" ")[0] for table in paper("results").tables] == [
        "Стан",
        "Заплановані",
        "Результативність",
        "Досягнення",
    ]


def test_the_workbook_says_what_the_paper_says(made: Paper, tmp_path: Path) -> None:
    with Catalogues().speaking("uk"):
        files.workbook(tmp_path / "x.xlsx", made)
    book = load_workbook(tmp_path / "x.xlsx")
    for sheet, table in zip(book.worksheets[1:], made.tables, strict=True):
        told = [
            ["" if cell.value is None else cell.value for cell in row[: len(table.headings)]]
            for row in sheet.iter_rows(min_row=3)
        ]
        known = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in table.rows]
        assert told == known


def test_the_document_says_what_the_paper_says(tmp_path: Path) -> None:
    made = paper("results")
    with Catalogues().speaking("uk"):
        files.document(tmp_path / "x.docx", made)
    document = Document(str(tmp_path / "x.docx"))
    assert document.paragraphs[0].text == made.title.upper()
    assert [len(table.rows) for table in document.tables] == [len(table.rows) + 1 for table in made.tables]
    assert document.tables[1].rows[0].cells[3].text == "Заплановано на рік, тис. грн"
    assert "w:tblHeader" in document.tables[1].rows[0]._tr.xml
    assert document.tables[1].rows[-1].cells[3].text == "10\xa0525"


def test_the_sums_of_the_money_are_the_documents() -> None:
    money = paper("progress").tables[1]
    total = dict(zip(money.headings, money.rows[-1], strict=True))
    assert total["Заплановано на рік, тис. грн"] == Decimal(10525)
    assert total["Фактично використано, тис. грн"] == Decimal("7298.4")


def test_four_kinds_of_a_cell_stay_four() -> None:
    planned = {row[0]: row[3] for row in paper("quarter").tables[1].rows}
    assert planned["1.1.1"] == "без фінансування"
    assert planned["1.1.5"] == "не заплановано"
    assert planned["1.1.2"] == Decimal(300)
    with Catalogues().speaking("uk"):
        bare = building.paper(building.shapes()["quarter"], Book(ledger(STRATEGY, (), TODAY, TODAY), Period(2024, 1)))
    assert {row[3] for row in bare.tables[1].rows[:-1]} == {"не вказано"}
    assert bare.tables[1].rows[-1][3] == ""


def test_nobody_reported_is_not_zero() -> None:
    spent = {row[0]: row[4] for row in paper("quarter").tables[1].rows}
    assert spent["1.1.5"] == "звіту ще немає"
    assert spent["1.1.2"] == Decimal("287.4")


def test_columns_are_configured(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "quarter: {title: Звіт, sections: [{title: Гроші, of: measures, columns: {title: Захід, planned: План}}]}"
    )
    with Catalogues().speaking("uk"):
        made = building.paper(building.shapes(own)["quarter"], ledger_of())
    assert made.tables[0].headings == ["Захід", "План"]
    own.write_text("quarter: {title: Звіт, sections: [{title: Гроші, of: measures, columns: {salary: Оклад}}]}")
    with pytest.raises(DomainError, match="no column"):
        building.shapes(own)


@pytest.mark.parametrize("locale", ["uk", "en"])
def test_the_summary_fits_a_message_and_says_the_finding(locale: str) -> None:
    with Catalogues().speaking(locale):
        text = summary(ledger_of())
        bare = summary(Book(ledger(STRATEGY, (), TODAY, TODAY), Period(2024)))
    assert len(text) <= LIMIT
    assert ("заплановано 10\xa0525 тис. грн, витрачено 7\xa0298,4" in text) is (locale == "uk")
    assert ("Документ не називає сум." in bare) is (locale == "uk")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Catalogues().speaking("uk"):
        programme_data.written([ledger_of().ledger], tmp_path)
    return tmp_path


def test_open_data_hold_every_cell_of_the_plan(data: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((data / "measures.csv").read_text("utf-8-sig"))))
    assert len(rows) == 23 * 3
    assert sum(Decimal(row["planned"]) for row in rows if row["planned"]) == 21655
    assert {row["planned_kind"] for row in rows} == {"amount", "planned_without_funding", "not_planned"}
    assert json.loads((data / "measures.json").read_text())[0]["measure"] == "mop-m01"


def test_the_codebook_explains_every_field(data: Path) -> None:
    explained = list(csv.DictReader(io.StringIO((data / "codebook.csv").read_text("utf-8-sig"))))
    for name in ("measures", "indicators"):
        header = (data / f"{name}.csv").read_text("utf-8-sig").splitlines()[0].split(",")
        assert header == [row["field"] for row in explained if row["table"] == name]
    assert all(row["meaning"] for row in explained)


@pytest.mark.parametrize("text", ["=1+1", "+380", "-2", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert programme_data.table(["title"], [{"title": text}]).splitlines()[1].strip('"').startswith("'")


def test_only_what_was_published_is_open(data: Path) -> None:
    """The reports of the council itself count accepted ones, too; whoever calls chooses (bot/commands/report.py)."""
    book: Ledger = ledger_of().ledger
    told = {row["measure"] for row in programme_data.measures(book) if row["spent"] is not None}
    assert told == {report.measure for report in reports(PLAN)}
