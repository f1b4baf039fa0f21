"""The person in the answer of id.gov.ua: name, number, birthday."""

from datetime import date

import pytest

from council.identity import NotIdentified, age_on, identified

OLENA = {"lastname": "КОВАЛЬ-ЧУБ", "givenname": "ОЛЕНА ІВАНІВНА", "middlename": "", "drfocode": "2991352445"}


def test_a_certificate_in_capitals_with_the_patronymic_behind_the_name() -> None:
    found = identified(OLENA)
    assert str(found.name) == "Коваль-Чуб Олена Іванівна"
    assert (found.code, found.born) == ("2991352445", date(1981, 11, 24))


def test_a_name_with_an_apostrophe_and_no_patronymic() -> None:
    assert str(identified({**OLENA, "lastname": "Д'АРК", "givenname": "ЖАННА"}).name) == "Д'арк Жанна"


@pytest.mark.parametrize(
    ("codes", "code", "born"),
    [
        ({"drfocode": "", "unzr": "19811124-05244"}, "1981112405244", date(1981, 11, 24)),
        ({"drfocode": "2991352446"}, "2991352446", None),
        ({"drfocode": "АБ 123456"}, "АБ123456", None),
        ({"drfocode": "2991352445", "unzr": None}, "2991352445", date(1981, 11, 24)),
        ({"drfocode": "", "unzr": "19811324-05244"}, "1981132405244", None),
    ],
)
def test_the_number_and_the_birthday_in_it(codes: dict[str, str], code: str, born: date | None) -> None:
    found = identified({**OLENA, **codes})
    assert (found.code, found.born) == (code, born)


@pytest.mark.parametrize("lacking", [{"drfocode": ""}, {"lastname": ""}, {"givenname": " "}])
def test_too_little_is_refused(lacking: dict[str, str]) -> None:
    with pytest.raises(NotIdentified):
        identified({**OLENA, **lacking})


def test_nothing_of_the_person_is_shown_by_accident() -> None:
    assert repr(identified(OLENA)) == "Identified()"


@pytest.mark.parametrize(("day", "age"), [(date(2026, 11, 23), 44), (date(2026, 11, 24), 45), (date(2027, 1, 1), 45)])
def test_full_years(day: date, age: int) -> None:
    assert age_on(date(1981, 11, 24), day) == age
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
