"""A survey as a form: the person's profile where it is still unknown, the variant, and the questions."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from council import profiles
from council.community import Community, Text
from council.forms import Answers, Form, Option, Step, words
from council.phrases import DomainError, Phrase, _
from council.profiles import Profile
from council.survey import Audience, Condition, Question, QuestionKind, Survey, Trait, Variant

WORDS = 2000
"""Characters of an answer in words."""
VARIANT, MORE = "p_variant", "p_more"
HELPED = "survey-helped"
"""The form of a person who is helped on an officer's phone."""


def name(survey: str, subject: str) -> str:
    """The name of the form of a walk; drafts are kept by it."""
    return f"survey.{survey}.{subject}" if subject else f"survey.{survey}"


def build(survey: Survey, version: int, community: Community, profile: Profile | None, notes: Answers) -> Form:
    """The questions for one person. `profile` is what they let us remember; `notes` are the underscored answers.

    `_key` seeds the order of shuffled options, `_officer` opens the officers' variant, `_opening` puts the first two
    questions before all others.
    """
    about = profiles.steps(community) if wants_profile(survey) and profile is None else ()
    if notes.get("_channel") == "assisted":
        about = tuple(step for step in about if step.name != "p_keep")
    known = {question.id for question in survey.questions if question.by_subject and notes.get("_subject")}
    questions = [question for question in survey.questions if question.id not in known]
    asked = [_step(survey, question, community, profile, str(notes.get("_key", ""))) for question in questions]
    steps = (*about, *_variant(survey, profile, officer=bool(notes.get("_officer"))), *asked)
    if notes.get("_opening") and survey.opening:
        steps = _opened(steps, survey.opening)
    return Form(
        name(survey.id, str(notes.get("_subject", ""))),
        version,
        steps,
        length_known=lambda answers: not survey.variants or bool(answers.get(VARIANT)),
        survey=True,
        kept=notes.get("_kept") is not False,
    )


def wants_profile(survey: Survey) -> bool:
    """Whether anything of the profile would be used: else nothing about the person is asked."""
    conditions = any(condition.profile for question in survey.questions for condition in question.when)
    return conditions or bool({Trait.PLACE, Trait.AGE} & set(survey.traits))


def _step(survey: Survey, question: Question, community: Community, profile: Profile | None, key: str) -> Step:
    return Step(
        question.id,
        Phrase("{text}", {"text": put(survey, question)}),
        _options(survey, question, community, key),
        reads=_reader(question),
        optional=lambda answers: not question.required,
        asked_if=lambda answers: _is_asked(question, profile, answers),
        multiple=question.type is QuestionKind.MULTIPLE,
        most=question.most if question.type is QuestionKind.MULTIPLE else 0,
        takes=frozenset({*question.takes, *({"location"} if question.type is QuestionKind.PLACE else ())}),
    )


def put(survey: Survey, question: Question) -> Text:
    """The words of the question as a person reads them."""
    if question.type is not QuestionKind.SELF or survey.self_assessment is None:
        return question.text
    lead, skill = survey.self_assessment.lead, question.text
    english = lead.in_("en").replace("{skill}", _small(skill.in_("en")))
    return Text(uk=lead.uk.replace("{skill}", _small(skill.uk)), en=english)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _options(survey: Survey, question: Question, community: Community, key: str) -> tuple[Option, ...]:
    if question.type is QuestionKind.SETTLEMENT:
        return tuple(Option(code, place) for code, place in places(community).items())
    alone = {str(place) for place, option in enumerate(question.options, 1) if option.alone}
    told = survey.options_of(question)
    options = [Option(str(place), text, str(place) in alone) for place, text in enumerate(told, 1)]
    if question.shuffles:
        last = {str(place) for place, option in enumerate(question.options, 1) if option.unknown}
        options.sort(key=lambda option: (option.code in last, _mixed(key, question.id, option.code)))
    return tuple(options)


def places(community: Community) -> Mapping[str, object]:
    """Settlements to choose from, by a code that fits into a button; the districts where no settlement is known."""
    known = [*(name for district in community.districts for name in district.settlements), *community.settlements]
    if known:
        return {f"s{number}": name for number, name in enumerate(dict.fromkeys(known))}
    return {district.code: district.name for district in community.districts}


def _mixed(key: str, question: str, code: str) -> str:
    """The same order for the same walk, however often the question is shown."""
    return hashlib.sha256(f"{key}:{question}:{code}".encode()).hexdigest()


def _reader(question: Question) -> Callable[[str], Any] | None:
    if question.type is QuestionKind.NUMBER:
        return lambda text: number(text, question.least, question.most)
    if question.type in (QuestionKind.TEXT, QuestionKind.PLACE):
        return words(WORDS)
    return None


def number(text: str, least: int, most: int) -> int:
    """A whole number in these bounds; what follows it («35 Мбіт») and a fraction are left out."""
    digits = text.strip().replace(",", ".").partition(".")[0].partition(" ")[0]
    if not digits.isascii() or not digits.isdigit() or not least <= int(digits[:9]) <= most:
        raise DomainError(_("Please write a number from {least} to {most}, in digits."), least=least, most=most)
    return int(digits)


def _is_asked(question: Question, profile: Profile | None, answers: Answers) -> bool:
    if not question.stands_in(str(answers.get(VARIANT, ""))):
        return False
    return all(_holds(condition, profile, answers) for condition in question.when)


def _holds(condition: Condition, profile: Profile | None, answers: Answers) -> bool:
    if condition.profile:
        told = getattr(profile or profiles.of_answers(answers), condition.profile.value)
    else:
        told = answers.get(condition.question)
    given = set(told) if isinstance(told, list | tuple) else {told}
    return bool(given & set(condition.answers))


def _variant(survey: Survey, profile: Profile | None, *, officer: bool) -> Sequence[Step]:
    """Which form to take; the easier one stands first for whom it was made."""
    if not survey.variants:
        return ()
    options = tuple(Option(one.code, one.title) for one in survey.variants_for(officer=officer))

    def first(answers: Answers) -> Sequence[str]:
        easier = (profile or profiles.of_answers(answers)).wants_it_easier
        return sorted((option.code for option in options), key=lambda code: _rank(survey.variant(code), easier=easier))

    def offers(answers: Answers) -> tuple[Option, ...]:
        return tuple(sorted(options, key=lambda option: first(answers).index(option.code)))

    return (Step(VARIANT, Phrase(_("Which form do you prefer?")), options, offers=offers, counted=False),)


def _rank(variant: Variant | None, *, easier: bool) -> tuple[bool, bool]:
    """Officers' last; then as wished; else in the order of the file."""
    assert variant is not None
    return variant.audience is Audience.OFFICERS, easier and not variant.easier


def _opened(steps: Sequence[Step], opening: Sequence[str]) -> tuple[Step, ...]:
    """The opening questions, then whether to go on, then the rest for those who do."""
    first = [step for step in steps if step.name in opening]
    rest = [step for step in steps if step.name not in opening]
    more = Step(
        MORE,
        Phrase(_("Thank you! Would you answer a few more questions?")),
        (Option("yes", Phrase(_("Yes"))), Option("no", Phrase(_("No, that is all")))),
        counted=False,
    )
    return (*first, more, *(_for_who_goes_on(step) for step in rest))


def _for_who_goes_on(step: Step) -> Step:
    asked = step.asked_if
    return replace(step, asked_if=lambda answers: answers.get(MORE) == "yes" and asked(answers))
