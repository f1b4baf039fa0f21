"""What a reader may conclude of a measure: how it stands, whether it is late, what it cost. Derived, never stored.

The document and the published reports are all there is. Where nobody has reported, the answer is «no report yet»: never
late, never undone. Money is in thousand hryvnias.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from council.phrases import _
from council.programme import Indicator, Measure, Planned, Programme, TargetMode
from council.progress import STAGE_NAMES, Reading, Report, Stage, newest, spent_by_year


class Standing(StrEnum):
    """How a measure stands in the eyes of a resident."""

    NO_REPORT = "no_report"
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    LATE = "late"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.NO_REPORT: _("no report yet"),
    Standing.LATE: _("late"),
    **{Standing(stage.value): name for stage, name in STAGE_NAMES.items()},
}

SETTLED = frozenset({Standing.DONE, Standing.ABANDONED})
"""Nothing more is awaited."""
NEAR = timedelta(days=60)
"""So long before the term a measure that is not done is worth a look."""


@dataclass(frozen=True)
class Ledger:
    """A programme with what was reported on it, as of a day.

    `reports` are those the reader may see (published for residents, accepted for the council), by measure id, the
    latest first. `since` is the day from which the bot serves this programme: of what was due before, it knows nothing.
    """

    programme: Programme
    reports: Mapping[str, Sequence[Report]]
    today: date
    since: date

    def of(self, measure: Measure) -> Sequence[Report]:
        return self.reports.get(measure.id, ())

    def last(self, measure: Measure) -> Report | None:
        return newest(self.of(measure))

    @property
    def begun(self) -> bool:
        return self.today.year >= self.programme.passport.period.start

    @property
    def finished(self) -> bool:
        """Whether the programme's years are over, whatever became of its measures."""
        return self.today.year > self.programme.passport.period.end

    def standing(self, measure: Measure) -> Standing:
        last = self.last(measure)
        if last is None:
            return Standing.NO_REPORT
        if self._is_late(measure, last):
            return Standing.LATE
        return Standing(last.told.stage.value)

    def _is_late(self, measure: Measure, last: Report) -> bool:
        """The body itself says, in a report that reaches to the term, that the work is not done.

        A term outside the programme's years is a mistake of the document; one before the bot came was never watched.
        Between the term and the report on it (by 31 January, as a rule) nobody can know.
        """
        due = measure.schedule.due_date
        if due is None or due.year not in self.programme.years or due < self.since or due >= self.today:
            return False
        return last.told.stage not in (Stage.DONE, Stage.ABANDONED) and last.period.last >= due

    def unanswered(self, measure: Measure) -> bool:
        """Whether the term has passed while the bot served, and no report reaches to it yet: nobody knows."""
        due, last = measure.schedule.due_date, self.last(measure)
        watched = due is not None and due.year in self.programme.years and self.since <= due < self.today
        return watched and (last is None or self.standing(measure) not in SETTLED | {Standing.LATE})

    def by_standing(self, measures: Iterable[Measure] | None = None) -> Mapping[Standing, Sequence[Measure]]:
        """The measures of every standing that occurs, in the order of Standing."""
        chosen = self.programme.measures if measures is None else measures
        found: dict[Standing, list[Measure]] = {}
        for measure in chosen:
            found.setdefault(self.standing(measure), []).append(measure)
        return {standing: found[standing] for standing in Standing if standing in found}

    def spent(self, measure: Measure) -> Mapping[int, Decimal]:
        """Money spent by year, as the latest report that speaks of the year says; years nobody spoke of are absent."""
        known: dict[int, Decimal] = {}
        for report in sorted(self.of(measure), key=lambda report: report.period.order):
            known.update(spent_by_year(report.told) or {})
        return known

    def spent_in(self, year: int, measures: Iterable[Measure] | None = None) -> Decimal | None:
        """What was spent in a year; None where no report speaks of it."""
        chosen = self.programme.measures if measures is None else measures
        told = [spent[year] for measure in chosen if year in (spent := self.spent(measure))]
        return sum(told, Decimal()) if told else None

    def percent(self, measure: Measure) -> int | None:
        """How far the work is, as reported: its per cent, or the share of the plan's steps that are done."""
        last = self.last(measure)
        if last is None:
            return None
        if last.told.stage is Stage.DONE:
            return 100
        if last.told.percent is not None:
            return last.told.percent
        return share(len(last.told.steps), len(measure.steps)) if last.told.steps and measure.steps else None

    def steps_done(self, measure: Measure) -> frozenset[int]:
        last = self.last(measure)
        return frozenset(last.told.steps) if last else frozenset()

    def readings(self, indicator: Indicator) -> Sequence[tuple[Report, Reading]]:
        """The reported values of an indicator, the earliest first; of one period the one of the first measure."""
        told: dict[str, tuple[Report, Reading]] = {}
        for measure in self.programme.measures_by(indicator):
            for report in self.of(measure):
                for reading in report.told.readings:
                    if reading.indicator == indicator.code:
                        told.setdefault(report.period.code, (report, reading))
        return sorted(told.values(), key=lambda found: found[0].period.order)

    def flags(self, measure: Measure, awaited: bool = False) -> Sequence["Flag"]:
        """What the programme's lead should look at; `awaited` says that a report on it is overdue."""
        found = {
            Flag.TERM_PASSED: self.standing(measure) is Standing.LATE,
            Flag.TERM_NEAR: self._term_is_near(measure),
            Flag.NO_REPORT: awaited,
            Flag.SPENT_WITHOUT_PROGRESS: self._spent_without_progress(measure),
            Flag.BEHIND_TREND: any(self.behind(one) for one in self.programme.indicators_of(measure)),
        }
        return [flag for flag, raised in found.items() if raised]

    def _term_is_near(self, measure: Measure) -> bool:
        due = measure.schedule.due_date
        near = due is not None and self.today <= due <= self.today + NEAR
        return near and self.standing(measure) not in SETTLED

    def _spent_without_progress(self, measure: Measure) -> bool:
        """Money went, and the work stands where it stood: at nothing, or where the report before left it."""
        reports = sorted(self.of(measure), key=lambda report: report.period.order)
        if not reports or reports[-1].told.stage in (Stage.DONE, Stage.ABANDONED):
            return False
        before = _money(reports[-2]) if len(reports) > 1 else Decimal()
        was = _advance(reports[-2]) if len(reports) > 1 else (0, 0)
        return _money(reports[-1]) > before and _advance(reports[-1]) <= was

    def behind(self, indicator: Indicator) -> bool:
        """Whether the latest value is worse than the way to the targets asks for by that time."""
        readings = self.readings(indicator)
        if not readings or readings[-1][1].value is None:
            return False
        report, reading = readings[-1]
        wanted = wanted_by(indicator, report.period.year, report.period.quarter or 4)
        if wanted is None or reading.value is None:
            return False
        start = indicator.baseline if isinstance(indicator.baseline, Decimal) else Decimal()
        return reading.value < wanted if wanted >= start else reading.value > wanted


class Flag(StrEnum):
    """Why a measure deserves a look before it is too late (R047)."""

    TERM_PASSED = "term_passed"
    TERM_NEAR = "term_near"
    NO_REPORT = "no_report"
    SPENT_WITHOUT_PROGRESS = "spent_without_progress"
    BEHIND_TREND = "behind_trend"


FLAG_NAMES: Mapping[Flag, str] = {
    Flag.TERM_PASSED: _("the term has passed, the work is not done"),
    Flag.TERM_NEAR: _("the term is near, the work is not done"),
    Flag.NO_REPORT: _("the report is overdue"),
    Flag.SPENT_WITHOUT_PROGRESS: _("money was spent, the work has not moved"),
    Flag.BEHIND_TREND: _("an indicator is behind its targets"),
}


def ledger(programme: Programme, reports: Iterable[Report], today: date, since: date) -> Ledger:
    """The programme with these reports, which the caller has chosen by what the reader may see."""
    told: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda report: report.period.order, reverse=True):
        told.setdefault(report.measure, []).append(report)
    return Ledger(programme, told, today, since)


def _money(report: Report) -> Decimal:
    return sum((spent_by_year(report.told) or {}).values(), Decimal())


def _advance(report: Report) -> tuple[int, int]:
    return report.told.percent or 0, len(report.told.steps)


def share(part: int, whole: int) -> int:
    """Whole per cent, never 100 before everything is done."""
    return part * 100 // whole if whole else 0


def level(indicator: Indicator, year: int) -> Decimal | str | None:
    """The value to have at the end of a year: the target itself, or the baseline with all gains up to that year.

    None where the document sets none; a year of increments without a gain keeps the level of the year before.
    """
    if indicator.target_mode is not TargetMode.INCREMENT:
        return indicator.targets.get(year)
    gains = [value for at, value in indicator.targets.items() if at <= year and isinstance(value, Decimal)]
    if not any(isinstance(value, Decimal) for value in indicator.targets.values()):
        return None
    start = indicator.baseline if isinstance(indicator.baseline, Decimal) else Decimal()
    return start + sum(gains, Decimal())


def wanted_by(indicator: Indicator, year: int, quarter: int = 4) -> Decimal | None:
    """The value that a straight way to the year's target would have at the end of a quarter; None without numbers."""
    target = level(indicator, year)
    if not isinstance(target, Decimal):
        return None
    before = level(indicator, year - 1)
    start = before if isinstance(before, Decimal) else indicator.baseline
    if not isinstance(start, Decimal):
        return target if quarter == 4 else None
    return start + (target - start) * quarter / 4


class Trend(StrEnum):
    """Where an indicator is going, by its last two values (the baseline counts as the first)."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


TREND_NAMES: Mapping[Trend, str] = {
    Trend.UP: _("growing"),
    Trend.DOWN: _("falling"),
    Trend.SAME: _("unchanged"),
    Trend.UNKNOWN: _("not known yet"),
}


def trend(indicator: Indicator, readings: Sequence[tuple[Report, Reading]]) -> Trend:
    start = [indicator.baseline] if isinstance(indicator.baseline, Decimal) else []
    values = [*start, *(reading.value for _report, reading in readings if reading.value is not None)]
    if len(values) < 2:
        return Trend.UNKNOWN
    before, last = values[-2], values[-1]
    return Trend.SAME if last == before else Trend.UP if last > before else Trend.DOWN


def of_hundred(amounts: Sequence[Decimal]) -> Sequence[int]:
    """How many of every 100 hryvnias went to each, whole ones that add up to 100; 0 where nothing is named."""
    whole = sum(amounts, Decimal())
    if not whole:
        return [0 for _amount in amounts]
    exact = [amount * 100 / whole for amount in amounts]
    rounded = [int(one) for one in exact]
    largest = sorted(range(len(exact)), key=lambda place: (rounded[place] - exact[place], place))
    for place in largest[: 100 - sum(rounded)]:
        rounded[place] += 1
    return rounded


def cells(measures: Iterable[Measure], year: int) -> Mapping[Planned, int]:
    """How many measures say what of a year: with a sum, without funding, not planned, not stated."""
    return Counter(measure.budget.of(year).kind for measure in measures)
