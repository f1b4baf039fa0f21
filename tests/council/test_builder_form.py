"""What is built in the bot is a definition like any other: it passes the same check, and can be copied and changed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.documents.survey_yaml import written
from council import builder_form, survey_files
from council.builder_form import MOST, NO_MORE, SCALES, answers_from, some_options, survey_of
from council.forms import begin, moved_on
from council.phrases import DomainError
from council.survey import QuestionKind, Trait
from council.survey_check import contradictions

TODAY = date(2026, 11, 23)
HEAD = {"title": "Ярмарок", "purpose": "Обрати день", "audience": "residents", "traits": "yes", "opens": "now"}
WORDS = some.text("абвгґдеє ", min_size=1, max_size=30).map(str.strip).filter(bool)


@some.composite
def answers(draw: some.DrawFn) -> dict[str, Any]:
    number = draw(some.integers(1, MOST))
    told: dict[str, Any] = {**HEAD, "closes": draw(some.sampled_from(["never", "2026-12-31"]))}
    for one in range(1, number + 1):
        kind = draw(
            some.sampled_from([QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE, QuestionKind.TEXT])
        )
        told |= {f"q{one}_type": kind.value, f"q{one}_text": draw(WORDS)}
        told[f"q{one}_options"] = draw(some.lists(WORDS, min_size=2, max_size=12, unique_by=str.casefold))
        told[f"q{one}_scale"] = draw(some.sampled_from(sorted(SCALES)))
    return told if number == MOST else {**told, f"q{number + 1}_type": NO_MORE}


@given(answers())
def test_whatever_is_built_passes_the_check_and_can_be_copied(told: dict[str, Any]) -> None:
    survey = survey_of(told, TODAY)
    assert not list(contradictions(survey))
    assert survey_of({**told, **answers_from(survey)}, TODAY) == survey
    assert moved_on(builder_form.build(), begin(builder_form.build(), "1f", told)).at == "review"


def test_the_file_is_a_file_of_the_content(tmp_path: Path) -> None:
    told = {**HEAD, "closes": "2026-12-31", "q1_type": "scale", "q1_text": "Чи так: «добре»?", "q1_scale": "agree"}
    survey = survey_of({**told, "q2_type": NO_MORE}, TODAY).model_copy(update={"id": "b7"})
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "b7.yaml").write_text(written(survey), encoding="utf-8")
    read = survey_files.load(tmp_path)["b7"]
    assert read == survey
    assert (read.closes, read.traits) == (date(2026, 12, 31), (Trait.PLACE, Trait.AGE))


def test_the_days_of_a_survey_make_no_other_version() -> None:
    survey = survey_of({**HEAD, "closes": "never", "q1_type": "text", "q1_text": "Що ще?", "q2_type": NO_MORE}, TODAY)
    assert survey.fingerprint() == survey.model_copy(update={"closes": TODAY}).fingerprint()
    assert survey.open_on(TODAY)
    assert not survey.model_copy(update={"closes": date(2026, 11, 22)}).open_on(TODAY)


@pytest.mark.parametrize("text", ["один", "а\nа", "\n".join("абвгґдеєжзиіїйк"), "так\n" + "д" * 61])
def test_answers_that_make_no_choice_are_refused(text: str) -> None:
    with pytest.raises(DomainError):
        some_options(text)


def test_a_survey_that_is_over_before_it_begins_is_refused() -> None:
    told = {
        **HEAD,
        "opens": "2026-12-10",
        "closes": "2026-12-01",
        "q1_type": "text",
        "q1_text": "Що?",
        "q2_type": NO_MORE,
    }
    with pytest.raises(DomainError):
        survey_of(told, TODAY)
