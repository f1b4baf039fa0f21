"""An editor makes a mistake; the check names the line and says what to write instead."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from council.community import load
from council.content import ContentError, Fault, Severity, check, faults_of

REAL = Path("content/koriukivka/community.yaml").read_text("utf-8")
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The real folder with words of an editor in place of some of its own."""

    def edited(*changes: tuple[str, str]) -> Path:
        text = REAL
        for old, new in changes:
            assert old in text, f"{old!r} is no longer in the real file"
            text = text.replace(old, new, 1)
        (tmp_path / "community.yaml").write_text(text, "utf-8")
        return tmp_path

    return edited


def only_fault(directory: Path) -> Fault:
    (fault,) = faults_of(check(directory))
    with pytest.raises(ContentError) as refused:
        load(directory)
    assert refused.value.faults == (fault,)
    return fault


def line_of(directory: Path, words: str) -> int:
    lines = (directory / "community.yaml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.mark.parametrize("name", ["koriukivka", "mohyliv-podilskyi", "muzykivka"])
def test_the_folders_we_ship_have_no_faults_and_say_what_they_lack(name: str) -> None:
    found = check(Path("content") / name)
    assert not faults_of(found)
    assert any("the council's phone number is missing" in str(note) for note in found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"", approval: officer', '"", approval: server', "the mail server whose word counts is not named"),
        ("mailboxes: []", "mailboxes: [{to: a@b.org, categories: [lamps]}]", "no category with the code “lamps”"),
        ("mailboxes: []", "mailboxes: [{to: a@b.org, departments: [x]}]", "no department with the code “x”"),
        ("mailboxes: []", "mailboxes: [{to: nobody}]", "“nobody”"),
        ("  departments: {}", "  departments: {x: 01}", "no department with the code “x”"),
        ("sev_xml: false", "sev_xml: true", "need the council's ЄДРПОУ code"),
        ("columns: []", "columns: [{title: Вік, fact: age}]", "the journal knows no fact “age”"),
        ("general_department: general", "general_department: nobody", "there is no department with the code “nobody”"),
        ("    department: cnap", "    department: csap", "there is no department with the code “csap”"),
        ('    theme: "100"', '    theme: "999"', "there is no theme with the code “999”"),
        ("short_name:", "shortname: {uk: Громада}\nshort_name:", "the key “shortname” is not known here"),
        ("  - code: lighting", "  - code: roads", "“roads” is used twice"),
        ("  - code: lighting", "  - code: street-lighting-and-lamps", "does not fit into a button"),
        ("  - code: lighting", "  - code: освітлення", "does not fit into a button"),
        ("  - code: misto", "  - code: outside", "is used by the bot itself"),
        ("  phone:   # наприклад +380 44 123 45 67", "  phone: 8 067 12", "“8 067 12” is no phone number"),
        ("  registry_email:", "  registry_email: rada.gov.ua", "“rada.gov.ua” is no e-mail address"),
        ("  website: https://", "  website: www.", "is no address of a page"),
        ("  edrpou:", '  edrpou: "123"', "“123” is no ЄДРПОУ code"),
        ("UA74020010000010449", "74020010000010449", "is no КАТОТТГ code"),
        ("  mon:", '  mon: "8-17"', "“8-17” are no working hours"),
        ("  mon:", '  mon: "17:00-08:00"', "are no working hours"),
        ("appeal.max_total: {value: 45", "appeal.max_total: {value: 60", "is 60, which the law does not allow"),
        (
            "request.reply: {value: 5",
            "request.reply: {value: 6",
            "is 6, which the law does not allow (2939-VI, ст. 20)",
        ),
        ("request.reply: {value: 5", "request.reply: {value: 0", "is 0, which the law does not allow"),
        ("request.free_pages: {value: 10", "request.free_pages: {value: 5", "is 5, which the law does not allow"),
        (
            'annual_to_head: {value: "01-31"',
            'annual_to_head: {value: "02-15"',
            "is 02-15, which the law does not allow",
        ),
        ("petition.collection_days: {value: 60", "petition.collection_days: {value: 120", "is 120, which the law"),
        ("5, unit: working_days", "5, unit: calendar_days", "is counted in another unit by law"),
        ("5, unit: working_days", "5, unit: weeks", "this value is not one of those known here"),
        ("{value: 48,", "{value: two days,", "this value does not fit here"),
        ("  request.urgent:", "  request.urgnt:", "the term “request.urgnt” is not known"),
        ("  roll_forward: false", "  roll_forward: true", "dates of the law are never moved later"),
        ("  after_hours_next_day: false", "  after_hours_next_day: true", "without working hours nobody knows"),
        ("  martial_law: true", "  martial_law: perhaps", "yes or no is expected"),
        ("  martial_law_until: ", "  martial_law_until: влітку", "a date is expected"),
        ("  holidays: []", "  holidays: [24 серпня]", "a date is expected"),
        ("group_text: masked", "group_text: some", "this value is not one of those known here"),
        ("{days: 30, count: calendar}", "{days: soon, count: calendar}", "a whole number is expected"),
        ("schema: community/1", "schema: community/2", "this value is not one of those known here"),
        ("signatory:\n", "signatory: Іваненко\nbox:\n", "keys are expected below “signatory”"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(folder: Folder, old: str, new: str, message: str) -> None:
    found = faults_of(check(folder((old, new))))
    named = [fault for fault in found if message in str(fault)]
    assert len(named) == 1
    assert named[0].remedy.msgid
    assert named[0].line > 1
    with pytest.raises(ContentError):
        load(folder((old, new)))


def test_martial_law_that_is_off_cannot_end_later(folder: Folder) -> None:
    ends = ("  martial_law_until: ", "  martial_law_until: 2027-05-31")
    fault = only_fault(folder(("  martial_law: true", "  martial_law: false"), ends))
    assert "switched off and has an end date too" in str(fault)
    assert fault.path == "counting.martial_law_until"


def test_the_end_of_martial_law_and_the_holidays_after_it_reach_the_calendar(folder: Folder) -> None:
    ends = ("  martial_law_until: ", "  martial_law_until: 2027-05-31")
    calendar = load(folder(ends, ("  holidays: []", "  holidays: [2027-05-28, 2027-06-28]"))).calendar
    assert calendar.is_working_day(date(2027, 5, 28))
    assert not calendar.is_working_day(date(2027, 6, 28))


def test_the_line_is_the_one_to_correct(folder: Folder) -> None:
    directory = folder(("appeal.forward: {value: 5", "appeal.forward: {value: 7"))
    fault = only_fault(directory)
    assert fault.line == line_of(directory, "appeal.forward:")
    assert fault.path == "terms.appeal.forward.value"
    assert str(fault).startswith(f"{directory / 'community.yaml'}:{fault.line} ")
    assert str(fault).endswith("Write from 1 to 5.")


def test_the_fourth_district_is_called_the_fourth(folder: Folder) -> None:
    directory = folder(("  - code: tiutiunnytskyi", "  - code: Тютюнниця"))
    fault = only_fault(directory)
    assert (fault.path, fault.line) == ("districts[4].code", line_of(directory, "Тютюнниця"))


def test_a_missing_key_is_named_where_it_belongs(folder: Folder) -> None:
    directory = folder(("short_name: {uk: Корюківська громада, en: Koriukivka community}\n", ""))
    assert "the key “short_name” is missing" in str(only_fault(directory))


def test_an_empty_compulsory_value_is_missing(folder: Folder) -> None:
    directory = folder(("general_department: general", "general_department:"))
    fault = only_fault(directory)
    assert "“general_department” is missing or empty" in str(fault)
    assert fault.line == line_of(directory, "general_department:")


def test_a_term_left_out_is_asked_for(folder: Folder) -> None:
    directory = folder(("  request.reply: ", "  # "))
    assert "the term “request.reply” is missing" in str(only_fault(directory))


def test_every_mistake_is_told_at_once(folder: Folder) -> None:
    directory = folder(("  - code: lighting", "  - code: roads"), ('    theme: "100"', '    theme: "999"'))
    assert len(faults_of(check(directory))) == 2


def test_a_key_given_twice_is_a_fault(folder: Folder) -> None:
    directory = folder(("staff_language: uk", "staff_language: uk\nstaff_language: en"))
    fault = only_fault(directory)
    assert "given twice" in str(fault)
    assert fault.line == line_of(directory, "staff_language: en")


@pytest.mark.parametrize("number", ["101", "102", "103", "104", "112"])
def test_no_danger_number_may_be_left_out(folder: Folder, number: str) -> None:
    directory = folder((f'{{number: "{number}"', '{number: "199"'))
    assert any(f"the danger number {number} is missing" in str(fault) for fault in faults_of(check(directory)))


def test_petitions_need_a_threshold_and_a_term_only_when_they_are_on(folder: Folder) -> None:
    without = ("  petition.threshold: ", "  # ")
    assert "“petition.threshold” is not given" in str(only_fault(folder(without)))
    off = folder(without, ("  enabled: true", "  enabled: false"))
    assert not faults_of(check(off))


def test_what_yaml_would_misread_stays_as_it_is_written(folder: Folder) -> None:
    directory = folder(
        ("  edrpou:", "  edrpou: 04051052"), ('{number: "101"', "{number: 101"), ('theme: "020"', "theme: 020")
    )
    community = load(directory)
    assert community.legal.edrpou == "04051052"
    assert community.danger.numbers[0].number == "101"


def test_text_that_is_no_yaml_is_refused_with_its_line(folder: Folder) -> None:
    fault = only_fault(folder(("name: {uk:", "name: {uk: [")))
    assert "not valid YAML" in str(fault)
    assert fault.line > 1


def test_an_alias_inside_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "community.yaml").write_text("name: &a\n  more: *a\n", "utf-8")
    fault = only_fault(tmp_path)
    assert ("not valid YAML" in str(fault), fault.line) == (True, 2)


@pytest.mark.parametrize("content", [b"", b"- a list\n", b"just words\n", b"\xff\xfe"])
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "community.yaml").write_bytes(content)
    assert len(faults_of(check(tmp_path))) == 1


def test_a_folder_without_its_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in str(only_fault(tmp_path))


def test_a_text_without_english_is_noted_not_refused(folder: Folder) -> None:
    directory = folder((", en: Koriukivka community}", "}"))
    notes = [found for found in check(directory) if "no English" in str(found)]
    assert [(note.severity, note.line) for note in notes] == [(Severity.NOTE, line_of(directory, "short_name:"))]
    assert load(directory).short_name.in_("en") == "Корюківська громада"


def test_holidays_in_wartime_are_noted(folder: Folder) -> None:
    found = check(folder(("  holidays: []", "  holidays: [2026-08-24]")))
    assert not faults_of(found)
    assert any("not used while martial law lasts" in str(note) for note in found)
