"""Surveys for tests: those we ship, and small ones written on the spot."""

from functools import cache
from pathlib import Path
from typing import Any

from council import survey_files, survey_form
from council.forms import Filling, Form, answered, begin
from council.profiles import Profile
from council.survey import Survey
from council.survey_files import Surveys
from tests.council.desk import CONTENT, KORIUKIVKA


@cache
def shipped() -> Surveys:
    return survey_files.load(CONTENT / "koriukivka")


def small(*questions: dict[str, Any], **more: Any) -> Survey:
    """A survey of these questions; each is single with two options unless it says otherwise."""
    described = {
        "schema": "survey/1",
        "id": "small",
        "title": _text("Мале", "Small"),
        "purpose": _text("Спробувати", "To try"),
        "minutes": 1,
        "questions": [_question(number, one) for number, one in enumerate(questions, 1)],
        **more,
    }
    return Survey.model_validate(described)


def _text(uk: str, en: str) -> dict[str, str]:
    return {"uk": uk, "en": en}


def _question(number: int, said: dict[str, Any]) -> dict[str, Any]:
    described = {"id": f"q{number}", "type": "single", "text": _text(f"Питання {number}", f"Question {number}"), **said}
    if described["type"] in ("single", "multiple") and "options" not in described:
        described["options"] = [_text("Так", "Yes"), _text("Ні", "No")]
    return described


def form_of(survey: Survey, profile: Profile | None = None, **notes: Any) -> Form:
    return survey_form.build(survey, 1, KORIUKIVKA, profile or Profile(), notes)


def walked(form: Form, **answers: Any) -> Filling:
    """The walk with these answers given where they are asked; the first option or nothing elsewhere."""
    filling = begin(form, "1f", {})
    while step := form.step(filling.at):
        first = step.offered(filling.answers)[:1]
        value = [option.code for option in first] if step.multiple else (first[0].code if first else None)
        filling = answered(form, filling, answers.get(step.name, value))
    return filling


FOLDER = Path("content/surveys")
