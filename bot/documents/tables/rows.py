"""The rows of the tables one after another: goals, measures, indicators, totals; what a page break cut is joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.documents.tables import cells
from bot.documents.tables.grids import Cell, Grid
from bot.documents.tables.headers import Column, Layout, Words, folded, layout
from council.phrases import Phrase, _

_STRATEGIC = re.compile(
    r"^(стратегічн\w*\s+(?:ціл|напрям|завдан)\w*|пріоритет\w*(?:\s+(?:напрям|ціл|завдан)\w*)?|розділ|напрям\w*)\b", re.I
)
_OPERATIONAL = re.compile(
    r"^(операційн\w*\s+(?:ціл|завдан)\w*|тактичн\w*\s+ціл\w*|оперативн\w*\s+ціл\w*|підціл\w*|завдання)\b", re.I
)
_GOAL = re.compile(r"^(ціл\w*|мета)\b", re.I)
_TOTAL = re.compile(r"^(разом|всього|усього|загалом|підсумок|загальн\w* (обсяг|сум|варт)\w*)\b", re.I)
_CODE = re.compile(r"^\s*№?\s*((?:\d{1,2}|[IVX]{1,5})(?:\.(?:\d{1,2}|[IVX]{1,5})){0,2})(?=[\s.:)–—-]|$)[\s.:)–—-]*")
_CELLS_OF_A_GOAL = 2
_CELLS_OF_A_SIGNATURE = 3
_NOTE = re.compile(r"^(\*|приміт\w*\b|довідково\b)", re.I)
_SIGNED = re.compile(
    r"^(секретар\w*|(міськ|сільськ|селищн)\w+ голов\w|голов\w|перш\w+ заступник|заступник|керуюч\w+ справами|"
    r"керівник|начальник|виконавець|розробник|підготув\w+|погоджено)\b",
    re.I,
)
"""Who signs under a table: no measure, and no name of a person may become a body."""
_OWN = frozenset({"responsible_bodies", "schedule", "money", "unit", "baseline", "total_change"})
"""What a measure or an indicator has and the rest of a text that a page break cut has not."""


NOWHERE = Phrase("")


@dataclass
class Line:
    """A row with its cells by field: several where the row of the measure was split below."""

    layout: Layout
    table: str
    row: int
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    money: list[tuple[Column, Cell]] = field(default_factory=list)
    origin: tuple[int, int] = (-1, -1)
    place: Phrase = NOWHERE

    def text(self, name: str) -> str:
        """The words of a field, from all rows that belong to it, once each."""
        texts = dict.fromkeys(cell.text for cell in self.cells.get(name, ()) if cell)
        return "\n".join(text for text in texts if name != "funding_sources" or not _TOTAL.match(text))

    def first(self, name: str) -> Cell:
        return next((cell for cell in self.cells.get(name, ()) if cell), Cell())

    @property
    def says(self) -> frozenset[str]:
        """The fields that have words."""
        money = {"money"} if any(cell for _column, cell in self.money) else set()
        return frozenset({name for name, found in self.cells.items() if any(found)} | money)


@dataclass(frozen=True)
class GoalRow:
    """«Стратегічна ціль 1. …»: `strategic` is None where only the depth of the code can tell."""

    code: str
    title: str
    strategic: bool | None
    place: Phrase = NOWHERE


@dataclass(frozen=True)
class TotalRow:
    """«Разом за програмою»: what the document itself adds up."""

    text: str
    line: Line


Item = Line | GoalRow | TotalRow


@dataclass(frozen=True)
class Unread:
    """Words that became no part of the programme: where they stand, and what to do."""

    place: Phrase
    said: Phrase


@dataclass
class Found:
    """What the tables of a file say, in their order. `headings` are columns that nobody understood."""

    measures: list[Item] = field(default_factory=list)
    indicators: list[Item] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    unit: Decimal | None = None
    words: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def found(grids: Sequence[Grid], known: Words) -> Found:
    """Everything that the tables say of goals, measures and indicators."""
    result = Found()
    current: Layout | None = None
    for grid in grids:
        result.words += grid.above
        goals = [goal for text in grid.above if (goal := goal_of(text))]
        result.unread += [Unread(grid.place, note) for note in grid.notes]
        current = _read(grid, current, goals, known, result)
    _drop_endings(result)
    return result


def _drop_endings(result: Found) -> None:
    """What stands over all columns under the last row, without a number, is no goal: nothing serves it."""
    for items in (result.measures, result.indicators):
        while items and isinstance(last := items[-1], GoalRow) and not last.code and last.strategic is None:
            items.pop()
            result.unread.append(Unread(last.place, _left_out(last.title)))


def _left_out(text: str) -> Phrase:
    return Phrase(_("“{cell}” was left out: it belongs to no measure and to no goal"), {"cell": text})


def _read(grid: Grid, before: Layout | None, goals: Sequence[GoalRow], known: Words, result: Found) -> Layout | None:
    """One table; without a header of its own it goes on with the columns of the one before, if it is as wide."""
    current = before if before is not None and max(before.columns) < grid.width <= max(before.columns) + 2 else None
    announced = list(goals)
    number, read = 0, current is not None
    while number < len(grid.rows):
        header = layout(grid, number, known)
        if header is not None:
            current, number, read = header, header.first, True
            _note_header(header, known, result)
            _list(header, result).extend(announced)
            announced = []
            continue
        if current is not None:
            _list(current, result).extend(announced)
            announced = []
            _take(grid, number, current, result)
        elif goal := _lonely(grid.rows[number]):
            announced.append(goal)
        else:
            result.words += [cell.flat for cell in dict.fromkeys(grid.rows[number]) if cell]
        number += 1
    if (
        not read
        and not folded(grid.name).startswith("поясн")
        and sum(len({cell.origin for cell in row if cell}) > 1 for row in grid.rows) > 1
    ):
        result.unread.append(Unread(grid.place, _no_header(grid)))
    return current if current is not None else before


def _no_header(grid: Grid) -> Phrase:
    first = next(cell.flat for row in grid.rows for cell in row if cell)
    text = _("nothing of it was read: no headings of measures or indicators. It begins “{cell}”. Give --columns")
    return Phrase(text, {"cell": first[:80]})


def _list(current: Layout, result: Found) -> list[Item]:
    return result.measures if current.kind == "measures" else result.indicators


def _note_header(header: Layout, known: Words, result: Found) -> None:
    result.unknown += [heading for heading in header.unknown if heading not in result.unknown]
    if header.kind == "measures":
        result.fields |= {column.field for column in header.columns.values()}
        result.years |= {column.year for column in header.columns.values() if column.year}
        result.unit = result.unit or header.unit or known.unit


def _lonely(row: Sequence[Cell]) -> GoalRow | None:
    """A goal in a row of its own above the header."""
    own = {cell.origin: cell for cell in row if cell}
    return goal_of(next(iter(own.values())).flat) if len(own) == 1 else None


def _take(grid: Grid, number: int, current: Layout, result: Found) -> None:
    """Adds the row to what it is: a goal, a total, a part of the measure before, or a new one."""
    row = grid.rows[number]
    if not any(row):
        return
    items = _list(current, result)
    line = _line(grid, number, current)
    before = next((item for item in reversed(items) if isinstance(item, Line)), None)
    ahead = grid.rows[number + 1] if number + 1 < len(grid.rows) else ()
    if _is_note(line, row):
        result.unread.append(Unread(line.place, _left_out(_words_of(row))))
        return
    if total := _total(line, row):
        items.append(total)
    elif goal := _goal(line, row, ahead):
        items.append(replace(goal, place=line.place))
    elif (
        before is not None
        and items[-1] is before
        and _belongs(line, before, number == 0 or _at_top(grid, number, current))
    ):
        _join(before, line)
    elif line.first("title") or line.first("name") or line.first("expected_results") or line.first("description"):
        items.append(line)
    else:
        result.unread.append(Unread(line.place, _left_out(_words_of(row))))
        return
    result.unread += _beside(row, line, items[-1])


def _words_of(row: Sequence[Cell]) -> str:
    return " · ".join(cell.flat for cell in dict.fromkeys(row) if cell)


def _is_note(line: Line, row: Sequence[Cell]) -> bool:
    """A footnote under the table, or who signed it."""
    own = list(dict.fromkeys(cell for cell in row if cell))
    signed = _SIGNED.match(own[0].flat) and len(own) <= _CELLS_OF_A_SIGNATURE and not cells.code(line.text("code"))
    return bool(_NOTE.match(own[0].flat) or signed)


def _beside(row: Sequence[Cell], line: Line, item: Item) -> Iterator[Unread]:
    """Cells in columns that nobody understood."""
    if isinstance(item, GoalRow):
        return
    read = {row[n].origin for n in line.layout.columns if n < len(row)}
    for cell in dict.fromkeys(cell for cell in row if cell and cell.origin not in read):
        place = next(n for n, other in enumerate(row) if other.origin == cell.origin) + 1
        text = _("column {number}: “{cell}” was left out, its heading is not understood. Name it in --columns")
        yield Unread(line.place, Phrase(text, {"number": place, "cell": cell.flat}))


def _at_top(grid: Grid, number: int, current: Layout) -> bool:
    """Whether nothing but a header stands above the row: a page may have cut the row before."""
    return (
        all(not any(row) or n < current.first for n, row in enumerate(grid.rows[:number])) and current.first <= number
    )


def _line(grid: Grid, number: int, current: Layout) -> Line:
    row = grid.rows[number]
    line = Line(current, grid.name, grid.lines[number] if grid.lines else grid.first_row + number)
    line.place = grid.place_of(number)
    seen: set[tuple[int, int]] = set()
    for place, column in current.columns.items():
        cell = row[place] if place < len(row) else Cell()
        if column.field in {"year", "total"}:
            line.money.append((column, cell if cell.origin not in seen else Cell(origin=cell.origin)))
        elif cell.origin not in seen:
            line.cells.setdefault(column.field, []).append(cell)
        if cell:
            seen.add(cell.origin)
    _by_year_of_row(line)
    naming = next((n for n in ("title", "name", "expected_results", "description") if line.first(n)), "")
    line.origin = line.first(naming).origin
    return line


def _by_year_of_row(line: Line) -> None:
    """Where the years stand below each other in a column, the sum beside a year is of that year."""
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", line.text("year_of_row"))
    if len(found) == 1:
        year = int(found[0])
        line.money = [(replace(column, field="year", year=year), cell) for column, cell in line.money]


def _total(line: Line, row: Sequence[Cell]) -> TotalRow | None:
    """A sum of rows; a measure that begins with «Разом з…» has a number, a body or a term."""
    first = next((cell for cell in row if cell), Cell())
    label = first.flat if _TOTAL.match(first.flat) else line.first("title").flat
    other = {name for name in line.says if name != "money" and line.first(name).flat != label}
    if not _TOTAL.match(label) or {"responsible_bodies", "schedule", "expected_results"} & other:
        return None
    return None if cells.code(line.first("code").flat) else TotalRow(label, line)


def _goal(line: Line, row: Sequence[Cell], ahead: Sequence[Cell]) -> GoalRow | None:
    """A row that holds one text, or a number and a text, over all columns."""
    own = list({cell.origin: cell for cell in row if cell}.values())
    if len(own) > _CELLS_OF_A_GOAL or any(cell.number is not None for cell in own[1:]):
        return None
    text = " ".join(cell.flat for cell in own)
    spread = max(sum(1 for cell in row if cell.origin == one.origin) for one in own)
    goal = goal_of(text)
    if goal is not None:
        return goal
    number, title = _split(text)
    wide = spread >= max(3, len(row) // 2)
    if number and title and cells.depth(number) <= _CELLS_OF_A_GOAL and (wide or _leads(number, ahead, line.layout)):
        return GoalRow(number, title, None)
    return GoalRow("", text, None) if wide and len(own) == 1 and not number else None


def _leads(number: str, ahead: Sequence[Cell], current: Layout) -> bool:
    """Whether the next row carries a number below this one."""
    texts = [cell.flat for cell in dict.fromkeys(ahead) if cell][:2]
    below = [cells.code(text) or cells.numbered(text)[0] or _split(text)[0] for text in texts]
    mine = cells.family(number)
    return any(len(cells.family(one)) > len(mine) and cells.family(one)[: len(mine)] == mine for one in below if one)


def goal_of(text: str) -> GoalRow | None:
    """A goal that says so in its first words."""
    if len(text) > 600:
        return None
    for pattern, strategic in ((_STRATEGIC, True), (_OPERATIONAL, False), (_GOAL, None)):
        if match := pattern.match(text):
            number, title = _split(text[match.end() :])
            if not number and not re.match(r"\s*[.:–—-]", text[match.end() :]):
                return None
            return GoalRow(number, _unquoted(title), strategic)
    return None


def _split(text: str) -> tuple[str, str]:
    """(number, title) of «1.1. Розвиток…»."""
    match = _CODE.match(cells.roman(text[:20]))
    if match is None:
        return "", text.strip(" .:–—-")
    return match[1], text[match.end() :].strip()


def _unquoted(title: str) -> str:
    whole = re.fullmatch(r"[«“\"]([^«»“”\"]*(?:«[^»]*»[^«»]*)*)[»”\"]\.?", title)
    return whole[1] if whole else title


def _belongs(line: Line, before: Line, at_top: bool) -> bool:
    """Whether the row is a part of the measure above it: merged with it, without a name, or cut off by a page break."""
    if line.table == before.table and line.origin == before.origin != (-1, -1):
        return True
    if line.first("code") or cells.numbered(line.text("title"))[0]:
        return False
    named = line.first("title") or line.first("name")
    if not named and "title" in before.says:
        return True
    numbered = bool(cells.code(before.first("code").flat) or cells.numbered(before.text("title"))[0])
    whole, small = _OWN & line.says, named.flat[:1].islower()
    if small and not whole:
        return at_top or numbered or before.first("title").flat[:1].isupper()
    return numbered and (small or line.says <= {"title", "name"}) and line.layout.kind == "measures"


def _join(before: Line, line: Line) -> None:
    """Adds what the row says: below the measure where its cells are merged, else to the end of each text."""
    merged = line.origin == before.origin
    for name, added in line.cells.items():
        known = before.cells.setdefault(name, [])
        origins = {cell.origin for cell in known}
        for cell in added:
            if merged and cell and cell.origin not in origins:
                known.append(cell)
            elif not merged and cell:
                known[-1:] = [_lengthened(known[-1], cell) if known else cell]
    if merged:
        before.money = _by_source(before)
    before.money += [(column, cell) for column, cell in (_by_source(line) if merged else line.money) if cell]


def _by_source(line: Line) -> list[tuple[Column, Cell]]:
    """Where each source of money has a row of its own, its name divides the sum as a heading would."""
    source = line.cells.get("funding_sources", [Cell()])[-1].flat
    return [(replace(column, part=column.part or source), cell) for column, cell in line.money]


def _lengthened(cell: Cell, more: Cell) -> Cell:
    """A text that a page break cut: in the same line where the sentence goes on."""
    divided = re.search(r"\w-$", cell.text)
    glue = " " if (more.text[:1].islower() and not divided) or not cell.text else "\n"
    return replace(cell, text=f"{cell.text}{glue}{more.text}".strip())


def measures(result: Found) -> Iterator[Line]:
    return (item for item in result.measures if isinstance(item, Line))
