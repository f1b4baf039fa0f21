"""Survey S3 as operators are told of it: how phones and internet work, by settlement and operator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from council.community import Community
from council.disclosure import withheld
from council.urns import TOGETHER, Sheet

SURVEY = "s3"
WORST = 30
"""Per cent of «no signal», or of «messages only» or nothing, above which operators are asked to act."""

Cell = tuple[str, str]
"""Place (a settlement or the code of a district) and the operator's option."""


@dataclass(frozen=True)
class Reception:
    """How it works for those of one place and operator, in per cent of who answered; None of fewer than five.

    `well` calls work, `online` mobile internet is enough for websites, `fibre` leads to the home, `silent` no signal at
    home, `slow` messages only or nothing.
    """

    people: int
    well: int | None
    online: int | None
    fibre: int | None
    silent: int | None
    slow: int | None

    @property
    def alarming(self) -> bool:
        """Whether the operator is to be asked to improve it."""
        return any(share is not None and share > WORST for share in (self.silent, self.slow))


@dataclass(frozen=True)
class Coverage:
    """The table, as far as it may be told. Places of which nothing may be told are absent."""

    places: Sequence[str]
    operators: Sequence[str]
    cells: Mapping[Cell, Reception]

    @property
    def alarming(self) -> Sequence[Cell]:
        return [cell for cell, reception in self.cells.items() if reception.alarming]


def coverage(sheets: Sequence[Sheet], community: Community) -> Coverage:
    """Settlement by operator; a settlement without any five of one operator is counted with its district."""
    placed = [(place, sheet) for sheet in sheets if (place := sheet.traits.get("place")) and "q1" in sheet.answers]
    large = {place for place in {one for one, _sheet in placed} if _stands_alone(place, placed)}
    folded = [(place if place in large else _district(place, community), sheet) for place, sheet in placed]
    table: dict[Cell, list[Sheet]] = {}
    for place, sheet in folded:
        table.setdefault((place, str(sheet.answers["q1"])), []).append(sheet)
    cells = _told(table)
    order = [*(one.code for one in community.districts), *sorted(large)]
    places = sorted({place for place, _operator in cells}, key=lambda one: order.index(one) if one in order else 99)
    operators = sorted({operator for _place, operator in cells})
    return Coverage(places, operators, {(p, o): cells[p, o] for p in places for o in operators if (p, o) in cells})


def _stands_alone(place: str, placed: Sequence[tuple[str, Sheet]]) -> bool:
    counts: dict[str, int] = {}
    for one, sheet in placed:
        if one == place:
            counts[str(sheet.answers["q1"])] = counts.get(str(sheet.answers["q1"]), 0) + 1
    return max(counts.values(), default=0) >= TOGETHER


def _district(place: str, community: Community) -> str:
    """The district of a settlement; a district stands for itself."""
    return next((one.code for one in community.districts if place in one.settlements), place)


def _told(table: Mapping[Cell, Sequence[Sheet]]) -> Mapping[Cell, Reception]:
    """What is left when small cells are withheld with so many neighbours that no sum gives them away."""
    sizes = {cell: len(found) for cell, found in table.items()}
    rows = [[cell for cell in sizes if cell[0] == place] for place in {place for place, _operator in sizes}]
    columns = [[cell for cell in sizes if cell[1] == operator] for operator in {operator for _place, operator in sizes}]
    hidden = withheld(sizes, [*rows, *columns])
    return {cell: _reception(table[cell]) for cell in table if cell not in hidden}


def _reception(sheets: Sequence[Sheet]) -> Reception:
    return Reception(
        len(sheets),
        well=_share(sheets, "q2", "1"),
        online=_share(sheets, "q3", "1", "2"),
        fibre=_share(sheets, "q4", "1"),
        silent=_share(sheets, "q2", "4"),
        slow=_share(sheets, "q3", "3", "4"),
    )


def _share(sheets: Sequence[Sheet], question: str, *codes: str) -> int | None:
    """Whole per cent of who answered the question."""
    given = [str(sheet.answers[question]) for sheet in sheets if question in sheet.answers]
    return round(100 * sum(code in codes for code in given) / len(given)) if len(given) >= TOGETHER else None
