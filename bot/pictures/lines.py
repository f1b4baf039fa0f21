"""Lines over the years, from zero up: a plan in strokes with squares, what came of it drawn through with round dots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pictures import frame
from bot.pictures.canvas import MARGIN, WIDTH, Box, Sheet, Style, width, wrapped
from bot.pictures.frame import LABEL, ROOM, SUBTITLE
from bot.pictures.ink import INK, LINES, RULE
from council.pictures import Heading, Lines

HIGH = 165.0
SIDE = 26.0
YEAR = Style(15, "Semibold", INK)


@dataclass(frozen=True)
class Field:
    """Where the values lie: their floor, and how many points a unit is high."""

    floor: float
    scale: float
    step: float

    def at(self, place: int, value: float) -> tuple[float, float]:
        return MARGIN + SIDE + place * self.step, self.floor - value * self.scale


def drawn(picture: Lines) -> tuple[Sheet, Heading, float]:
    sheet, top = frame.begin(picture.heading)
    if len(picture.series) > 1:
        top = legend(sheet, [series.name for series in picture.series], top)
    floor = top + LABEL.line + 8 + HIGH
    most = max((point.value or 0 for series in picture.series for point in series.points), default=0) or 1
    field = Field(floor, HIGH / most, (ROOM - 2 * SIDE) / max(1, len(picture.categories) - 1))
    for part in (0.0, 0.5, 1.0):
        sheet.line([(MARGIN, floor - part * HIGH), (WIDTH - MARGIN, floor - part * HIGH)], RULE if part else INK)
    _lines(sheet, picture, field)
    _labels(sheet, picture, field)
    return sheet, picture.heading, _years(sheet, picture, field)


def legend(sheet: Sheet, names: Sequence[str], top: float) -> float:
    for name, (colour, dash, form) in zip(names, LINES, strict=False):
        lines = wrapped(name, SUBTITLE, ROOM - 42)
        middle = top + SUBTITLE.line / 2
        sheet.line([(MARGIN, middle), (MARGIN + 32, middle)], colour, 2.4, dash)
        sheet.dot(MARGIN + 16, middle, colour, form, 4.5)
        sheet.words(lines, SUBTITLE, Box(MARGIN + 42, top, ROOM - 42, len(lines) * SUBTITLE.line))
        top += len(lines) * SUBTITLE.line + 3
    return top + 4


def _lines(sheet: Sheet, picture: Lines, field: Field) -> None:
    for series, (colour, dash, form) in zip(picture.series, LINES, strict=False):
        known = [field.at(n, point.value) for n, point in enumerate(series.points) if point.value is not None]
        sheet.line(known, colour, 2.4, dash)
        for x, y in known:
            sheet.dot(x, y, colour, form)


def _labels(sheet: Sheet, picture: Lines, field: Field) -> None:
    """Of one year, the higher value is written over its dot and the lower under it; what has no room is left out."""
    taken: list[Box] = []
    said: set[tuple[int, str]] = set()
    for place, series, _value in sorted(_known(picture), key=lambda found: -found[2]):
        point = picture.series[series].points[place]
        if (place, point.label) in said:
            continue
        said.add((place, point.label))
        box = _free(point.label, field.at(place, point.value or 0), taken, field.floor)
        if box is not None:
            taken.append(box)
            sheet.words([point.label], LABEL, box, "middle")


def _known(picture: Lines) -> Iterator[tuple[int, int, float]]:
    for order, series in enumerate(picture.series):
        for place, point in enumerate(series.points):
            if point.value is not None:
                yield place, order, point.value


def _free(label: str, dot: tuple[float, float], taken: Sequence[Box], floor: float) -> Box | None:
    wide = width(label, LABEL)
    left = min(max(dot[0] - wide / 2, MARGIN - 8), WIDTH - MARGIN + 8 - wide)
    for top in (dot[1] - 8 - LABEL.line, dot[1] + 8):
        box = Box(left, top, wide, LABEL.line)
        if box.bottom <= floor and not any(box.meets(other) for other in taken):
            return box
    return None


def _years(sheet: Sheet, picture: Lines, field: Field) -> float:
    """Names under the floor; all in one style, as wide as the step between them allows."""
    room = min(field.step if len(picture.categories) > 1 else ROOM, 2 * (SIDE + MARGIN)) - 4
    lines = [wrapped(name, YEAR, room, 3) for name in picture.categories]
    for place, words in enumerate(lines):
        x, _y = field.at(place, 0)
        sheet.words(words, YEAR, Box(x - room / 2, field.floor + 6, room, len(words) * YEAR.line), "middle")
    return field.floor + 6 + max(map(len, lines)) * YEAR.line
