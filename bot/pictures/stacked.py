"""Wholes in parts: each row is as wide as the picture, its parts in the order of the legend."""

from collections.abc import Sequence

from bot.pictures import frame
from bot.pictures.canvas import MARGIN, Box, Sheet, Style, width
from bot.pictures.frame import NAME, ROOM, SUBTITLE
from bot.pictures.ink import INK, PAPER, Fill, parts
from council.pictures import Heading, Split, Stacked

THICK = 26.0
COUNT = Style(13.5, "Bold", INK)
PLATE = Fill(PAPER)


def drawn(picture: Stacked) -> tuple[Sheet, Heading, float]:
    sheet, top = frame.begin(picture.heading)
    fills = parts(len(picture.legend))
    top = frame.legend(sheet, list(zip(picture.legend, fills, strict=False)), top) + 2
    for row in picture.rows:
        top = _row(sheet, row, fills, top) + 11
    return sheet, picture.heading, top - 11


def _row(sheet: Sheet, row: Split, fills: Sequence[Fill], top: float) -> float:
    top = frame.paragraph(sheet, row.name, NAME, top, 4) + 3
    whole = sum(row.parts)
    left = MARGIN
    for part, label, fill in zip(row.parts, row.labels, fills, strict=False):
        place = Box(left, top, part / whole * ROOM if whole else 0, THICK)
        _part(sheet, place, label, fill)
        left = place.right
    top += THICK if whole else -3
    return frame.paragraph(sheet, row.label, SUBTITLE, top + 3)


def _part(sheet: Sheet, place: Box, label: str, fill: Fill) -> None:
    """The number stands on a white plate, readable over every pattern; a part too narrow for it carries none."""
    sheet.block(Box(place.left + 0.5, place.top, place.width - 1, place.height), fill, 2)
    wide = width(label, COUNT) + 8
    if label and wide <= place.width - 3:
        left = place.left + (place.width - wide) / 2
        sheet.block(Box(left, place.top + 4, wide, THICK - 8), PLATE, 3)
        sheet.words([label], COUNT, Box(left, place.top + (THICK - COUNT.line) / 2, wide, COUNT.line), "middle")
