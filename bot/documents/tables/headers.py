"""Which column of a table holds what: the words of its header, over one line or several, against configured words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import yaml

from bot.documents.tables.grids import Cell, Grid
from council.phrases import DomainError, _

DEFAULT = Path(__file__).parent / "columns.yaml"
LONGEST_HEADING = 120
DEEPEST = 4
"""Lines of a header: goal, money, years, sources."""

_LATIN = str.maketrans("aceiopxykmhtb", "асеіорхукмнтв")
"""Letters that look alike: headers copied from scans mix them."""
NAMING = frozenset({"title", "name", "description", "expected_results", "steps", "operational_goal"})
"""Without a column of these, a table says nothing of measures or indicators."""

_NEUTRAL = re.compile(
    r"рік|року|роки|років|роками|рр?|на|план|прогноз\w*|тис\w*|млн|грн|гривен\w*|гривн\w*|у|в|з|за|т|ч|тч|тому|числі|них|"
    r"період\w*|етап\w*|кошт\w*"
)
_MONEY = re.compile(r"обсяг|фінанс|кошт|варт|сум|витрат|бюджет|грн|гривен|асигнув")
_TOTAL = re.compile(r"^(всього|усього|разом|загал)")
_UNIT = re.compile(r"(?:\b(тис\w*|млн|мільйон\w*)\s*)?\b(грн|гривен\w*|гривн\w*)\b")
_SOURCE = re.compile(r"(державн|обласн|районн|місцев|міськ|сільськ|селищн|інш|позабюдж|грант|субвенц|бюджет)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

Fields = Mapping[str, Sequence[Sequence[str]]]
"""Of one kind of table: a field and its words, split."""

THOUSAND = Decimal(1)
UNITS = {"тис": THOUSAND, "млн": Decimal(1000), "": Decimal("0.001")}
"""Of a sum in a cell, in thousand hryvnias."""


@dataclass(frozen=True)
class Column:
    """What a column holds: a field of the schema, or money of a `year` (None: of the whole period).

    `part` is the heading under the year where it is split («місцевий бюджет»), «всього» for the sum of the parts.
    """

    field: str
    heading: str
    year: int | None = None
    part: str = ""

    @property
    def is_sum(self) -> bool:
        return bool(_TOTAL.match(folded(self.part)))


@dataclass(frozen=True)
class Layout:
    """The columns of a table by their place. `first` is the row after the header, `unit` what money is counted in."""

    kind: str
    columns: Mapping[int, Column]
    first: int
    unit: Decimal | None
    unknown: Sequence[str] = ()

    def place(self, name: str) -> int | None:
        return next((n for n, column in self.columns.items() if column.field == name), None)

    def has(self, name: str) -> bool:
        return self.place(name) is not None


@dataclass(frozen=True)
class Words:
    """The configured words: kind of table, field, its words in the order of their weight."""

    fields: Mapping[str, Fields]
    unit: Decimal | None = None


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Words in small Cyrillic letters without punctuation, «№» as a word."""
    text = text.lower().replace("№", " номер ").translate(_LATIN)
    return " ".join(re.sub(r"[^\w%]+", " ", re.sub(r"['’ʼ`]", "", text)).split())


def words(file: Path | None = None) -> Words:
    """The default words, and before them those of the file. Raises DomainError for a file of another shape."""
    usual = _read(DEFAULT)
    if file is None:
        return usual
    own = _read(file)
    fields = {
        kind: {
            name: [*own.fields.get(kind, {}).get(name, ()), *known.get(name, ())]
            for name in {**own.fields.get(kind, {}), **known}
        }
        for kind, known in usual.fields.items()
    }
    return Words(fields, own.unit)


@cache
def _read(file: Path) -> Words:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        unit = unit_of(str(data.pop("unit", "")))
        fields = {
            kind: {name: [tuple(folded(text).split()) for text in texts] for name, texts in known.items()}
            for kind, known in data.items()
        }
    except FileNotFoundError:
        raise DomainError(_("There is no file {file}."), file=str(file)) from None
    except (yaml.YAMLError, AttributeError, TypeError, UnicodeDecodeError):
        text = _("{file} is no list of header words: compare it with bot/documents/tables/columns.yaml.")
        raise DomainError(text, file=str(file)) from None
    return Words(fields, unit)


def unit_of(text: str) -> Decimal | None:
    """How many thousand hryvnias one in the table is, where the text says it."""
    found = _UNIT.search(folded(text))
    if found is None:
        return None
    return UNITS["млн" if (found[1] or "").startswith(("млн", "мільй")) else "тис" if found[1] else ""]


def layout(grid: Grid, start: int, known: Words) -> Layout | None:
    """The header that begins at the row, if one does."""
    texts = list({cell.origin: cell.flat for cell in grid.rows[start] if cell}.values())
    kind, matched = max(
        ((kind, _matching(texts, fields)) for kind, fields in known.fields.items()), key=lambda found: found[1]
    )
    if matched < max(2, len(texts) / 2) or any(len(text) > LONGEST_HEADING for text in texts):
        return None
    last = _last_row(grid, start)
    headings = [_headings(grid, start, last, n) for n in range(grid.width)]
    kind = _kind(headings, known) or kind
    columns = _columns(headings, known.fields[kind], kind)
    if not NAMING & {column.field for column in columns.values()}:
        return None
    unknown = [" ".join(texts) for n, texts in enumerate(headings) if texts and n not in columns]
    return Layout(kind, columns, _after_numbers(grid, last + 1), _unit(grid, start, headings, columns), unknown)


def _matching(texts: Sequence[str], fields: Fields) -> int:
    """How many of the texts are headings of some field."""
    return sum(any(_best(text, patterns) for patterns in fields.values()) for text in texts)


def _best(text: str, patterns: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """(place of the first fitting pattern, how many words it has)."""
    spoken = folded(text).split()
    for place, pattern in enumerate(patterns):
        if _fits(spoken, pattern):
            return place, len(pattern)
    return None


def _fits(spoken: Sequence[str], pattern: Sequence[str]) -> bool:
    """Each word of the pattern begins a word of the heading, in order; the first one stands at its beginning."""
    if not any(word.startswith(pattern[0]) for word in spoken[:2]):
        return False
    return any(_follows(spoken[place:], pattern) for place in range(min(2, len(spoken))))


def _follows(spoken: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the first word begins the pattern, and each next word follows with at most one other between."""
    if not pattern:
        return True
    if not spoken or not _begins(spoken[0], pattern[0]):
        return False
    rest = pattern[1:]
    return not rest or any(_follows(spoken[place:], rest) for place in (1, 2))


def _begins(word: str, part: str) -> bool:
    return word == part if len(part) < 3 else word.startswith(part)


def _last_row(grid: Grid, start: int) -> int:
    """The last line of the header: cells that go on from above, and years or sources below."""
    last = start
    while last + 1 < len(grid.rows) and last - start < DEEPEST - 1 and _goes_on(grid, start, last + 1):
        last += 1
    return last


def _goes_on(grid: Grid, start: int, row: int) -> bool:
    above = {cell.origin for line in grid.rows[start:row] for cell in line if cell}
    own = [cell for cell in grid.rows[row] if cell and cell.origin not in above]
    if not own:
        return any(cell for cell in grid.rows[row])
    return all(_is_sub_heading(cell.flat) for cell in own) and not _is_numbers(grid.rows[row])


def _is_sub_heading(text: str) -> bool:
    spoken = folded(text)
    if re.fullmatch(r"-?\d+([ ]\d+)*", spoken) and not _YEAR.fullmatch(spoken):
        return False
    rest = re.sub(r"\b(?:19|20)\d\d\b", "", spoken).split()
    source = _SOURCE.match(spoken)
    neutral = all(_NEUTRAL.fullmatch(word) for word in rest)
    return len(spoken) <= 60 and bool(spoken) and (neutral or bool(_TOTAL.match(spoken)) or bool(source))


def _after_numbers(grid: Grid, row: int) -> int:
    """Past the line that counts the columns: 1, 2, 3…"""
    return row + 1 if row < len(grid.rows) and _is_numbers(grid.rows[row]) else row


def _is_numbers(row: Sequence[Cell]) -> bool:
    seen: dict[tuple[int, int], str] = {cell.origin: cell.flat.rstrip(".") for cell in row if cell}
    numbers = [text for text in seen.values() if re.fullmatch(r"\d{1,2}", text)]
    return (
        len(numbers) >= 3 and len(numbers) == len(seen) and [int(n) for n in numbers] == sorted(set(map(int, numbers)))
    )


def _headings(grid: Grid, start: int, last: int, column: int) -> list[str]:
    """The words over a column, from above: each merged cell once; the word of a group stands over all its columns."""
    found: dict[tuple[int, int], str] = {}
    for number in range(start, last + 1):
        row = grid.rows[number]
        cell = row[column] if column < len(row) else Cell()
        if not cell and number < last and any(_below(grid, n, column) for n in range(number + 1, last + 1)):
            cell = next((row[n] for n in range(column - 1, -1, -1) if row[n]), Cell())
        if cell:
            found[cell.origin] = cell.flat
    return list(found.values())


def _below(grid: Grid, row: int, column: int) -> bool:
    return column < len(grid.rows[row]) and bool(grid.rows[row][column])


def _kind(headings: Sequence[Sequence[str]], known: Words) -> str | None:
    """Indicators have a unit or a value to begin with, measures have somebody who answers for them."""
    joined = [" ".join(texts) for texts in headings]
    measures, indicators = known.fields.get("measures", {}), known.fields.get("indicators", {})
    if any(_best(text, measures.get("responsible_bodies", ())) for text in joined):
        return "measures"
    own = [*indicators.get("unit", ()), *indicators.get("baseline", ())]
    return "indicators" if any(_best(text, own) for text in joined) else None


def _columns(headings: Sequence[Sequence[str]], fields: Fields, kind: str) -> dict[int, Column]:
    money = {n: column for n, texts in enumerate(headings) if (column := _of_year(texts, kind))}
    free = {n: texts for n, texts in enumerate(headings) if texts and n not in money}
    found = dict(money)
    for name in fields:
        taken = {column.field for column in found.values()}
        open_fields = {other: fields[other] for other in fields if other not in taken}
        place = _chosen(name, {n: text for n, text in free.items() if n not in found}, open_fields)
        if place is not None:
            found[place] = Column(name, " ".join(free[place]))
    return dict(sorted(found.items()))


def _chosen(name: str, free: Mapping[int, Sequence[str]], fields: Fields) -> int | None:
    """The column with the weightiest word of the field, if no other field names that column with more words."""
    fitting = [(best, n) for n, texts in free.items() if (best := _best_of(texts, fields[name]))]
    for (_place, count), n in sorted(fitting):
        others = [best[1] for other in fields if other != name and (best := _best_of(free[n], fields[other]))]
        if count >= max(others, default=0):
            return n
    return None


def _best_of(texts: Sequence[str], patterns: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Of all the words over a column, else of the lowest alone: «Кошти, грн / Всього»."""
    return _best(" ".join(texts), patterns) or _best(texts[-1], patterns)


def _of_year(texts: Sequence[str], kind: str) -> Column | None:
    """A column of one year: its number stands alone, or with words of money."""
    for depth, text in reversed(list(enumerate(texts))):
        years = set(_YEAR.findall(text))
        rest = _YEAR.sub(" ", folded(text)).split()
        alone = all(_NEUTRAL.fullmatch(word) for word in rest)
        if len(years) == 1 and (alone or _MONEY.search(folded(text)) or kind == "indicators"):
            part = " ".join(texts[depth + 1 :])
            return Column("year", " ".join(texts), int(years.pop()), part)
    return None


def _unit(grid: Grid, start: int, headings: Sequence[Sequence[str]], columns: Mapping[int, Column]) -> Decimal | None:
    """From the heading of the money, else from what stands over the table."""
    of_money = [" ".join(headings[n]) for n, column in columns.items() if column.field in {"year", "total"}]
    over = [cell.flat for row in grid.rows[max(0, start - 6) : start] for cell in row] + list(grid.above[-6:])
    texts = [*of_money, *(" ".join(texts) for texts in headings), *reversed(over)]
    return next((unit for text in texts if (unit := unit_of(text)) is not None), None)
