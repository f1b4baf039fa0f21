"""The sums that the tables print themselves, against what their measures add up to: a difference is told."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bot.documents.tables import cells
from bot.documents.tables.headers import THOUSAND
from bot.documents.tables.rows import Found, GoalRow, Line, TotalRow
from council.phrases import Phrase, _
from council.programme import DeclaredBudget, Measure

Sums = Mapping[int | None, Decimal]
"""Thousand UAH by year; None is the whole period."""


def printed(total: TotalRow, unit: Decimal | None) -> Sums:
    """The sums of a row «Разом»."""
    found: dict[int | None, Decimal] = {}
    for column, cell in total.line.money:
        amount = cells.money(cell, unit or THOUSAND).money.amount
        if amount is not None and (not column.part or column.is_sum):
            found[column.year] = amount
    return found


def differences(found: Found, measures: Mapping[int, Measure]) -> Iterator[Phrase]:
    """What the rows of sums say otherwise than the measures above them, up to the goal or to the beginning.

    `measures` by the id() of their row: a row that only repeats a measure counts once.
    """
    above: list[Measure] = []
    begins = [0]
    for item in found.measures:
        if isinstance(item, Line) and (measure := measures.get(id(item))) is not None:
            above.append(measure)
        elif isinstance(item, GoalRow):
            begins.append(len(above))
        elif isinstance(item, TotalRow):
            yield from _differing(item.text, printed(item, found.unit), [_sums(above[n:]) for n in begins])


def _differing(label: str, said: Sums, scopes: Sequence[Sums]) -> Iterator[Phrase]:
    """Nothing where the measures since some goal, or all so far, agree; else against those that come nearest."""

    def apart(scope: Sums) -> Decimal:
        return sum((abs(scope.get(year, Decimal()) - amount) for year, amount in said.items()), Decimal())

    nearest = min(scopes, key=apart)
    for year, amount in said.items():
        if nearest.get(year, Decimal()) != amount:
            text = _("the row “{row}” says {said} for {year}, the measures add up to {sum} thousand hryvnias")
            whole = Phrase(_("the whole period")) if year is None else str(year)
            summed = cells.plain(nearest.get(year, Decimal()))
            yield Phrase(text, {"row": label, "said": amount, "year": whole, "sum": summed})


def _sums(measures: Sequence[Measure]) -> Sums:
    years = {year for measure in measures for year in measure.budget.by_year}
    by_year: dict[int | None, Decimal] = {
        year: sum((measure.budget.of(year).amount or Decimal() for measure in measures), Decimal()) for year in years
    }
    return {**by_year, None: sum((measure.budget.total or Decimal() for measure in measures), Decimal())}


def declared(found: Found) -> DeclaredBudget:
    """The last row of sums is what the document declares."""
    rows = [item for item in found.measures if isinstance(item, TotalRow)]
    sums = printed(rows[-1], found.unit) if rows else {}
    return DeclaredBudget(
        declared_total=sums.get(None),
        declared_by_year={year: amount for year, amount in sums.items() if year is not None},
        source_text=rows[-1].text if sums else None,
    )
