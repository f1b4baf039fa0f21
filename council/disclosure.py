"""What may be told of small numbers: nothing of one to four people, and nothing that the other figures would give away.

A cell that is left out could be computed from the total and its neighbours, so another one goes with it, until what is
missing in a row or a column is at least two cells and at least five people.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from council.urns import TOGETHER

Key = TypeVar("Key", bound=Hashable)


def small(count: int) -> bool:
    return 0 < count < TOGETHER


def withheld(
    cells: Mapping[Key, int], lines: Sequence[Sequence[Key]], also: frozenset[Key] = frozenset()
) -> frozenset[Key]:
    """The cells that are not told, besides those given in `also`.

    `lines` are groups of cells whose sum a reader knows: a question's options, the rows and columns of a table. A cell
    of nobody may be told: it speaks of no one.
    """
    hidden = {key for key, count in cells.items() if small(count)} | {key for key in also if cells.get(key)}
    while True:
        line = next((line for line in lines if _betrays(cells, line, hidden)), None)
        if line is None:
            return frozenset(hidden)
        shown = [key for key in line if cells.get(key) and key not in hidden]
        hidden.add(min(shown, key=lambda key: cells[key]))


def _betrays(cells: Mapping[Key, int], line: Sequence[Key], hidden: set[Key]) -> bool:
    """Whether the sum of the line tells what is hidden in it, or nearly."""
    missing = [cells[key] for key in line if key in hidden]
    shown = [key for key in line if cells.get(key) and key not in hidden]
    return bool(missing) and bool(shown) and (len(missing) < 2 or sum(missing) < TOGETHER)


def tellable(sizes: Mapping[Key, int]) -> Sequence[Key]:
    """The groups of one whole that may be told of, in their order: five or more each, and five or more in the rest."""
    hidden = withheld(sizes, [list(sizes)])
    return [name for name, size in sizes.items() if size >= TOGETHER and name not in hidden]


@dataclass(frozen=True)
class Band:
    """Neighbouring marks of a scale that are told together; `first` and `last` are the marks."""

    first: int
    last: int
    count: int


def bands(counts: Sequence[int]) -> Sequence[Band]:
    """The marks of a scale from 1 on, neighbours put together until no band holds one to four people."""
    made: list[Band] = []
    for mark, count in enumerate(counts, 1):
        if made and small(made[-1].count):
            made[-1] = Band(made[-1].first, mark, made[-1].count + count)
        else:
            made.append(Band(mark, mark, count))
    while len(made) > 1 and small(made[-1].count):
        last = made.pop()
        made[-1] = Band(made[-1].first, last.last, made[-1].count + last.count)
    return made
