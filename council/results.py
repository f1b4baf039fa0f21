"""Figures of a survey, from drawn sheets only: nothing is shown of fewer than five people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from council import scoring
from council.ports import Desk
from council.survey import CHOSEN, Question, QuestionKind, Survey
from council.urns import TOGETHER, Sheet

MEASURE = "s7"


@dataclass(frozen=True)
class Tally:
    """One question: `answered` by how many, how often each option, the mean of numbers, how many wrote words.

    Empty, with `answered` None, where fewer than five answered it.
    """

    question: Question
    answered: int | None = None
    chosen: Mapping[str, int] | None = None
    mean: float | None = None
    words: int = 0


def tallies(survey: Survey, sheets: Sequence[Sheet], variant: str = "") -> Sequence[Tally]:
    """The questions in their order. Raises nothing: a question that too few answered says only that."""
    return [_tally(question, _given(question, sheets)) for question in survey.asked_in(variant)]


def _given(question: Question, sheets: Sequence[Sheet]) -> Sequence[Any]:
    return [sheet.answers[question.id] for sheet in sheets if question.id in sheet.answers]


def _tally(question: Question, given: Sequence[Any]) -> Tally:
    if len(given) < TOGETHER:
        return Tally(question)
    if question.type in (QuestionKind.TEXT, QuestionKind.PLACE):
        return Tally(question, len(given), words=len(given))
    if question.type is QuestionKind.NUMBER:
        return Tally(question, len(given), mean=_mean(given))
    counted = Counter(code for value in given for code in (value if isinstance(value, list) else [value]))
    scale = question.type is QuestionKind.SCALE
    return Tally(question, len(given), dict(sorted(counted.items())), _mean(given) if scale else None)


def _mean(values: Sequence[Any]) -> float:
    return sum(int(value) for value in values) / len(values)


def mean_percent(survey: Survey, sheets: Sequence[Sheet], variant: str) -> tuple[float, int] | None:
    """(M, n) of a scored survey: the mean total per cent, and of how many with enough answers; None of too few."""
    if survey.scoring is None:
        return None
    scores = [scoring.scored(survey, variant, sheet.answers) for sheet in sheets]
    told = [score.total.percent for score in scores if scoring.enough(survey.scoring, score)]
    percents = [percent for percent in told if percent is not None]
    return (sum(percents) / len(percents), len(percents)) if len(percents) >= TOGETHER else None


@dataclass(frozen=True)
class View:
    """What residents think of a measure. `seen` is per cent: yes, and half of in part, of those who could say."""

    answers: int
    knew: int | None
    seen: int | None
    importance: float | None
    satisfaction: float | None


async def views_of_measure(desk: Desk, measure: str, wave: str | None = None) -> View | None:
    """The views of a measure of the programme (survey S7), of every quarter or one; None of fewer than five."""
    sheets = [sheet for _urn, sheet in await desk.surveys.drawn(MEASURE, wave, measure)]
    return None if len(sheets) < TOGETHER else view(sheets)


def view(sheets: Sequence[Sheet]) -> View:
    """The answers of S7: q1 knew, q2 sees a result, q3 importance, q4 satisfaction."""
    seen = Counter(sheet.answers.get("q2") for sheet in sheets)
    able = seen["1"] + seen["2"] + seen["3"]
    knew = Counter(sheet.answers.get("q1") for sheet in sheets)
    return View(
        len(sheets),
        _percent(knew["1"], knew["1"] + knew["2"]),
        _percent(seen["1"] + seen["2"] / 2, able),
        _mean_of(sheets, "q3"),
        _mean_of(sheets, "q4"),
    )


def _percent(part: float, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= TOGETHER else None


def _mean_of(sheets: Sequence[Sheet], question: str) -> float | None:
    given = [sheet.answers[question] for sheet in sheets if question in sheet.answers]
    return _mean(given) if len(given) >= TOGETHER else None


def shown_options(survey: Survey, tally: Tally) -> Sequence[tuple[Any, int]]:
    """(option, how often) in the order of the file, for questions with options."""
    if tally.chosen is None or tally.question.type not in CHOSEN | {QuestionKind.SELF}:
        return []
    told = enumerate(survey.options_of(tally.question), 1)
    return [(option, tally.chosen.get(str(place), 0)) for place, option in told]
