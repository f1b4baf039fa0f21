"""What a programme's file is made of: cells of money, values of indicators, and the lines of the source document."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    model_serializer,
    model_validator,
)

from council.phrases import Phrase, _
from council.sources import UnfitError


class Record(BaseModel):
    """A part of a programme's file.

    An empty value means that the document does not say. Unknown keys are kept (`model_extra`) and noted by the check:
    a file of a later hand may know more than we do.
    """

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unsaid(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None and value != ""}


class Planned(StrEnum):
    """What a cell of money says; the four stay four different things to the eye. Zero is an amount."""

    AMOUNT = "amount"
    NOT_STATED = "not_stated"
    WITHOUT_FUNDING = "planned_without_funding"
    NOT_PLANNED = "-"


_SIGNS: Mapping[object, Planned] = {
    None: Planned.NOT_STATED,
    "": Planned.NOT_STATED,
    "not_stated": Planned.NOT_STATED,
    "+": Planned.WITHOUT_FUNDING,
    "planned_without_funding": Planned.WITHOUT_FUNDING,
    "-": Planned.NOT_PLANNED,
    "–": Planned.NOT_PLANNED,
    "—": Planned.NOT_PLANNED,
}
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


class Money(BaseModel):
    """One cell of a year. `amount` is in thousand UAH, given exactly where `kind` is AMOUNT."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Planned
    amount: Annotated[Decimal, Field(ge=0)] | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _of_cell(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls) or (isinstance(data, dict) and "kind" in data):
            return handler(data)
        if data is None or (isinstance(data, str) and data.strip() in _SIGNS):
            return handler({"kind": _SIGNS[data and data.strip()]})
        return handler({"kind": Planned.AMOUNT, "amount": amount_of(data)})

    @model_serializer
    def _cell(self) -> str | None:
        """As the file writes it."""
        if self.kind is Planned.NOT_STATED:
            return None
        return str(self.amount) if self.amount is not None else self.kind.value

    @property
    def planned(self) -> bool:
        """Whether work is planned in that year, with money or without."""
        return self.kind in (Planned.AMOUNT, Planned.WITHOUT_FUNDING)


NOT_STATED = Money(kind=Planned.NOT_STATED)


def amount_of(data: object) -> Decimal:
    """A sum in thousand UAH as the schema writes it: a plain number, never negative."""
    text = str(data).strip()
    if not isinstance(data, dict | list | bool) and NUMBER.fullmatch(text) and not text.startswith("-"):
        return Decimal(text)
    raise UnfitError(
        Phrase(_("“{value}” is no sum in thousand hryvnias"), {"value": text}),
        Phrase(_("write a number like 1250.5, or null (not stated), planned_without_funding, or '-' (not planned)")),
    )


Amount = Annotated[Decimal, BeforeValidator(amount_of)]


def value_of(data: object) -> Decimal | str:
    """A value of an indicator: a number where it is one, else the words of the document («так»)."""
    text = str(data).strip()
    return Decimal(text) if NUMBER.fullmatch(text) else text


Value = Annotated[
    Decimal | str, BeforeValidator(value_of), PlainSerializer(str, return_type=str, when_used="unless-none")
]


class Passage(Record):
    """Where the document says it: a file and its lines, counted from 1."""

    file: str | None = None
    lines: tuple[int, ...] = ()


def _number_of_goal(value: str) -> str:
    if len(value.encode()) <= GOAL_CODE_LIMIT and not re.search(r"[\s:]", value):
        return value
    raise UnfitError(
        Phrase(_("the code “{code}” does not fit into a button"), {"code": value}),
        Phrase(_("use up to {limit} bytes without spaces and colons, like 1.2 or II.I"), {"limit": GOAL_CODE_LIMIT}),
    )


GOAL_CODE_LIMIT = 20
"""Bytes of a goal's or measure's own number: it shares the 64 bytes of a button with the programme's prefix."""

Number = Annotated[str, AfterValidator(_number_of_goal)]
"""The number that the document gives to a goal, a measure or an indicator: `1.1.3`, `II.I`, `I-04`."""
