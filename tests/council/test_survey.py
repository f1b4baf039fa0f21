"""A survey's file: what editors may write, what the check says of mistakes, and where the questions lead."""

from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from council import survey_files
from council.content import check, faults_of
from council.forms import REVIEW, Filling, Form, Step, answered, begin, path, progress
from council.profiles import Profile
from council.sources import ContentError
from council.survey import QuestionKind, Survey
from council.survey_check import contradictions, walked
from council.survey_form import number
from tests.council.desk import CONTENT
from tests.council.surveys import FOLDER, form_of, shipped, small

S1 = (FOLDER / "s1.yaml").read_text("utf-8")
S5 = (FOLDER / "s5.yaml").read_text("utf-8")
Own = Callable[..., Path]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """A community's folder with its own wording of a survey, changed by an editor."""

    def edited(text: str, *changes: tuple[str, str], name: str = "s1") -> Path:
        for old, new in changes:
            assert old in text, f"{old!r} is no longer in the real file"
            text = text.replace(old, new, 1)
        (tmp_path / "surveys").mkdir(exist_ok=True)
        (tmp_path / "surveys" / f"{name}.yaml").write_text(text, "utf-8")
        (tmp_path / "community.yaml").write_text(
            (CONTENT / "koriukivka" / "community.yaml").read_text("utf-8"), "utf-8"
        )
        return tmp_path

    return edited


def test_nineteen_surveys_are_shipped_in_both_languages() -> None:
    assert list(shipped()) == [f"s{number}" for number in range(1, 20)]
    asked = sum(len(survey.asked_in("full" if survey.variants else "")) for survey in shipped().values())
    assert asked == 103
    texts = [
        text for survey in shipped().values() for question in survey.questions for text in texts_of(survey, question)
    ]
    assert all(text.uk and text.en for text in texts)


def texts_of(survey: Survey, question: Any) -> list[Any]:
    return [question.text, *survey.options_of(question), *([question.explanation] if question.explanation else [])]


def test_a_community_words_a_survey_its_own_way(own: Own) -> None:
    folder = own(S1, ("Як часто ви заходите на сайт громади?", "Чи буваєте ви на нашому сайті?"))
    surveys = survey_files.load(folder)
    assert surveys["s1"].questions[0].text.uk == "Чи буваєте ви на нашому сайті?"
    assert len(surveys) == 19


def test_a_changed_question_makes_another_version_and_a_note_does_not() -> None:
    survey = shipped()["s1"]
    noted = survey.model_copy(update={"notes": survey.notes.model_copy(update={"when": "щороку"})})
    fewer = survey.model_copy(update={"questions": survey.questions[:-1]})
    assert noted.fingerprint() == survey.fingerprint() != fewer.fingerprint()


@pytest.mark.parametrize(
    ("text", "old", "new", "message"),
    [
        (S1, "answers: ['4']", "answers: ['5']", "“q1: 5” is not known in this survey"),
        (S1, "question: q1", "question: q0", "“q0” is not known in this survey"),
        (S1, "- id: q2", "- id: q1", "“q1” is used twice in this list"),
        (S1, "type: multiple", "type: text", "has no options of its own"),
        (S1, "type: single", "type: choice", "this value is not one of those known here"),
        (S1, "id: s1", "id: s7", "the file of the survey “s7” has another name"),
        (S1, "    required: true", "    requird: true", "the key “requird” is not known here"),
        (S1, "- id: q1", "- id: p_q1", "is used by the bot itself"),
        (S5, ", right: true", "", "exactly one right option"),
        (S5, ", unknown: true", "", "the last option of a knowledge question"),
        (S5, "    section: a1", "    section: a9", "“a9” is not known in this survey"),
        (S5, "    - code: beginner\n      least: 0", "    - code: beginner\n      least: 10", "would have no level"),
        (S5, "at_most: basic", "at_most: low", "“low” is not known"),
        (S5, "answers: 15", "answers: 21", "so many answers cannot be given"),
        (S5, "variants: [full, staff]", "variants: [fool]", "“fool” is not known"),
        (S5, "self_assessment:\n", "notes_of_ours:\n", "the key “notes_of_ours” is not known here"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(own: Own, text: str, old: str, new: str, message: str) -> None:
    folder = own(text, (old, new), name="s1" if text is S1 else "s5")
    named = [fault for fault in faults_of(check(folder)) if message in str(fault)]
    assert named
    assert named[0].line > 1
    assert named[0].remedy.msgid
    with pytest.raises(ContentError):
        survey_files.load(folder)


def faults(*questions: dict[str, Any], **more: Any) -> list[str]:
    return [message.msgid for _where, message, _remedy in contradictions(small(*questions, **more))]


def on(question: str, *answers: str) -> dict[str, Any]:
    return {"when": [{"question": question, "answers": list(answers)}]}


def test_questions_that_wait_for_each_other_are_found() -> None:
    assert "wait for each other" in faults(on("q2", "1"), on("q1", "1"))[0]
    assert "wait for each other" in faults(on("q1", "1"))[0]
    assert "wait for each other" in faults({}, on("q4", "1"), on("q2", "1"), on("q3", "1"))[0]


def test_a_question_cannot_depend_on_a_later_one() -> None:
    assert "asked later" in faults(on("q2", "1"), {})[0]


def test_a_question_that_nobody_reaches_is_found() -> None:
    both = {"when": [{"question": "q1", "answers": ["1"]}, {"question": "q1", "answers": ["2"]}]}
    assert "nobody is ever asked" in faults({}, both)[0]
    behind = {"when": [{"question": "q2", "answers": ["1"]}, {"question": "q1", "answers": ["2"]}]}
    assert "nobody is ever asked" in faults({}, on("q1", "1"), behind)[0]


def test_of_several_answers_two_may_be_given_together_unless_only_one_is_allowed() -> None:
    both = {"when": [{"question": "q1", "answers": ["1"]}, {"question": "q1", "answers": ["2"]}]}
    assert faults({"type": "multiple"}, both) == []
    assert "nobody is ever asked" in faults({"type": "multiple", "most": 1}, both)[0]


def test_a_way_that_asks_nothing_is_found() -> None:
    profile = {"when": [{"profile": "age", "answers": ["75"]}]}
    assert "nothing is asked" in faults(profile)[0]
    assert faults({}, profile) == []


def test_a_condition_on_the_profile_opens_a_question_for_them_alone() -> None:
    survey = small({}, {"when": [{"profile": "age", "answers": ["60-74", "75"]}]})
    assert [step.name for step in path(form_of(survey, Profile(age="75")), {})] == ["q1", "q2"]
    assert [step.name for step in path(form_of(survey, Profile(age="18-34")), {})] == ["q1"]


# every survey we ship, walked by the very engine that asks people


def choices(survey: Survey, step: Step, answers: dict[str, Any]) -> list[Any]:
    """Answers that may lead different ways: every option, and nothing where it may be skipped."""
    codes = [option.code for option in step.offered(answers)]
    said = [[code] for code in codes] if step.multiple else codes or ["слова"]
    return [*said, *([None] if step.optional(answers) else [])]


def ways(survey: Survey, form: Form) -> Iterator[list[str]]:
    """Every way through the form: only questions on which others depend are answered in every manner."""
    turning = {condition.question for question in survey.questions for condition in question.when} | {"p_variant"}

    def on_from(filling: Filling, seen: list[str]) -> Iterator[list[str]]:
        step = form.step(filling.at)
        if step is None:
            yield seen
            return
        possible = choices(survey, step, filling.answers)
        for value in possible if step.name in turning else possible[:1]:
            yield from on_from(answered(form, filling, value), [*seen, step.name])

    yield from on_from(begin(form, "1f", {}), [])


@pytest.mark.parametrize("name", [f"s{number}" for number in range(1, 20)])
def test_every_way_through_a_survey_ends_and_every_question_is_reached(name: str) -> None:
    survey = shipped()[name]
    seen = list(islice(ways(survey, form_of(survey, _officer=True)), 10_000))
    assert 0 < len(seen) < 10_000
    assert all(len(way) == len(set(way)) for way in seen)
    assert {step for way in seen for step in way} - {"p_variant"} == {question.id for question in survey.questions}


@pytest.mark.parametrize("name", [f"s{number}" for number in range(1, 20)])
def test_the_check_and_the_engine_reach_the_same_questions(name: str) -> None:
    survey = shipped()[name]
    for variant in [one.code for one in survey.variants] or [""]:
        form = form_of(survey, _officer=True)
        engine = {
            step
            for way in ways(survey, form)
            for step in way
            if step == "p_variant" or survey.question(step).stands_in(variant)  # type: ignore[union-attr]
        }
        assert walked(survey, variant) == (engine - {"p_variant"}, False)


def test_questions_are_numbered_and_the_last_is_the_last() -> None:
    form = form_of(shipped()["s5"])
    filling = begin(form, "1f", {"p_variant": "full"})
    assert progress(form, filling) == (1, 20)
    for _ in range(19):
        filling = answered(form, filling, "1")
    assert progress(form, filling) == (20, 20)
    assert answered(form, filling, "1").at == REVIEW


def test_options_of_knowledge_questions_are_mixed_and_not_knowing_stays_last() -> None:
    knowledge = [one for one in shipped()["s5"].questions if one.type is QuestionKind.KNOWLEDGE]
    orders = {
        tuple(option.code for option in form_of(shipped()["s5"], _key=key).step(question.id).options)  # type: ignore[union-attr]
        for question, key in product(knowledge, "abcdef")
    }
    assert len(orders) > 10
    assert {order[-1] for order in orders} == {"5"}
    assert (
        form_of(shipped()["s5"], _key="a").step("d03").options == form_of(shipped()["s5"], _key="a").step("d03").options
    )  # type: ignore[union-attr]


def test_a_self_assessment_question_is_put_as_one_sentence() -> None:
    step = form_of(shipped()["s5"]).step("d01")
    assert step is not None
    assert not callable(step.question)
    asked = step.question.params["text"]
    assert str(asked) == "Чи вмієте ви: знайти в інтернеті графік роботи установи або розклад автобуса?"


@pytest.mark.parametrize(
    ("profile", "first"),
    [
        (Profile(age="60-74"), "short"),
        (Profile(age="75"), "short"),
        (Profile(age="18-34", devices=("helped",)), "short"),
        (Profile(age="35-59"), "full"),
        (Profile(), "full"),
    ],
)
def test_the_short_form_is_offered_first_to_who_is_older_or_helped(profile: Profile, first: str) -> None:
    step = form_of(shipped()["s5"], profile, _officer=True).step("p_variant")
    assert step is not None
    codes = [option.code for option in step.offered({})]
    assert codes[0] == first
    assert codes[-1] == "staff"


def test_the_officers_form_is_not_offered_to_residents() -> None:
    step = form_of(shipped()["s5"]).step("p_variant")
    assert step is not None
    assert {option.code for option in step.offered({})} == {"full", "short"}


def test_a_counters_survey_asks_two_questions_and_then_offers_the_rest() -> None:
    form = form_of(shipped()["s4"], _opening=True)
    answers: dict[str, Any] = {}
    assert [step.name for step in path(form, answers)] == ["q2", "q5", "p_more"]
    assert [step.name for step in path(form, {"p_more": "yes"})] == [
        "q2",
        "q5",
        "p_more",
        "q1",
        "q3",
        "q4",
        "q6",
        "q7",
        "q8",
    ]


@pytest.mark.parametrize(("text", "value"), [("35", 35), (" 35 Мбіт", 35), ("35,7", 35), ("0", 0), ("1000", 1000)])
def test_a_number_is_read_from_what_people_write(text: str, value: int) -> None:
    assert number(text, 0, 1000) == value


@pytest.mark.parametrize("text", ["багато", "-5", "1001", "", "9" * 400, "٣"])
def test_what_is_no_number_in_the_bounds_is_refused_with_the_bounds(text: str) -> None:
    with pytest.raises(Exception, match="number from"):
        number(text, 0, 1000)
