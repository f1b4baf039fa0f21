"""A picture on its way to a person: the call that sends it, and the text that says the same to who cannot see it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import shorten

from council.deliveries import Call
from council.pictures import Bars, Heading, Lines, Picture, Progress, Radar, Series, Split, Stacked, packed
from handlers.screens import Button, markup
from handlers.texts import _, escaped, ngettext, number

CAPTION = 1024
"""Characters under a photo, after Telegram has read the markup (Bot API, sendPhoto)."""
_ROOM_FOR_REST = 60


def photo(picture: Picture, rows: Sequence[Sequence[Button]] = ()) -> Call:
    """The call that sends the picture with its text under it. The picture is drawn when the row is sent."""
    params: dict[str, object] = {
        "photo": {"picture": packed(picture)},
        "caption": said(picture, CAPTION),
        "parse_mode": "HTML",
    }
    if rows:
        params["reply_markup"] = markup(rows)
    return Call("sendPhoto", params)


def said(picture: Picture, most: int | None = None) -> str:
    """The picture in words, in Telegram's HTML: the finding, every value, the source.

    With `most`, as many whole lines as fit into that many characters, and how many values are left out.
    """
    title, subtitle, source = _heading(picture.heading, most)
    above, below = [f"<b>{escaped(title)}</b>", escaped(subtitle)], [escaped(source)]
    rows = [escaped(line) for line in _rows(picture)]
    return _fitted(_full(above), rows, _full(below), most)


def _heading(heading: Heading, most: int | None) -> Sequence[str]:
    """Title, subtitle and source; where room is scarce, no more than a quarter of it each."""
    words = (heading.title, heading.subtitle, heading.source)
    return words if most is None else [shorten(text, most // 4, placeholder="…") for text in words]


def _full(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]


def _fitted(above: list[str], rows: list[str], below: list[str], most: int | None) -> str:
    room = None if most is None else most - sum(len(line) + 2 for line in [*above, *below])
    kept = len(rows)
    while room is not None and kept and sum(len(row) + 1 for row in rows[:kept]) + _rest(kept, rows) > room:
        kept -= 1
    left = len(rows) - kept
    shown = rows[:kept]
    if left:
        text = ngettext("and {n} more value in the picture", "and {n} more values in the picture", left)
        shown.append(text.format(n=number(left)))
    return "\n\n".join("\n".join(part) for part in (above, shown, below) if part)


def _rest(kept: int, rows: list[str]) -> int:
    return _ROOM_FOR_REST if kept < len(rows) else 0


def _rows(picture: Picture) -> Iterator[str]:
    match picture:
        case Bars() | Lines():
            yield from _of_series(picture.categories, picture.series)
        case Radar():
            yield from _of_series(picture.axes, picture.series)
        case Progress():
            yield from (f"{row.name}: {row.label}" for row in picture.rows)
        case Stacked():
            yield from (_of_split(row, picture.legend) for row in picture.rows)


def _of_series(categories: Sequence[str], series: Sequence[Series]) -> Iterator[str]:
    """«2024: план 300, витрачено 280», or «2024: 300» where there is one series only."""
    for place, category in enumerate(categories):
        told = [(part.name, part.points[place].label) for part in series if part.points[place].label]
        if told:
            words = [_with_name(name, label) if len(series) > 1 else label for name, label in told]
            yield f"{category}: {', '.join(words)}"


def _with_name(name: str, label: str) -> str:
    """«план 300»; «не заплановано» already says what it speaks of."""
    return label if name in label.split() else f"{name} {label}"


def _of_split(row: Split, legend: Sequence[str]) -> str:
    parts = [_part(name, label) for name, label in zip_longest(legend, row.labels, fillvalue="") if name and label]
    told = ", ".join(parts)
    return ". ".join(text for text in (f"{row.name}: {told}" if told else row.name, row.label) if text)


def _part(name: str, label: str) -> str:
    """«так 97»; a mark of a scale is told apart from how many gave it: «оцінка 4: 97»."""
    return f"{_('mark {mark}').format(mark=name)}: {label}" if name[:1].isdecimal() else f"{name} {label}"
