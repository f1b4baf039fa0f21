"""Several scales at once: numbers at the ends of the axes, the names and values of the axes in a list below.

Names round a circle would leave no room for the circle on a phone.
"""

from math import cos, pi, sin

from bot.pictures import frame
from bot.pictures.canvas import MARGIN, WIDTH, Box, Sheet, Style, width, wrapped
from bot.pictures.frame import LABEL, NAME, ROOM
from bot.pictures.ink import INK, PAPER, RULE
from bot.pictures.lines import legend
from council.pictures import Heading, Radar

RADIUS = 112.0
NUMBER = Style(14, "Bold", PAPER)
STYLES = (("#b45f06", 5.0, "square"), ("#0b4ea2", 0.0, "round"), ("#3f6b3a", 2.0, "tip"))
RINGS = 4


def drawn(picture: Radar) -> tuple[Sheet, Heading, float]:
    sheet, top = frame.begin(picture.heading)
    styles = STYLES if len(picture.series) > 1 else STYLES[1:]
    if len(picture.series) > 1:
        top = legend(sheet, [series.name for series in picture.series], top)
    centre = top + RADIUS + 24
    _web(sheet, len(picture.axes), centre)
    for series, (colour, dash, form) in zip(picture.series, styles, strict=False):
        corners = [
            _at(n, len(picture.axes), (point.value or 0) / picture.most, centre)
            for n, point in enumerate(series.points)
        ]
        if series is picture.series[-1]:  # two fills over each other make a third colour that means nothing
            sheet.shape(corners, f"{colour}2e")
        sheet.line([*corners, corners[0]], colour, 2.4, dash)
        for x, y in corners:
            sheet.dot(x, y, colour, form, 4.5)
    return sheet, picture.heading, _names(sheet, picture, _lowest(len(picture.axes), centre) + 40)


def _at(place: int, count: int, part: float, centre: float) -> tuple[float, float]:
    """A point on an axis; the first one stands upright, the others follow the clock."""
    angle = 2 * pi * place / count - pi / 2
    return WIDTH / 2 + cos(angle) * RADIUS * part, centre + sin(angle) * RADIUS * part


def _lowest(count: int, centre: float) -> float:
    return max(_at(n, count, 1, centre)[1] for n in range(count))


def _web(sheet: Sheet, count: int, centre: float) -> None:
    for ring in range(1, RINGS + 1):
        corners = [_at(n, count, ring / RINGS, centre) for n in range(count)]
        sheet.line([*corners, corners[0]], RULE, 1)
    for place in range(count):
        sheet.line([(WIDTH / 2, centre), _at(place, count, 1, centre)], RULE, 1)
        x, y = _at(place, count, 1 + 14 / RADIUS, centre)
        sheet.dot(x, y, INK, "round", 10)
        sheet.words([str(place + 1)], NUMBER, Box(x - 10, y - NUMBER.line / 2, 20, NUMBER.line), "middle")


def _names(sheet: Sheet, picture: Radar, top: float) -> float:
    told = [" / ".join(series.points[n].label for series in picture.series) for n in range(len(picture.axes))]
    right = min(max(width(values, LABEL) for values in told), ROOM * 0.45)
    for place, (name, values) in enumerate(zip(picture.axes, told, strict=True)):
        number = Box(MARGIN, top, 20, LABEL.line)
        sheet.words([f"{place + 1}"], LABEL, number)
        name_lines = wrapped(name, NAME, ROOM - right - 34, 4)
        sheet.words(name_lines, NAME, Box(MARGIN + 22, top, ROOM - right - 34, len(name_lines) * NAME.line))
        value_lines = wrapped(values, LABEL, right)
        place_of = Box(WIDTH - MARGIN - right, top, right, len(value_lines) * LABEL.line)
        sheet.words(value_lines, LABEL, place_of, "right")
        top += max(len(name_lines) * NAME.line, len(value_lines) * LABEL.line) + 4
    return top - 4
