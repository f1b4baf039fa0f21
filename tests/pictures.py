"""Pictures with the longest words that there are, and contact sheets of all of them: `python -m tests.pictures`."""

from collections.abc import Mapping, Sequence

from council.pictures import Bars, Heading, Lines, Picture, Point, Progress, Radar, Row, Series, Split, Stacked

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
