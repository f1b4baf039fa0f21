"""Pictures with the longest words that there are, and contact sheets of all of them: `python -m tests.pictures`."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from council.measures import ledger
from council.people import TelegramId
from council.periods import Period
from council.pictures import Bars, Heading, Lines, Picture, Point, Progress, Radar, Row, Series, Split, Stacked
from council.programme import Programme
from council.programme_content import load
from council.progress import Report, ReportId, ReportState, Told
from handlers import programme_pictures
from handlers.texts import Catalogues
from tests import survey_samples

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
CONTENT, FOLDER = ROOT / "content", ROOT / "docs" / "pictures"
GAP = 16

LONG = (
    "Облаштування серверної кімнати з усіма необхідними системами безпеки, в тому числі встановлення перегородки для "
    "забезпечення безпечного температурного та шумового режимів, вхідних броньованих дверей, ґрат на вікні, придбання "
    "акумуляторів для ІБП, переобладнання електромережі, заземлення серверу тощо"
)
"""The longest title of a measure in the three programmes."""
ADDRESS = "https://muzykivskaotg.gov.ua/programs/informatyzatsiia/2020-2022/zvit-pro-vykonannia-zakhodiv.html"
"""A word that no line holds."""


def heading(title: str) -> Heading:
    return Heading(title=title, subtitle=LONG, source=f"Джерело: {LONG}. {ADDRESS}")


def series(name: str, *labels: str) -> Series:
    """Labels that are numbers are bars of that size; other words stand where no bar is."""
    return Series(name=name, points=tuple(Point(value=_value(label), label=label) for label in labels))


def _value(label: str) -> float | None:
    digits = label.replace("\xa0", "").replace(",", ".").rstrip(" %")
    return float(digits) if digits.replace(".", "", 1).isdecimal() else None


def longest(title: str = LONG) -> Mapping[str, Picture]:
    """Every kind of picture with words that are too long for any place."""
    years = ("2023", "2024", "2025")
    plan = series("заплановано", "1\xa0234\xa0567,25", "не заплановано на цей рік", "джерело не вказує")
    spent = series("витрачено з усіх джерел фінансування разом", "0", "звіту ще немає", "999\xa0999")
    return {
        "bars": Bars(heading=heading(title), categories=years, series=(plan, spent)),
        "bars upright": Bars(
            heading=heading(title), categories=years, series=(series("", "315", "10\xa0525", "без фінансування"),)
        ),
        "bars lying": Bars(heading=heading(title), categories=(LONG, ADDRESS), series=(series(LONG, "7 %", LONG),)),
        "lines": Lines(
            heading=heading(title),
            categories=("було до програми", *years),
            series=(series(LONG, "48,8", "66,3", "80", "100"), series("стало", "48,8", "66,4", "79", "нема")),
        ),
        "progress": Progress(
            heading=heading(title),
            rows=(Row(name=LONG, share=0.5, label=LONG), Row(name=ADDRESS, label="звіту ще немає")),
        ),
        "stacked": Stacked(
            heading=heading(title),
            legend=(LONG, "так", "ні", "не знаю"),
            rows=(Split(name=LONG, parts=(1, 97, 1, 1), labels=("1", "97", "1", "1"), label=LONG),),
        ),
        "radar": Radar(
            heading=heading(title),
            axes=tuple(f"{n} {LONG}" for n in range(10)),
            most=5,
            series=(series(LONG, *["1,5"] * 10), series("тепер", *["4,9"] * 10)),
        ),
    }


def of_programmes() -> Mapping[str, Picture]:
    """Pictures of the programmes that we ship, in the language of the moment; the reports are invented."""
    (planned,) = load(CONTENT / "mohyliv-podilskyi")
    (strategy,) = load(CONTENT / "koriukivka")
    today = date(2025, 2, 1)
    book = ledger(planned, reports(planned), today, date(2023, 1, 1))
    bare = ledger(strategy, (), today, date(2025, 1, 1))
    found = {
        "money": programme_pictures.money(book),
        "money of a measure": programme_pictures.money(book, [planned.by_code("1.1.2")]),
        "plan alone": programme_pictures.money(ledger(planned, (), today, today), [planned.by_code("1.1.5")]),
        "goals": programme_pictures.goals(book),
        "goals without reports": programme_pictures.goals(bare),
        "indicator": programme_pictures.indicator(book, planned.indicator("I-21")),
        "indicator in per cent": programme_pictures.indicator(book, planned.indicator("I-05")),
    }
    return {name: picture for name, picture in found.items() if picture is not None}


def reports(programme: Programme) -> Sequence[Report]:
    """Invented: a year's word on a third of the measures."""
    said = (
        ("mop-m04", 2023, "95.5", "done"),
        ("mop-m02", 2024, "287.4", "under_way"),
        ("mop-m22", 2024, "7011", "done"),
        ("mop-m06", 2023, "0", "under_way"),
        ("mop-m20", 2023, "48", "done"),
    )
    readings = {"mop-m22": ("I-21", "52"), "mop-m06": ("I-05", "15.3")}
    return [
        _report(programme, measure, year, amount, stage, readings.get(measure)) for measure, year, amount, stage in said
    ]


def _report(
    programme: Programme, measure: str, year: int, amount: str, stage: str, reading: tuple[str, str] | None
) -> Report:
    told: dict[str, object] = {"stage": stage, "spent": [{"year": year, "amount": amount}]}
    if reading:
        told["readings"] = [{"indicator": reading[0], "value": reading[1]}]
    now = datetime(year + 1, 1, 20, tzinfo=UTC)
    state, words = ReportState.PUBLISHED, Told.model_validate(told)
    return Report(
        ReportId(1), programme.id, measure, Period(year), state, words, "", TelegramId(1), "начальник відділу", "", now
    )


def write() -> None:
    """Contact sheets in both languages, small enough for the repository: each picture as wide as a phone shows it."""
    from PIL import Image

    from bot.pictures import drawing, frame

    for locale in ("uk", "en"):
        with Catalogues().speaking(locale):
            pictures = {**of_programmes(), **SAMPLES[locale], **survey_samples.pictures()}
        files = [frame.end(*drawing.sheet_of(picture)) for picture in pictures.values()]
        shown = [Image.open(io.BytesIO(file)) for file in files]
        _sheet([image.reduce(3) for image in shown]).quantize(128).save(FOLDER / f"{locale}.png", optimize=True)


def _sheet(images: Sequence["Image.Image"], columns: int = 4) -> "Image.Image":
    """Under each other in columns of one width."""
    from PIL import Image

    heights = [GAP] * columns
    places = []
    for image in images:
        column = heights.index(min(heights))
        places.append((GAP + column * (image.width + GAP), heights[column]))
        heights[column] += image.height + GAP
    sheet = Image.new("RGB", (columns * (images[0].width + GAP) + GAP, max(heights)), "#c3ccd6")
    for image, place in zip(images, places, strict=True):
        sheet.paste(image, place)
    return sheet


def overlapping(boxes: Sequence[tuple[str, object]]) -> list[str]:
    """Pairs of lines that stand on each other."""
    from bot.pictures.canvas import Box

    found = []
    for n, (first, one) in enumerate(boxes):
        for second, other in boxes[n + 1 :]:
            assert isinstance(one, Box)
            assert isinstance(other, Box)
            if one.meets(other, 1.0):
                found.append(f"{first} × {second}")
    return found


def _answers(
    question: str, subtitle: str, source: str, scale: tuple[str, ...], rows: tuple[tuple[str, str], ...]
) -> Picture:
    """Invented answers of a survey; the last question has too few to be shown."""
    parts = ((5, 12, 18, 40, 25), (2, 3, 10, 35, 50))
    split = [
        Split(name=name, parts=part, labels=tuple(map(str, part)), label=label)
        for (name, label), part in zip(rows, parts, strict=False)
    ]
    name, label = rows[-1]
    return Stacked(
        heading=Heading(title=question, subtitle=subtitle, source=source),
        legend=scale,
        rows=(*split, Split(name=name, label=label)),
    )


def _round(title: str, source: str, axes: tuple[str, ...], before: str, now: str) -> Picture:
    """Invented scores of a community by direction, this year over the year before."""
    first = ("30", "45", "20", "55", "40", "25")
    second = ("55", "60", "35", "58", "72", "30")
    return Radar(
        heading=Heading(title=title, source=source),
        axes=axes,
        series=(series(before, *first), series(now, *second)),
        most=100,
    )


SAMPLES: Mapping[str, Mapping[str, Picture]] = {
    "uk": {
        "round": _round(
            "Цифрова зрілість громади: 52 зі 100",
            "Джерело: вигадана самооцінка, 0–100 балів. Дані на 1 лютого 2025",
            ("Інтернет", "Послуги", "Навички", "Дані", "Безпека", "Участь людей"),
            "2023 рік",
            "2024 рік",
        ),
        "answers": _answers(
            "Двоє з трьох задоволені роботою ЦНАП",
            "Наскільки ви задоволені? Частка відповідей, %",
            "Джерело: вигадане опитування, 120 відповідей. Дані на 1 лютого 2025",
            ("зовсім не задоволені", "радше не задоволені", "важко сказати", "радше задоволені", "цілком задоволені"),
            (
                ("Час очікування", "відповіли 120 людей"),
                ("Ввічливість", "відповіли 118 людей"),
                ("Сайт", "менше 5 відповідей: не показуємо"),
            ),
        ),
    },
    "en": {
        "round": _round(
            "Digital maturity of the community: 52 of 100",
            "Source: an invented self-assessment, 0–100 points. As of 1 February 2025",
            ("Internet", "Services", "Skills", "Data", "Security", "Participation"),
            "2023",
            "2024",
        ),
        "answers": _answers(
            "Two in three are content with the service centre",
            "How content are you? Share of the answers, %",
            "Source: an invented survey, 120 answers. As of 1 February 2025",
            ("not at all", "rather not", "hard to say", "rather content", "fully content"),
            (
                ("Waiting time", "120 people answered"),
                ("Politeness", "118 people answered"),
                ("Website", "fewer than 5 answers: not shown"),
            ),
        ),
    },
}

if __name__ == "__main__":
    write()
