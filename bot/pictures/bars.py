"""Bars: upright where every word fits its place (the years of a budget), lying where names are long (answers)."""

from bot.pictures import frame
from bot.pictures.canvas import MARGIN, WIDTH, Box, Sheet, Style, width, wrapped
from bot.pictures.frame import LABEL, NAME, ROOM
from bot.pictures.ink import INK, SIDE_BY_SIDE, Fill
from council.pictures import Bars, Heading, Point

HIGH = 165.0
THICK = 18.0
WIDEST = 58.0
UPRIGHT_AT_MOST = 8
SAID = Style(12.5, "Regular", INK, 1.12)
"""Of words that stand where a bar would: «не заплановано», «звіту ще немає»."""
YEAR = Style(15, "Semibold", INK)


def drawn(picture: Bars) -> tuple[Sheet, Heading, float]:
    sheet, top = frame.begin(picture.heading)
    if len(picture.series) > 1:
        names = [series.name for series in picture.series]
        top = frame.legend(sheet, list(zip(names, SIDE_BY_SIDE, strict=False)), top)
    draw = _upright if _fits_upright(picture) else _lying
    return sheet, picture.heading, draw(sheet, picture, top)


def _fills(picture: Bars) -> tuple[Fill, ...]:
    """One series alone is solid, unless it is a plan."""
    return SIDE_BY_SIDE if len(picture.series) > 1 or picture.plan else (SIDE_BY_SIDE[1],)


def _room(picture: Bars) -> tuple[float, float]:
    """Points that a category has, and a bar with its label."""
    category = ROOM / len(picture.categories)
    return category, (category - 10) / len(picture.series)


def _fits_upright(picture: Bars) -> bool:
    if len(picture.categories) * len(picture.series) > UPRIGHT_AT_MOST:
        return False
    category, bar = _room(picture)
    labels = [point for series in picture.series for point in series.points]
    return all(_fits(point.label, _style(point), bar - 2, 3) for point in labels) and all(
        _fits(name, YEAR, category - 6, 2) for name in picture.categories
    )


def _fits(words: str, style: Style, room: float, most: int) -> bool:
    whole = all(width(word, style) <= room for word in words.split(" "))
    return whole and len(wrapped(words, style, room)) <= most


def _style(point: Point) -> Style:
    return LABEL if point.value else SAID


def _most(picture: Bars) -> float:
    return max((point.value or 0 for series in picture.series for point in series.points), default=0) or 1


def _upright(sheet: Sheet, picture: Bars, top: float) -> float:
    category, room = _room(picture)
    floor = top + _tallest(picture, room)
    for place, name in enumerate(picture.categories):
        left = MARGIN + place * category
        for order, (series, fill) in enumerate(zip(picture.series, _fills(picture), strict=False)):
            slot = Box(left + 5 + order * room, top, room, floor - top)
            _standing(sheet, series.points[place], fill, slot, _most(picture))
        lines = wrapped(name, YEAR, category - 6)
        sheet.words(lines, YEAR, Box(left, floor + 5, category, len(lines) * YEAR.line), "middle")
    sheet.line([(MARGIN, floor), (WIDTH - MARGIN, floor)], INK, 1.2)
    return floor + 5 + max(len(wrapped(name, YEAR, category - 6)) for name in picture.categories) * YEAR.line


def _tallest(picture: Bars, room: float) -> float:
    """Points over the floor that the tallest bar and its words take."""
    points = [point for series in picture.series for point in series.points]
    return max(_high(point, _most(picture)) + _words(point, room) for point in points) + 4


def _high(point: Point, most: float) -> float:
    return max((point.value or 0) / most * HIGH, 2 if point.value else 0)


def _words(point: Point, room: float) -> float:
    return len(wrapped(point.label, _style(point), room)) * _style(point).line


def _standing(sheet: Sheet, point: Point, fill: Fill, slot: Box, most: float) -> None:
    high = _high(point, most)
    wide = min(slot.width - 6, WIDEST)
    sheet.block(Box(slot.left + (slot.width - wide) / 2, slot.bottom - high, wide, high), fill)
    style = _style(point)
    lines = wrapped(point.label, style, slot.width)
    tall = len(lines) * style.line
    sheet.words(lines, style, Box(slot.left, slot.bottom - high - tall - 3, slot.width, tall), "middle")


def _lying(sheet: Sheet, picture: Bars, top: float) -> float:
    points = [point for series in picture.series for point in series.points]
    beside = max((width(point.label, LABEL) for point in points if point.value), default=0) + 8
    longest = ROOM - min(beside, ROOM * 0.4)
    for place, name in enumerate(picture.categories):
        top = frame.paragraph(sheet, name, NAME, top, 4) + 3
        for series, fill in zip(picture.series, _fills(picture), strict=False):
            top = _lying_bar(sheet, series.points[place], fill, top, longest, _most(picture))
        top += 7
    return top - 7


def _lying_bar(sheet: Sheet, point: Point, fill: Fill, top: float, longest: float, most: float) -> float:
    long = (point.value or 0) / most * longest
    long = max(long, 2) if point.value else 0
    sheet.block(Box(MARGIN, top, long, THICK), fill)
    if not long:
        sheet.line([(MARGIN, top + 1), (MARGIN, top + THICK - 1)], fill.colour, 1.5)
    style = _style(point)
    room = ROOM - long - 7
    lines = wrapped(point.label, style, room)
    tall = max(THICK, len(lines) * style.line)
    begins = top + max(0, (THICK - len(lines) * style.line) / 2)
    sheet.words(lines, style, Box(MARGIN + long + 7, begins, room, len(lines) * style.line))
    return top + tall + 4
