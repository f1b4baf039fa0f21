"""What the responsible bodies report on the measures of a programme: who may say what, and what residents then see.

A report is the word of a body on one measure for one period (a quarter, a year, or at the end). The programme's lead
accepts it or gives it back with a remark; residents, the open data and the reports to the state see only what was
published. The draft is the form in the officer's chat (council/report_form.py): it becomes a report when it is sent.
Typical form of a local informatization programme, section VI; CMU 119 of 02.02.2024.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from council.people import Officer, Role, TelegramId
from council.periods import Period
from council.phrases import Conflict, DomainError, _

ReportId = NewType("ReportId", int)


class Stage(StrEnum):
    """Where the work on a measure stands, in the body's own word."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"


STAGE_NAMES: Mapping[Stage, str] = {
    Stage.NOT_STARTED: _("not started yet"),
    Stage.UNDER_WAY: _("under way"),
    Stage.DONE: _("done"),
    Stage.SUSPENDED: _("suspended"),
    Stage.ABANDONED: _("will not be done"),
}


class ReportState(StrEnum):
    """Where a report stands; only a published one is seen outside the council."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


REPORT_STATE_NAMES: Mapping[ReportState, str] = {
    ReportState.SUBMITTED: _("waits for the programme's lead"),
    ReportState.RETURNED: _("given back with a remark"),
    ReportState.ACCEPTED: _("accepted, not shown to people yet"),
    ReportState.PUBLISHED: _("accepted and shown to people"),
}

NEXT: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.SUBMITTED: frozenset({ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.ACCEPTED: frozenset({ReportState.PUBLISHED, ReportState.RETURNED}),
    ReportState.PUBLISHED: frozenset({ReportState.RETURNED}),
}
"""A submitted report may be corrected by its body; a published one may be given back, since people err."""

ACCEPTED = frozenset({ReportState.ACCEPTED, ReportState.PUBLISHED})
"""What counts for the reports of the council to others."""
HANDED_IN = ACCEPTED | {ReportState.SUBMITTED}
"""What the body has done its part of."""


class Spent(BaseModel):
    """Money spent on a measure from 1 January of `year` to the end of the period, thousand UAH.

    `source` is the source's name as the document writes it; empty where the body did not tell sources apart.
    """

    model_config = ConfigDict(frozen=True)

    year: int
    source: str = ""
    amount: Decimal


class Reading(BaseModel):
    """What is known of an indicator at the end of the period.

    `value` is the level reached, in the indicator's unit, also where the programme plans yearly gains (compare it with
    council.measures.level). `reached` stands alone where the programme plans only a yes.
    """

    model_config = ConfigDict(frozen=True)

    indicator: str
    value: Decimal | None = None
    reached: bool | None = None


class Told(BaseModel):
    """What a body tells of a measure. None means that it did not say; it never means zero.

    `steps` are the numbers of the measure's steps that are done; `spent` is `()` where nothing was spent. `result` and
    `explanation` are plain words; `links` are pages that prove it; `files_public` lets people see the photos and files.
    """

    model_config = ConfigDict(frozen=True)

    stage: Stage
    percent: int | None = None
    steps: tuple[int, ...] = ()
    spent: tuple[Spent, ...] | None = None
    readings: tuple[Reading, ...] = ()
    result: str = ""
    explanation: str = ""
    links: tuple[str, ...] = ()
    files_public: bool = False


@dataclass(frozen=True)
class Report:
    """The word of a body on a measure for a period. Times are UTC.

    `programme` and `measure` are ids of the documents. `department` is a code of community.yaml, empty where the lead
    reports for a body that has none; `author` wrote it under `position`. `files` is the draft's key that holds the
    evidence. `remark` says why it was given back. `version` grows with each change.
    """

    id: ReportId
    programme: str
    measure: str
    period: Period
    state: ReportState
    told: Told
    department: str
    author: TelegramId
    position: str
    files: str
    submitted_at: datetime
    decided_at: datetime | None = None
    published_at: datetime | None = None
    remark: str = ""
    version: int = 0


@dataclass(frozen=True)
class ReportEvent:
    """One line of a report's history: who (a position) did what, when. `key` makes a repeated step one line."""

    report: ReportId
    key: str
    at: datetime
    position: str
    action: str
    words: str = ""


def total(spent: Iterable[Spent]) -> Decimal:
    """Thousand UAH."""
    return sum((one.amount for one in spent), Decimal(0))


def spent_by_year(told: Told) -> Mapping[int, Decimal] | None:
    """Thousand UAH by year; None where the body did not say."""
    if told.spent is None:
        return None
    years = dict.fromkeys((one.year for one in told.spent), Decimal(0))
    for one in told.spent:
        years[one.year] += one.amount
    return years


def newest(reports: Iterable[Report]) -> Report | None:
    """The last word on a measure: the report of the latest period."""
    return max(reports, key=lambda report: report.period.order, default=None)


def shown(reports: Iterable[Report]) -> Sequence[Report]:
    """What residents may see, the latest period first."""
    seen = [report for report in reports if report.state is ReportState.PUBLISHED]
    return sorted(seen, key=lambda report: report.period.order, reverse=True)


def counted(reports: Iterable[Report]) -> Sequence[Report]:
    """What the council's own reports are built from (accepted, whether shown or not), the latest period first."""
    taken = [report for report in reports if report.state in ACCEPTED]
    return sorted(taken, key=lambda report: report.period.order, reverse=True)


def changed(before: Report | None, after: Report) -> bool:
    """Whether the report tells followers something new: progress, money, indicators or words; not a mere repetition."""
    if before is None:
        return after.told.stage is not Stage.NOT_STARTED or bool(after.told.spent or after.told.result)
    quiet = {"links": (), "explanation": "", "files_public": False}
    return before.told.model_copy(update=quiet) != after.told.model_copy(update=quiet) or after.told.files_public


def may_lead(officer: Officer) -> bool:
    """Whether the officer accepts and returns reports: the programme's lead, a role bound to a position."""
    return officer.has(Role.PROGRAMME_LEAD)


def may_report(officer: Officer, department: str) -> bool:
    """Whether the officer speaks for the department on its measures; the lead speaks for bodies without one too."""
    if may_lead(officer):
        return True
    working = [grant for grant in officer.grants if grant.role in (Role.EXECUTOR, Role.ENTERPRISE)]
    return any(grant.scope == department if department else not grant.scope for grant in working)


def must_lead(officer: Officer) -> None:
    if not may_lead(officer):
        raise DomainError(_("Only the programme's lead decides on reports. The administrator gives roles with /roles."))


def must_report(officer: Officer, department: str) -> None:
    if not may_report(officer, department):
        raise DomainError(_("This measure belongs to another department. The administrator gives roles with /roles."))


def moved(report: Report, state: ReportState, now: datetime, remark: str = "") -> Report:
    """The report in its next state. Raises Conflict where that step is not open any more."""
    if state not in NEXT[report.state]:
        raise Conflict(_("This report has moved on since. Open it again to see where it stands."))
    published = now if state is ReportState.PUBLISHED else None
    return replace(report, state=state, remark=remark, decided_at=now, published_at=published)
