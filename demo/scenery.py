"""Photographs that nobody took: drawn, of nowhere, and labelled so. For people who show a problem in the demo."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

LABEL = "ПРИКЛАД, ВИГАДАНІ ДАНІ"
SIZE = (960, 720)

Draw = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]


def lamp(draw: Draw) -> None:
    """A street at dusk, with one lamp of two that is out."""
    sky(draw, (38, 48, 84), (232, 150, 110))
    street(draw, (52, 54, 66))
    houses(draw, (30, 34, 54), (250, 204, 120))
    post(draw, 240, (120, 124, 140), lit=False)
    post(draw, 720, (120, 124, 140), lit=True)


def pothole(draw: Draw) -> None:
    """A road in daylight with a hole full of water."""
    sky(draw, (150, 196, 232), (226, 238, 244))
    houses(draw, (150, 130, 118), (222, 232, 240))
    street(draw, (112, 114, 120))
    for place in range(4):
        draw.polygon(
            [(440 - place * 4, 520 + place * 55), (520 + place * 4, 520 + place * 55)] * 2, fill=(236, 236, 230)
        )
    draw.ellipse((270, 560, 640, 670), fill=(66, 62, 60))
    draw.ellipse((300, 575, 610, 655), fill=(88, 110, 134))
    draw.arc((330, 585, 560, 640), 190, 320, fill=(196, 214, 228), width=4)


def rubbish(draw: Draw) -> None:
    """Bags beside a full container."""
    sky(draw, (170, 206, 226), (238, 238, 226))
    draw.rectangle((0, 430, 960, 720), fill=(112, 146, 84))
    draw.rectangle((330, 300, 640, 560), fill=(58, 112, 88))
    draw.polygon([(310, 300), (660, 300), (630, 250), (350, 270)], fill=(44, 88, 70))
    for place, (left, top, size, shade) in enumerate(
        ((150, 500, 150, 40), (250, 545, 130, 56), (620, 510, 160, 34), (735, 555, 120, 66))
    ):
        draw.ellipse((left, top, left + size, top + size * 0.8), fill=(shade, shade + 6, shade + 14 + place * 4))
        draw.polygon(
            [(left + size * 0.4, top + 8), (left + size * 0.6, top + 8), (left + size * 0.5, top - 22)],
            fill=(shade, shade, shade),
        )


def sky(draw: Draw, above: tuple[int, int, int], below: tuple[int, int, int]) -> None:
    for row in range(480):
        part = row / 480
        colour = tuple(round(a + (b - a) * part) for a, b in zip(above, below, strict=True))
        draw.line((0, row, SIZE[0], row), fill=colour)


def street(draw: Draw, colour: tuple[int, int, int]) -> None:
    draw.rectangle((0, 470, *SIZE), fill=(92, 98, 84))
    draw.polygon([(380, 470), (580, 470), (960, 720), (0, 720)], fill=colour)


def houses(draw: Draw, wall: tuple[int, int, int], window: tuple[int, int, int]) -> None:
    for left, top, right in ((20, 330, 190), (300, 370, 430), (540, 360, 670), (780, 320, 940)):
        draw.rectangle((left, top, right, 470), fill=wall)
        draw.polygon(
            [(left - 14, top), (right + 14, top), ((left + right) / 2, top - 70)], fill=tuple(v * 3 // 4 for v in wall)
        )
        draw.rectangle((left + 30, top + 40, left + 70, top + 80), fill=window)


def post(draw: Draw, x: int, colour: tuple[int, int, int], lit: bool) -> None:
    if lit:
        for size in range(130, 20, -10):
            draw.ellipse(
                (x + 70 - size, 150 - size, x + 70 + size, 150 + size), fill=(250, 222, 150 + (130 - size) // 2)
            )
    draw.line((x, 620, x, 140), fill=colour, width=12)
    draw.line((x, 140, x + 70, 130), fill=colour, width=10)
    draw.ellipse((x + 48, 124, x + 96, 158), fill=(255, 246, 206) if lit else (58, 62, 76))


PHOTOS: Mapping[str, Callable[[Draw], None]] = {"lamp": lamp, "pothole": pothole, "rubbish": rubbish}


@cache
def photo(name: str) -> bytes:
    """A PNG of this scene (a key of PHOTOS) with the label."""
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    PHOTOS[name](draw)
    label(draw)
    out = BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def label(draw: Draw) -> None:
    font = ImageFont.truetype(str(Path(font_source_sans_pro.font_directory) / "SourceSansPro-Semibold.ttf"), 30)
    left, top, right, bottom = draw.textbbox((24, 660), LABEL, font=font)
    draw.rectangle((left - 12, top - 8, right + 12, bottom + 8), fill=(255, 243, 205))
    draw.text((24, 660), LABEL, font=font, fill=(61, 46, 0))
