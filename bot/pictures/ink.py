"""Colours and patterns: what a colour tells, a pattern tells too (one man in twelve sees colours otherwise)."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

Colour = str

PAPER: Colour = "#ffffff"
INK: Colour = "#1b2430"
PALE: Colour = "#4d5966"
RULE: Colour = "#d5dbe3"
EMPTY: Colour = "#eef1f5"


@dataclass(frozen=True)
class Fill:
    """`pattern`: solid, rising, falling, dotted or plain (only an edge). `ground` is what the pattern lies on."""

    colour: Colour
    pattern: str = "solid"
    ground: Colour = PAPER


ACTUAL = Fill("#0b4ea2")
PLAN = Fill("#5f86b8", "rising", "#e9f0f9")
THIRD = Fill("#b45f06", "dotted", "#fdf0df")
FOURTH = Fill("#3f6b3a", "falling", "#e7f1e4")

SIDE_BY_SIDE = (PLAN, ACTUAL, THIRD, FOURTH)
"""Of bars: a plan is hatched, what is done is solid."""

LINES = (("#b45f06", 5.0, "square"), ("#0b4ea2", 0.0, "round"), ("#3f6b3a", 2.0, "tip"), ("#6a3d9a", 8.0, "round"))
"""Of lines: colour, dash, form of the dots. The first is the plan."""

PARTS = (
    Fill("#9c2f1d"),
    Fill("#c8684f", "rising", "#fbe9e4"),
    Fill("#8a94a0", "plain", "#eef1f5"),
    Fill("#3f7f93", "falling", "#e1f0f4"),
    Fill("#0f5468"),
    Fill("#8a6d1d", "dotted", "#f8f0d9"),
)
"""Of a whole, from the worst to the best; the sixth is «не знаю»."""


def parts(count: int) -> tuple[Fill, ...]:
    """Fills of a scale with that many steps: the ends stay the strongest, the middle is grey."""
    of = {1: (4,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4)}
    return tuple(PARTS[n] for n in of.get(count, range(count)))


def hatched(
    image: Image.Image,
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    fill: Fill,
    radius: float,
    scale: int,
) -> None:
    """A rounded bar with its pattern. Sizes in pixels of the large drawing."""
    radius = min(radius, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2)
    if fill.pattern == "solid":
        draw.rounded_rectangle(box, radius, fill=fill.colour)
        return
    left, top, right, bottom = (round(edge) for edge in box)
    size = (max(1, right - left), max(1, bottom - top))
    tile = Image.new("RGB", size, fill.ground)
    _pattern(ImageDraw.Draw(tile), size, fill, scale)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    image.paste(tile, (left, top), mask)
    draw.rounded_rectangle(box, radius, outline=fill.colour, width=round(1.2 * scale))


def _pattern(draw: ImageDraw.ImageDraw, size: tuple[int, int], fill: Fill, scale: int) -> None:
    wide, high = size
    step = 5 * scale
    if fill.pattern == "dotted":
        spot = 0.9 * scale
        for row, y in enumerate(range(step // 2, high + step, step)):
            for x in range(step // 2 + (row % 2) * step // 2, wide + step, step):
                draw.ellipse((x - spot, y - spot, x + spot, y + spot), fill=fill.colour)
    elif fill.pattern in {"rising", "falling"}:
        for x in range(-high, wide + high, step):
            ends = (x, high, x + high, 0) if fill.pattern == "rising" else (x, 0, x + high, high)
            draw.line(ends, fill=fill.colour, width=round(1.3 * scale))
