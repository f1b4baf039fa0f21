"""What a body is asked when it reports on a measure: its questions come from the measure's own steps, sources of money
and indicators, which the filling carries as facts (`_steps`, `_sources`, `_indicators`), so that a form begun today is
the same form after a change of the programme.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from council.forms import Answers, Form, Option, Step, words
from council.measures import level
from council.periods import Period
from council.phrases import DomainError, Phrase, _
from council.programme import Indicator, Measure, Programme, TargetMode, ValueType
from council.progress import STAGE_NAMES, Reading, Spent, Stage, Told

NAME = "report"
VERSION = 1
WORDS = 1000
"""Characters of the result and of the explanation: people read them on a phone."""
LINKS = 5
TITLE = 40
"""Characters of a source's or an indicator's name on a button."""

_MEASURED = frozenset({Stage.UNDER_WAY, Stage.SUSPENDED})
"""Stages in which part of the work is done; the others say how much by themselves."""
_EXPLAINED = frozenset({Stage.NOT_STARTED, Stage.SUSPENDED, Stage.ABANDONED})
_YES_OR_NO = frozenset({ValueType.BOOLEAN, ValueType.FACT})


def facts(programme: Programme, measure: Measure, period: Period) -> dict[str, Any]:
    """What the questions are made of, as the filling keeps it."""
    due_year = measure.schedule.due_year
    return {
        "_programme": programme.id,
        "_measure": measure.id,
        "_period": period.code,
        "_years": list(programme.years) if period.final else [period.year],
        "_steps": [[step.number, step.text] for step in measure.steps],
        "_sources": list(measure.funding_sources or programme.passport.funding_sources),
        "_indicators": [_indicator(indicator, period) for indicator in programme.indicators_of(measure)],
        "_term_over": not period.quarter and due_year is not None and due_year <= period.year,
    }


def _indicator(indicator: Indicator, period: Period) -> dict[str, Any]:
    """The level to have by the end of the year: the target, or the baseline with all gains that are planned so far."""
    target = level(indicator, period.year)
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit or "",
        "target": None if target is None else str(target),
        "yes_or_no": indicator.value_type in _YES_OR_NO or indicator.target_mode is TargetMode.MILESTONE,
    }


def shaped(form: Form, answers: Answers) -> Form:
    """The form with the questions that these facts ask for."""
    return Form(form.name, form.version, tuple(_steps(answers)))


def build() -> Form:
    """The questions that every measure has."""
    return Form(NAME, VERSION, tuple(_steps({})))


def _steps(answers: Answers) -> Sequence[Step]:
    return (
        Step(
            "stage",
            Phrase(_("Where does the work on this measure stand?")),
            tuple(Option(stage.value, Phrase(name)) for stage, name in STAGE_NAMES.items()),
            title=_("State"),
        ),
        *_extent(answers),
        *_money(answers),
        *(_value(place, one) for place, one in enumerate(answers.get("_indicators", ()))),
        *_in_words(answers),
        *_evidence(),
    )


def _extent(answers: Answers) -> Sequence[Step]:
    """By the measure's own steps where the programme numbers them, else in per cent."""
    if steps := answers.get("_steps"):
        listed = "\n".join(f"{number}. {text}" for number, text in steps)
        question = Phrase(_("Which steps are done? Press each, then «Done».\n\n{steps}"), {"steps": listed})
        options = tuple(Option(str(number), f"{number}. {text}"[:60]) for number, text in steps)
        return [Step("steps", question, options, multiple=True, asked_if=_is_measured, title=_("Steps done"))]
    percents = tuple(Option(str(value), f"{value} %") for value in (10, 25, 50, 75, 90))
    question = Phrase(_("How much of the work is done, in per cent? Press or write a number from 0 to 100."))
    return [
        Step(
            "percent", question, percents, a_percent, optional=_always, asked_if=_is_measured, title=_("Per cent done")
        )
    ]


def _is_measured(answers: Answers) -> bool:
    return answers.get("stage") in _MEASURED


def _always(_answers: Answers) -> bool:
    return True


def _money(answers: Answers) -> Sequence[Step]:
    """One sum a source for a quarter or a year; one sum a year at the end of a programme."""
    asked = Phrase(_("Was money spent on it from 1 January to the end of the period? Count all sources."))
    whole = Phrase(_("Was money spent on it over the whole programme? Count all sources."))
    return (
        Step(
            "money",
            whole if _is_final(answers) else asked,
            (
                Option("yes", Phrase(_("Yes"))),
                Option("no", Phrase(_("No, nothing was spent"))),
                Option("unknown", Phrase(_("Not known yet"))),
            ),
            title=_("Money"),
        ),
        *_sums(answers),
    )


def _is_quarter(answers: Answers) -> bool:
    return "q" in str(answers.get("_period", ""))


def _is_final(answers: Answers) -> bool:
    return str(answers.get("_period", "")).endswith("f")


def _sums(answers: Answers) -> Sequence[Step]:
    if _is_final(answers):
        return [_sum(f"spent_{year}", _IN_YEAR, str(year)) for year in _years(answers)]
    named = [_sum(f"s_{place}", _FROM_SOURCE, name) for place, name in enumerate(answers.get("_sources", ()))]
    return [*named, _sum("s_other", _FROM_OTHERS, _("Other sources"))]


_IN_YEAR = _(
    "How much was spent in {what}? Write it in thousand hryvnias: 12 500 hryvnias are 12,5. If nothing, press «Skip»."
)
_FROM_SOURCE = _(
    "How much came from this source: {what}? Write it in thousand hryvnias: 12 500 hryvnias are 12,5. "
    "If nothing, press «Skip»."
)
_FROM_OTHERS = _(
    "How much came from other sources, for example a grant? Write it in thousand hryvnias. If nothing, press «Skip»."
)


def _years(answers: Answers) -> Sequence[int]:
    return tuple(answers.get("_years", ()))


def _sum(name: str, question: str, what: str) -> Step:
    return Step(
        name,
        Phrase(question, {"what": what}),
        reads=an_amount,
        optional=_always,
        asked_if=lambda answers: answers.get("money") == "yes",
        title=what[:TITLE],
    )


def _value(place: int, indicator: Mapping[str, Any]) -> Step:
    target = indicator["target"]
    parts = {"name": indicator["name"], "unit": indicator["unit"] or "", "target": target or ""}
    title = f"{indicator['code']} {indicator['name']}"[:TITLE]
    if indicator["yes_or_no"]:
        question = Phrase(_("Is it reached?\n«{name}»"), parts)
        options = (Option("yes", Phrase(_("Yes"))), Option("no", Phrase(_("Not yet"))))
        return Step(f"i_{place}", question, options, optional=_always, title=title)
    return Step(f"i_{place}", Phrase(_asked(indicator), parts), reads=a_value, optional=_always, title=title)


def _asked(indicator: Mapping[str, Any]) -> str:
    """With the unit and the target as far as the document names them."""
    asked = {
        (False, False): _("What is the value now?\n«{name}»"),
        (True, False): _("What is the value now, in «{unit}»?\n«{name}»"),
        (False, True): _("What is the value now?\n«{name}»\nPlanned by the end of the year: {target}"),
        (True, True): _("What is the value now?\n«{name}»\nPlanned by the end of the year: {target} {unit}"),
    }
    return asked[bool(indicator["unit"]), indicator["target"] is not None]


def _in_words(answers: Answers) -> Sequence[Step]:
    quarter = _is_quarter(answers)
    return (
        Step(
            "result",
            Phrase(_("What has been done? Two or three plain sentences without names: people will read them.")),
            reads=words(WORDS),
            optional=lambda answers: quarter,
            title=_("What has been done"),
        ),
        Step(
            "explanation",
            Phrase(_("Why is it not as planned, and what comes next? People will read this too.")),
            reads=words(WORDS),
            optional=lambda answers: quarter and answers.get("stage") == Stage.NOT_STARTED,
            asked_if=deviates,
            title=_("Explanation"),
        ),
    )


def _evidence() -> Sequence[Step]:
    return (
        Step(
            "links",
            Phrase(_("Is there a page that proves it: a decision, a tender in Prozorro, news? Send the address.")),
            reads=some_links,
            optional=_always,
            title=_("Pages"),
        ),
        Step(
            "files",
            Phrase(_("Send photos or documents that prove it, if there are any. Then press «Done».")),
            multiple=True,
            title=_("Files"),
        ),
        Step(
            "files_public",
            Phrase(_("May people see these files? Only if nobody's face or data are in them.")),
            (Option("yes", Phrase(_("Yes, show them"))), Option("no", Phrase(_("No, only for the council")))),
            asked_if=lambda answers: bool(answers.get("_files")),
            title=_("Files for people"),
        ),
    )


def deviates(answers: Answers) -> bool:
    """Whether something is not as planned: the state, a term that is over, or the year's value below its target."""
    stage = answers.get("stage")
    if stage in _EXPLAINED or (answers.get("_term_over") and stage != Stage.DONE):
        return True
    if _is_quarter(answers):
        return False
    return any(_below(one, answers.get(f"i_{place}")) for place, one in enumerate(answers.get("_indicators", ())))


def _below(indicator: Mapping[str, Any], value: object) -> bool:
    if value is None or indicator["target"] is None:
        return False
    if indicator["yes_or_no"]:
        return value == "no"
    try:
        return Decimal(str(value)) < Decimal(indicator["target"])
    except InvalidOperation:
        return False


def told_of(answers: Answers) -> Told:
    """What the answers tell."""
    stage = Stage(answers["stage"])
    return Told(
        stage=stage,
        percent=_percent(stage, answers),
        steps=_steps_done(stage, answers),
        spent=_spent(answers),
        readings=tuple(_readings(answers)),
        result=answers.get("result") or "",
        explanation=answers.get("explanation") or "",
        links=tuple(answers.get("links") or ()),
        files_public=answers.get("files_public") == "yes",
    )


def _steps_done(stage: Stage, answers: Answers) -> tuple[int, ...]:
    if stage is Stage.DONE:
        return tuple(number for number, _text in answers.get("_steps", ()))
    return tuple(sorted(int(number) for number in answers.get("steps") or ()))


def _percent(stage: Stage, answers: Answers) -> int | None:
    """By the steps where there are some: two of five are 40."""
    if stage in (Stage.DONE, Stage.NOT_STARTED):
        return 100 if stage is Stage.DONE else 0
    if steps := answers.get("_steps"):
        return round(100 * len(_steps_done(stage, answers)) / len(steps))
    return int(answers["percent"]) if answers.get("percent") is not None else None


def _spent(answers: Answers) -> tuple[Spent, ...] | None:
    if answers.get("money") in (None, "unknown"):
        return None
    if _is_final(answers):
        named = [(year, "", answers.get(f"spent_{year}")) for year in _years(answers)]
    else:
        year = _years(answers)[0]
        sources = [(year, name, answers.get(f"s_{place}")) for place, name in enumerate(answers.get("_sources", ()))]
        named = [*sources, (year, "", answers.get("s_other"))]
    return tuple(
        Spent(year=year, source=source, amount=Decimal(sum_)) for year, source, sum_ in named if sum_ and Decimal(sum_)
    )


def _readings(answers: Answers) -> Sequence[Reading]:
    found = [(one, answers.get(f"i_{place}")) for place, one in enumerate(answers.get("_indicators", ()))]
    return [
        Reading(indicator=one["code"], reached=value == "yes")
        if one["yes_or_no"]
        else Reading(indicator=one["code"], value=Decimal(str(value)))
        for one, value in found
        if value is not None
    ]


def answers_from(told: Told, known: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that told this: `told_of`, the other way round, for a report that was given back."""
    answers: dict[str, Any] = {
        **known,
        "stage": told.stage.value,
        "steps": [str(number) for number in told.steps],
        "percent": None if told.percent is None else str(told.percent),
        "money": "unknown" if told.spent is None else "yes" if told.spent else "no",
        "result": told.result or None,
        "links": list(told.links) or None,
        "files": [],
        "files_public": "yes" if told.files_public else "no",
    }
    if told.explanation:
        answers["explanation"] = told.explanation
    return {**answers, **_sums_from(told, known), **_values_from(told, known)}


def _sums_from(told: Told, known: Mapping[str, Any]) -> dict[str, Any]:
    if _is_final(known):
        sums = {one.year: str(one.amount) for one in told.spent or ()}
        return {f"spent_{year}": sums.get(year) for year in _years(known)}
    by_source = {one.source: str(one.amount) for one in told.spent or ()}
    named = {f"s_{place}": by_source.get(name) for place, name in enumerate(known.get("_sources", ()))}
    return {**named, "s_other": by_source.get("")}


def _values_from(told: Told, known: Mapping[str, Any]) -> dict[str, Any]:
    read = {one.indicator: one for one in told.readings}
    return {f"i_{place}": _as_said(read.get(one["code"])) for place, one in enumerate(known.get("_indicators", ()))}


def _as_said(reading: Reading | None) -> str | None:
    if reading is None:
        return None
    return str(reading.value) if reading.value is not None else "yes" if reading.reached else "no"


def a_number(text: str) -> Decimal:
    """«1 250,5». Raises DomainError for anything else, and for less than nothing."""
    bare = re.sub(r"[\s\u00a0\u202f%]", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", bare):
        raise DomainError(_("Write a number, for example 12 or 12,5."))
    return Decimal(bare)


def a_percent(text: str) -> str:
    value = a_number(text)
    if value > 100 or value != int(value):
        raise DomainError(_("Write a whole number from 0 to 100."))
    return str(int(value))


def a_value(text: str) -> str:
    return str(a_number(text))


def an_amount(text: str) -> str:
    """Thousand UAH; who writes «12 500 грн» means hryvnias."""
    said = text.casefold()
    in_hryvnias = "грн" in said and "тис" not in said and "млн" not in said
    value = a_number(re.sub(r"тис\.?|млн\.?|грн\.?|uah", "", said))
    if in_hryvnias:
        value = value / 1000
    return str(value * 1000 if "млн" in said else value)


def some_links(text: str) -> list[str]:
    """Addresses of pages in what was sent. Raises DomainError where there is none."""
    found = re.findall(r"https?://[^\s<>\"]{4,300}", text)
    if not found:
        raise DomainError(_("Send the address of a page; it begins with https://. Or press «Skip»."))
    return found[:LINKS]
