"""What is asked of whom: only what the law needs, and few questions."""

from collections.abc import Mapping
from typing import Any

import pytest

from council import appeal_form, forms
from council.appeals import Kind, Place
from council.community import load
from council.forms import REVIEW, Filling, Form, Step
from council.people import FullName, Identity, ReplyChannel
from council.phrases import DomainError
from tests.council.desk import CONTENT, FORM, KORIUKIVKA, OLENAS_ANSWERS, answers_for, filled

PERSON = ["name", "district", "residence", "contact"]
FORMAL = [Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT]
BY_POST: Mapping[str, Any] = {"contact": {"channel": "post", "value": ""}}


def asked(kind: Kind, known: Mapping[str, Any] | None = None, **said: Any) -> list[str]:
    """The questions on Olena's way to the review."""
    filling, names = forms.begin(FORM, "1f", known), []
    while filling.at != REVIEW:
        names.append(filling.at)
        filling = forms.answered(FORM, filling, {**answers_for(kind), **said}[filling.at])
    return names


def known(kind: Kind, **said: Any) -> Mapping[str, Any]:
    """What is remembered of somebody who has submitted such an appeal."""
    identity = appeal_form.identity_of(given(filled(kind, **said)))
    assert identity is not None
    return appeal_form.answers_from(identity)


def question(name: str, form: Form = FORM) -> Step:
    step = form.step(name)
    assert step is not None
    return step


def codes(form: Form, name: str) -> list[str]:
    return [option.code for option in question(name, form).options]


def given(filling: Filling) -> Mapping[str, Any]:
    return forms.given(FORM, filling)


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (Kind.PROBLEM_REPORT, ["wish", "category", "text", "place", "problem_district"]),
        (Kind.PROPOSAL, ["wish", "category", "text", *PERSON]),
        (Kind.APPLICATION, ["wish", "wronged", "category", "text", *PERSON]),
        (Kind.COMPLAINT, ["wish", "wronged", "complained_of", "text", *PERSON]),
        (Kind.INFORMATION_REQUEST, ["wish", "text", "name", "contact"]),
    ],
)
def test_each_kind_asks_what_its_law_needs(kind: Kind, way: list[str]) -> None:
    assert asked(kind) == way


def test_a_request_answered_by_post_needs_an_address() -> None:
    way = asked(Kind.INFORMATION_REQUEST, **BY_POST)
    assert way == ["wish", "text", "name", "contact", "postal_address"]


def test_an_appeal_answered_by_post_goes_to_the_residence() -> None:
    assert "postal_address" not in asked(Kind.APPLICATION, **BY_POST)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("said", [{}, BY_POST])
def test_a_new_person_answers_at_most_nine_times(kind: Kind, said: dict[str, Any]) -> None:
    assert len([*asked(kind, **said), REVIEW]) <= 9


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("said", [{}, BY_POST])
def test_a_known_person_answers_at_most_five_times(kind: Kind, said: dict[str, Any]) -> None:
    assert len([*asked(kind, known(Kind.APPLICATION, **said), **said), REVIEW]) <= 5


@pytest.mark.parametrize("kind", Kind)
def test_nothing_about_a_known_person_is_asked_again(kind: Kind) -> None:
    assert not set(asked(kind, known(Kind.APPLICATION))) & set(PERSON)


def test_a_problem_is_taken_to_be_where_the_person_lives_until_they_change_it() -> None:
    begun = forms.begin(FORM, "1f", {**answers_for(Kind.PROBLEM_REPORT), **known(Kind.APPLICATION)})
    assert appeal_form.district_of(given(begun)) == "misto"


def test_who_lives_elsewhere_reports_a_problem_in_as_few_questions_as_anybody() -> None:
    remembered = known(Kind.APPLICATION, district="outside")
    assert "problem_district" not in asked(Kind.PROBLEM_REPORT, remembered)
    begun = forms.begin(FORM, "1f", {**answers_for(Kind.PROBLEM_REPORT), **remembered})
    assert appeal_form.district_of(given(begun)) == appeal_form.UNKNOWN


def test_who_asked_for_information_before_is_asked_where_they_live() -> None:
    way = asked(Kind.PROPOSAL, known(Kind.INFORMATION_REQUEST))
    assert way == ["wish", "category", "text", "district", "residence"]


def test_a_community_without_districts_asks_for_none() -> None:
    bare = appeal_form.build(KORIUKIVKA.model_copy(update={"districts": ()}))
    steps = {step.name for kind in Kind for step in forms.path(bare, answers_for(kind))}
    assert not steps & {"district", "problem_district"}


@pytest.mark.parametrize("folder", ["koriukivka", "mohyliv-podilskyi"])
def test_the_choices_are_those_of_the_community(folder: str) -> None:
    community = load(CONTENT / folder)
    form = appeal_form.build(community)
    assert codes(form, "category") == [one.code for one in community.categories]
    assert codes(form, "district")[:-1] == [one.code for one in community.districts]


def test_every_question_has_a_title_for_the_review() -> None:
    titles = [step.title for step in FORM.steps]
    assert all(titles)
    assert len(set(titles)) == len(FORM.steps)


def test_the_length_is_told_as_soon_as_the_kind_is_known() -> None:
    begun = forms.begin(FORM, "1f")
    assert forms.progress(FORM, begun) == (1, None)
    assert forms.progress(FORM, forms.answered(FORM, begun, "do")) == (2, None)
    assert forms.progress(FORM, forms.answered(FORM, begun, "change")) == (2, 8)


def test_who_asks_for_information_need_not_say_what_happened() -> None:
    asking = question("text").question
    assert callable(asking)
    assert asking(answers_for(Kind.INFORMATION_REQUEST)) != asking(answers_for(Kind.APPLICATION))


# kinds


@pytest.mark.parametrize("kind", Kind)
def test_two_plain_answers_make_a_legal_kind(kind: Kind) -> None:
    assert appeal_form.kind_of(answers_for(kind)) is kind


@pytest.mark.parametrize("answers", [{}, {"wish": "do"}, {"wish": "sing"}, {"wronged": "yes"}])
def test_a_kind_is_not_guessed(answers: dict[str, str]) -> None:
    assert appeal_form.kind_of(answers) is None


# what may be skipped


def skippable(**answers: Any) -> set[str]:
    return {step.name for step in FORM.steps if not step.aside and step.optional(answers)}


def test_only_the_one_complained_of_may_be_left_unnamed() -> None:
    assert skippable(wish="do", wronged="yes", _files=1) == {"complained_of"}


def test_a_photo_may_stand_instead_of_the_words_of_a_report() -> None:
    assert skippable(wish="problem", _files=1) == {"complained_of", "text"}
    assert skippable(wish="problem") == {"complained_of"}


# typed answers


@pytest.mark.parametrize("name", ["text", "place", "residence", "postal_address", "complained_of"])
@pytest.mark.parametrize("text", ["...", "🙂", " \n ", "а" * 20_001])
def test_signs_alone_and_endless_texts_are_no_answer(name: str, text: str) -> None:
    with pytest.raises(DomainError):
        forms.read(question(name), text)


def test_words_are_kept_as_written_but_for_the_blanks_around() -> None:
    assert forms.read(question("text"), "  Ліхтар.\nНе світить!  ") == "Ліхтар.\nНе світить!"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("olena@example.com", {"channel": "email", "value": "olena@example.com"}),
        ("067 123 45 67", {"channel": "phone", "value": "+380671234567"}),
        ("поштою", {"channel": "post", "value": ""}),
    ],
)
def test_the_contact_names_its_channel(text: str, value: dict[str, str]) -> None:
    assert forms.read(question("contact"), text) == value


# what becomes of the answers


def test_what_is_remembered_makes_the_same_person_again() -> None:
    olena = appeal_form.identity_of(given(filled(Kind.APPLICATION)))
    assert olena is not None
    assert appeal_form.identity_of(appeal_form.answers_from(olena)) == olena


def test_who_is_answered_by_post_is_remembered_with_the_address() -> None:
    remembered = known(Kind.INFORMATION_REQUEST, **BY_POST)
    assert remembered["postal_address"] == OLENAS_ANSWERS["postal_address"]
    assert asked(Kind.INFORMATION_REQUEST, remembered) == ["wish", "text"]


def test_benefits_are_told_in_one_appeal_and_never_remembered() -> None:
    told = forms.answered(FORM, forms.reopened(FORM, filled(Kind.APPLICATION), "benefits"), ["combatant"])
    olena = appeal_form.identity_of(given(told))
    assert olena is not None
    assert (told.at, olena.benefits) == (REVIEW, ("combatant",))
    assert "benefits" not in appeal_form.answers_from(olena)


def test_a_person_known_by_name_only_is_asked_the_rest() -> None:
    olena = Identity(name=FullName(surname="Коваль", given="Олена"))
    assert set(appeal_form.answers_from(olena)) == {"name"}


def test_a_problem_report_names_nobody_even_when_the_bot_knows_who_writes() -> None:
    submission = appeal_form.submission_of(given(filled(Kind.PROBLEM_REPORT)))
    assert (submission.applicant, submission.complained_of) == (None, "")


def test_a_request_keeps_the_postal_address_as_residence() -> None:
    olena = appeal_form.identity_of(given(filled(Kind.INFORMATION_REQUEST, **BY_POST)))
    assert olena is not None
    assert (olena.residence, olena.channel) == (OLENAS_ANSWERS["postal_address"], ReplyChannel.POST)


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("біля школи", Place(words="біля школи")),
        ({"latitude": 51.77, "longitude": 32.25}, Place(latitude=51.77, longitude=32.25)),
        (None, None),
    ],
)
def test_a_place_is_words_or_a_point(answer: Any, place: Place | None) -> None:
    assert appeal_form.submission_of({"place": answer}).place == place


def test_a_report_belongs_to_the_district_of_the_problem_and_an_appeal_to_that_of_its_author() -> None:
    assert appeal_form.district_of(given(filled(Kind.PROBLEM_REPORT))) == "budianskyi"
    assert appeal_form.district_of(given(filled(Kind.APPLICATION))) == "misto"
