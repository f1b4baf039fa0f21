"""How far each of several things is: a track for each, filled as far as it has come, and the words that say so."""

from bot.pictures import frame
from bot.pictures.canvas import MARGIN, Box, Sheet, width, wrapped
from bot.pictures.frame import LABEL, NAME, ROOM
from bot.pictures.ink import ACTUAL, EMPTY, PALE, Fill
from council.pictures import Heading, Progress, Row

THICK = 16.0
BESIDE = 120.0
TRACK = Fill("#8a94a0", "plain", EMPTY)


def drawn(picture: Progress) -> tuple[Sheet, Heading, float]:
    sheet, top = frame.begin(picture.heading)
    for row in picture.rows:
        top = _row(sheet, row, top) + 11
    return sheet, picture.heading, top - 11


def _row(sheet: Sheet, row: Row, top: float) -> float:
    top = frame.paragraph(sheet, row.name, NAME, top, 4) + 3
    beside = width(row.label, LABEL) <= BESIDE
    track = Box(MARGIN, top, ROOM - BESIDE - 8 if beside else ROOM, THICK)
    _track(sheet, row, track)
    if beside:
        sheet.words([row.label], LABEL, Box(track.right + 8, top - 1, BESIDE, LABEL.line))
        return track.bottom
    return frame.paragraph(sheet, row.label, LABEL, track.bottom + 3)


def _track(sheet: Sheet, row: Row, track: Box) -> None:
    """A track that nobody has reported on is only a line of dashes: not the same as one at zero."""
    if row.share is None:
        middle = track.top + THICK / 2
        sheet.line([(track.left, middle), (track.right, middle)], PALE, 1.5, 4)
        return
    sheet.block(track, TRACK)
    long = track.width * row.share
    sheet.block(Box(track.left, track.top, max(long, 3) if row.share else 0, THICK), ACTUAL)


def lines_of(name: str) -> int:
    """Lines that a name takes, for those who choose how many rows a picture may have."""
    return len(wrapped(name, NAME, ROOM, 4))
