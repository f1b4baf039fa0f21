"""The result of a scored survey: per cent overall and by area, the level, what was strong, and what to learn next.

Own rules, since the bands of the state test are not published: points of self-assessment and of knowledge add up;
skipped questions count neither for nor against; high self-assessment alone does not lift the level.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from council.survey import Level, Minimum, Question, QuestionKind, Scoring, Section, Survey


@dataclass(frozen=True)
class Points:
    """So many of so many; nothing answered is 0 of 0."""

    got: int = 0
    of: int = 0

    def __add__(self, other: "Points") -> "Points":
        return Points(self.got + other.got, self.of + other.of)

    @property
    def percent(self) -> int | None:
        """A whole number, half up; None where nothing was answered."""
        return (200 * self.got + self.of) // (2 * self.of) if self.of else None

    def below(self, percent: int) -> bool:
        """Compared unrounded; nothing answered is below everything."""
        return 100 * self.got < percent * self.of or not self.of


@dataclass(frozen=True)
class Score:
    """`areas` are by section code, in the order of the file. `answers` and `known` count what was answered."""

    variant: str
    areas: Mapping[str, Points]
    self_assessed: Points
    known: Points
    answered: int
    answered_knowledge: int

    @property
    def total(self) -> Points:
        return self.self_assessed + self.known


def scored(survey: Survey, variant: str, answers: Mapping[str, object]) -> Score:
    """The points of these answers, whatever the order they came in."""
    areas = {section.code: Points() for section in survey.sections}
    kinds = {QuestionKind.SELF: Points(), QuestionKind.KNOWLEDGE: Points()}
    counted = {QuestionKind.SELF: 0, QuestionKind.KNOWLEDGE: 0}
    for question in _scored_questions(survey, variant):
        points = _points(survey, question, answers.get(question.id))
        if points is not None:
            areas[question.section] += points
            kinds[question.type] += points
            counted[question.type] += 1
    return Score(
        variant,
        areas,
        kinds[QuestionKind.SELF],
        kinds[QuestionKind.KNOWLEDGE],
        sum(counted.values()),
        counted[QuestionKind.KNOWLEDGE],
    )


def _scored_questions(survey: Survey, variant: str) -> Iterable[Question]:
    """Those of an area; the officers' extra questions stand in none."""
    kinds = {QuestionKind.SELF, QuestionKind.KNOWLEDGE}
    return [question for question in survey.asked_in(variant) if question.section and question.type in kinds]


def _points(survey: Survey, question: Question, answer: object) -> Points | None:
    """None for a question that was skipped; «Не знаю» is an answer, worth as much as a wrong one."""
    if not isinstance(answer, str) or survey.scoring is None:
        return None
    if question.type is QuestionKind.SELF:
        levels = len(survey.options_of(question))
        return Points(int(answer) - 1, levels - 1) if answer in _numbers(levels) else None
    option = question.option(answer)
    return None if option is None else Points(survey.scoring.right if option.right else 0, survey.scoring.right)


def _numbers(count: int) -> Sequence[str]:
    return [str(number) for number in range(1, count + 1)]


def enough(scoring: Scoring, score: Score) -> bool:
    """Whether so much was answered that a level may be told."""
    least = _minimum(scoring, score.variant)
    return score.answered >= least.answers and score.answered_knowledge >= least.knowledge and score.total.of > 0


def _minimum(scoring: Scoring, variant: str) -> Minimum:
    found = next((minimum for minimum in scoring.minimums if minimum.variant == variant), None)
    return found or Minimum(variant="all", answers=1, knowledge=0)


def level(scoring: Scoring, score: Score) -> Level | None:
    """The level of the total, held down where knowledge is low; None with too few answers."""
    percent = score.total.percent
    if percent is None or not enough(scoring, score):
        return None
    reached = [one for one in scoring.levels if one.least <= percent]
    if scoring.cap and score.known.below(scoring.cap.knowledge_below):
        codes = [one.code for one in scoring.levels]
        reached = reached[: codes.index(scoring.cap.at_most) + 1]
    return reached[-1]


def gap(scoring: Scoring, score: Score) -> int:
    """1 where people rate themselves much higher than the questions showed, -1 where much lower, else 0."""
    one, other = score.self_assessed, score.known
    if scoring.gap is None or not one.of or not other.of:
        return 0
    difference = 100 * (one.got * other.of - other.got * one.of)
    limit = scoring.gap.difference * one.of * other.of
    return (difference >= limit) - (-difference >= limit)


def strong(survey: Survey, score: Score) -> Sequence[Section]:
    """The best areas, at most two, and only those that are good in themselves."""
    scoring = survey.scoring
    if scoring is None:
        return ()
    good = [section for section in _told(survey, score) if not score.areas[section.code].below(scoring.strong)]
    return sorted(good, key=lambda section: -_share(score, section))[: scoring.steps]


def next_steps(survey: Survey, score: Score) -> Sequence[Section]:
    """The weakest areas, two of them; the urgent one first as long as it is below its mark."""
    scoring = survey.scoring
    if scoring is None:
        return ()
    weakest = sorted(_told(survey, score), key=lambda section: _share(score, section))
    urgent = scoring.urgent
    first = [
        section
        for section in weakest
        if urgent and section.code == urgent.section and score.areas[section.code].below(urgent.below)
    ]
    return [*first, *(section for section in weakest if section not in first)][: scoring.steps]


def _told(survey: Survey, score: Score) -> Sequence[Section]:
    """The areas in which something was answered."""
    return [section for section in survey.sections if score.areas[section.code].of]


def _share(score: Score, section: Section) -> float:
    points = score.areas[section.code]
    return points.got / points.of
