"""What a survey's file may not say: codes that nobody has, questions that nobody reaches, walks without an end."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from council.own_results import slip_length
from council.phrases import Phrase, _
from council.profiles import CODES
from council.sources import Where
from council.survey import CHOSEN, Condition, Question, QuestionKind, Survey

Finding = tuple[Where, Phrase, Phrase]
"""Where it stands, what is wrong, what to write instead."""

State = Mapping[str, frozenset[str]]
"""What was answered to the questions, and known of the profile, on which others depend; nothing when skipped."""

ROOM = 64 - len("sr::")
"""Signs of a button's data for the survey's code and its sealed result."""
RESERVED = "p_"
"""Questions about the person, asked by the bot itself, begin so."""


def contradictions(survey: Survey) -> Iterator[Finding]:
    """Everything in the file that cannot stand together."""
    yield from _codes(survey)
    if survey.opens and survey.closes and survey.closes < survey.opens:
        message = Phrase(_("the survey closes before it opens"))
        yield ("closes",), message, Phrase(_("let “closes” be the same day as “opens” or later"))
    for place, question in enumerate(survey.questions):
        for where, message, remedy in _of_question(survey, question):
            yield ("questions", place, *where), message, remedy
    yield from _scoring(survey)
    conditions = list(_conditions(survey))
    yield from conditions
    if not conditions:
        yield from _walks(survey)


def _codes(survey: Survey) -> Iterator[Finding]:
    lists = (
        ("variants", [one.code for one in survey.variants]),
        ("sections", [one.code for one in survey.sections]),
        ("questions", [one.id for one in survey.questions]),
    )
    for name, codes in lists:
        for place, code in enumerate(codes):
            if code in codes[:place]:
                message = Phrase(_("“{code}” is used twice in this list"), {"code": code})
                yield (name, place), message, Phrase(_("give each line a code of its own"))
    for code in survey.opening:
        if survey.question(code) is None:
            yield ("opening",), *_unknown(code)


def _unknown(code: str) -> tuple[Phrase, Phrase]:
    message = Phrase(_("“{code}” is not known in this survey"), {"code": code})
    return message, Phrase(_("correct the code, or add what it names"))


def _of_question(survey: Survey, question: Question) -> Iterator[Finding]:
    if question.id.startswith(RESERVED):
        message = Phrase(_("the code “{code}” is used by the bot itself"), {"code": question.id})
        yield ("id",), message, Phrase(_("give the question another code"))
    if question.section and survey.section(question.section) is None:
        yield ("section",), *_unknown(question.section)
    for code in question.variants:
        if survey.variant(code) is None:
            yield ("variants",), *_unknown(code)
    yield from _options(survey, question)
    if question.type is QuestionKind.KNOWLEDGE:
        yield from _knowledge(question)


def _options(survey: Survey, question: Question) -> Iterator[Finding]:
    count = len(question.options)
    if question.type in CHOSEN and count < 2:
        yield ("options",), Phrase(_("a person has nothing to choose from")), Phrase(_("give two options or more"))
    if question.type not in CHOSEN and count:
        message = Phrase(_("a question of this type has no options of its own"))
        yield ("options",), message, Phrase(_("remove them, or change the type"))
    if question.type is QuestionKind.SELF and survey.self_assessment is None:
        message = Phrase(_("nothing says how self-assessment questions are put"))
        yield ("type",), message, Phrase(_("add “self_assessment” with “lead” and “levels”"))
    if question.type is QuestionKind.NUMBER and question.least >= question.most:
        message = Phrase(
            _("no number fits between {least} and {most}"), {"least": question.least, "most": question.most}
        )
        yield ("most",), message, Phrase(_("make “least” smaller than “most”"))
    if question.type is QuestionKind.MULTIPLE and not 0 <= question.most <= count:
        message = Phrase(_("more options are allowed than there are"))
        yield ("most",), message, Phrase(_("write a number up to that of the options, or remove the line"))


def _knowledge(question: Question) -> Iterator[Finding]:
    if sum(option.right for option in question.options) != 1:
        message = Phrase(_("a knowledge question has exactly one right option"))
        yield ("options",), message, Phrase(_("mark one with “right: true”"))
    if [option.unknown for option in question.options] != [False] * (len(question.options) - 1) + [True]:
        message = Phrase(_("the last option of a knowledge question is «I do not know»"))
        yield ("options",), message, Phrase(_("mark only the last one with “unknown: true”"))
    if question.explanation is None:
        message = Phrase(_("a knowledge question explains its right answer after the end"))
        yield (), message, Phrase(_("add “explanation” in both languages"))


def _scoring(survey: Survey) -> Iterator[Finding]:
    scoring = survey.scoring
    if scoring is None:
        return
    if len(survey.id) + slip_length(survey) > ROOM:
        message = Phrase(_("the result of this survey does not fit into the button that keeps it"))
        yield ("sections",), message, Phrase(_("use a shorter code, or fewer sections"))
    least = [level.least for level in scoring.levels]
    if least[0] != 0 or least != sorted(set(least)):
        message = Phrase(_("some results would have no level"))
        yield ("scoring", "levels"), message, Phrase(_("begin with “least: 0” and let each level begin higher"))
    if scoring.cap and scoring.cap.at_most not in {level.code for level in scoring.levels}:
        yield ("scoring", "cap", "at_most"), *_unknown(scoring.cap.at_most)
    if scoring.urgent and survey.section(scoring.urgent.section) is None:
        yield ("scoring", "urgent", "section"), *_unknown(scoring.urgent.section)
    for place, minimum in enumerate(scoring.minimums):
        asked = [question for question in survey.asked_in(minimum.variant) if question.section]
        known = [question for question in asked if question.type is QuestionKind.KNOWLEDGE]
        if minimum.answers > len(asked) or minimum.knowledge > len(known):
            message = Phrase(_("so many answers cannot be given in “{code}”"), {"code": minimum.variant})
            yield ("scoring", "minimums", place), message, Phrase(_("ask for fewer, or correct the code"))


# conditions


def _conditions(survey: Survey) -> Iterator[Finding]:
    order = [question.id for question in survey.questions]
    for place, question in enumerate(survey.questions):
        for number, condition in enumerate(question.when):
            where: Where = ("questions", place, "when", number)
            yield from ((where, *said) for said in _condition(survey, condition, question.id, order))


def _condition(
    survey: Survey, condition: Condition, asking: str, order: Sequence[str]
) -> Iterator[tuple[Phrase, Phrase]]:
    if bool(condition.question) == bool(condition.profile):
        yield Phrase(_("a condition names a question or the profile")), Phrase(_("write one of the two"))
    elif condition.profile:
        yield from (_unknown(code) for code in condition.answers if code not in CODES[condition.profile.value])
    else:
        yield from _on_question(survey, condition, asking, order)


def _on_question(
    survey: Survey, condition: Condition, asking: str, order: Sequence[str]
) -> Iterator[tuple[Phrase, Phrase]]:
    asked = survey.question(condition.question)
    if asked is None:
        yield _unknown(condition.question)
    elif _waits_for(survey, condition.question, asking):
        message = Phrase(_("“{one}” and “{other}” wait for each other"), {"one": asking, "other": condition.question})
        yield message, Phrase(_("let a question depend only on earlier ones"))
    elif order.index(condition.question) >= order.index(asking):
        message = Phrase(_("“{one}” depends on “{other}”, which is asked later"), {"one": asking, "other": asked.id})
        yield message, Phrase(_("let a question depend only on earlier ones"))
    else:
        known = {str(place) for place in range(1, len(survey.options_of(asked)) + 1)}
        yield from (_unknown(f"{asked.id}: {code}") for code in condition.answers if code not in known)


def _waits_for(survey: Survey, question: str, other: str) -> bool:
    """Whether the question depends on the other, directly or through others."""
    seen: set[str] = set()
    ahead = [question]
    while ahead:
        found = survey.question(ahead.pop())
        if found is None or found.id in seen:
            continue
        seen.add(found.id)
        if found.id == other:
            return True
        ahead += [condition.question for condition in found.when if condition.question]
    return False


# walks


def _walks(survey: Survey) -> Iterator[Finding]:
    """Goes every way that answers can lead: each question must be reached, and no way may ask nothing at all."""
    reached: set[str] = set()
    for variant in [one.code for one in survey.variants] or [""]:
        found, silent = walked(survey, variant)
        reached |= found
        if silent:
            message = Phrase(_("there are answers after which nothing is asked: the survey would have no end to reach"))
            yield ("questions",), message, Phrase(_("let at least one question have no condition"))
    for place, question in enumerate(survey.questions):
        if question.id not in reached:
            message = Phrase(_("nobody is ever asked “{code}”"), {"code": question.id})
            yield ("questions", place), message, Phrase(_("correct its conditions and variants, or remove it"))


def walked(survey: Survey, variant: str) -> tuple[set[str], bool]:
    """(the questions that some way reaches, whether some way reaches none).

    Ways that agree in everything that later conditions look at are one way: so the walk is exhaustive and short.
    """
    reached: set[str] = set()
    ways: set[tuple[frozenset[tuple[str, frozenset[str]]], bool]] = {
        (frozenset(state.items()), False) for state in _profiles(survey)
    }
    questions = survey.asked_in(variant)
    for place, question in enumerate(questions):
        later = {condition.question for other in questions[place + 1 :] for condition in other.when}
        then = set()
        for known, spoken in ways:
            asked = all(holds(condition, dict(known)) for condition in question.when)
            reached |= {question.id} if asked else set()
            answers = possible(survey, question) if asked and question.id in later else [frozenset[str]()]
            kept = {item for item in known if item[0] in later or item[0].startswith("@")}
            then |= {(frozenset(kept | {(question.id, answer)}), spoken or asked) for answer in answers}
        ways = then
    return reached, any(not spoken for _known, spoken in ways)


def holds(condition: Condition, state: State) -> bool:
    """Whether an answer that the condition asks for was given."""
    name = f"@{condition.profile}" if condition.profile else condition.question
    return bool(frozenset(condition.answers) & state.get(name, frozenset()))


def possible(survey: Survey, question: Question) -> Sequence[frozenset[str]]:
    """The answers that differ for conditions: one option, of several also two or all; none where it may be skipped."""
    codes = [str(place) for place in range(1, len(survey.options_of(question)) + 1)]
    answers = [frozenset({code}) for code in codes]
    if question.type is QuestionKind.MULTIPLE:
        together = [str(place) for place, option in enumerate(question.options, 1) if not option.alone]
        most = question.most or len(together)
        answers += [frozenset(pair) for pair in combinations(together, 2) if most >= 2]
        answers += [frozenset(together)] if most >= len(together) else []
    return answers if question.required else [*answers, frozenset()]


def _profiles(survey: Survey) -> Sequence[State]:
    """Everything that may be known of a person in the fields that conditions look at, unknown too."""
    fields = {
        condition.profile.value for question in survey.questions for condition in question.when if condition.profile
    }
    states: list[dict[str, frozenset[str]]] = [{}]
    for name in sorted(fields):
        values = [frozenset[str](), *(frozenset({code}) for code in CODES[name])]
        states = [{**state, f"@{name}": value} for state in states for value in values]
    return states
