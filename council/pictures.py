"""What a picture shows: plain data that lie in a row of the outbox and are drawn when the row is sent (bot/pictures).

Every word is here already, in the reader's language: whoever describes a picture also chooses the language. A value
says only how long a bar is; its label says what is read, so that «0», «без фінансування» and «не заплановано» stay
different.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

FLOOR_OF_FORMS = 3
"""Axes that a radar needs at least; with fewer there is no area to see."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Data):
    """What stands over and under every picture: the finding in one sentence, what is measured, where it is from."""

    title: str
    subtitle: str = ""
    source: str = ""


class Point(_Data):
    """One value: its size, and the words that stand by it. None is no bar and no dot, only the words."""

    value: float | None = None
    label: str


class Series(_Data):
    """The values of one thing (plan, actual; before, now), one for each category, in their order."""

    name: str
    points: tuple[Point, ...]


class Bars(_Data):
    """Values side by side: the years of a budget, the answers of a survey."""

    kind: Literal["bars"] = "bars"
    heading: Heading
    categories: tuple[str, ...]
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=4)]
    plan: bool = False
    """Whether a series that stands alone is only planned: hatched then, as plans are beside what was done."""


class Lines(_Data):
    """Values over time: an indicator against its targets."""

    kind: Literal["lines"] = "lines"
    heading: Heading
    categories: tuple[str, ...]
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=4)]


class Row(_Data):
    """A part of a whole: `share` of 0 to 1, None where nobody has said yet."""

    name: str
    share: Annotated[float, Field(ge=0, le=1)] | None = None
    label: str


class Progress(_Data):
    """How far each of several things is: goals, measures, steps."""

    kind: Literal["progress"] = "progress"
    heading: Heading
    rows: tuple[Row, ...]


class Split(_Data):
    """A whole in parts, in the order of the legend; `label` says how many it is made of, or why it is not shown."""

    name: str
    parts: tuple[Annotated[float, Field(ge=0)], ...] = ()
    labels: tuple[str, ...] = ()
    label: str = ""


class Stacked(_Data):
    """Wholes in parts: answers from «зовсім ні» to «цілком так», money by source."""

    kind: Literal["stacked"] = "stacked"
    heading: Heading
    legend: Annotated[tuple[str, ...], Field(min_length=1, max_length=6)]
    rows: tuple[Split, ...]


class Radar(_Data):
    """Several scales at once, two or three pictures of one community over each other. Values from 0 to `most`."""

    kind: Literal["radar"] = "radar"
    heading: Heading
    axes: Annotated[tuple[str, ...], Field(min_length=FLOOR_OF_FORMS, max_length=10)]
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=3)]
    most: float


Picture = Bars | Lines | Progress | Stacked | Radar

_PICTURE: TypeAdapter[Picture] = TypeAdapter(Annotated[Picture, Field(discriminator="kind")])


def packed(picture: Picture) -> dict[str, object]:
    """The picture as it lies in a row of the outbox."""
    return picture.model_dump(mode="json", exclude_defaults=False)


def opened(data: object) -> Picture:
    """The picture of a row. Raises pydantic.ValidationError for what is none."""
    return _PICTURE.validate_python(data)
