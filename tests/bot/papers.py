"""Tables as councils write them, made from programmes that we know: the same words and sums in another dress."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from council.programme import Measure, Planned, Programme

Text = Callable[[Measure], str]


@dataclass(frozen=True)
class Look:
    """How a table is drawn: which columns in which order, and the habits of who typed it."""

    columns: Sequence[str]
    headings: Mapping[str, str] = field(default_factory=dict)
    money: str = "Орієнтовні обсяги фінансування, тис. грн"
    years: str = "{year}"
    total: str = "Всього"
    number: Callable[[Decimal], str] = lambda amount: f"{amount:.1f}".replace(".", ",")
    typed: bool = False
    hryvnias: bool = False
    codes: str = "column"
    goals: str = "words"
    sums: bool = True
    numbers: bool = True
    pages: int = 1
    lines: str = "\n"


HEADINGS = {
    "code": "№ з/п",
    "title": "Зміст заходу",
    "description": "Опис проєкту",
    "expected_results": "Очікуваний результат",
    "indicators": "Показники ефективності",
    "verification_source": "Джерела перевірки показників",
    "responsible_bodies": "Відповідальний виконавець",
    "funding_sources": "Джерела фінансування",
    "schedule": "Термін реалізації",
    "steps": "План дій",
}

KORIUKIVKA = Look(
    (
        "title",
        "expected_results",
        "indicators",
        "verification_source",
        "responsible_bodies",
        "funding_sources",
        "schedule",
    ),
    {
        "title": "Завдання",
        "indicators": "Індикатори реалізації",
        "responsible_bodies": "Відповідальний",
        "funding_sources": "Фінансування",
    },
    codes="title",
    sums=False,
)
MUZYKIVKA = Look(
    ("expected_results", "steps", "schedule", "responsible_bodies"),
    {"schedule": "Термін виконання", "responsible_bodies": "Відповідальні"},
    codes="none",
    sums=False,
    numbers=False,
)
MOHYLIV = Look(
    ("code", "title", "description", "indicators", "responsible_bodies", "funding_sources", "years", "total"),
    {
        "code": "№ п/п",
        "title": "Назва завдання (проєкту)",
        "description": "Зміст завдання (проєкту)",
        "responsible_bodies": "Відповідальні виконавці",
    },
)
LOOKS = {"koriukivka-2022-2024": KORIUKIVKA, "muzykivka-2020-2022": MUZYKIVKA, "mohyliv-podilskyi-2023-2025": MOHYLIV}


@dataclass(frozen=True)
class Cell:
    """A cell of the table to be drawn, over so many columns and rows."""

    text: str | Decimal = ""
    wide: int = 1
    high: int = 1


GOALS = {
    "words": ("Стратегічна ціль {code}. {title}", "Операційна ціль {code}. {title}"),
    "numbers": ("{code}. {title}", "{code} {title}"),
    "priorities": ("Пріоритет {code}. {title}", "Завдання {code}: {title}"),
}

Rows = list[list[Cell | None]]
"""None is a place that a wider or higher cell covers."""


def texts(look: Look) -> Mapping[str, Text]:
    def listed(items: Sequence[str]) -> str:
        return look.lines.join(items)

    return {
        "code": lambda m: m.code,
        "title": lambda m: f"{m.code}. {m.title}" if look.codes == "title" else m.title,
        "description": lambda m: m.description or "",
        "expected_results": lambda m: listed(m.expected_results),
        "indicators": lambda m: listed(m.indicators),
        "verification_source": lambda m: m.verification_source or "",
        "responsible_bodies": lambda m: ", ".join(m.responsible_bodies),
        "funding_sources": lambda m: m.funding_source_text or ", ".join(m.funding_sources),
        "schedule": lambda m: m.schedule.source_text or "",
        "steps": lambda m: "\n".join(f"{s.source_number or s.number}. {s.text}" for s in m.steps),
    }


def money(look: Look, measure: Measure, year: int) -> str | Decimal:
    """The printed cell where it is no plain sum, else the sum as this typist writes it."""
    cell = measure.budget.of(year)
    printed = measure.budget.source_cells.get(str(year))
    if measure.budget.inferred and str(year) in measure.budget.as_printed:
        return printed or ""
    signs = {Planned.NOT_STATED: "", Planned.WITHOUT_FUNDING: "+", Planned.NOT_PLANNED: "-"}
    return amount(look, cell.amount) if cell.amount is not None else signs[cell.kind]


def total(look: Look, measure: Measure) -> str | Decimal:
    printed = measure.budget.source_cells.get("total")
    if measure.budget.total is None or measure.budget.inferred:
        return printed or ""
    return amount(look, measure.budget.total)


def amount(look: Look, value: Decimal) -> str | Decimal:
    value = value * 1000 if look.hryvnias else value
    return value if look.typed else look.number(value)


def table(programme: Programme, look: Look) -> list[Rows]:
    """The plan in as many tables as pages, each with the header again."""
    width = sum(len(programme.years) if column == "years" else 1 for column in look.columns)
    body = _body(programme, look, width)
    size = -(-len(body) // look.pages)
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return [header(programme, look) + part for part in parts]


def header(programme: Programme, look: Look) -> Rows:
    words = {**HEADINGS, **look.headings}
    if "years" not in look.columns:
        first: list[Cell | None] = [Cell(words[column]) for column in look.columns]
        return [first, *_counted(look, len(first))]
    top: list[Cell | None] = []
    below: list[Cell | None] = []
    for column in look.columns:
        if column == "years":
            top += [Cell(look.money, wide=len(programme.years) + ("total" in look.columns))]
            top += [None] * (len(programme.years) - 1 + ("total" in look.columns))
            below += [Cell(look.years.format(year=year)) for year in programme.years]
        elif column == "total":
            below.append(Cell(look.total))
        else:
            top.append(Cell(words[column], high=2))
            below.append(None)
    return [top, below, *_counted(look, len(below))]


def _counted(look: Look, width: int) -> Rows:
    return [[Cell(str(n)) for n in range(1, width + 1)]] if look.numbers else []


def _body(programme: Programme, look: Look, width: int) -> Rows:
    rows: Rows = []
    strategic, operational = GOALS[look.goals]
    for goal in programme.goals:
        rows.append(_over(strategic.format(code=goal.code, title=goal.title), width))
        for inner in goal.operational_goals:
            named = operational.format(code=inner.code, title=inner.title)
            rows.append(_over(named, width))
            measures = [programme.by_code(code) for code in inner.measures]
            rows += [_row(programme, look, measure) for measure in measures]
        if look.sums:
            rows.append(_sums(programme, look, f"Разом за ціллю {goal.code}", programme.measures_of(goal)))
    return [*rows, _sums(programme, look, "ВСЬОГО:", programme.measures)] if look.sums else rows


def _over(text: str, width: int) -> list[Cell | None]:
    return [Cell(text, wide=width), *[None] * (width - 1)]


def _row(programme: Programme, look: Look, measure: Measure) -> list[Cell | None]:
    row: list[Cell | None] = []
    for column in look.columns:
        if column == "years":
            row += [Cell(money(look, measure, year)) for year in programme.years]
        elif column == "total":
            row.append(Cell(total(look, measure)))
        elif column == "code" and look.codes == "none":
            row.append(Cell())
        else:
            row.append(Cell(texts(look)[column](measure)))
    return row


def _sums(programme: Programme, look: Look, label: str, measures: Sequence[Measure]) -> list[Cell | None]:
    row: list[Cell | None] = []
    for column in look.columns:
        if column == "years":
            row += [Cell(amount(look, _sum(m.budget.of(year).amount for m in measures))) for year in programme.years]
        elif column == "total":
            row.append(Cell(amount(look, _sum(m.budget.total for m in measures))))
        else:
            row.append(Cell(label if not row else ""))
    return row


def _sum(amounts: object) -> Decimal:
    assert hasattr(amounts, "__iter__")
    return sum((value for value in amounts if value is not None), Decimal())


def xlsx(file: Path, tables: Sequence[Rows], above: str = "") -> Path:
    """One sheet; the tables under each other."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    if above:
        sheet.cell(1, 1, above)
        line = 3
    for rows in tables:
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    _write(sheet, line + number, place + 1, cell)
        line += len(rows)
    book.save(file)
    return file


def _write(sheet: object, row: int, column: int, cell: Cell) -> None:
    target = sheet.cell(row, column)  # type: ignore[attr-defined]
    target.value = float(cell.text) if isinstance(cell.text, Decimal) else cell.text or None
    if isinstance(cell.text, str) and cell.text:
        target.data_type = "s"
    if cell.wide > 1 or cell.high > 1:
        sheet.merge_cells(  # type: ignore[attr-defined]
            start_row=row, end_row=row + cell.high - 1, start_column=column, end_column=column + cell.wide - 1
        )


def docx(file: Path, tables: Sequence[Rows], above: str = "") -> Path:
    """A table for each page, with a paragraph between them; written as XML, for python-docx takes seconds for it."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    if above:
        document.add_paragraph(above)
    for rows in tables:
        body = "".join(f"<w:tr>{''.join(_cells(rows, number))}</w:tr>" for number in range(len(rows)))
        grid = "<w:gridCol/>" * len(rows[0])
        drawn = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>")
        document.element.body.insert(-1, drawn)
        document.add_paragraph("")
    document.save(str(file))
    return file


def _cells(rows: Rows, number: int) -> Iterator[str]:
    """The cells of a row; where one above goes on, an empty one that says so."""
    for place, cell in enumerate(rows[number]):
        if cell is not None:
            begins = "<w:vMerge w:val='restart'/>" if cell.high > 1 else ""
            yield _cell(str(cell.text), f"<w:gridSpan w:val='{cell.wide}'/>" * (cell.wide > 1) + begins)
        elif any((above := rows[n][place]) is not None and above.high > number - n for n in range(number)):
            yield _cell("", "<w:vMerge/>")


def _cell(text: str, properties: str) -> str:
    lines = "".join(
        f"<w:p><w:r><w:t xml:space='preserve'>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n")
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def shuffled(look: Look, random: Random) -> Look:
    """The same columns in another order; the total stays beside the years, under their heading."""
    groups = [(column,) for column in look.columns if column not in {"years", "total"}]
    if "years" in look.columns:
        groups.append(("years", "total") if "total" in look.columns else ("years",))
    random.shuffle(groups)
    return replace(look, columns=tuple(column for group in groups for column in group))


def row(*cells: str | Cell | None) -> list[Cell | None]:
    return [Cell(cell) if isinstance(cell, str) else cell for cell in cells]


def over(text: str, wide: int) -> list[Cell | None]:
    return _over(text, wide)
