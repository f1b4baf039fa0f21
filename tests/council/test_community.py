"""What the council's folder answers to the bot's questions."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from council import deadlines
from council.appeals import Kind
from council.community import Community, DistrictKind, Hours, Text, load
from council.sources import in_english

KORIUKIVKA, MOHYLIV, MUZYKIVKA = ALL = [
    load(Path("content") / name) for name in ("koriukivka", "mohyliv-podilskyi", "muzykivka")
]


def test_the_districts_are_those_of_the_councils_documents() -> None:
    kinds = [[district.kind for district in community.districts] for community in (KORIUKIVKA, MOHYLIV)]
    assert [each.count(DistrictKind.STAROSTA) for each in kinds] == [15, 8]
    assert [each.count(DistrictKind.CITY) for each in kinds] == [1, 1]


def test_a_department_answers_for_its_category_and_the_general_one_for_the_rest() -> None:
    assert KORIUKIVKA.department_of("services") == "cnap"
    assert MOHYLIV.department_of("education") == "education"
    assert KORIUKIVKA.department_of("") == KORIUKIVKA.department_of("gone") == "general"


def test_a_body_of_a_programme_is_a_department_by_the_list_or_by_its_name() -> None:
    assert MUZYKIVKA.department_behind("Відділ ЦНАП ВК") == "cnap"
    assert MUZYKIVKA.department_behind("загальний відділ ") == "general"
    assert MUZYKIVKA.department_behind("громадські помічники дільничного інспектора") == ""


@pytest.mark.parametrize("community", ALL, ids=["koriukivka", "mohyliv", "muzykivka"])
def test_every_code_fits_a_button_with_room_for_others(community: Community) -> None:
    lists = (community.categories, community.districts, community.departments, community.benefits)
    codes = [item.code for items in lists for item in items]
    assert all(len(code.encode()) <= 20 and ":" not in code for code in codes)


@pytest.mark.parametrize("community", ALL, ids=["koriukivka", "mohyliv", "muzykivka"])
def test_everything_people_read_is_in_both_languages(community: Community) -> None:
    texts = [item.title for item in (*community.categories, *community.benefits)]
    texts += [item.name for item in (*community.districts, *community.departments)]
    texts += [number.text for number in community.danger.numbers]
    assert all(text.in_("en") != text.in_("uk") for text in texts)


def test_every_language_but_english_reads_ukrainian() -> None:
    text = Text(uk="Дороги", en="Roads")
    assert [text.in_(locale) for locale in ("en", "uk", "pl", None)] == ["Roads", "Дороги", "Дороги", "Дороги"]


def test_what_is_unknown_is_empty_and_said_to_be_missing() -> None:
    assert KORIUKIVKA.contacts.phone == KORIUKIVKA.legal.edrpou == KORIUKIVKA.signatory.name == ""
    assert KORIUKIVKA.address is None
    missing = [in_english(phrase) for phrase in KORIUKIVKA.ready_for_residents()]
    assert "the council's phone number is missing" in missing
    assert "15 districts have no list of villages" in missing
    assert "the council's ЄДРПОУ code is missing" not in map(in_english, MOHYLIV.ready_for_residents())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("У під’їзді дуже пахне газом", "104"),
        ("Пожежа на вулиці Шевченка!", "101"),
        ("Чоловік б’є сусідку", "102"),
        ("Сусідка знепритомніла", "103"),
        ("Після бурі обірвало дріт, лежить на дорозі", "101"),
        ("Діти знайшли в полі снаряд", "101"),
        ("I smell gas in the hall", "104"),
    ],
)
def test_danger_is_heard_and_the_right_number_comes_first(text: str, first: str) -> None:
    meant = KORIUKIVKA.danger_in(text)
    assert KORIUKIVKA.numbers_for(meant[0])[0].number == first


@pytest.mark.parametrize(
    "text",
    [
        "Не горить ліхтар біля будинку 5",
        "На вулиці Шевченка, будинок 3, не горить світло",
        "Газета не приходить другий місяць",
        "Прошу підключити газ до будинку",
        "Спортивні снаряди на майданчику поламані",
        "Сміття не вивозять два тижні",
    ],
)
def test_everyday_trouble_is_no_danger(text: str) -> None:
    assert not KORIUKIVKA.danger_in(text)


def test_days_change_by_the_clock_of_the_community() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert KORIUKIVKA.local(late).date() == date(2026, 11, 23)
    assert KORIUKIVKA.in_zone(ZoneInfo("UTC")).local(late).date() == date(2026, 11, 22)
    assert load(Path("content/koriukivka"), ZoneInfo("UTC")).zone == ZoneInfo("UTC")


def test_a_community_is_all_that_deadlines_need() -> None:
    due = deadlines.due(Kind.PROBLEM_REPORT, datetime(2026, 11, 22, 10, tzinfo=UTC), KORIUKIVKA, "roads")
    assert due.day == date(2026, 12, 22)


@given(st.integers(0, 6))
def test_closing_time_is_known_where_hours_are(weekday: int) -> None:
    hours = Hours(mon="08:00-17:15", fri="08:00–16:00")
    assert hours.closing(weekday) == {0: time(17, 15), 4: time(16)}.get(weekday)


@pytest.mark.parametrize("phone", ["+380 4657 2 12 34", "0800 500 500", "(044) 123-45-67", "15-80", "1551"])
def test_phones_are_taken_as_people_write_them(phone: str) -> None:
    assert KORIUKIVKA.contacts.model_validate({"phone": phone}).phone == phone


def test_nobody_changes_a_community_while_the_bot_runs() -> None:
    with pytest.raises(ValidationError):
        KORIUKIVKA.general_department = "other"  # type: ignore[misc]
