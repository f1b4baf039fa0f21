"""The questions by which a survey is built in the bot, and the definition that the answers make.

Up to ten questions of four types. What is made here is the same definition as a file of the content: it can be taken
out as one and corrected there (English, conditions, explanations).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from council.fields import Text
from council.forms import Answers, Form, Option, Step, words
from council.phrases import DomainError, Phrase, _
from council.survey import Again, Audience, Choice, Question, QuestionKind, Survey, Trait

NAME = "survey-build"
MOST = 10
TITLE, PURPOSE, ASKED, LABEL = 80, 300, 200, 60
"""Characters of the title, the purpose, a question, an option."""
OPTIONS = 12
NO_MORE = "no_more"
SECONDS = 20
"""That one question takes, as a rule."""

TYPES: Mapping[str, str] = {
    QuestionKind.SINGLE: _("One answer of several"),
    QuestionKind.MULTIPLE: _("Several answers"),
    QuestionKind.SCALE: _("A mark from 1 to 5"),
    QuestionKind.TEXT: _("Own words"),
}
CHOSEN = frozenset({QuestionKind.SINGLE.value, QuestionKind.MULTIPLE.value})
SCALES: Mapping[str, tuple[Text, Text]] = {
    "good": (Text(uk="дуже погано", en="very bad"), Text(uk="дуже добре", en="very good")),
    "agree": (Text(uk="зовсім не згодні", en="fully disagree"), Text(uk="цілком згодні", en="fully agree")),
    "matters": (Text(uk="зовсім не важливо", en="not important at all"), Text(uk="дуже важливо", en="very important")),
}
UNPRINTED = "draft"
"""The id of a definition that has no code yet."""


def build() -> Form:
    return Form(NAME, 1, (*_head(), *(step for number in range(1, MOST + 1) for step in _question(number))))


def _head() -> Sequence[Step]:
    return (
        Step("title", Phrase(_("What is the survey called? People see it in the list.")), reads=words(TITLE)),
        Step(
            "purpose",
            Phrase(_("What is it for, and what will the council do with the answers? One or two sentences.")),
            reads=words(PURPOSE),
        ),
        Step(
            "audience",
            Phrase(_("Who answers?")),
            (
                Option(Audience.RESIDENTS, Phrase(_("All residents"))),
                Option(Audience.OFFICERS, Phrase(_("Only workers with a role"))),
            ),
        ),
        Step(
            "traits",
            Phrase(_("Shall people be asked for their district and age, to compare answers? They may skip it.")),
            (Option("yes", Phrase(_("Yes, ask people"))), Option("no", Phrase(_("No, do not ask")))),
        ),
        Step(
            "opens",
            Phrase(_("From which day? Press, or write a day, for example 22.12.2026.")),
            (Option("now", Phrase(_("As soon as it is released"))),),
            reads=a_day,
        ),
        Step(
            "closes",
            Phrase(_("Until which day, that day too? Press, or write a day, for example 22.12.2026.")),
            (Option("never", Phrase(_("Until it is closed"))),),
            reads=a_day,
        ),
    )


def _question(number: int) -> Sequence[Step]:
    kinds = tuple(Option(code, Phrase(label)) for code, label in TYPES.items())
    end = (Option(NO_MORE, Phrase(_("No more questions"))),) if number > 1 else ()
    return (
        Step(
            f"q{number}_type",
            Phrase(_("Question {n} of at most {most}. How is it answered?"), {"n": number, "most": MOST}),
            (*kinds, *end),
            asked_if=lambda answers: number == 1 or is_asked(number - 1, answers),
        ),
        Step(
            f"q{number}_text",
            Phrase(_("Question {n}: write it in plain words, one thought."), {"n": number}),
            reads=words(ASKED),
            asked_if=lambda answers: is_asked(number, answers),
        ),
        Step(
            f"q{number}_options",
            Phrase(_("Question {n}: write the answers to choose from, each on a line of its own."), {"n": number}),
            reads=some_options,
            asked_if=lambda answers: is_asked(number, answers) and answers.get(f"q{number}_type") in CHOSEN,
        ),
        Step(
            f"q{number}_scale",
            Phrase(_("Question {n}: what do the marks mean?"), {"n": number}),
            tuple(Option(code, _ends(*ends)) for code, ends in SCALES.items()),
            asked_if=lambda answers: answers.get(f"q{number}_type") == QuestionKind.SCALE and is_asked(number, answers),
        ),
    )


def _ends(low: Text, high: Text) -> Text:
    return Text(uk=f"1 — {low.uk}, 5 — {high.uk}", en=f"1 — {low.en}, 5 — {high.en}")


def is_asked(wanted: int, answers: Answers) -> bool:
    """Whether there is such a question: every type up to it was chosen."""
    return all(answers.get(f"q{one}_type") not in (None, NO_MORE) for one in range(1, wanted + 1))


def count(answers: Answers) -> int:
    """How many questions there are so far."""
    return sum(is_asked(one, answers) for one in range(1, MOST + 1))


def a_day(text: str) -> str:
    """«22.12.2026» as an ISO date. Raises DomainError for what is no day."""
    found = re.fullmatch(r"(\d{1,2})[. /](\d{1,2})[. /](\d{4})", text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise DomainError(_("Write the day in digits, for example 22.12.2026."))


def some_options(text: str) -> list[str]:
    """The lines of a message. Raises DomainError for fewer than two, for too many, for a long or a repeated one."""
    lines = [line.strip(" -•*\t") for line in text.splitlines()]
    told = [line for line in lines if line]
    if not 2 <= len(told) <= OPTIONS:
        raise DomainError(_("Write from 2 to {most} answers, each on a line of its own."), most=OPTIONS)
    if max(map(len, told)) > LABEL:
        raise DomainError(_("An answer is a button: up to {limit} characters. Shorten the long ones."), limit=LABEL)
    if len({one.casefold() for one in told}) < len(told):
        raise DomainError(_("Two answers are the same. Leave one of them."))
    return told


def survey_of(answers: Answers, today: date) -> Survey:
    """The definition that these answers make. Raises DomainError where its last day is before its first or past."""
    opens, closes = _day(answers.get("opens")), _day(answers.get("closes"))
    if closes is not None and closes < max(today, opens or today):
        raise DomainError(_("The last day is over before anybody could answer. Press «Change» and correct it."))
    number = count(answers)
    traits = (Trait.PLACE, Trait.AGE) if answers.get("traits") == "yes" else ()
    return Survey(
        schema="survey/1",
        id=UNPRINTED,
        title=Text(uk=answers["title"]),
        purpose=Text(uk=answers["purpose"]),
        minutes=max(1, -(-number * SECONDS // 60)),
        audience=Audience(answers["audience"]),
        again=Again.ONCE,
        traits=traits,
        opens=opens,
        closes=closes,
        questions=tuple(_of(answers, one) for one in range(1, number + 1)),
    )


def _day(told: object) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) and told[:1].isdecimal() else None


def _of(answers: Answers, number: int) -> Question:
    kind = QuestionKind(answers[f"q{number}_type"])
    options: tuple[Choice, ...] = ()
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        options = tuple(Choice(uk=label) for label in answers[f"q{number}_options"])
    elif kind is QuestionKind.SCALE:
        options = _marks(*SCALES[answers[f"q{number}_scale"]])
    return Question(id=f"q{number}", type=kind, text=Text(uk=answers[f"q{number}_text"]), options=options)


def _marks(low: Text, high: Text) -> tuple[Choice, ...]:
    first = Choice(uk=f"1 — {low.uk}", en=f"1 — {low.en}")
    last = Choice(uk=f"5 — {high.uk}", en=f"5 — {high.en}")
    return (first, *(Choice(uk=str(mark), en=str(mark)) for mark in (2, 3, 4)), last)


def answers_from(survey: Survey) -> dict[str, Any]:
    """The answers that made this definition: to change a copy of it. Days are asked anew."""
    told: dict[str, Any] = {
        "title": survey.title.uk,
        "purpose": survey.purpose.uk,
        "audience": survey.audience.value,
        "traits": "yes" if survey.traits else "no",
    }
    for number, question in enumerate(survey.questions[:MOST], 1):
        told |= {f"q{number}_type": question.type.value, f"q{number}_text": question.text.uk}
        if question.type is QuestionKind.SCALE:
            told[f"q{number}_scale"] = next(
                (code for code, ends in SCALES.items() if _marks(*ends) == question.options), "good"
            )
        elif question.options:
            told[f"q{number}_options"] = [option.uk for option in question.options]
    if len(survey.questions) < MOST:
        told[f"q{len(survey.questions) + 1}_type"] = NO_MORE
    return told
