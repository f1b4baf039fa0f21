"""A workbook to fill in: the columns that an import understands, examples of every kind of cell, and explanations."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

WIDTHS = (7, 36, 40, 32, 32, 30, 26, 20, 12, 12, 12, 13)
COLUMNS = (
    "№ з/п",
    "Назва заходу",
    "Зміст заходу",
    "Очікувані результати",
    "Показники (індикатори)",
    "Відповідальні виконавці",
    "Джерела фінансування",
    "Строк виконання",
)
MEASURES: Sequence[Sequence[str | float]] = (
    ("Стратегічна ціль 1. Послуги, до яких легко дістатися",),
    ("Операційна ціль 1.1. Послуги без паперів і черг",),
    (
        "1.1.1",
        "Приклад: запис до ЦНАП через інтернет",
        "Мешканці обирають день і годину на сайті ради",
        "Люди не чекають у черзі\nЗапис працює цілодобово",
        "Кількість записів за рік",
        "Відділ надання адміністративних послуг",
        "Місцевий бюджет; обласний бюджет",
        "{first}–{last} роки",
        120.5,
        80,
        80,
        280.5,
    ),
    (
        "1.1.2",
        "Приклад: навчання працівників без видатків",
        "",
        "Працівники вміють користуватися системою",
        "",
        "Загальний відділ, старости",
        "Не потребує фінансування",
        "Постійно",
        "+",
        "+",
        "-",
        "",
    ),
    ("Операційна ціль 1.2. Захищені дані",),
    (
        "1.2.1",
        "Приклад: резервні копії",
        "",
        "Дані можна відновити за годину",
        "Частка систем, що мають копії, %",
        "Загальний відділ",
        "Місцевий бюджет",
        "до {last} року",
        "-",
        "",
        45,
        45,
    ),
)
INDICATOR_COLUMNS = (
    "№ з/п",
    "Назва індикатора",
    "Одиниця виміру",
    "Вихідне значення",
    "{first}",
    "{middle}",
    "{last}",
    "Зміна",
    "Код заходу",
)
INDICATORS: Sequence[Sequence[str | float]] = (
    INDICATOR_COLUMNS,
    ("1", "Приклад: кількість записів через інтернет за рік", "шт.", 0, 100, 200, 300, 600, "1.1.1"),
    ("2", "Приклад: частка систем, що мають копії", "%", 40, 20, 20, 20, 60, "1.2.1"),
    ("3", "Приклад: положення про захист даних затверджено", "так/ні", "ні", "", "так", "", "", "1.2.1"),
)
EXPLAINED = (
    ("Аркуш «Заходи»", "Один рядок – один захід. Приклади замініть своїми заходами. Порядок стовпців може бути інший."),
    ("Цілі", "Рядок на всю ширину: «Стратегічна ціль 1. …», під ним «Операційна ціль 1.1. …»."),
    ("Номер заходу", "Три числа через крапку: ціль, операційна ціль, захід. Без номера бот дасть його сам."),
    ("Гроші", "Тисячі гривень. Кома або крапка відділяє частину тисячі, пробіл – розряди: 1 250,5."),
    ("Порожня клітинка", "Документ не каже, скільки. Це не нуль."),
    ("+", "Цього року захід заплановано без грошей."),
    ("-", "Цього року захід не заплановано."),
    ("0", "Заплановано нуль гривень."),
    ("Кілька виконавців або джерел", "Через кому, крапку з комою або кожен з нового рядка (Alt+Enter)."),
    ("Кілька результатів або показників", "Кожен з нового рядка клітинки (Alt+Enter)."),
    (
        "Строк",
        "«до 2027 року» (включно), «2025–2027 роки», «31.12.2026», «ІІ квартал 2026 року», «щороку».",
    ),
    ("Рядки «Разом»", "Можна лишити: бот звірить суми і скаже, де вони розходяться."),
    ("Аркуш «Індикатори»", "Не обов'язковий. Значення за роками – приріст за рік, якщо їхня сума дорівнює зміні."),
    ("Перевірити", "python -m bot programme preview ФАЙЛ – покаже, що зміниться, і нічого не змінить."),
    ("Застосувати", "python -m bot programme import ФАЙЛ --apply --decision № --date РРРР-ММ-ДД --reason «чому»"),
)


def write(file: Path, first_year: int) -> None:
    """Makes the workbook for three years from the first one."""
    years = {"first": first_year, "middle": first_year + 1, "last": first_year + 2}
    with xlsxwriter.Workbook(str(file)) as book:
        styles = _styles(book)
        _measures(book.add_worksheet("Заходи"), styles, years)
        _indicators(book.add_worksheet("Індикатори"), styles, years)
        _explained(book.add_worksheet("Пояснення"), styles)


def _styles(book: Any) -> dict[str, Any]:
    common = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top"}
    framed = {**common, "border": 1}
    head = {**framed, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E3EBF5"}
    return {
        "head": book.add_format(head),
        "goal": book.add_format({**framed, "bold": True, "bg_color": "#F3F6FA"}),
        "words": book.add_format(framed),
        "money": book.add_format({**framed, "num_format": "#,##0.0##", "align": "right"}),
        "name": book.add_format({**common, "bold": True}),
        "plain": book.add_format(common),
    }


def _measures(sheet: Any, styles: dict[str, Any], years: dict[str, int]) -> None:
    for place, (heading, wide) in enumerate(zip(COLUMNS, WIDTHS, strict=False)):
        sheet.merge_range(0, place, 1, place, heading, styles["head"])
        sheet.set_column(place, place, wide)
    last = len(COLUMNS)
    sheet.merge_range(0, last, 0, last + 3, "Обсяги фінансування, тис. грн", styles["head"])
    for place, heading in enumerate([*map(str, years.values()), "Всього"]):
        sheet.write_string(1, last + place, heading, styles["head"])
    sheet.set_column(last, last + 3, 12)
    for row, cells in enumerate(MEASURES, 2):
        if len(cells) == 1:
            sheet.merge_range(row, 0, row, last + 3, cells[0], styles["goal"])
        else:
            _row(sheet, row, cells, styles, years, last)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)


def _row(
    sheet: Any, row: int, cells: Sequence[str | float], styles: dict[str, Any], years: dict[str, int], money: int
) -> None:
    for place, cell in enumerate(cells):
        style = styles["money" if place >= money else "words"]
        if isinstance(cell, str):
            sheet.write_string(row, place, cell.format(**years), style)
        else:
            sheet.write_number(row, place, cell, style)


def _indicators(sheet: Any, styles: dict[str, Any], years: dict[str, int]) -> None:
    head = {**styles, "words": styles["head"], "money": styles["head"]}
    for row, cells in enumerate(INDICATORS):
        _row(sheet, row, cells, styles if row else head, years, 3)
    for place, wide in enumerate((7, 48, 14, 16, 11, 11, 11, 11, 14)):
        sheet.set_column(place, place, wide)


def _explained(sheet: Any, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate(EXPLAINED):
        sheet.write_string(row, 0, name, styles["name"])
        sheet.write_string(row, 1, text, styles["plain"])
