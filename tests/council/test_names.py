"""A name is typed in a hurry, on an old phone, in any order: the parts come out right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.names import initial, split
from council.people import FullName
from council.phrases import DomainError

OLENA = ("Шевченко", "Олена", "Іванівна")


def parts(text: str) -> tuple[str, str, str]:
    name = split(text)
    return name.surname, name.given, name.patronymic


@pytest.mark.parametrize(
    "text",
    [
        "Шевченко Олена Іванівна",
        "Олена Іванівна Шевченко",
        "  шевченко   олена\nіванівна. ",
        "ШЕВЧЕНКО ОЛЕНА ІВАНІВНА",
        "шЕВЧЕНКО оЛЕНА іВАНІВНА",
        "Шевченко, Олена Іванівна",
        "Шев\u200bченко \u202eОлена\u202c Іванівна",
        "Шевченкo Oлена Iванівна",
    ],
)
def test_whatever_the_order_case_and_spaces(text: str) -> None:
    assert parts(text) == OLENA


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Іван Сергійович Петрович", ("Петрович", "Іван", "Сергійович")),
        ("Петрович Іван Сергійович", ("Петрович", "Іван", "Сергійович")),
        ("Маркович Юрій Ілліч", ("Маркович", "Юрій", "Ілліч")),
        ("Ірина Іллівна Климович", ("Климович", "Ірина", "Іллівна")),
        ("Ковальчук Дзюба Марія Іванівна", ("Ковальчук Дзюба", "Марія", "Іванівна")),
        ("Марія Миколаївна Нечуй-Левицька", ("Нечуй-Левицька", "Марія", "Миколаївна")),
        ("Кузьменко Пётр Кузьмич", ("Кузьменко", "Пётр", "Кузьмич")),
        ("Алієв Вагіф Гасан огли", ("Алієв", "Вагіф", "Гасан огли")),
        ("Shevchenko Olena Ivanivna", ("Shevchenko", "Olena", "Ivanivna")),
    ],
)
def test_the_patronymic_shows_where_the_surname_is(text: str, expected: tuple[str, str, str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ковальчук-Дзюба Марія", ("Ковальчук-Дзюба", "Марія", "")),
        ("Марія Ковальчук немає", ("Ковальчук", "Марія", "")),
        ("Марія Ковальчук (по батькові немає)", ("Ковальчук", "Марія", "")),
        ("Ковальчук Марія -", ("Ковальчук", "Марія", "")),
        ("Ковальчук Марія —", ("Ковальчук", "Марія", "")),
        ("Smith John none", ("Smith", "John", "")),
        ("Ковальчук Анна Марія", ("Ковальчук", "Анна Марія", "")),
        ("Анна Марія Ковальчук", ("Ковальчук", "Анна Марія", "")),
        ("ван дер Берг Ян", ("ван дер Берг", "Ян", "")),
        ("ВАН ДЕР БЕРГ ЯН", ("ван дер Берг", "Ян", "")),
        ("Ле Ван", ("Ле", "Ван", "")),
        ("Nguyen Thi Mai", ("Nguyen", "Thi", "Mai")),
        ("Богдан Роман", ("Богдан", "Роман", "")),
    ],
)
def test_a_patronymic_may_be_missing(text: str, expected: tuple[str, str, str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize("apostrophe", "’'ʼ`´‘")
def test_every_apostrophe_is_the_same(apostrophe: str) -> None:
    assert parts(f"дем{apostrophe}яненко в{apostrophe}ячеслав дем{apostrophe}янович") == (
        "Дем’яненко",
        "В’ячеслав",
        "Дем’янович",
    )


def test_capitals_that_a_name_really_has_stay() -> None:
    assert parts("МакДональд Шон немає") == ("МакДональд", "Шон", "")
    assert parts("о'коннор шинейд") == ("О’Коннор", "Шинейд", "")
    assert parts("НЕЧУЙ-ЛЕВИЦЬКИЙ ІВАН СЕМЕНОВИЧ")[0] == "Нечуй-Левицький"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "Write your surname, name and patronymic"),
        ("Олена", "Write your surname, name and patronymic"),
        ("Шевченко немає", "Write your surname, name and patronymic"),
        ("Шевченко Олена 1985", "letters only"),
        ("Шевченко Олена 🌻", "letters only"),
        ("https://t.me/olena Олена", "letters only"),
        ("Шевченко_Олена Іванівна", "letters only"),
        ("Шевченко О. І.", "without initials"),
        ("Шевченко О.І.", "without initials"),
        ("Доброго дня Олена Шевченко", "only the surname"),
        ("на нашій вулиці вже давно не світить", "only the surname"),
        ("Шевченко " * 12, "too long"),
    ],
)
def test_what_is_no_name_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(DomainError) as refusal:
        split(text)
    assert advice in refusal.value.phrase.msgid


def test_the_offer_of_next_time_shows_little() -> None:
    assert initial(FullName(surname="Шевченко", given="Олена", patronymic="Іванівна")) == "Олена Ш."


@given(st.text(max_size=120))
def test_any_text_is_a_name_or_a_refusal(text: str) -> None:
    try:
        name = split(text)
    except DomainError:
        return
    assert name.surname
    assert name.given
    assert split(str(name))
