"""«Пахне газом» is answered by 104, «газета» is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.danger import found, heard

WORDS = (
    "пахне газом",
    "запах газу",
    "витік газу",
    "пожежа!",
    "пожежу!",
    "горить будин",
    "людині погано",
    "б'є!",
    "вибухонебезпечн",
    "обірван дріт",
    "дріт під напруг",
)


@pytest.mark.parametrize(
    "text",
    [
        "У під’їзді пахне газом",
        "ПАХНЕ ГАЗОМ!!!",
        "пахне дуже сильно газом",
        "Запах, здається, газу",
        "Пожежа на складі",
        "поже\u0301жа",
        "викличте пожежу гасити",
        "горить сусідній будинок",
        "людині стало погано",
        "сусід б’є дружину",
        "сусід бʼє дружину",
        "сусід бє дружину",
        "знайшли вибухонебезпечний предмет",
        "обірваний дріт висить",
        "дріт лежить під напругою",
    ],
)
def test_danger_is_heard(text: str) -> None:
    assert found(heard(text), WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🌻",
        "пожежний гідрант не працює",
        "газета не прийшла",
        "у дворі пахне, бо не вивозять сміття, а за газом прийшла черга",
        "газом пахне",
        "не горить ліхтар біля мого будинку",
        "б'ється скло",
    ],
)
def test_ordinary_trouble_goes_to_the_form(text: str) -> None:
    assert not found(heard(text), WORDS)


def test_an_empty_entry_is_no_danger() -> None:
    assert not found(heard("усе гаразд"), ("", " ! ", "'"))
    assert not found(heard("пахне газом"), ())


@given(st.text(), st.lists(st.text(max_size=10), max_size=4))
def test_any_text_gets_an_answer(text: str, words: list[str]) -> None:
    assert found(heard(text), words) in (True, False)
    assert found(heard(f"{text} пахне газом"), ["пахне газом"])
