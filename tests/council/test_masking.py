"""The staff group reads what happened, and not to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.masking import masked
from council.people import FullName, Identity, ReplyChannel


def person(surname: str, given_name: str, patronymic: str = "", contact: str = "", residence: str = "") -> Identity:
    name = FullName(surname=surname, given=given_name, patronymic=patronymic)
    return Identity(name=name, contact=contact, residence=residence, channel=ReplyChannel.PHONE if contact else None)


OLENA = person("Шевченко", "Олена", "Іванівна", "+380671234567", "с. Наумівка, вул. Лісова, 5")


@pytest.mark.parametrize(
    "number",
    [
        "0671234567",
        "067 123 45 67",
        "067-123-45-67",
        "(067) 123-45-67",
        "067.123.45.67",
        "067/1234567",
        "8 067 123 45 67",
        "80671234567",
        "+380671234567",
        "+38 (067) 123-45-67",
        "38(067)1234567",
        "380 67 123 45 67",
        "+38 0 67 123 45 67",
        "67 123 45 67",
        "(04657) 2-12-34",
        "2-12-34",
        "+48 22 123 45 67",
        "067\u200b123\u200b4567",
        "067\u2013123\u201345\u201367",
    ],
)
def test_a_phone_in_every_writing(number: str) -> None:
    assert masked(f"Дзвоніть {number}, дякую", None) == "Дзвоніть [телефон], дякую"
    assert masked(f"1.{number}.", None).endswith("[телефон].")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("тел. 21234 увечері", "тел. [телефон] увечері"),
        ("пишіть на olena.sh@ukr.net. Дякую", "пишіть на [e-mail]. Дякую"),
        ("olena @ gmail.com", "[e-mail]"),
        ("olena(at)gmail.com", "[e-mail]"),
        ("питайте @olena_rada", "питайте [нік]"),
        ("https://t.me/olena_rada, t.me/+AbC", "[посилання] [посилання]"),
        ("tg://user?id=5", "[посилання]"),
        ("картка 4149 4991 2345 6789 Приват", "картка [картка] Приват"),
        ("картка 5168742012345674", "картка [картка]"),
        ("карта 378282246310005", "карта [картка]"),
        ("лічильник 378282246310006", "лічильник 378282246310006"),
        ("рахунок UA213223130000026007233566001", "рахунок [рахунок]"),
        ("UA21 3223 1300 0002 6007 2335 6600 1", "[рахунок]"),
        ("мій код 3012345678", "мій код [податковий номер]"),
        ("паспорт КО 123456 виданий", "паспорт [документ] виданий"),
        ("паспорт серії ко № 123456", "паспорт серії [документ]"),
        ("ко123456 паспорт", "ко123456 паспорт"),
        ("КО123456", "[документ]"),
        ("ID 001234567", "ID [документ]"),
        ("УНЗР 19850101-01234", "УНЗР [документ]"),
        ("дата народження: 10.05.1985", "дата народження: [дата народження]"),
        ("народилась я 10 травня 1955 року", "народилась я [дата народження] року"),
        ("1955 року народження", "[дата народження] року народження"),
        ("мати, 1955 р.н., хвора", "мати, [дата народження] р.н., хвора"),
    ],
)
def test_contacts_and_papers(text: str, expected: str) -> None:
    assert masked(text, None) == expected


@pytest.mark.parametrize(
    "address",
    [
        "вул. Шевченка, 12, кв. 5",
        "вул.Шевченка,12",
        "вул шевченка 12а",
        "вул. Т. Шевченка, буд. 12-А",
        "вулиця Гетьмана Мазепи 5",
        "вулиці Лесі Українки, будинок №12, квартира 5",
        "вулиця зелена, буд. 7",
        "вул. 8 Березня, 3",
        "вул. 8-го Березня 3/1",
        "просп. Миру, 45, корп. 2, кв. 101",
        "пр-т Перемоги 10",
        "пров. Тихий, 4",
        "провулок Тихий 4",
        "бульв. Шевченка 1",
        "пл. Ринок, 2",
        "Шевченка 12, кв. 5",
        "буд. 12, кв. 3",
        "кв. 17",
    ],
)
def test_an_address_with_its_house(address: str) -> None:
    assert masked(f"Живу: {address}. Немає світла", None) == "Живу: [адреса]. Немає світла"


@pytest.mark.parametrize(
    "text",
    [
        "Не горить ліхтар на вул. Шевченка біля школи",
        "На вулиці Шевченка 5 днів немає світла",
        "На вулиці Шевченка не горять 12 ліхтарів",
        "На вулиці поставили 5 лавок, 3 з них зламані",
        "вул. Шевченка з 15 до 20 години без води",
        "вул. Шевченка 10 вересня перекрили",
        "У будинку 40 квартир, будинок 1975 року",
        "у будинку 3 дні немає води",
        "Заплатили 5000 грн, а треба 12 500 гривень",
        "Потрібно 500000 грн на дах, НА 500000 ГРН",
        "з 01.09.2026 по 15.09.2026 о 08:30",
        "10.05.2026 1000 грн, 05.2026 1000000 грн",
        "10 вересня 2026 року, у 2024-2026 роках",
        "звернення ЗВ-2026-000123 від 10 вересня",
        "закон 393/96-ВР, стаття 20, п. 3",
        "5 будинків і 40 кв. м плитки, 220 В, 3 х 5 м",
        "координати 51.7654, 32.1234",
        "народний депутат приїхав 10 вересня",
        "на Миколая 19 грудня, до Львова 120 км",
        "емейл не працює @ 5",
        "",
        "\n🌻\n",
    ],
)
def test_ordinary_numbers_and_places_stay(text: str) -> None:
    assert masked(text, None) == text


@pytest.mark.parametrize(
    ("who", "text"),
    [
        (OLENA, "Шевченко"),
        (OLENA, "ШЕВЧЕНКО ОЛЕНА ІВАНІВНА"),
        (OLENA, "Олени Іванівни Шевченко"),
        (OLENA, "Олені Іванівні"),
        (OLENA, "Шевченкo"),
        (person("Лук’яненко", "В’ячеслав", "Дем’янович"), "Вячеслава Дем'яновича Лукʼяненка"),
        (person("Кравець", "Федір", "Ілліч"), "Федора Ілліча Кравця"),
        (person("Кравець", "Ольга", "Яківна"), "Ользі Яківні Кравець"),
        (person("Швець", "Яків", "Юрійович"), "Якова Юрійовича Шевця"),
        (person("Левицький", "Андрій", "Сергійович"), "Андрієм Сергійовичем Левицьким"),
        (person("Левицька", "Марія", "Миколаївна"), "Марією Миколаївною Левицькою"),
        (person("Соловей", "Юрій", "Петрович"), "Юрія Петровича Солов’я"),
        (person("Мельник", "Ілля", "Кузьмич"), "Іллі Кузьмичу Мельникові"),
        (person("Ковальчук-Дзюба", "Зоя"), "Зої Ковальчук-Дзюби"),
        (person("Голубок", "Лев"), "Лева Голубка"),
        (person("ван дер Берг", "Ян"), "Ян Берг"),
        (person("ЛІ", "Ада"), "АДОЮ ЛІ"),
        (person("Smith", "John"), "John Smith's"),
    ],
)
def test_the_applicants_own_name_in_every_case(who: Identity, text: str) -> None:
    assert masked(f"Це {text}, прошу.", who) == "Це [ім’я], прошу."


def test_other_words_and_other_people_stay() -> None:
    text = "Просить Петренко: шевченківський ліхтар, ковалі, оленячий парк"
    assert masked(text, OLENA) == text
    assert masked("ван дер, лісова", person("ван дер Берг", "Ян")) == "ван дер, лісова"


def test_what_the_person_told_of_themselves_is_covered_in_other_words() -> None:
    assert masked("живу на Лісовій 5, тел 380-67-123-45-67", OLENA) == "живу на [адреса], тел [телефон]"
    assert masked("с.  Наумівка, вул. Лісова, 5", OLENA) == "[адреса]"
    assert "0671234567" not in masked("x50671234567", OLENA)


NAMES = st.text("аеіонклмрсття’-АБВГ", min_size=1, max_size=12)
CONTACTS = st.one_of(
    st.from_regex(r"\+380[3-9][0-9]{8}", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]{8,12}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9.]{0,8}@[a-z]{2,8}\.(ua|net|com)", fullmatch=True),
)
SNIPPETS = st.sampled_from(
    ["вул. Лісова, 5", "[ім’я]", "0671234567", "кв. 5", "народження 1985", "КО 12", "3456", "@", " "]
)


@given(st.text(), st.text(), st.lists(SNIPPETS), CONTACTS, NAMES, NAMES, st.text(max_size=20))
def test_any_text_is_masked_once_for_all(
    before: str, after: str, pieces: list[str], contact: str, surname: str, name: str, residence: str
) -> None:
    who = person(surname, name, contact=contact, residence=residence)
    result = masked(before + contact + after + "".join(pieces), who)
    assert contact not in result
    assert masked(result, who) == result
    assert masked(masked(before + "".join(pieces), None), None) == masked(before + "".join(pieces), None)


def test_a_long_text_takes_no_time() -> None:
    for piece in ("вул. а ", "0 ", "a@", "а", "1", "народження а ", "вул а.а.а.а", "00 ", "паспорт ", "кв "):
        masked(piece * (4096 // len(piece)), OLENA)
