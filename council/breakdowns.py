"""How answers differ between groups: by district, by age, by counter, by measure; and between two waves.

Every group has five people or more, and those left out add up to five or more: the whole minus the groups tells
nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from council import scoring
from council.disclosure import tellable, withheld
from council.results import Slice, counts, given, tally
from council.scoring import Points
from council.survey import Question, QuestionKind, Survey
from council.urns import TOGETHER, Sheet

SUBJECT = "subject"
"""What the survey is about (a counter, a measure), beside the traits."""
UNTOLD = ""
"""Those who did not tell, or whose answers lost the trait because too few shared it."""


def kinds(survey: Survey) -> Sequence[str]:
    """By what the answers of this survey can be told apart."""
    about = [SUBJECT] if survey.subject in ("counter", "measure") else []
    return [*about, *(trait.value for trait in survey.traits)]


def groups(part: Slice, kind: str) -> Mapping[str, Sequence[Sheet]]:
    """The groups that may be told of, by their codes in order; those who did not tell are the last."""
    found: dict[str, list[Sheet]] = {}
    for urn, sheet in part.drawn:
        found.setdefault(urn.subject if kind == SUBJECT else sheet.traits.get(kind, UNTOLD), []).append(sheet)
    order = sorted(found, key=lambda name: (name == UNTOLD, name))
    told = tellable({name: len(found[name]) for name in order})
    return {name: found[name] for name in told}


@dataclass(frozen=True)
class Crossed:
    """A question by groups. `cells` hold how many of a group chose an option; what may not be told is absent.

    `answered` and `means` are of those groups in which so many answered that it may be told.
    """

    question: Question
    groups: Sequence[str]
    answered: Mapping[str, int]
    cells: Mapping[tuple[str, str], int]
    means: Mapping[str, float]


def crossed(question: Question, told: Mapping[str, Sequence[Sheet]], whole: Sequence[Sheet]) -> Crossed:
    """The question by the groups that may be told of. What the whole withholds is withheld here too."""
    answers = {name: given(question, sheets) for name, sheets in told.items()}
    sizes = {name: len(found) for name, found in answers.items()}
    rest = len(given(question, whole)) - sum(sizes.values())
    shown = [name for name in tellable({**sizes, "*": rest}) if name != "*"]
    tallied = {name: tally(question, answers[name]) for name in shown}
    means = {name: one.mean for name, one in tallied.items() if one.mean is not None}
    answered = {name: sizes[name] for name in shown}
    if question.type in (QuestionKind.SCALE, QuestionKind.NUMBER, QuestionKind.TEXT, QuestionKind.PLACE):
        return Crossed(question, shown, answered, {}, means)
    counted = {name: counts(question, answers[name]) for name in shown}
    codes = sorted({code for found in counted.values() for code in found})
    cells = {(name, code): counted[name].get(code, 0) for name in shown for code in codes}
    hidden = _hidden(cells, shown, codes, tally(question, given(question, whole)).withheld, question)
    told_cells = {key: count for key, count in cells.items() if key not in hidden}
    return Crossed(question, shown, answered, told_cells, {})


def _hidden(
    cells: Mapping[tuple[str, str], int],
    names: Sequence[str],
    codes: Sequence[str],
    of_whole: frozenset[str],
    question: Question,
) -> frozenset[tuple[str, str]]:
    """Rows add up to their group where one option is chosen; columns add up to the option's own figure."""
    rows = [] if question.type is QuestionKind.MULTIPLE else [[(name, code) for code in codes] for name in names]
    columns = [[(name, code) for name in names] for code in codes]
    also = frozenset((name, code) for name in names for code in of_whole)
    return withheld(cells, [*rows, *columns], also)


def areas(survey: Survey, variant: str, sheets: Sequence[Sheet]) -> Mapping[str, float] | None:
    """The mean per cent of each area of a scored survey; None of fewer than five with enough answers.

    An area in which fewer than five answered anything is absent.
    """
    if survey.scoring is None:
        return None
    scores = [scoring.scored(survey, variant, sheet.answers) for sheet in sheets]
    counted = [score for score in scores if scoring.enough(survey.scoring, score)]
    if len(counted) < TOGETHER:
        return None
    means = {section.code: _mean([score.areas[section.code] for score in counted]) for section in survey.sections}
    return {code: mean for code, mean in means.items() if mean is not None}


def _mean(points: Sequence[Points]) -> float | None:
    known = [one.percent for one in points if one.percent is not None]
    return sum(known) / len(known) if len(known) >= TOGETHER else None


def earlier_wave(waves: Sequence[str], wave: str) -> str | None:
    """The wave before this one, of those in which anybody began."""
    return max((one for one in waves if one < wave), default=None)


def comparable(now: Slice, before: Sequence[Slice]) -> Slice | None:
    """The answers of the earlier wave that were given in the same form and channel."""
    return next((one for one in before if (one.variant, one.channel) == (now.variant, now.channel)), None)


def same(question: Question, now: Survey, before: Survey) -> bool:
    """Whether the question was put in the very same words: only then may two waves be compared."""
    earlier = before.question(question.id)
    return earlier == question and now.options_of(question) == before.options_of(question)
