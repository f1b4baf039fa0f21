"""Pictures are read on a phone: words fit their places, are large enough, and say the same without the picture."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from bot.pictures import drawing, frame
from bot.pictures.canvas import LEAST, WIDTH, Box, Style, width, wrapped
from bot.pictures.canvas import font as font_of
from council.measures import ledger
from council.pictures import Bars, Picture, opened, packed
from council.programme_content import load
from handlers import programme_pictures
from handlers.pictures import CAPTION, photo, said
from handlers.texts import Catalogues, plain
from tests.pictures import ADDRESS, CONTENT, LONG, heading, longest, of_programmes, overlapping, series

with Catalogues().speaking("uk"):
    PICTURES = {**longest(), **of_programmes()}


@pytest.fixture(params=PICTURES)
def picture(request: pytest.FixtureRequest) -> Picture:
    return PICTURES[request.param]


def test_the_longest_words_fit_their_places(picture: Picture) -> None:
    sheet, head, top = drawing.sheet_of(picture)
    frame.end(sheet, head, top)
    page = Box(0, 0, WIDTH, sheet.height)
    for line in sheet.written:
        assert line.taken.inside(line.given, 1), line.words
        assert line.taken.inside(page), line.words


def test_no_words_stand_on_each_other(picture: Picture) -> None:
    sheet, _head, _top = drawing.sheet_of(picture)
    assert overlapping([(line.words, line.taken) for line in sheet.written]) == []


def test_no_letters_are_smaller_than_a_person_of_seventy_reads(picture: Picture) -> None:
    sheet, _head, _top = drawing.sheet_of(picture)
    assert min(line.style.size for line in sheet.written) >= LEAST >= 12


async def test_a_picture_is_a_png_that_telegram_takes(picture: Picture) -> None:
    with Image.open(io.BytesIO(await drawing.png(picture))) as image:
        wide, high = image.size
    assert wide == 1080
    assert wide + high <= 10_000
    assert high / wide <= 20


async def test_the_same_picture_is_drawn_once(picture: Picture) -> None:
    assert await drawing.png(picture) is await drawing.png(opened(packed(picture)))


def test_the_row_of_the_outbox_keeps_the_picture_whole(picture: Picture) -> None:
    import json

    assert opened(json.loads(json.dumps(packed(picture)))) == picture


def test_the_caption_of_the_longest_picture_is_within_the_limit(picture: Picture) -> None:
    with Catalogues().speaking("uk"):
        assert len(plain(said(picture, CAPTION))) <= CAPTION


def test_every_value_is_said_in_words_too() -> None:
    bars = Bars(
        heading=heading("Витрачено 280 з 300"),
        categories=("2023", "2024"),
        series=(series("план", "не заплановано", "300"), series("витрачено", "", "280")),
    )
    with Catalogues().speaking("uk"):
        text = plain(said(bars))
    assert "2023: план не заплановано" in text
    assert "2024: план 300, витрачено 280" in text


def test_who_gets_a_picture_gets_its_words() -> None:
    with Catalogues().speaking("en"):
        call = photo(longest("Spent & done")["progress"])
    assert call.method == "sendPhoto"
    assert "Spent &amp; done" in str(call.params["caption"])


def test_words_are_kept_whole_when_lines_break() -> None:
    lines = wrapped(LONG, Style(14), 200)
    assert " ".join(lines) == LONG
    assert "".join(wrapped(ADDRESS, Style(14), 200)) == ADDRESS
    assert all(width(line, Style(14)) <= 200 for line in lines)


def test_a_cut_text_says_that_it_is_cut() -> None:
    assert wrapped(LONG, Style(14), 200, 2)[-1].endswith("…")


def test_every_ukrainian_letter_has_a_form() -> None:
    """A letter that the font lacks would be drawn as an empty box."""
    signs: Any = font_of("Regular", 40)
    missing = bytes(signs.getmask("\uffff"))
    for letter in "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя№«»–—’ʼ₴%±²":
        assert bytes(signs.getmask(letter)) != missing, letter


def test_a_programme_without_sums_gives_no_picture_of_money() -> None:
    (strategy,) = load(CONTENT / "koriukivka")
    with Catalogues().speaking("uk"):
        assert programme_pictures.money(ledger(strategy, (), date(2025, 1, 1), date(2025, 1, 1))) is None


def test_a_year_without_money_says_why() -> None:
    with Catalogues().speaking("uk"):
        text = plain(said(of_programmes()["money of a measure"]))
    assert "2023: заплановано не заплановано" not in text
    assert "2023: не заплановано" in text
    assert "2024: заплановано 300, витрачено 287,4" in text


def test_gains_are_added_up_to_a_level() -> None:
    """6 cameras, 160 more planned, 52 reported: 58 of 166."""
    with Catalogues().speaking("uk"):
        assert of_programmes()["indicator"].heading.title == "Досягнуто 58, ціль – 166"
