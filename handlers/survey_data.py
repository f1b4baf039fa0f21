"""Answers of surveys as tables: figures of groups, never a single sheet; the same is withheld as on the screens.

A cell that a spreadsheet would take for a formula begins with an apostrophe (handlers/spreadsheets.py).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from council import breakdowns, findings
from council.community import Community
from council.findings import WordsState
from council.phrases import _ as msgid
from council.results import Slice, Tally, given, labels, tally
from council.survey import Question, Survey
from council.survey_account import Account, account
from handlers import survey_figures as figures
from handlers.programme_data import DataTable, Row
from handlers.questions import words_of
from handlers.texts import _
from storage.desk import Desk

WAVE_FIELDS = {
    "survey": msgid("id of the survey"),
    "title": msgid("title of the survey"),
    "wave": msgid("wave: year, half-year (H), quarter (Q) or month; empty for all the time"),
    "started": msgid("how many began"),
    "finished": msgid("how many finished"),
    "assisted": msgid("of them with the help of a worker"),
    "population": msgid("people who live in the community; empty where it is not known"),
    "counted": msgid("how many answers are in the figures"),
    "first_week": msgid("first ISO week of the answers"),
    "last_week": msgid("last ISO week of the answers"),
    "selection": msgid("who answered: those who chose to; not representative"),
}
ANSWER_FIELDS = {
    "survey": msgid("id of the survey"),
    "wave": msgid("wave: year, half-year (H), quarter (Q) or month; empty for all the time"),
    "version": msgid("version of the questions; versions are never added up"),
    "form": msgid("form of the survey; empty where there is one"),
    "channel": msgid("self, or assisted: with the help of a worker"),
    "group_by": msgid("by what the group is told apart; empty for all"),
    "group": msgid("the group; empty for all"),
    "question": msgid("id of the question"),
    "text": msgid("the question as people read it"),
    "kind": msgid("type of the question"),
    "option": msgid("number of the option, a mark or marks; empty for the question as a whole"),
    "label": msgid("words of the option"),
    "answered": msgid("how many of the group answered the question; empty where fewer than five"),
    "count": msgid("how many chose the option; empty where it may not be told"),
    "percent": msgid("the same in per cent of who answered"),
    "mean": msgid("mean of marks or numbers"),
    "shown": msgid("yes, or few: withheld, since it would tell of few people"),
}
WORD_FIELDS = {
    "survey": msgid("id of the survey"),
    "wave": msgid("wave: year, half-year (H), quarter (Q) or month; empty for all the time"),
    "question": msgid("id of the question"),
    "text": msgid("an answer in words that a moderator has read and let others read"),
}


@dataclass(frozen=True)
class Told:
    """A wave with what was decided on its words."""

    survey: Survey
    account: Account
    decided: Mapping[tuple[str, str], WordsState]


async def told(desk: Desk, survey: Survey, wave: str, community: Community) -> Told:
    return Told(survey, await account(desk, survey, wave, community), await desk.findings.decided(survey.id))


def tables(waves: Sequence[Told], community: Community) -> Mapping[str, DataTable]:
    """The tables by their names, of all these waves together."""
    return {
        "waves": DataTable(WAVE_FIELDS, [_wave(one) for one in waves]),
        "answers": DataTable(ANSWER_FIELDS, [row for one in waves for row in _answers(one, community)]),
        "words": DataTable(WORD_FIELDS, [row for one in waves for row in _words(one)]),
    }


def codebook() -> DataTable:
    """What every field means, in the language of the moment."""
    known = {"waves": WAVE_FIELDS, "answers": ANSWER_FIELDS, "words": WORD_FIELDS}
    rows = [
        {"table": name, "field": field, "meaning": _(meaning)}
        for name, fields in known.items()
        for field, meaning in fields.items()
    ]
    return DataTable(dict.fromkeys(("table", "field", "meaning"), ""), rows)


def as_json(waves: Sequence[Told], community: Community) -> str:
    """Everything in one file, the codebook too."""
    made = {**tables(waves, community), "codebook": codebook()}
    return json.dumps({name: json.loads(one.json()) for name, one in made.items()}, ensure_ascii=False, indent=1)


def _wave(one: Told) -> Row:
    weeks = one.account.weeks
    return {
        "survey": one.survey.id,
        "title": words_of(one.survey.title),
        "wave": one.account.wave,
        "started": one.account.started,
        "finished": one.account.finished,
        "assisted": one.account.assisted,
        "population": one.account.population or None,
        "counted": one.account.told,
        "first_week": weeks[0] if weeks else None,
        "last_week": weeks[-1] if weeks else None,
        "selection": figures.selection(one.account),
    }


def _answers(one: Told, community: Community) -> Iterator[Row]:
    """Each part as a whole, then by its groups."""
    for part in one.account.parts:
        for question in part.survey.asked_in(part.variant):
            start = {**_of_part(part, one.account.wave), **_of_question(part.survey, question)}
            yield from _whole(part, question, start, community)
            for kind in breakdowns.kinds(part.survey):
                yield from _by_groups(part, question, kind, start, community)


def _of_part(part: Slice, wave: str) -> Row:
    return {
        "survey": part.survey.id,
        "wave": wave,
        "version": part.version,
        "form": part.variant,
        "channel": part.channel,
    }


def _of_question(survey: Survey, question: Question) -> Row:
    return {"question": question.id, "text": figures.asked(survey, question), "kind": question.type.value}


def _whole(part: Slice, question: Question, start: Row, community: Community) -> Iterator[Row]:
    one = tally(question, given(question, part.sheets))
    yield {**start, "answered": one.answered, "mean": _round(one.mean), "shown": _shown(one.answered is not None)}
    if one.answered is not None:
        for code, label, count in _options(part.survey, one, community):
            yield {**start, "option": code, "label": label, "answered": one.answered, **_count(count, one.answered)}


def _options(survey: Survey, one: Tally, community: Community) -> Iterator[tuple[str, str, int | None]]:
    """(code, words, how often) of the options, or of the marks that stand together."""
    if one.chosen is None:
        for band in one.bands:
            name = figures.band_name(band.first, band.last)
            yield name, name, band.count
        return
    for code, label in labels(survey, one.question, community).items():
        yield code, words_of(label), None if code in one.withheld else one.chosen.get(code, 0)


def _by_groups(part: Slice, question: Question, kind: str, start: Row, community: Community) -> Iterator[Row]:
    crossed = breakdowns.crossed(question, breakdowns.groups(part, kind), part.sheets)
    for group in crossed.groups:
        answered = crossed.answered[group]
        row = {**start, "group_by": kind, "group": figures.group_name(kind, group, community), "answered": answered}
        yield {**row, "mean": _round(crossed.means.get(group)), "shown": _shown(True)}
        if crossed.cells:
            for code, label in labels(part.survey, question, community).items():
                count = crossed.cells.get((group, code))
                yield {**row, "option": code, "label": words_of(label), **_count(count, answered)}


def _count(count: int | None, answered: int) -> Row:
    percent = None if count is None else round(100 * count / answered)
    return {"count": count, "percent": percent, "shown": _shown(count is not None)}


def _shown(told: bool) -> str:
    return "yes" if told else "few"


def _round(mean: float | None) -> float | None:
    return None if mean is None else round(mean, 2)


def _words(one: Told) -> Iterator[Row]:
    """Only what a moderator has let others read, and only of a survey whose words may be published."""
    if not one.survey.publish_words:
        return
    for part in one.account.parts:
        for said in findings.said(part, one.decided):
            if said.state is WordsState.SHOWN and said.text:
                row = {"survey": one.survey.id, "wave": one.account.wave, "question": said.question, "text": said.text}
                yield row
