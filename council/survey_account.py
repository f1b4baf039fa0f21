"""How a wave of a survey goes: how many began, how far they came, how many finished, and of how many people that is.

Everything here is counted without persons. Of the questions only those are counted to which every way leads: how many
came to a question that depends on an answer would tell that answer of who came last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from council.community import Community
from council.forms import REVIEW, Filling, noted
from council.ports import Desk
from council.results import Slice, slices
from council.survey import Question, Survey
from council.survey_form import VARIANT

STARTED, FINISHED, ASSISTED = "started", "finished", "assisted"
_REACHED = "_reached"


@dataclass(frozen=True)
class Account:
    """`finished` counts everybody, `assisted` those of them who were helped. `population` is 0 where it is unknown."""

    wave: str
    started: int
    finished: int
    assisted: int
    population: int
    parts: Sequence[Slice]
    counts: Mapping[str, int]

    @property
    def told(self) -> int:
        """How many answers are in the figures; the others wait until there are five alike."""
        return sum(len(part.drawn) for part in self.parts)

    @property
    def percent(self) -> float | None:
        """How many of a hundred people of the community have finished; None where their number is not known."""
        share = 100 * self.finished / self.population if self.population else None
        return share if share is None else round(share, 1 if share >= 1 else 2)

    @property
    def weeks(self) -> Sequence[str]:
        return sorted({week for part in self.parts for week in part.weeks})


async def account(desk: Desk, survey: Survey, wave: str, community: Community) -> Account:
    counts = await desk.surveys.counts(survey.id, wave)
    parts = await slices(desk, survey.id, wave)
    finished, assisted = counts[FINISHED], counts.get(ASSISTED, 0)
    return Account(wave, counts.get(STARTED, 0), finished, assisted, community.population, parts, counts)


def funnel(survey: Survey, variant: str, counts: Mapping[str, int]) -> Sequence[tuple[Question, int]]:
    """The questions that everybody is asked, and how many came to each; none where nobody was counted."""
    steps = [(one, counts.get(_name(variant, one.id), 0)) for one in survey.asked_in(variant) if not one.when]
    return steps if any(count for _question, count in steps) else []


def _name(variant: str, question: str) -> str:
    return f"at:{variant}:{question}"


async def note_place(desk: Desk, survey: Survey, wave: str, filling: Filling) -> Filling:
    """Counts that somebody came to the question at hand, once a walk; the filling remembers it, nobody else does."""
    question = survey.question(filling.at)
    seen = filling.answers.get(_REACHED, [])
    if filling.at == REVIEW or question is None or question.when or filling.at in seen:
        return filling
    await desk.surveys.count(survey.id, wave, _name(str(filling.answers.get(VARIANT, "")), question.id))
    return noted(filling, **{_REACHED: [*seen, filling.at]})
