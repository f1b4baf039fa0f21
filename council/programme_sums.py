"""Where the numbers of a programme's document do not add up: shown to editors and to residents, never hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from council.phrases import Phrase, _
from council.programme import Indicator, Measure, Programme, TargetMode
from council.sources import Where


@dataclass(frozen=True)
class Discrepancy:
    """One thing that the reader should know. `measure` is an id, `indicator` a code, where it concerns one."""

    where: Where
    phrase: Phrase
    measure: str = ""
    indicator: str = ""


def discrepancies(programme: Programme) -> Iterator[Discrepancy]:
    """Everything that does not add up, from the passport to the last indicator."""
    yield from _declared_by_year(programme)
    yield from _declared_total(programme)
    yield from _declared_tasks(programme)
    for place, measure in enumerate(programme.measures):
        yield from _measure(place, measure)
    for place, indicator in enumerate(programme.indicators):
        yield from _indicator(place, indicator)


def _declared_by_year(programme: Programme) -> Iterator[Discrepancy]:
    for year, declared in programme.passport.budget.declared_by_year.items():
        total = programme.total(year)
        if declared is not None and declared != total:
            said = _("For {year} the passport names {declared} thousand UAH, but the measures add up to {total}.")
            params = {"year": str(year), "declared": declared, "total": total}
            yield Discrepancy(("programme", "budget", "declared_by_year", str(year)), Phrase(said, params))


def _declared_total(programme: Programme) -> Iterator[Discrepancy]:
    declared, total = programme.passport.budget.declared_total, programme.total()
    if declared is not None and declared != total:
        said = _("The passport names {declared} thousand UAH in all, but the measures add up to {total}.")
        params = {"declared": declared, "total": total}
        yield Discrepancy(("programme", "budget", "declared_total"), Phrase(said, params))


def _declared_tasks(programme: Programme) -> Iterator[Discrepancy]:
    counts = programme.passport.declared_task_counts
    declared, found = counts and counts.three_years, len(programme.measures)
    if declared and declared != found:
        said = _("The passport speaks of {declared} tasks, but the plan has {found}.")
        where = ("programme", "declared_task_counts")
        yield Discrepancy(where, Phrase(said, {"declared": declared, "found": found}))


def _measure(place: int, measure: Measure) -> Iterator[Discrepancy]:
    budget = measure.budget
    by_year = sum((money.amount or Decimal() for money in budget.by_year.values()), Decimal())
    if budget.total is not None and budget.by_year and budget.total != by_year:
        said = _("The plan names {total} thousand UAH in all, but its years add up to {by_year}.")
        phrase = Phrase(said, {"total": budget.total, "by_year": by_year})
        yield Discrepancy(("measures", place, "budget", "total"), phrase, measure=measure.id)
    if budget.inferred:
        yield Discrepancy(("measures", place, "budget", "inferred"), _inferred(measure), measure=measure.id)


def _inferred(measure: Measure) -> Phrase:
    total = measure.budget.total
    printed = as_printed(measure.budget.source_cells.get("total"))
    if total is None or not printed:
        return Phrase(_("The printed sum cannot be read. We worked this sum out from the totals."))
    said = _("The document prints «{printed}». We worked out {total} thousand UAH from the totals.")
    return Phrase(said, {"printed": printed, "total": total})


def as_printed(cell: str | None) -> str:
    """A cell as the paper shows it: the text extract writes «\\$» for «$»."""
    return re.sub(r"\\([^\w\s])", r"\1", cell or "")


def _indicator(place: int, indicator: Indicator) -> Iterator[Discrepancy]:
    """Yearly gains add up to the change, and from the baseline to the final value."""
    if indicator.target_mode is not TargetMode.INCREMENT:
        return
    gains = [value for value in indicator.targets.values() if isinstance(value, Decimal)]
    change, baseline, final = indicator.total_change, indicator.baseline, indicator.final_value
    if isinstance(change, Decimal) and gains and change != sum(gains):
        said = _("The change in all is {change}, but the years add up to {gains}.")
        phrase = Phrase(said, {"change": change, "gains": sum(gains)})
        yield Discrepancy(("indicators", place, "total_change"), phrase, indicator=indicator.code)
    reached = (baseline if isinstance(baseline, Decimal) else Decimal()) + sum(gains)
    if isinstance(final, Decimal) and final != reached:
        said = _("The final value is {final}, but the start and the years add up to {reached}.")
        phrase = Phrase(said, {"final": final, "reached": reached})
        yield Discrepancy(("indicators", place, "final_value"), phrase, indicator=indicator.code)
