"""What every picture has around it: the finding above, what is measured, the legend, the source below."""

from collections.abc import Sequence

from bot.pictures.canvas import LEAST, MARGIN, WIDTH, Box, Sheet, Style, width, wrapped
from bot.pictures.ink import INK, PALE, RULE, Fill
from council.pictures import Heading

ROOM = WIDTH - 2 * MARGIN
TITLE = Style(19, "Bold", INK, 1.18)
SUBTITLE = Style(14, "Regular", PALE)
LABEL = Style(14, "Semibold", INK)
NAME = Style(14.5, "Regular", INK)
SMALL = Style(LEAST, "Regular", PALE)
GAP = 10.0
SWATCH = 15.0


def paragraph(sheet: Sheet, words: str, style: Style, top: float, most: int = 99) -> float:
    """Words over the whole width; returns where the next thing may begin."""
    if not words:
        return top
    lines = wrapped(words, style, ROOM, most)
    place = Box(MARGIN, top, ROOM, len(lines) * style.line)
    sheet.words(lines, style, place)
    return place.bottom


def begin(heading: Heading) -> tuple[Sheet, float]:
    """A sheet with the finding on it, and where the drawing begins."""
    sheet = Sheet()
    top = paragraph(sheet, heading.title, TITLE, MARGIN - 2, 6)
    top = paragraph(sheet, heading.subtitle, SUBTITLE, top + 4, 5)
    return sheet, top + 12


def end(sheet: Sheet, heading: Heading, top: float) -> bytes:
    """The source under a thin line, and the file."""
    top += 12
    if heading.source:
        sheet.line([(MARGIN, top), (WIDTH - MARGIN, top)], RULE, 0.8)
        top = paragraph(sheet, heading.source, SMALL, top + 6, 4)
    sheet.height = top + MARGIN - 4
    return sheet.png()


def legend(sheet: Sheet, entries: Sequence[tuple[str, Fill]], top: float) -> float:
    """Colour, pattern and word of each series: in one row where they fit, else under each other."""
    widths = [SWATCH + 7 + width(name, SUBTITLE) + 18 for name, _fill in entries]
    beside = sum(widths) - 18 <= ROOM
    left = MARGIN
    for (name, fill), wide in zip(entries, widths, strict=True):
        room = wide if beside else ROOM
        lines = wrapped(name, SUBTITLE, room - SWATCH - 7)
        place = Box(left + SWATCH + 7, top, room - SWATCH - 7, len(lines) * SUBTITLE.line)
        sheet.block(Box(left, top + 2, SWATCH, SWATCH - 2), fill, 2)
        sheet.words(lines, SUBTITLE, place)
        left, top = (left + wide, top) if beside else (left, place.bottom + 3)
    return top + (SUBTITLE.line if beside else 0) + GAP
