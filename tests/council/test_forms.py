"""A conversation that asks: forward, back, another answer, and a form that has changed overnight."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import forms
from council.forms import CUT, REVIEW, Filling, Form, Option, Step
from council.phrases import DomainError, Phrase

SEA = (Option("sea", Phrase("To the sea")), Option("hills", Phrase("To the hills")))
WORDS = {"To the sea": "sea", "До моря": "sea", "To the hills": "hills", "У гори!": "hills"}
TRIP = Form(
    "trip",
    2,
    (
        Step("where", Phrase("Where to?"), SEA),
        Step("boat", Phrase("Which boat?"), reads=str.upper, asked_if=lambda answers: answers.get("where") == "sea"),
        Step("wish", Phrase("Any wish?"), reads=str, optional=lambda answers: True),
        Step("who", Phrase("Who goes?"), reads=str),
        Step("extras", Phrase("What else?"), SEA, multiple=True, aside=True),
    ),
    length_known=lambda answers: "where" in answers,
)


def trip(*values: Any) -> Filling:
    """A trip with its questions answered in order."""
    filling = forms.begin(TRIP, "1f")
    for value in values:
        filling = forms.answered(TRIP, filling, value)
    return filling


def at_review() -> Filling:
    return trip("sea", "ARK", "sun", "Olena")


def test_questions_come_in_their_order() -> None:
    stands = [trip(*("sea", "ARK", "sun", "Olena")[:count]).at for count in range(5)]
    assert stands == ["where", "boat", "wish", "who", REVIEW]


def test_a_question_that_the_answers_do_not_ask_for_is_passed_over() -> None:
    assert trip("hills").at == "wish"


def test_what_is_known_is_not_asked() -> None:
    assert forms.begin(TRIP, "1f", {"where": "hills", "wish": "sun"}).at == "who"
    assert forms.begin(TRIP, "1f", at_review().answers).at == REVIEW


def test_a_skipped_question_is_not_asked_again() -> None:
    assert trip("hills", None).at == "who"


def test_a_question_aside_is_never_on_the_way() -> None:
    assert "extras" not in [step.name for step in forms.path(TRIP, at_review().answers)]


def test_back_leads_one_question_back() -> None:
    assert forms.back(TRIP, trip("sea", "ARK")).at == "boat"
    assert forms.back(TRIP, trip("hills")).at == "where"


def test_back_at_the_first_question_stays() -> None:
    first = forms.back(TRIP, trip("sea"))
    assert forms.back(TRIP, first) == first
    assert forms.back(TRIP, trip()) == trip()


def test_back_at_the_review_leads_to_the_last_question() -> None:
    assert forms.back(TRIP, at_review()).at == "who"


@pytest.mark.parametrize("name", ["where", "wish", "extras"])
def test_back_from_a_question_opened_at_the_review_leads_to_the_review(name: str) -> None:
    opened = forms.reopened(TRIP, at_review(), name)
    assert (opened.at, forms.back(TRIP, opened).at) == (name, REVIEW)


def test_back_from_a_question_that_a_changed_answer_has_opened_leads_to_that_answer() -> None:
    changed = forms.answered(TRIP, forms.reopened(TRIP, trip("hills", None, "Olena"), "where"), "sea")
    assert changed.at == "boat"
    assert forms.back(TRIP, changed).at == "where"


def test_back_loses_no_answer() -> None:
    assert forms.back(TRIP, trip("sea", "ARK")).answers == {"where": "sea", "boat": "ARK"}


def test_a_reopened_question_takes_another_answer_and_returns_to_the_review() -> None:
    changed = forms.answered(TRIP, forms.reopened(TRIP, at_review(), "who"), "Taras")
    assert (changed.at, changed.answers["who"], changed.answers["boat"]) == (REVIEW, "Taras", "ARK")


def test_a_question_that_does_not_exist_cannot_be_opened() -> None:
    assert forms.reopened(TRIP, at_review(), "price").at == REVIEW


def test_an_answer_no_longer_asked_for_does_not_count() -> None:
    changed = forms.answered(TRIP, forms.reopened(TRIP, at_review(), "where"), "hills")
    assert changed.at == REVIEW
    assert forms.given(TRIP, changed) == {"where": "hills", "wish": "sun", "who": "Olena"}


def test_a_change_of_mind_finds_the_old_answer() -> None:
    away = forms.answered(TRIP, forms.reopened(TRIP, at_review(), "where"), "hills")
    home = forms.answered(TRIP, forms.reopened(TRIP, away, "where"), "sea")
    assert (home.at, forms.given(TRIP, home)["boat"]) == (REVIEW, "ARK")


def test_notes_and_answers_aside_count() -> None:
    noted = forms.noted(at_review(), _files=2, extras=["sea"])
    assert {"_files": 2, "extras": ["sea"]}.items() <= forms.given(TRIP, noted).items()


def test_several_may_be_chosen_aside() -> None:
    chosen = forms.answered(TRIP, forms.reopened(TRIP, at_review(), "extras"), ["sea", "hills"])
    assert (chosen.at, chosen.answers["extras"]) == (REVIEW, ["sea", "hills"])


# progress


def test_the_length_is_told_when_the_answers_tell_it() -> None:
    assert forms.progress(TRIP, trip()) == (1, None)
    assert forms.progress(TRIP, trip("sea")) == (2, 5)
    assert forms.progress(TRIP, trip("hills")) == (2, 4)
    assert forms.progress(TRIP, at_review()) == (5, 5)


@given(st.lists(st.sampled_from(["sea", "hills", None]), max_size=4))
def test_no_question_is_numbered_beyond_the_last(values: list[str | None]) -> None:
    place, whole = forms.progress(TRIP, trip(*values))
    assert whole is None or 1 <= place <= whole


@pytest.mark.parametrize("fact", ["_known", "_told"])
def test_questions_answered_before_they_were_asked_are_not_counted(fact: str) -> None:
    begun = forms.begin(TRIP, "1f", {"where": "hills", "wish": None, fact: ["where", "wish"]})
    assert (begun.at, forms.progress(TRIP, begun)) == ("who", (1, 2))
    assert forms.progress(TRIP, forms.reopened(TRIP, begun, "wish")) == (1, 3)


# typed instead of pressed


@pytest.mark.parametrize("text", ["1", " 1. ", "To the sea", "до моря", "«До моря».", "TO THE SEA!"])
def test_an_option_may_be_typed_by_its_number_or_its_words_in_any_language(text: str) -> None:
    assert forms.chosen(TRIP.steps[0].options, WORDS, text) == "sea"


@pytest.mark.parametrize("text", ["0", "3", "-1 hill", "²", "①", "1" * 4096, "морем", "", "🙂"])
def test_anything_else_is_no_option(text: str) -> None:
    assert forms.chosen(TRIP.steps[0].options, WORDS, text) is None


@given(st.text(max_size=20))
def test_no_text_breaks_the_choice(text: str) -> None:
    assert forms.chosen(TRIP.steps[0].options, WORDS, text) in {None, "sea", "hills"}


def test_a_question_of_buttons_says_how_to_answer_it() -> None:
    with pytest.raises(DomainError) as refusal:
        forms.read(TRIP.steps[0], "perhaps")
    assert "number" in refusal.value.phrase.msgid


def test_a_typed_answer_is_read_as_its_question_reads_it() -> None:
    assert forms.read(TRIP.steps[1], "ark") == "ARK"


def test_a_text_that_telegram_has_cut_is_put_together() -> None:
    first = "а" * CUT
    assert forms.joined(trip(), first) == (first, True)
    assert forms.joined(forms.noted(trip(), _parts=[first]), "б") == (f"{first}\nб", False)


# the form has changed overnight


def stored(at: str, version: int, **answers: Any) -> Filling:
    return Filling(form="trip", version=version, key="1f", at=at, answers=answers)


def test_the_same_form_goes_on_where_it_stood() -> None:
    assert forms.resumed(TRIP, trip("sea")) == (trip("sea"), False)


def test_a_renamed_question_is_asked_under_its_new_name() -> None:
    filling, changed = forms.resumed(TRIP, stored("companion", 2, where="hills", wish=None))
    assert (filling.at, changed) == ("who", True)


def test_an_older_form_keeps_the_answers_that_still_have_their_question() -> None:
    filling, changed = forms.resumed(TRIP, stored("who", 1, where="sea", ship="ARK", _files=1))
    assert (filling.at, filling.version, changed) == ("boat", 2, True)
    assert filling.answers == {"where": "sea", "_files": 1}


def test_a_question_added_overnight_is_asked_before_the_review() -> None:
    filling, changed = forms.resumed(TRIP, stored(REVIEW, 2, where="sea", wish=None, who="Olena"))
    assert (filling.at, changed) == ("boat", True)


names = st.sampled_from(["where", "boat", "wish", "who", "extras", "ship", "_files", REVIEW])


@given(names, st.integers(1, 3), st.dictionaries(names, st.sampled_from(["sea", "hills", None])))
def test_nobody_is_ever_locked_out(at: str, version: int, answers: dict[str, Any]) -> None:
    filling, _changed = forms.resumed(TRIP, stored(at, version, **answers))
    for _question in range(len(TRIP.steps) + 1):
        if filling.at == REVIEW:
            break
        assert TRIP.step(filling.at) is not None
        filling = forms.answered(TRIP, filling, "sea")
    assert filling.at == REVIEW


def test_a_filling_survives_being_stored() -> None:
    assert Filling.model_validate(at_review().model_dump(mode="json")) == at_review()
