"""A sheet for a picture, in points of a phone: it is 360 wide, so that a size written here is the size a person sees.

What is put on it is kept as a list and drawn at the end, when the height is known: twice as large as the file, then
halved, for Pillow draws without smooth edges.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

from bot.pictures.ink import PAPER, Colour, Fill, hatched

WIDTH = 360.0
MARGIN = 16.0
PIXELS = 3
"""Of the file, a point: 1080 across, what phones of today have."""
FINER = 2
SCALE = PIXELS * FINER
LEAST = 12.0
"""Points of the smallest letters: what a person of seventy reads on a phone at arm's length."""

_FONTS = Path(font_source_sans_pro.font_directory)


@dataclass(frozen=True)
class Style:
    """How words look. `leading` is the height of a line against the size."""

    size: float
    weight: str = "Regular"
    colour: Colour = "#1b2430"
    leading: float = 1.22

    @property
    def line(self) -> float:
        return self.size * self.leading


@dataclass(frozen=True)
class Box:
    """A place on the sheet, in points, from its left top corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def inside(self, other: "Box", slack: float = 0.5) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def meets(self, other: "Box", slack: float = 0.5) -> bool:
        """Whether they share more than an edge."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )


@dataclass(frozen=True)
class Written:
    """A line of words on the sheet: the place it was given and the place that its letters take."""

    words: str
    style: Style
    given: Box
    taken: Box


@lru_cache(maxsize=64)
def font(weight: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"SourceSansPro-{weight}.ttf", pixels, layout_engine=ImageFont.Layout.BASIC)


def _font(style: Style) -> ImageFont.FreeTypeFont:
    return font(style.weight, round(style.size * SCALE))


def width(words: str, style: Style) -> float:
    """Of one line, in points."""
    return _font(style).getlength(words) / SCALE


def wrapped(words: str, style: Style, room: float, most: int = 99) -> list[str]:
    """The words in lines no wider than `room`; a word that is wider alone is cut. After `most` lines comes «…»."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in _pieces(paragraph, style, room):
            longer = f"{line} {word}" if line else word
            if line and width(longer, style) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], style, room)]


def _pieces(words: str, style: Style, room: float) -> list[str]:
    return [piece for word in words.split(" ") if word for piece in _broken(word, style, room)]


def _broken(word: str, style: Style, room: float) -> list[str]:
    """A word that fits, whole; a longer one in pieces (addresses, words joined by slashes)."""
    if width(word, style) <= room or len(word) < 2:
        return [word]
    end = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], style) <= room)
    return [word[:end], *_broken(word[end:], style, room)]


def _cut(line: str, style: Style, room: float) -> str:
    while line and width(f"{line}…", style) > room:
        line = line[:-1]
    return f"{line.rstrip(' ,;:–-')}…"


class Sheet:
    """The list of what is to be drawn. `written` tells tests where every line of words came to stand."""

    def __init__(self) -> None:
        self.height = 0.0
        self.written: list[Written] = []
        self._marks: list[Callable[[Image.Image, ImageDraw.ImageDraw], None]] = []

    def words(self, lines: Sequence[str], style: Style, place: Box, align: str = "left") -> None:
        """Lines under each other from the top of the place; `align` is left, middle or right."""
        for order, line in enumerate(lines):
            long = width(line, style)
            left = place.left + {"left": 0.0, "middle": (place.width - long) / 2, "right": place.width - long}[align]
            top = place.top + order * style.line
            self.written.append(Written(line, style, place, Box(left, top, long, style.line)))
            self._letters(line, style, left, top + (style.line + style.size * 0.68) / 2)

    def _letters(self, line: str, style: Style, left: float, base: float) -> None:
        def mark(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
            draw.text((left * SCALE, base * SCALE), line, font=_font(style), fill=style.colour, anchor="ls")

        self._marks.append(mark)

    def block(self, place: Box, fill: Fill, radius: float = 3) -> None:
        """A bar with round corners in the colour and pattern of the fill."""

        def mark(image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
            hatched(image, draw, _pixels(place), fill, radius * SCALE, SCALE)

        if place.width > 0 and place.height > 0:
            self._marks.append(mark)

    def line(self, points: Sequence[tuple[float, float]], colour: Colour, thick: float = 1, dash: float = 0) -> None:
        """A line through the points; with `dash` in strokes of that length."""

        def mark(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
            for start, end in pairwise(points):
                for a, b in _strokes(start, end, dash):
                    ends = (a[0] * SCALE, a[1] * SCALE, b[0] * SCALE, b[1] * SCALE)
                    draw.line(ends, fill=colour, width=round(thick * SCALE))

        self._marks.append(mark)

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour, edge: Colour | None = None) -> None:
        """A filled form; `colour` may carry transparency (#rrggbbaa)."""

        def mark(image: Image.Image, _draw: ImageDraw.ImageDraw) -> None:
            over = Image.new("RGBA", image.size)
            corners = [(x * SCALE, y * SCALE) for x, y in points]
            ImageDraw.Draw(over).polygon(corners, fill=colour, outline=edge, width=SCALE * 2)
            image.paste(over, mask=over)

        self._marks.append(mark)

    def dot(self, x: float, y: float, colour: Colour, form: str = "round", size: float = 5) -> None:
        """The mark of a value: round, square or tip, so that series differ without colour."""
        box = _pixels(Box(x - size, y - size, size * 2, size * 2))
        tip = [(box[0], box[3]), ((box[0] + box[2]) / 2, box[1]), (box[2], box[3])]

        def mark(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
            if form == "round":
                draw.ellipse(box, fill=colour, outline=PAPER, width=SCALE)
            elif form == "square":
                draw.rectangle(box, fill=colour, outline=PAPER, width=SCALE)
            else:
                draw.polygon(tip, fill=colour, outline=PAPER, width=SCALE)

        self._marks.append(mark)

    def png(self) -> bytes:
        """The picture as a file, 1080 pixels wide."""
        size = (round(WIDTH * SCALE), round(self.height * SCALE))
        image = Image.new("RGB", size, PAPER)
        draw = ImageDraw.Draw(image)
        for mark in self._marks:
            mark(image, draw)
        file = io.BytesIO()
        image.reduce(FINER).save(file, "PNG", compress_level=6)
        return file.getvalue()


def _pixels(place: Box) -> tuple[float, float, float, float]:
    return place.left * SCALE, place.top * SCALE, place.right * SCALE, place.bottom * SCALE


def _strokes(
    start: tuple[float, float], end: tuple[float, float], dash: float
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    if not dash:
        return [(start, end)]
    long = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    count = max(1, round(long / (2 * dash)))

    def at(part: float) -> tuple[float, float]:
        return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part

    return [(at(n / count), at((n + 0.6) / count)) for n in range(count)]


def bold(style: Style) -> Style:
    return replace(style, weight="Semibold")
