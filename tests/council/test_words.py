"""Searching in Ukrainian: people do not type the form that stands in the document."""

import pytest

from council.words import lemmas, matches, words_in


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("дорога", "Ремонт доріг у селах"),
        ("ДОРОГИ", "капітальний ремонт дороги"),
        ("школи", "Комп'ютери для шкіл громади"),
        ("комп’ютер", "Закупівля комп'ютерів"),
        ("інтер", "Доступ до інтернету"),
        ("wi-fi", "Зони безплатного Wi-Fi"),
        ("ремонт дороги", "Поточний ремонт доріг по вулиці Шевченка"),
    ],
)
def test_a_search_finds_other_forms_of_the_word(sought: str, text: str) -> None:
    assert matches(sought, text)


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("лікарня", "Ремонт доріг"),
        ("ремонт школи", "Ремонт дороги"),
        ("", "Ремонт"),
        ("і на", "Ремонт і на"),
        ("до", "Дорога"),
    ],
)
def test_what_is_not_there_is_not_found(sought: str, text: str) -> None:
    assert not matches(sought, text)


def test_short_words_say_nothing() -> None:
    assert "по" not in lemmas("Ремонт по вул. Шевченка")
    assert words_in("П'ять КОТІВ") == ["п'ять", "котів"]
