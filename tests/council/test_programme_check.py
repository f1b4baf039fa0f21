"""What `content check` says of a programme's file: the line, what is wrong, what to do."""

import shutil
from pathlib import Path

import pytest

from council.content import check, faults_of
from council.programme_content import load
from council.sources import ContentError, Severity
from council.typical_form import typical_form

CONTENT = Path(__file__).resolve().parents[2] / "content"
FILE = "programmes/mohyliv-podilskyi-2023-2025.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "here"
    shutil.copytree(CONTENT / "mohyliv-podilskyi", made)
    return made


def edited(folder: Path, old: str, new: str) -> int:
    """Changes the file once; the line of the change."""
    text = (folder / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    operational_goal: '1.1'", "    operational_goal: '9.9'", "there is no operational goal “9.9”"),
        ("        measures: ['1.1.1', ", "        measures: ['1.1.9', ", "there is no measure with the code “1.1.9”"),
        ("        measures: ['1.1.1', ", "        measures: ['3.1.1', ", "says that it serves the goal “3.1”"),
        ("    indicator_refs: ['I-02']", "    indicator_refs: ['I-99']", "no indicator with the code “I-99”"),
        ("    priority: '1'", "    priority: '7'", "there is no strategic goal “7”"),
        ("  - id: mop-m02", "  - id: mop-m01", "“mop-m01” is used twice"),
        ("  - id: mop-m02", "  - id: захід-2", "does not fit into a button"),
        ("      total: 500.0", "      total: багато", "“багато” is no sum in thousand hryvnias"),
        ("      total: 500.0", "      total: -500", "“-500” is no sum in thousand hryvnias"),
        ("    end: 2025", "    end: 2021", "the programme ends before it starts"),
        ("  prefix: mop", "  prefix: МОП", "cannot begin the names of measures"),
        ("schema: digital-programme/1", "schema: digital-programme/2", "this value is not one of those known here"),
        ("      type: by_year", "      type: someday", "this value is not one of those known here"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_remedy(folder: Path, old: str, new: str, message: str) -> None:
    line = edited(folder, old, new)
    faults = [fault for fault in faults_of(check(folder)) if message in str(fault)]
    assert [(fault.file, fault.line) for fault in faults[:1]] == [(folder / FILE, line)]
    with pytest.raises(ContentError, match=message):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    declared_total: 21655.0", "    declared_total: 21600.0", "names 21600.0 thousand UAH in all"),
        ("2024: 10525.0", "2024: 10000.0", "For 2024 the passport names 10000.0"),
        ("      total: 4000.0", "      total: 4001.0", "its years add up to 4000.0"),
        ("    total_change: 51.2", "    total_change: 50", "The change in all is 50, but the years add up to 51.2"),
        ("    generated: false", "    titel: щось\n    generated: false", "the key “titel” is not known here"),
        ("      due_year: 2024", "      due_year: 2031", "the term 2031 is outside the programme’s period"),
    ],
)
def test_what_does_not_add_up_is_noted_and_stops_nothing(folder: Path, old: str, new: str, message: str) -> None:
    edited(folder, old, new)
    assert any(message in str(found) and found.severity is Severity.NOTE for found in check(folder))
    assert load(folder)


def test_an_id_is_used_once_in_all_programmes_of_a_community(folder: Path) -> None:
    shutil.copy(folder / FILE, folder / "programmes" / "second.yaml")
    faults = faults_of(check(folder))
    assert {fault.file.name for fault in faults} == {"second.yaml"}
    assert any("“mop-m23” is used in another programme" in str(fault) for fault in faults)


def test_a_broken_file_is_named_and_the_others_are_still_checked(folder: Path) -> None:
    (folder / "programmes" / "broken.yaml").write_text("schema: [", "utf-8")
    said = [str(fault) for fault in check(folder)]
    assert any("broken.yaml" in line and "not valid YAML" in line for line in said)
    assert any("the plan has 23" in line for line in said)


def test_the_inferred_sum_is_said_as_printed_and_as_inferred() -> None:
    said = [str(found) for found in check(CONTENT / "mohyliv-podilskyi")]
    assert any("«$100,0». We worked out 8100.0 thousand UAH" in line for line in said)


def test_the_typical_form_has_no_faults() -> None:
    assert typical_form().priority_directions
