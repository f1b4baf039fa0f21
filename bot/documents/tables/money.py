"""The money and the term of a measure: cells of years, parts and sums, as one budget and one schedule."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.documents.tables import cells
from bot.documents.tables.cells import Sum
from bot.documents.tables.headers import THOUSAND, Column
from bot.documents.tables.rows import Line
from council.phrases import Phrase, _
from council.programme import Budget, Money, Planned, Schedule, ScheduleType
from council.programme_parts import NOT_STATED

Doubts = list[Phrase]

_WHY = {
    "unread": _("“{cell}” is no sum and was left unsaid: write a number, “+” (needs no money) or “-” (not planned)"),
    "separator": _("“{cell}” was read with a decimal comma, as {read} thousand hryvnias"),
    "negative": _("“{cell}” is less than nothing and was left unsaid"),
    "formula": _("a formula has no value: open the file in its program and save it"),
}
YEARS = "year"
TOTAL = "total"


def budget(line: Line, unit: Decimal | None, years: Sequence[int], before: Budget | None, doubts: Doubts) -> Budget:
    """The budget that the row states; what says the same as before stays as it was written before.

    Adds to `doubts` what could be read otherwise or not at all.
    """
    if not line.money:
        return before or Budget(by_year=dict.fromkeys(years, NOT_STATED))
    known = before or Budget()
    by_year, printed = _years(line, unit or THOUSAND, known, doubts)
    total = _total(line, unit or THOUSAND, known, by_year, doubts)
    stated = {year: by_year.get(year, known.of(year)) for year in sorted({*years, *by_year})}
    if before is not None and total == before.total and all(before.of(year) == stated[year] for year in stated):
        return before
    inferred = known.inferred and any(stated.get(int(y)) == known.of(int(y)) for y in known.as_printed if y.isdecimal())
    return Budget(
        total=total,
        by_year=stated,
        source_cells=printed,
        inferred=inferred,
        as_printed=known.as_printed if inferred else {},
    )


def _years(line: Line, unit: Decimal, known: Budget, doubts: Doubts) -> tuple[dict[int, Money], dict[str, str | None]]:
    found: dict[int, list[tuple[Column, Sum]]] = defaultdict(list)
    for column, cell in line.money:
        if column.field == YEARS and column.year:
            found[column.year].append((column, cells.money(cell, unit)))
    by_year, printed = {}, dict(_total_printed(line))
    for year, parts in found.items():
        printed[str(year)] = "; ".join(text for _column, part in parts if (text := part.printed)) or None
        kept = _as_before(printed[str(year)], known.source_cells.get(str(year)), known.of(year))
        by_year[year] = kept or _together(parts, doubts)
    return by_year, printed


def _as_before(text: str | None, before: str | None, money: Money) -> Money | None:
    """A cell that is printed as it was before means what it meant: somebody may have made sense of it."""
    return money if text and before and cells.same(text, before) and text.strip("+-") else None


def _together(parts: Sequence[tuple[Column, Sum]], doubts: Doubts) -> Money:
    """One year split by sources: its own sum where the table gives one, else what the sources add up to."""
    own = [part for column, part in parts if column.is_sum]
    chosen = own or [part for _column, part in parts]
    _doubt(parts, chosen, doubts)
    amounts = [part.money.amount for part in chosen if part.money.amount is not None]
    if amounts:
        return Money(kind=Planned.AMOUNT, amount=cells.plain(sum(amounts, Decimal())))
    kinds = [part.money for part in chosen]
    return next((money for money in (cells.WITHOUT_FUNDING, cells.NOT_PLANNED) if money in kinds), NOT_STATED)


def _doubt(parts: Sequence[tuple[Column, Sum]], chosen: Sequence[Sum], doubts: Doubts) -> None:
    for column, part in parts:
        if part.doubt and any(part is one for one in chosen):
            why = Phrase(_WHY[part.doubt], {"cell": part.printed, "read": part.money.amount or ""})
            doubts.append(Phrase(_("column “{heading}”: {what}"), {"heading": column.heading, "what": why}))


def _total_printed(line: Line) -> Mapping[str, str | None]:
    texts = [cell.flat for column, cell in line.money if column.field == TOTAL and cell]
    return {TOTAL: "; ".join(texts)} if texts else {}


def _total(line: Line, unit: Decimal, known: Budget, by_year: Mapping[int, Money], doubts: Doubts) -> Decimal | None:
    """As the table prints it, else what the years add up to; a difference between the two is told."""
    summed = [money.amount for money in by_year.values() if money.amount is not None]
    sums = sum(summed, Decimal()) if summed else None
    parts = [(column, cells.money(cell, unit)) for column, cell in line.money if column.field == TOTAL and cell]
    if not parts:
        return sums if sums is None else cells.plain(sums)
    text = "; ".join(part.printed for _column, part in parts)
    before = known.source_cells.get(TOTAL)
    if before and cells.same(text, before) and any(part.doubt for _column, part in parts):
        return known.total
    stated = _together(parts, doubts).amount
    if stated is not None and sums is not None and stated != sums:
        text = _("the total says {total}, the years add up to {sum} thousand hryvnias; the printed one is kept")
        doubts.append(Phrase(text, {"total": stated, "sum": cells.plain(sums)}))
    return stated


def schedule(line: Line, fields: set[str], money: Budget, before: Schedule | None) -> Schedule:
    """The term in the words of its column; without one, the years in which something is planned."""
    if "schedule" in fields:
        return _in_words(cells.sentence(line.text("schedule")), before)
    if YEARS not in fields:
        return before or Schedule()
    planned = [year for year, cell in money.by_year.items() if _is_planned(cell, money.source_cells.get(str(year)))]
    if before is not None and (not planned or (before.start_year, before.due_year) == (planned[0], planned[-1])):
        return before
    if not planned:
        return Schedule()
    told = "; ".join(f"{year}: {money.source_cells.get(str(year)) or '…'}" for year in money.by_year)
    return _schedule(cells.Term("by_year", planned[0], planned[-1], datetime.date(planned[-1], 12, 31)), told)


def _is_planned(cell: Money, printed: str | None) -> bool:
    """Also where something is printed that is no sum: it is no dash either."""
    return (
        bool(cell.amount) or cell.kind is Planned.WITHOUT_FUNDING or (cell.kind is Planned.NOT_STATED and bool(printed))
    )


def _in_words(text: str, before: Schedule | None) -> Schedule:
    if before is not None and cells.same(before.source_text or "", text):
        return before
    return _schedule(cells.term(text), text) if text else Schedule()


def _schedule(term: cells.Term, text: str) -> Schedule:
    return Schedule(
        type=ScheduleType(term.type),
        source_text=text,
        start_year=term.start,
        due_year=term.due,
        due_date=term.day,
    )
