"""Figures of a survey, from drawn sheets only: nothing is told of fewer than five people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from council import scoring
from council.community import Community
from council.disclosure import Band, bands, withheld
from council.ports import Desk
from council.survey import Question, QuestionKind, Survey
from council.survey_form import places
from council.urns import TOGETHER, Sheet, Urn

MEASURE = "s7"
EXACT = 100
"""From so many answers on, a mean of one decimal says nothing of the few marks that stand together with others."""


@dataclass(frozen=True)
class Tally:
    """One question: `answered` by how many, how often each option, the mean of numbers, how many wrote words.

    Empty, with `answered` None, where fewer than five answered it. `withheld` are options that may not be told;
    `bands` are the marks of a scale, neighbours together where few gave one of them; none where that would tell.
    """

    question: Question
    answered: int | None = None
    chosen: Mapping[str, int] | None = None
    withheld: frozenset[str] = frozenset()
    bands: Sequence[Band] = ()
    mean: float | None = None
    words: int = 0

    @property
    def told(self) -> bool:
        """Whether there is anything to show of the options."""
        return bool(self.chosen) or len(self.bands) > 1


@dataclass(frozen=True)
class Slice:
    """The drawn answers of a wave that may be added up: of one version, form and channel."""

    survey: Survey
    version: int
    variant: str
    channel: str
    drawn: Sequence[tuple[Urn, Sheet]] = field(default=())

    @property
    def sheets(self) -> Sequence[Sheet]:
        return [sheet for _urn, sheet in self.drawn]

    @property
    def weeks(self) -> Sequence[str]:
        """The weeks in which these answers were given, the first first; none for answers to appeals."""
        return sorted({sheet.week for _urn, sheet in self.drawn} - {""})


async def slices(desk: Desk, survey: str, wave: str) -> Sequence[Slice]:
    """The answers of a wave in groups that may be added up, the newest version first."""
    drawn = await desk.surveys.drawn(survey, wave)
    groups = sorted({(urn.version, urn.variant, urn.channel) for urn, _sheet in drawn}, reverse=True)
    return [
        Slice(
            await desk.surveys.definition(survey, version),
            version,
            variant,
            channel,
            [one for one in drawn if (one[0].version, one[0].variant, one[0].channel) == (version, variant, channel)],
        )
        for version, variant, channel in groups
    ]


def tallies(survey: Survey, sheets: Sequence[Sheet], variant: str = "") -> Sequence[Tally]:
    """The questions in their order. Raises nothing: a question that too few answered says only that."""
    return [tally(question, given(question, sheets)) for question in survey.asked_in(variant)]


def given(question: Question, sheets: Sequence[Sheet]) -> Sequence[Any]:
    return [sheet.answers[question.id] for sheet in sheets if question.id in sheet.answers]


def tally(question: Question, answers: Sequence[Any]) -> Tally:
    """What may be told of these answers to the question."""
    count = len(answers)
    if count < TOGETHER:
        return Tally(question)
    match question.type:
        case QuestionKind.TEXT | QuestionKind.PLACE:
            return Tally(question, count, words=count)
        case QuestionKind.NUMBER:
            return Tally(question, count, mean=_mean(answers))
        case QuestionKind.SCALE:
            return _scale(question, answers)
    counted = counts(question, answers)
    lines = [] if question.type is QuestionKind.MULTIPLE else [list(counted)]
    hidden = withheld(counted, lines)
    told = {code: number for code, number in counted.items() if code not in hidden}
    return Tally(question, count, told, hidden)


def counts(question: Question, answers: Sequence[Any]) -> Mapping[str, int]:
    """How often each option was chosen, before anything is left out; in the order of the codes."""
    counted = Counter(code for value in answers for code in (value if isinstance(value, list) else [value]))
    return dict(sorted(counted.items()))


def _scale(question: Question, answers: Sequence[Any]) -> Tally:
    """The mean always; the marks where no few people gave one of them, or where the mean cannot tell who they were."""
    counted = counts(question, answers)
    marks = [counted.get(code, 0) for code in question.codes()]
    found = bands(marks)
    whole = len(found) == len(marks)
    shown = found if whole or len(answers) >= EXACT else ()
    return Tally(question, len(answers), dict(counted) if whole else None, bands=shown, mean=_mean(answers))


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


def labels(survey: Survey, question: Question, community: Community) -> Mapping[str, object]:
    """The options of a question by code, in the order in which they are read."""
    if question.type is QuestionKind.SETTLEMENT:
        return places(community)
    return {str(place): option for place, option in enumerate(survey.options_of(question), 1)}


def shown_options(survey: Survey, tally: Tally, community: Community) -> Sequence[tuple[object, int | None]]:
    """(option, how often) of a question with options; None where it may not be told."""
    if tally.chosen is None:
        return []
    told = labels(survey, tally.question, community)
    return [(option, None if code in tally.withheld else tally.chosen.get(code, 0)) for code, option in told.items()]
