"""Tables as they come: cut rows, notes, signatures, hidden rows; what is not understood is told, not lost."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.documents.tables import cells, headers
from bot.documents.tables.programme import Fresh, Imported, imported
from council.programme import Planned
from tests.bot import papers
from tests.bot.papers import Cell, Rows, over, row

KNOWN = headers.words()
PLAN = "План заходів на 2022–2024 роки"
STRATEGY = row(
    "№",
    "Захід",
    "Очікуваний результат",
    "Індикатори реалізації",
    "Джерела перевірки",
    "Відповідальний",
    "Фінансування",
    "Термін",
)
GOALS = [over("Стратегічна ціль 1. Послуги", 8), over("Операційна ціль 1.1. Центр", 8)]


def measure(code: str, title: str, body: str = "Загальний відділ", term: str = "2024") -> list[Cell | None]:
    return row(code, title, "Є центр", "Один центр", "Звіт", body, "Місцевий бюджет", term)


def read(folder: Path, *tables: Rows, kind: str = "docx", above: str = PLAN) -> Imported:
    writer = papers.docx if kind == "docx" else papers.xlsx
    return imported(writer(folder / f"plan.{kind}", tables, above), KNOWN, fresh=Fresh())


def told(result: Imported) -> list[str]:
    """Each doubt as «place: words», in English."""
    return [f"{_said(doubt.place)}: {_said(doubt.said)}" for doubt in result.doubts]


def _said(phrase: object) -> str:
    msgid, params = getattr(phrase, "msgid", None), getattr(phrase, "params", {})
    if msgid is None:
        return str(phrase)
    return str(msgid).format(**{name: _said(value) for name, value in params.items()})


def test_the_columns_of_a_strategy(tmp_path: Path) -> None:
    body = "Відділ ЦНАП, Відділ культури, молоді та спорту"
    result = read(tmp_path, [STRATEGY, *GOALS, measure("1.1.1.", "Відкрити центр", body, "ІІ квартал 2024 року")])
    [one] = result.programme.measures
    assert (one.code, one.title, one.operational_goal) == ("1.1.1", "Відкрити центр", "1.1")
    assert one.responsible_bodies == ("Відділ ЦНАП", "Відділ культури, молоді та спорту")
    assert (one.expected_results, one.indicators) == (("Є центр",), ("Один центр",))
    assert (one.verification_source, one.funding_sources) == ("Звіт", ("Місцевий бюджет",))
    assert str(one.schedule.due_date) == "2024-06-30"
    assert result.doubts == []


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_columns_of_a_programme_with_title_and_description_in_one(tmp_path: Path, kind: str) -> None:
    def high(text: str) -> Cell:
        return Cell(text, high=2)

    top = row(high("Назва проєкту, короткий опис"), high("Показники ефективності"), Cell("Період", wide=3), None, None)
    top += row(high("Приблизний бюджет, тис. грн"), high("Відповідальні"), high("Джерело фінансування"))
    years = row(None, None, "2023", "2024", "2025", None, None, None)
    first = row("1.1.1. Сервери\nПридбання двох серверів", "2 шт.", "+", "300,0", "-", "300", "Апарат", "Не потребує")
    second = row("1.1.2. Сайт громади. Проєктом передбачено новий сайт.", "Є", "", "0", "", "0", "Апарат", "")
    tables = [top, years, over("Пріоритет 1. Мережа", 8), over("Завдання 1.1. Вузол", 8), first, second]
    one, two = read(tmp_path, tables, kind=kind).programme.measures
    assert (one.title, one.description) == ("Сервери", "Придбання двох серверів")
    assert (two.title, two.description) == ("Сайт громади", "Проєктом передбачено новий сайт.")
    assert [one.budget.of(year).kind for year in (2023, 2025)] == [Planned.WITHOUT_FUNDING, Planned.NOT_PLANNED]
    assert (one.budget.total, two.budget.of(2024).amount, two.budget.of(2023).amount) == (
        Decimal(300),
        Decimal(0),
        None,
    )


def test_a_header_of_three_lines(tmp_path: Path) -> None:
    def high(text: str) -> Cell:
        return Cell(text, high=3)

    sums = row(Cell("Обсяги фінансування, тис. гривень", wide=3), None, None)
    top = [*row(high("№ з/п"), high("Зміст заходу"), high("Виконавці")), *sums]
    middle = row(None, None, None, Cell("Усього", high=2), Cell("у тому числі за роками", wide=2), None)
    low = row(None, None, None, None, "2024 рік", "2025 рік")
    body = row("1.1.", "Придбати техніку", "Апарат", "1 500,5", "500", "1000,5")
    result = read(tmp_path, [top, middle, low, row(*"123456"), over("1. Мережа", 6), body])
    [one] = result.programme.measures
    assert (one.budget.total, one.budget.of(2025).amount) == (Decimal("1500.5"), Decimal("1000.5"))
    assert result.doubts == []


def test_a_row_that_a_page_break_cut_is_one_measure(tmp_path: Path) -> None:
    rest = row("", "Корюківської міської ради", "", "", "", "", "", "")
    tail = row("", "та старост", "і для громади", "", "", "та старости", "", "")
    plan = [STRATEGY, *GOALS, measure("1.1.1", "Відкрити центр"), rest, measure("1.1.2", "Навчити людей"), tail]
    one, two = read(tmp_path, plan).programme.measures
    assert one.title == "Відкрити центр Корюківської міської ради"
    assert (two.title, two.expected_results) == ("Навчити людей та старост", ("Є центр і для громади",))


def test_a_title_alone_among_rows_without_numbers_is_told(tmp_path: Path) -> None:
    alone = row("", "Навчання", "", "", "", "", "", "")
    result = read(tmp_path, [STRATEGY, *GOALS, measure("", "Відкрити центр"), alone, measure("", "Сайт")])
    assert len(result.programme.measures) == 3
    assert [text.split(": the row")[0] for text in told(result)] == ["table 1, row 5"]


def test_notes_and_signatures_are_neither_measures_nor_bodies(tmp_path: Path) -> None:
    signed = row("", "Секретар міської ради", "", "", "", "Іван ПЕТРЕНКО", "", "")
    notes = [over("* Суми уточнюються", 8), row("Примітка. Строки змінюються", *[""] * 7), over("Додаток на 2 арк.", 8)]
    result = read(tmp_path, [STRATEGY, *GOALS, measure("1.1.1", "Відкрити центр"), signed, *notes])
    [one] = result.programme.measures
    assert one.responsible_bodies == ("Загальний відділ",)
    assert [goal.title for goal in result.programme.goals] == ["Послуги"]
    assert len(told(result)) == 4


def test_what_stands_in_no_known_column_is_told_with_its_place(tmp_path: Path) -> None:
    plan = [[*STRATEGY, Cell("Телефон")], [*measure("1.1.1", "Відкрити центр"), Cell("044")]]
    other = [row("Адреса", "Година"), row("вул. Шевченка", "9")]
    said = told(read(tmp_path, plan, other))
    assert any("the column “Телефон”" in text for text in said)
    assert any(text.startswith("table 1, row 2: column 9: “044”") for text in said)
    assert any(text.startswith("table 2: nothing of it was read") for text in said)


def test_hidden_rows_and_sheets_are_told_and_move_no_number(tmp_path: Path) -> None:
    plan = [
        STRATEGY,
        measure("1.1.1", "Відкрити центр"),
        measure("1.1.2", "Сайт"),
        measure("1.1.3", "Мапа", term="згодом"),
    ]
    file = papers.xlsx(tmp_path / "plan.xlsx", [plan], PLAN)
    book = load_workbook(file)
    book.worksheets[0].row_dimensions[5].hidden = True
    book.create_sheet("Чернетка").sheet_state = "hidden"
    book["Чернетка"]["A1"] = "слова"
    book.save(file)
    result = imported(file, KNOWN, fresh=Fresh())
    assert [one.code for one in result.programme.measures] == ["1.1.1", "1.1.3"]
    said = told(result)
    assert any("hidden rows were not read: 5" in text for text in said)
    assert any(text.startswith("sheet “Чернетка”: the sheet is hidden") for text in said)
    assert any(text.startswith("sheet “Sheet”, row 6: column “Термін”") for text in said)


def test_a_sum_that_is_none_is_told_with_its_place_and_a_remedy(tmp_path: Path) -> None:
    header = row("№", "Захід", "Виконавець", "2024", "2025")
    text = "в межах бюджетних призначень"
    result = read(tmp_path, [header, row("1.1", "Сайт", "Апарат", text, "5")], kind="xlsx")
    [one] = result.programme.measures
    assert (one.budget.of(2024).kind, one.budget.source_cells["2024"]) == (Planned.NOT_STATED, text)
    [said] = told(result)
    assert said.startswith(f"sheet “Sheet”, row 4: column “2024”: “{text}” is no sum")


def test_an_annex_of_indicators_with_its_priorities(tmp_path: Path) -> None:
    names = ("№ п/п", "Пріоритет", "Найменування індикатора", "Одиниці виміру", "Вихідні дані")
    top = [*row(*(Cell(name, high=2) for name in names)), *row(Cell("Прогнозні дані на роки", wide=3), None, None)]
    top += row(Cell("Динаміка (+/-) %", high=2))
    years = row(*[None] * 5, "2022", "2023", "2024", None)
    annex = [top, years, row("", "Пріоритет 1. Мережа", "кількість камер", "Шт.", "6", "-", "160", "-", "+160")]
    annex += [row("", "Пріоритет 2. Послуги", "частка заяв", "%", "48,8%", "17,5%", "13,7%", "20%", "+51,2%")]
    plan = [STRATEGY, *GOALS, measure("1.1.1", "Камери")]
    cameras, share = read(tmp_path, plan, annex).programme.indicators
    assert (cameras.priority, cameras.baseline, cameras.targets[2023]) == ("1", Decimal(6), Decimal(160))
    assert (cameras.targets[2022], cameras.final_value) == (None, Decimal(166))
    assert (share.priority, share.final_value, share.unit) == ("2", Decimal(100), "%")


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Відділ культури, молоді та спорту", ["Відділ культури, молоді та спорту"]),
        (
            "Управління освіти, культури, молоді та спорту, старости",
            ["Управління освіти, культури, молоді та спорту", "старости"],
        ),
        ("Відділ освіти, провайдери, мобільні оператори", ["Відділ освіти", "провайдери", "мобільні оператори"]),
        ("Відділ економіки, КП «Вода», ЦНАП", ["Відділ економіки", "КП «Вода»", "ЦНАП"]),
        ("Відділ архітектури, відділ освіти", ["Відділ архітектури", "відділ освіти"]),
        ("Служба у справах дітей, комунальні установи", ["Служба у справах дітей", "комунальні установи"]),
    ],
)
def test_a_comma_inside_the_name_of_a_department_divides_nothing(text: str, bodies: list[str]) -> None:
    assert cells.bodies(text) == bodies


def test_a_body_that_the_community_knows_is_never_cut() -> None:
    known = ["Центр «Дія», Бібліотека"]
    assert cells.bodies("Апарат, Центр «Дія», Бібліотека, старости", known) == ["Апарат", *known, "старости"]
