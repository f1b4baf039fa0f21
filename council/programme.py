"""A digital programme as its document states it: schema `digital-programme/1`.

Goals, measures, money and indicators of one decision of a council, in the document's own wording. Nothing here is
derived (see council/measures.py) and nothing is invented: None means that the document does not say. Money is in
thousand hryvnias. Official codes (`code`) come from the document; `id` is ours, short, stable and unique in all files.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, NewType

from pydantic import AfterValidator, Field, model_validator

from council.fields import Code
from council.phrases import Phrase, _
from council.programme_community import CommunityFacts
from council.programme_parts import NOT_STATED, Amount, Money, Number, Passage, Planned, Record, Value
from council.sources import UnfitError

__all__ = [
    "NOT_STATED",
    "Budget",
    "Document",
    "Goal",
    "Indicator",
    "Measure",
    "MeasureId",
    "Money",
    "Monitoring",
    "OperationalGoal",
    "Passport",
    "PlanStep",
    "Planned",
    "Programme",
    "ProgrammeId",
    "Schedule",
    "SourceNote",
    "TargetMode",
    "ValueType",
]

ProgrammeId = NewType("ProgrammeId", str)
MeasureId = NewType("MeasureId", str)


class DocumentStatus(StrEnum):
    APPROVED = "approved"
    DRAFT = "draft"
    UNKNOWN = "unknown"


class Document(Record):
    """The decision that approved the programme."""

    type: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    status: DocumentStatus = DocumentStatus.UNKNOWN
    reference: str | None = None


class Period(Record):
    """The first and the last year, both included."""

    start: Annotated[int, Field(ge=1991, le=2100)]
    end: Annotated[int, Field(ge=1991, le=2100)]


class DeclaredBudget(Record):
    """The sums that the passport declares, thousand UAH; the sum of the measures may differ."""

    unit: str = "тис. грн"
    declared_total: Amount | None = None
    declared_by_year: Mapping[int, Amount | None] = {}
    source_text: str | None = None


class DeclaredTaskCounts(Record):
    """How many tasks the passport declares; the plan may have another number."""

    current_year: int | None = None
    next_year: int | None = None
    three_years: int | None = None
    lines: tuple[int, ...] = ()


class Frequency(StrEnum):
    QUARTERLY = "quarterly"
    ANNUALLY = "annually"
    NOT_STATED = "not_stated"


class Monitoring(Record):
    """One duty to report, as the document words it."""

    id: str
    frequency: Frequency = Frequency.NOT_STATED
    what: str | None = None
    who: str | None = None
    to: str | None = None
    due_rule: str | None = None
    source: Passage = Passage()


def _id(value: str) -> str:
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value):
        return value
    message = Phrase(_("“{value}” is no name of a programme"), {"value": value})
    raise UnfitError(message, Phrase(_("use up to 40 small Latin letters, digits and “-”, like koriukivka-2022-2024")))


def _prefix(value: str) -> str:
    if re.fullmatch(r"[a-z][a-z0-9]{1,7}", value):
        return value
    message = Phrase(_("“{value}” cannot begin the names of measures"), {"value": value})
    raise UnfitError(message, Phrase(_("use two to eight small Latin letters or digits, like kor")))


class Passport(Record):
    id: Annotated[str, AfterValidator(_id)]
    prefix: Annotated[str, AfterValidator(_prefix)]
    kind: Literal["programme", "strategy", "plan"] = "programme"
    title: str
    short_title: str | None = None
    document: Document = Document()
    period: Period
    purpose: str | None = None
    purpose_long: str | None = None
    main_tasks: str | None = None
    priority_directions: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()
    initiator: str | None = None
    developer: str | None = None
    responsible_body: str | None = None
    participants: str | None = None
    oversight_body: str | None = None
    partner: str | None = None
    funding_sources: tuple[str, ...] = ()
    budget: DeclaredBudget = DeclaredBudget()
    declared_task_counts: DeclaredTaskCounts | None = None
    monitoring: tuple[Monitoring, ...] = ()
    source: Passage = Passage()

    @property
    def name(self) -> str:
        """What the programme is called where space is short."""
        return self.short_title or self.title


class OperationalGoal(Record):
    code: Number
    level: Literal["operational"] = "operational"
    generated: bool = False
    title: str
    source: Passage = Passage()
    measures: tuple[str, ...] = ()


class Goal(Record):
    """A strategic goal; `measures` of its operational goals are codes of measures."""

    code: Number
    level: Literal["strategic"] = "strategic"
    generated: bool = False
    title: str
    description: str | None = None
    source: Passage = Passage()
    operational_goals: tuple[OperationalGoal, ...] = ()


class Budget(Record):
    """Money of a measure. `inferred`: the printed amount is unreadable and was derived from the sums."""

    total: Amount | None = None
    by_year: Mapping[int, Money] = {}
    source_cells: Mapping[str, str | None] = {}
    inferred: bool = False
    as_printed: Mapping[str, Amount | None] = {}

    def of(self, year: int) -> Money:
        return self.by_year.get(year, NOT_STATED)

    @property
    def whole(self) -> Decimal:
        """The total, or what the years add up to where no total is named."""
        if self.total is not None:
            return self.total
        return sum((money.amount or Decimal() for money in self.by_year.values()), Decimal())

    @property
    def stated(self) -> bool:
        """Whether the document names a sum of more than nothing."""
        return bool(self.total) or any(money.amount for money in self.by_year.values())


class ScheduleType(StrEnum):
    DEADLINE = "deadline"
    CONTINUOUS = "continuous"
    ANNUALLY = "annually"
    BY_YEAR = "by_year"
    NOT_STATED = "not_stated"


class Schedule(Record):
    """`due_date` is our reading: the last day of `due_year`."""

    type: ScheduleType = ScheduleType.NOT_STATED
    source_text: str | None = None
    start_year: int | None = None
    due_year: int | None = None
    due_date: datetime.date | None = None


class PlanStep(Record):
    number: int
    text: str
    source_number: str | None = None


class Measure(Record):
    id: Code
    code: Number
    generated: bool = False
    operational_goal: str
    title: str
    description: str | None = None
    expected_results: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    indicator_refs: tuple[str, ...] = ()
    verification_source: str | None = None
    responsible_bodies: tuple[str, ...] = ()
    funding_sources: tuple[str, ...] = ()
    funding_source_text: str | None = None
    budget: Budget = Budget()
    schedule: Schedule = Schedule()
    steps: tuple[PlanStep, ...] = ()
    topics: tuple[str, ...] = ()
    source: Passage = Passage()


class ValueType(StrEnum):
    PERCENT = "percent"
    COUNT = "count"
    AMOUNT = "amount"
    BOOLEAN = "boolean"
    FACT = "fact"


class TargetMode(StrEnum):
    """INCREMENT: yearly gains that add up; LEVEL: a value to reach; MILESTONE: yes or no."""

    INCREMENT = "increment"
    LEVEL = "level"
    MILESTONE = "milestone"
    NOT_STATED = "not_stated"


class IndicatorOrigin(StrEnum):
    TABLE = "indicator_table"
    MEASURE_ROW = "measure_row"
    EXPECTED_RESULT = "derived_from_expected_result"


class Indicator(Record):
    """`final_value` of increments is computed by us: baseline plus the gains. `measure_refs` are codes of measures."""

    code: Number
    generated: bool = False
    origin: IndicatorOrigin = IndicatorOrigin.TABLE
    name: str
    unit: str | None = None
    value_type: ValueType = ValueType.COUNT
    baseline: Value | None = None
    targets: Mapping[int, Value | None] = {}
    target_mode: TargetMode = TargetMode.NOT_STATED
    target_operator: str | None = None
    total_change: Value | None = None
    final_value: Value | None = None
    priority: str | None = None
    measure_refs: tuple[str, ...] = ()
    source_cells: Mapping[str, str | None] = {}
    source_text: str | None = None
    source: Passage = Passage()


class NoteKind(StrEnum):
    INCONSISTENCY = "inconsistency"
    UNCLEAR = "unclear"
    MISSING = "missing"
    TYPO = "typo"
    ARTEFACT = "extraction_artefact"
    INTERPRETATION = "interpretation"


class SourceNote(Record):
    """Something unclear, inconsistent, repaired or interpreted; `refs` are codes, or ways into the file."""

    id: str
    kind: NoteKind
    refs: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    note: str
    source_text: str | None = None
    suggested_text: str | None = None


class Task(Record):
    code: str
    title: str | None = None
    text: str | None = None


class LinkedTask(Record):
    """A task of another strategy, with what information technology can do for it."""

    strategic_goal: Task
    operational_goal: Task
    tasks: tuple[Task, ...] = ()
    it_possibilities: tuple[str, ...] = ()
    source: Passage = Passage()


def _with_lower_goals(data: dict[str, Any]) -> dict[str, Any]:
    """A document of one level of goals: below a goal that measures name themselves, one of ours with its title."""
    served: dict[str, list[object]] = {}
    for measure in data.get("measures") or ():
        if isinstance(measure, dict):
            served.setdefault(str(measure.get("operational_goal")), []).append(measure.get("code"))
    goals = [_lowered(goal, served) for goal in data["goals"]]
    return {**data, "goals": goals} if goals != data["goals"] else data


def _lowered(goal: Any, served: Mapping[str, Sequence[object]]) -> Any:
    if not isinstance(goal, dict) or goal.get("operational_goals") or str(goal.get("code")) not in served:
        return goal
    own = {name: goal.get(name) for name in ("code", "title", "source")}
    below = {**own, "generated": True, "measures": served[str(goal["code"])]}
    return {**{key: part for key, part in goal.items() if key != "measures"}, "operational_goals": [below]}


class Programme(Record):
    """One document. Lookups raise KeyError; references are proved by council/programme_check.py when it is loaded."""

    schema_tag: Literal["digital-programme/1"] = Field(alias="schema")
    passport: Passport = Field(alias="programme")
    community: CommunityFacts = CommunityFacts()
    goals: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    linked_tasks: tuple[LinkedTask, ...] = Field(default=(), alias="linked_strategy_tasks")
    source_notes: tuple[SourceNote, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _goals_of_one_level(cls, data: Any) -> Any:
        return _with_lower_goals(data) if isinstance(data, dict) and isinstance(data.get("goals"), list) else data

    @property
    def id(self) -> ProgrammeId:
        return ProgrammeId(self.passport.id)

    @property
    def years(self) -> Sequence[int]:
        return range(self.passport.period.start, self.passport.period.end + 1)

    @cached_property
    def _by_id(self) -> Mapping[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def _by_code(self) -> Mapping[str, Measure]:
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def _indicators(self) -> Mapping[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    def measure(self, measure: str) -> Measure:
        return self._by_id[measure]

    def find(self, measure: str) -> Measure | None:
        return self._by_id.get(measure)

    def by_code(self, code: str) -> Measure:
        return self._by_code[code]

    def indicator(self, code: str) -> Indicator:
        return self._indicators[code]

    def goal(self, code: str) -> Goal:
        return {goal.code: goal for goal in self.goals}[code]

    def operational_goals(self) -> Iterator[tuple[Goal, OperationalGoal]]:
        return ((goal, inner) for goal in self.goals for inner in goal.operational_goals)

    def goals_of(self, measure: Measure) -> tuple[Goal, OperationalGoal]:
        """The strategic and the operational goal that a measure serves."""
        return next(both for both in self.operational_goals() if both[1].code == measure.operational_goal)

    def measures_of(self, goal: Goal | OperationalGoal) -> Sequence[Measure]:
        """In the order of the document."""
        inner = goal.operational_goals if isinstance(goal, Goal) else (goal,)
        codes = {operational.code for operational in inner}
        return [measure for measure in self.measures if measure.operational_goal in codes]

    def indicators_of(self, measure: Measure) -> Sequence[Indicator]:
        return [self._indicators[code] for code in measure.indicator_refs]

    def measures_by(self, indicator: Indicator) -> Sequence[Measure]:
        """The measures that an indicator speaks of."""
        return [self._by_code[code] for code in indicator.measure_refs]

    def notes_on(self, *refs: str) -> Sequence[SourceNote]:
        """What is unclear about a measure, an indicator, a goal (by code) or a part of the passport."""
        return [note for note in self.source_notes if set(note.refs) & set(refs)]

    def total(self, year: int | None = None) -> Decimal:
        """The sum of the measures' money, thousand UAH: of a year, or of the whole period by the measures' totals."""
        if year is None:
            return sum((measure.budget.whole for measure in self.measures), Decimal())
        return sum((measure.budget.of(year).amount or Decimal() for measure in self.measures), Decimal())

    @property
    def names_sums(self) -> bool:
        """Whether the document names any money of any measure."""
        return any(measure.budget.stated for measure in self.measures)
