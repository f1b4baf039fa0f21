"""What a programme's file may not say, because another line says otherwise, and what its readers should know.

References that lead nowhere stop the start; sums that differ are the document's own and are only noted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from council.contradictions import Finding
from council.phrases import Phrase, _
from council.programme import Programme
from council.programme_sums import discrepancies
from council.sources import Where


def contradictions(programme: Programme) -> Iterator[Finding]:
    """Everything in the file that cannot stand together, top to bottom."""
    yield from _period(programme)
    yield from _given_twice(programme)
    yield from _goals_of_measures(programme)
    yield from _measures_of_goals(programme)
    yield from _references(programme)
    yield from _steps(programme)


def remarks(programme: Programme) -> Iterator[Finding]:
    """What stops nothing: sums that differ, terms outside the period, keys that we do not know."""
    for found in discrepancies(programme):
        yield found.where, found.phrase, Phrase(_("residents see this; correct the file if it is our mistake"))
    yield from _outside_the_period(programme)
    yield from _one_sided(programme)
    yield from _unknown_keys(programme, ())


def _period(programme: Programme) -> Iterator[Finding]:
    period = programme.passport.period
    if period.start > period.end:
        message = Phrase(_("the programme ends before it starts"))
        yield ("programme", "period", "end"), message, Phrase(_("write the first year as start, the last as end"))


def _given_twice(programme: Programme) -> Iterator[Finding]:
    lists: Sequence[tuple[Where, str, Sequence[str]]] = (
        (("measures",), "id", [measure.id for measure in programme.measures]),
        (("measures",), "code", [measure.code for measure in programme.measures]),
        (("goals",), "code", [goal.code for goal in programme.goals]),
        (("indicators",), "code", [indicator.code for indicator in programme.indicators]),
    )
    for where, key, codes in lists:
        for place, code in enumerate(codes):
            if code in codes[:place]:
                yield (*where, place, key), *_twice(code)
    seen: set[str] = set()
    for place, goal in enumerate(programme.goals):
        for inner, operational in enumerate(goal.operational_goals):
            if operational.code in seen:
                yield ("goals", place, "operational_goals", inner, "code"), *_twice(operational.code)
            seen.add(operational.code)


def _twice(code: str) -> tuple[Phrase, Phrase]:
    message = Phrase(_("“{code}” is used twice in this list"), {"code": code})
    return message, Phrase(_("give each line a code of its own"))


def _goals_of_measures(programme: Programme) -> Iterator[Finding]:
    known = {operational.code for _goal, operational in programme.operational_goals()}
    for place, measure in enumerate(programme.measures):
        if measure.operational_goal not in known:
            message = Phrase(_("there is no operational goal “{code}”"), {"code": measure.operational_goal})
            yield ("measures", place, "operational_goal"), message, Phrase(_("write a code that stands below goals"))


def _measures_of_goals(programme: Programme) -> Iterator[Finding]:
    """What a goal lists is a measure, and the measure says the same of its goal."""
    served = {measure.code: measure.operational_goal for measure in programme.measures}
    for place, goal in enumerate(programme.goals):
        for inner, operational in enumerate(goal.operational_goals):
            where: Where = ("goals", place, "operational_goals", inner, "measures")
            for line, code in enumerate(operational.measures):
                if code not in served:
                    message = Phrase(_("there is no measure with the code “{code}”"), {"code": code})
                    yield (*where, line), message, Phrase(_("write a code that stands below measures"))
                elif served[code] != operational.code:
                    said = _("the measure “{code}” says that it serves the goal “{goal}”")
                    message = Phrase(said, {"code": code, "goal": served[code]})
                    yield (*where, line), message, Phrase(_("name the same goal in both places"))


def _references(programme: Programme) -> Iterator[Finding]:
    measures = {measure.code for measure in programme.measures}
    indicators = {indicator.code for indicator in programme.indicators}
    goals = {goal.code for goal in programme.goals}
    for place, measure in enumerate(programme.measures):
        for line, ref in enumerate(measure.indicator_refs):
            if ref not in indicators:
                message = Phrase(_("there is no indicator with the code “{code}”"), {"code": ref})
                where: Where = ("measures", place, "indicator_refs", line)
                yield where, message, Phrase(_("write a code that stands below indicators"))
    for place, indicator in enumerate(programme.indicators):
        for line, ref in enumerate(indicator.measure_refs):
            if ref not in measures:
                message = Phrase(_("there is no measure with the code “{code}”"), {"code": ref})
                where = ("indicators", place, "measure_refs", line)
                yield where, message, Phrase(_("write a code that stands below measures"))
        if indicator.priority and indicator.priority not in goals:
            message = Phrase(_("there is no strategic goal “{code}”"), {"code": indicator.priority})
            yield ("indicators", place, "priority"), message, Phrase(_("write a code that stands below goals"))


def _steps(programme: Programme) -> Iterator[Finding]:
    for place, measure in enumerate(programme.measures):
        times = Counter(step.number for step in measure.steps)
        for line, step in enumerate(measure.steps):
            if times[step.number] > 1 and any(earlier.number == step.number for earlier in measure.steps[:line]):
                message = Phrase(_("the number {number} stands at two steps"), {"number": step.number})
                remedy = Phrase(_("count the steps from 1; keep the printed number as source_number"))
                yield ("measures", place, "steps", line, "number"), message, remedy


def _outside_the_period(programme: Programme) -> Iterator[Finding]:
    for place, measure in enumerate(programme.measures):
        for year in measure.budget.by_year:
            if year not in programme.years:
                message = Phrase(_("the year {year} is outside the programme’s period"), {"year": str(year)})
                remedy = Phrase(_("residents see it as it is; correct the file if it is our mistake"))
                yield ("measures", place, "budget", "by_year", str(year)), message, remedy
        due = measure.schedule.due_year
        if due is not None and due not in programme.years:
            message = Phrase(_("the term {year} is outside the programme’s period"), {"year": str(due)})
            remedy = Phrase(_("the bot never calls such a measure late"))
            yield ("measures", place, "schedule", "due_year"), message, remedy


def _one_sided(programme: Programme) -> Iterator[Finding]:
    """An indicator that names a measure which does not name it: the card would show it on one side only."""
    named = {(measure.code, ref) for measure in programme.measures for ref in measure.indicator_refs}
    for place, indicator in enumerate(programme.indicators):
        for line, code in enumerate(indicator.measure_refs):
            if (code, indicator.code) not in named:
                message = Phrase(_("the measure “{code}” does not name this indicator"), {"code": code})
                remedy = Phrase(_("add “{code}” to its indicator_refs"), {"code": indicator.code})
                yield ("indicators", place, "measure_refs", line), message, remedy


def _unknown_keys(part: Any, where: Where) -> Iterator[Finding]:
    if isinstance(part, BaseModel):
        for key in part.model_extra or {}:
            message = Phrase(_("the key “{name}” is not known here"), {"name": key})
            yield (
                (*where, key),
                message,
                Phrase(_("nobody sees it; correct its spelling if you meant it")),
            )
        fields = type(part).model_fields
        for name, field in fields.items():
            yield from _unknown_keys(getattr(part, name), (*where, field.alias or name))
    elif isinstance(part, tuple):
        for place, inner in enumerate(part):
            yield from _unknown_keys(inner, (*where, place))


def between(programmes: Sequence[Programme]) -> Iterator[tuple[int, Finding]]:
    """What two programmes of one community may not share: (the later one's place, what is wrong there)."""
    for place, programme in enumerate(programmes):
        earlier = programmes[:place]
        if any(other.id == programme.id for other in earlier):
            yield place, (("programme", "id"), *_taken(programme.id))
        if any(other.passport.prefix == programme.passport.prefix for other in earlier):
            yield place, (("programme", "prefix"), *_taken(programme.passport.prefix))
        taken = {measure.id for other in earlier for measure in other.measures}
        for line, measure in enumerate(programme.measures):
            if measure.id in taken:
                yield place, (("measures", line, "id"), *_taken(measure.id))


def _taken(code: str) -> tuple[Phrase, Phrase]:
    message = Phrase(_("“{code}” is used in another programme of this community"), {"code": code})
    return message, Phrase(_("give it another one: links and buttons find a measure by it"))
