"""Lists of measures: of a goal, by year, standing, direction, body or topic, and those found by typed words."""

import re
from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten
from zlib import crc32

from aiogram.filters.callback_data import CallbackData

from council.measures import STANDING_NAMES, Ledger
from council.phrases import NotFound
from council.phrases import _ as msgid
from council.plain import Plain
from council.programme import Measure
from council.topics import topic_name
from council.words import matches
from handlers.house import House
from handlers.residents import programme_words as words
from handlers.screens import Button, Screen, column
from handlers.texts import _, escaped

PAGE = 8
TITLE = 140
"""Characters of an official title in a list: the card has it whole."""


class MeasurePress(CallbackData, prefix="pm"):
    """`view` is empty for the card; `page` counts the parts of a long text from 0."""

    measure: str
    view: str = ""
    page: int = 0


class ChosenPress(CallbackData, prefix="pf"):
    """`chosen` is a way of choosing («year») alone, or with a value: «y-2024», «b-1c9a07f2»."""

    programme: str
    chosen: str
    page: int = 0


class GoalPress(CallbackData, prefix="pl"):
    programme: str
    goal: str
    page: int = 0


class IndicatorPress(CallbackData, prefix="pi"):
    programme: str
    indicator: str
    page: int = 0


class FindPress(CallbackData, prefix="ps"):
    """Asks for words to search by; a page above 0 shows more of what was found."""

    programme: str
    page: int = 0


class PicturePress(CallbackData, prefix="pp"):
    """`what`: `cost` or `done` of a programme, `money` of a measure, `way` of an indicator (`kor/1.1.1-i1`)."""

    what: str
    subject: str


def picture(what: str, subject: str) -> Button:
    return Button(_("Show as a picture"), PicturePress(what=what, subject=subject).pack())


def link_sign(code: str) -> str:
    """A goal's code in the signs that a deep link takes: `1-1` for `1.1`."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", code)


def listed(house: House, ledger: Ledger, heading: str, measures: Sequence[Measure], page: int) -> Screen:
    """A page of measures: number, name and standing of each in the text, and a button for each."""
    here = measures[page * PAGE : (page + 1) * PAGE]
    lines = [line(house, ledger, measure) for measure in here] or [_("There are no measures here.")]
    buttons = [Button(label(house, measure), MeasurePress(measure=measure.id).pack()) for measure in here]
    return Screen("\n\n".join([heading, *lines]), column(*buttons))


def cut(title: str) -> str:
    """A title where many stand together; the card has it whole."""
    return shorten(title, 2 * TITLE, placeholder="…")


def line(house: House, ledger: Ledger, measure: Measure) -> str:
    """One measure of a list: what it is called, and how it stands."""
    plain = house.plain.get(measure.id)
    name = words.short_name(house, measure) if plain and plain.name else shorten(measure.title, TITLE, placeholder="…")
    return f"{number(measure)}{escaped(name)}\n<i>{words.standing(ledger, measure)}</i>"


def label(house: House, measure: Measure) -> str:
    return f"{number(measure)}{words.short_name(house, measure)}"


def number(measure: Measure) -> str:
    """The document's own number; a generated one says nothing to people."""
    return "" if measure.generated else f"{measure.code} "


def turns(count: int, page: int, to: Callable[[int], str], size: int = PAGE) -> tuple[tuple[Button, ...], ...]:
    """The row that leads to the pages before and after."""
    before = [Button(_("‹ Back a page"), to(page - 1))] if page else []
    after = [Button(_("Next page ›"), to(page + 1))] if (page + 1) * size < count else []
    return ((*before, *after),) if before or after else ()


WAYS: Mapping[str, str] = {
    "y": msgid("By year"),
    "s": msgid("By how it stands"),
    "g": msgid("By direction"),
    "b": msgid("By who is responsible"),
    "t": msgid("By topic"),
}
"""By what measures are chosen; the letter begins the value of a button."""


def values(ledger: Ledger, way: str) -> Mapping[str, tuple[str, Sequence[Measure]]]:
    """Every value of a way: its sign for a button, its words, and its measures in the document's order."""
    found: dict[str, tuple[str, list[Measure]]] = {}
    for measure in ledger.programme.measures:
        for sign, said in _values_of(ledger, measure, way):
            found.setdefault(f"{way}-{sign}", (said, []))[1].append(measure)
    return dict(sorted(found.items(), key=lambda item: _order(way, item[0], item[1][0])))


def _order(way: str, sign: str, said: str) -> tuple[str, str]:
    """Years and goals in their own order, words by the alphabet."""
    return (sign, "") if way in "yg" else ("", said.casefold())


def _values_of(ledger: Ledger, measure: Measure, way: str) -> Sequence[tuple[str, str]]:
    match way:
        case "y":
            return [(str(year), str(year)) for year in ledger.programme.years if active(measure, year)]
        case "s":
            standing = ledger.standing(measure)
            return [(standing.value, _(STANDING_NAMES[standing]))]
        case "g":
            goal, _operational = ledger.programme.goals_of(measure)
            return [(goal.code, f"{goal.code}. {goal.title}")]
        case "b":
            return [(_sign(body), body) for body in measure.responsible_bodies]
        case "t":
            return [(_sign(topic), _(topic_name(topic))) for topic in measure.topics]
    raise NotFound(_("These measures cannot be chosen in this way any more."))


def _sign(text: str) -> str:
    """Stays the same when the document gets a new version; a number of the list would not."""
    return f"{crc32(text.casefold().encode()):08x}"


def active(measure: Measure, year: int) -> bool:
    """Whether the document plans work on the measure in that year; what has no years of its own goes on in all."""
    if any(money.planned for money in measure.budget.by_year.values()):
        return measure.budget.of(year).planned
    start, due = measure.schedule.start_year, measure.schedule.due_year
    return (start is None or start <= year) and (due is None or year <= due)


def ways(ledger: Ledger) -> tuple[tuple[Button, ...], ...]:
    """The ways that have something to choose from."""
    prefix = ledger.programme.passport.prefix
    known = [way for way in WAYS if values(ledger, way)]
    return column(*(Button(_(WAYS[way]), ChosenPress(programme=prefix, chosen=way).pack()) for way in known))


def value_buttons(ledger: Ledger, way: str, page: int) -> tuple[tuple[Button, ...], ...]:
    """A page of values, each with the number of its measures."""
    prefix = ledger.programme.passport.prefix
    found = list(values(ledger, way).items())
    buttons = [
        Button(f"{shorten(said, 40, placeholder='…')} ({len(chosen)})", _choice(prefix, sign))
        for sign, (said, chosen) in found[page * PAGE : (page + 1) * PAGE]
    ]
    return (*column(*buttons), *turns(len(found), page, lambda at: _choice(prefix, way, at)))


def _choice(prefix: str, chosen: str, page: int = 0) -> str:
    return ChosenPress(programme=prefix, chosen=chosen, page=page).pack()


def found(house: House, ledger: Ledger, sought: str) -> Sequence[Measure]:
    """The measures in which every word is met, in any form: title, plain words, description, results, steps, bodies."""
    return [measure for measure in ledger.programme.measures if matches(sought, _text(house.plain, ledger, measure))]


def _text(plain: Mapping[str, Plain], ledger: Ledger, measure: Measure) -> str:
    ours = plain.get(measure.id)
    said = [ours.uk, ours.en, ours.name.uk if ours.name else "", ours.name.en if ours.name else ""] if ours else []
    topics = [_(topic_name(topic)) for topic in measure.topics]
    written = [
        measure.code,
        measure.title,
        measure.description or "",
        *measure.expected_results,
        *measure.indicators,
        *measure.responsible_bodies,
        *(step.text for step in measure.steps),
        *(indicator.name for indicator in ledger.programme.indicators_of(measure)),
    ]
    return " \n".join([*written, *said, *topics])
