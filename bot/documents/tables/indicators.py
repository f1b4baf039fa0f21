"""Indicators: from a table of their own (baseline, targets by year, change), or from the rows of the measures."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.documents.tables import cells
from bot.documents.tables.grids import Cell
from bot.documents.tables.headers import folded
from bot.documents.tables.rows import Found, GoalRow, Line, goal_of
from council.programme import Indicator, Measure, Programme, TargetMode, ValueType
from council.programme_parts import Passage

_PERCENT = re.compile(r"^(частк|відсот|процент|рівень охоп)|%")
_AMOUNT = re.compile(r"^(обсяг|сума|вартіст)")
_COUNT = re.compile(r"^(кількіст|чисельніст|число)")


def indicators(
    found: Found, measures: Sequence[Measure], base: Programme | None, years: Sequence[int], file: str
) -> tuple[Indicator, ...]:
    """The indicators of the programme: those of the file's own table, else those that are known, and new rows."""
    lines = [item for item in found.indicators if isinstance(item, Line)]
    if lines:
        return _of_table(found, lines, base, years, file)
    known = base.indicators if base else ()
    kept = {measure.code for measure in measures}
    rows = not known or any(indicator.origin.value == "measure_row" for indicator in known)
    staying = [indicator for indicator in known if not indicator.measure_refs or set(indicator.measure_refs) & kept]
    added = [new for measure in measures if rows for new in _of_measure(measure, staying, years)]
    return (*staying, *added)


def _of_measure(measure: Measure, known: Sequence[Indicator], years: Sequence[int]) -> list[Indicator]:
    """The texts of a measure's own row, where no indicator speaks of it yet."""
    if any(measure.code in indicator.measure_refs for indicator in known):
        return []
    return [
        Indicator(
            code=f"{measure.code}-i{n}",
            generated=True,
            origin="measure_row",
            name=text,
            value_type=_type(text, None),
            targets=dict.fromkeys(years),
            measure_refs=(measure.code,),
            priority=measure.code.partition(".")[0],
            source=measure.source,
        )
        for n, text in enumerate(measure.indicators, 1)
    ]


def _of_table(
    found: Found, lines: Sequence[Line], base: Programme | None, years: Sequence[int], file: str
) -> tuple[Indicator, ...]:
    made: list[Indicator] = []
    priority: str | None = None
    for item in found.indicators:
        if isinstance(item, GoalRow):
            priority = item.code or priority
        elif isinstance(item, Line) and (name := cells.sentence(item.text("name"))):
            own = cells.sentence(item.text("strategic_goal"))
            priority = _priority(own) or _said_in_number(item) or priority
            before = _before(item, name, base)
            made.append(_made(item, name, before, priority, years, len(made) + 1, file))
    return tuple(made)


def _priority(text: str) -> str:
    """The code of the goal in a cell like «Пріоритет 1. Інфраструктура», «1», «1. Інфраструктура»; else its words."""
    goal = goal_of(text)
    return (goal.code if goal else "") or cells.numbered(text)[0] or cells.code(text) or text


def _said_in_number(line: Line) -> str:
    """Where a merged table put the goal into the column of numbers."""
    goal = goal_of(line.first("code").flat)
    return goal.code if goal else ""


def _number(line: Line) -> str:
    text = line.first("code").flat.rstrip(".")
    return "" if goal_of(text) else re.sub(r"\s", "", text)


def _before(line: Line, name: str, base: Programme | None) -> Indicator | None:
    """What the current version knows as this indicator: the same name, else the same official number."""
    if base is None:
        return None
    printed = _number(line)
    by_name = next((one for one in base.indicators if cells.same(one.name, name)), None)
    return by_name or next((one for one in base.indicators if printed and one.code == printed), None)


def _made(
    line: Line, name: str, before: Indicator | None, priority: str | None, years: Sequence[int], number: int, file: str
) -> Indicator:
    targets = {year: cells.value(cell) for year, cell in _years(line).items()}
    unit = cells.sentence(line.text("unit")) or None
    baseline = cells.value(line.first("baseline"))
    change = cells.value(line.first("total_change"))
    if before is not None and _says_the_same(before, name, unit, baseline, targets):
        return before
    printed = _number(line)
    mode = _mode(targets, change, unit)
    told: Mapping[str, object] = before.model_dump(by_alias=True) if before else {}
    return Indicator.model_validate(
        {
            **told,
            "code": before.code if before else printed or f"I-{number:02}",
            "generated": before.generated if before else not printed,
            "origin": "indicator_table",
            "name": name,
            "unit": unit,
            "value_type": _type(name, unit),
            "baseline": baseline,
            "targets": {**dict.fromkeys(years), **targets},
            "target_mode": mode,
            "total_change": change,
            "final_value": _final(mode, baseline, targets),
            "priority": (before and before.priority) or priority,
            "measure_refs": (before.measure_refs if before else ()) or _refs(line),
            "source_cells": {str(year): cell.flat for year, cell in _years(line).items() if cell},
            "source": Passage(file=file, lines=(line.row,)),
        }
    )


def _years(line: Line) -> Mapping[int, Cell]:
    return {column.year: cell for column, cell in line.money if column.year}


def _refs(line: Line) -> tuple[str, ...]:
    """Codes of measures where the table has a column of them."""
    found = (cells.code(part) for part in re.split(r"[,;\s]+", line.text("measures")))
    return tuple(code for code in found if code)


def _says_the_same(
    before: Indicator,
    name: str,
    unit: str | None,
    baseline: Decimal | str | None,
    targets: Mapping[int, Decimal | str | None],
) -> bool:
    return (
        cells.same(before.name, name)
        and cells.same(before.unit or "", unit or "")
        and before.baseline == baseline
        and all(before.targets.get(year) == value for year, value in targets.items())
    )


def _type(name: str, unit: str | None) -> ValueType:
    words, measured = folded(name), folded(unit or "")
    if "так" in measured.split() or "ні" in measured.split():
        return ValueType.BOOLEAN
    if measured == "%" or measured.startswith(("відсот", "процент")) or (not measured and _PERCENT.search(words)):
        return ValueType.PERCENT
    if "грн" in measured or _AMOUNT.match(words):
        return ValueType.AMOUNT
    return ValueType.COUNT if measured or _COUNT.match(words) else ValueType.FACT


def _mode(targets: Mapping[int, Decimal | str | None], change: Decimal | str | None, unit: str | None) -> TargetMode:
    """Yearly gains where they add up to the change that the table prints; a level is never guessed from less."""
    stated = [value for value in targets.values() if value is not None]
    if any(isinstance(value, str) for value in stated) or _type("", unit) is ValueType.BOOLEAN:
        return TargetMode.MILESTONE
    numbers = [value for value in stated if isinstance(value, Decimal)]
    if numbers and isinstance(change, Decimal) and sum(numbers) == change:
        return TargetMode.INCREMENT
    return TargetMode.NOT_STATED


def _final(
    mode: TargetMode, baseline: Decimal | str | None, targets: Mapping[int, Decimal | str | None]
) -> Decimal | str | None:
    stated = [value for value in targets.values() if value is not None]
    if mode is TargetMode.MILESTONE:
        return stated[-1] if stated else None
    if mode is TargetMode.INCREMENT and isinstance(baseline, Decimal):
        return cells.plain(sum((value for value in stated if isinstance(value, Decimal)), baseline))
    return None
