"""Figures of surveys as files: opened by spreadsheets, read by programs, and telling nothing of few people."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from bot.documents import survey_tables
from council.findings import WordsState
from council.survey_account import Account
from council.urns import TOGETHER, Sheet
from handlers.survey_data import Told, codebook, tables
from handlers.texts import Catalogues
from tests.council.desk import KORIUKIVKA
from tests.council.surveys import shipped
from tests.survey_samples import invented

S16 = shipped()["s16"]


def told(people: int = 60, word: str = "=HYPERLINK(1)") -> Told:
    part = invented(S16, "2026", people, 7)
    drawn = [(urn, _saying(sheet, word if place < 6 else "")) for place, (urn, sheet) in enumerate(part.drawn)]
    part = replace(part, drawn=drawn)
    decided = {(sheet.id, "q3"): WordsState.SHOWN for sheet in part.sheets[:2]}
    survey = S16.model_copy(update={"publish_words": True})
    return Told(survey, Account("2026", people, people, 0, 21244, [part], {}), decided)


def _saying(sheet: Sheet, word: str) -> Sheet:
    answers = {name: value for name, value in sheet.answers.items() if name != "q3"}
    return sheet.model_copy(update={"answers": {**answers, "q3": word} if word else answers})


@pytest.fixture(autouse=True)
def ukrainian() -> Iterator[None]:
    with Catalogues().speaking("uk"):
        yield


def test_no_row_tells_of_one_to_four_people() -> None:
    for people in (5, 9, 23, 60):
        rows = tables([told(people)], KORIUKIVKA)["answers"].rows
        assert not [row for row in rows if 0 < int(str(row.get("count") or 0)) < TOGETHER]
        assert not [row for row in rows if row.get("answered") is not None and int(str(row["answered"])) < TOGETHER]


def test_options_add_up_where_all_are_told_and_groups_stand_beside_the_whole() -> None:
    rows = [row for row in tables([told(400)], KORIUKIVKA)["answers"].rows if row["question"] == "q1"]
    whole = [row for row in rows if not row.get("group_by") and row.get("option")]
    assert sum(int(str(row["count"])) for row in whole) == whole[0]["answered"]
    assert {row["group"] for row in rows if row.get("group_by") == "place"} == {
        "м. Корюківка",
        "Наумівський округ",
        "Рибинський округ",
    }


def test_only_words_that_somebody_has_read_leave_the_house() -> None:
    assert [row["text"] for row in tables([told()], KORIUKIVKA)["words"].rows] == ["=HYPERLINK(1)"] * 2
    silent = replace(told(), survey=S16.model_copy(update={"publish_words": False}))
    assert tables([silent], KORIUKIVKA)["words"].rows == []


def test_a_workbook_has_numbers_and_no_formula() -> None:
    with Catalogues().speaking("uk"):
        (content,) = survey_tables.files([told()], KORIUKIVKA, "xlsx", "s16-2026").values()
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["waves", "answers", "words", "codebook"]
    assert book["words"]["D2"].value == "'=HYPERLINK(1)"
    assert book["waves"]["E2"].value == 60
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("locale", ["uk", "en"])
def test_the_codebook_explains_every_field_of_every_file(locale: str) -> None:
    with Catalogues().speaking(locale):
        made = survey_tables.files([told()], KORIUKIVKA, "csv", "s16-2026")
        explained = {(row["table"], row["field"]) for row in codebook().rows if row["meaning"]}
    for table in ("waves", "answers", "words"):
        text = made[f"s16-2026-{table}.csv"].decode("utf-8-sig")
        assert {(table, field) for field in next(csv.reader(io.StringIO(text)))} <= explained


def test_json_says_the_same() -> None:
    with Catalogues().speaking("uk"):
        (content,) = survey_tables.files([told()], KORIUKIVKA, "json", "s16-2026").values()
        made = json.loads(content)
        assert len(made["answers"]) == len(tables([told()], KORIUKIVKA)["answers"].rows)
    assert "не репрезентативні" in made["waves"][0]["selection"]
