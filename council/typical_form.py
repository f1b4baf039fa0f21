"""The state's typical form of a local programme: its passport, its directions and its calendar of reports.

The letter of the Ministry of Digital Transformation of 15.11.2024 № 40373/01/2024, as `content/typical-form.yaml`. It
is the state's, so one file serves every community; a programme without a calendar of its own takes this one.
"""

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from council.programme_parts import Record
from council.sources import ContentError, read, shaped

FORM = Path(__file__).resolve().parent.parent / "content" / "typical-form.yaml"


class PassportField(Record):
    """A field of the passport; `maps_to` is its place in a programme's file."""

    number: str | None = None
    key: str
    label: str
    hint: str | None = None
    type: str | None = None
    maps_to: str | None = None


class DirectionTask(Record):
    code: str
    text: str
    topics: tuple[str, ...] = ()


class Direction(Record):
    code: str
    title: str
    tasks: tuple[DirectionTask, ...] = ()


class CalendarDate(Record):
    """One date: `period` is Q1 to Q4 or year; `month_day` «04-05»; `year_offset` years after the reported one."""

    period: Literal["Q1", "Q2", "Q3", "Q4", "year"]
    month_day: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    year_offset: int = 0

    def of(self, year: int) -> datetime.date:
        """The day by which the report on a period of `year` is due."""
        return datetime.date.fromisoformat(f"{year + self.year_offset:04}-{self.month_day}")


class CalendarEntry(Record):
    """One duty to report. `from_` and `to` are who reports to whom."""

    id: str
    frequency: Literal["quarterly", "annually"]
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    what: str | None = None
    form: str | None = None
    deadlines: tuple[CalendarDate, ...] = ()
    source_text: str | None = None


class FormMonitoring(Record):
    method: str | None = None
    evaluation_directions: tuple[str, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()


class TypicalForm(Record):
    schema_tag: Literal["typical-form/1"] = Field(alias="schema")
    title: str
    legal_basis: tuple[str, ...] = ()
    passport_fields: tuple[PassportField, ...] = ()
    sectors: tuple[str, ...] = ()
    purpose: str | None = None
    priority_directions: tuple[Direction, ...] = ()
    monitoring: FormMonitoring = FormMonitoring()

    def duty(self, entry: str) -> CalendarEntry:
        """A duty of the calendar by its id: `quarterly-progress`, `annual-results`, `annual-progress-report`, …"""
        return {duty.id: duty for duty in self.monitoring.calendar}[entry]


@lru_cache(maxsize=4)
def typical_form(file: Path = FORM) -> TypicalForm:
    """The form; raises ContentError with every fault of the file."""
    form, faults = shaped(TypicalForm, read(file))
    if form is None or faults:
        raise ContentError(faults)
    return form
