"""Every survey we ship as people read it, from the first question to the last word, in both languages."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from council import scoring
from council.forms import Filling, Form, answered, begin, progress
from council.survey import Survey
from council.surveys import Finished
from handlers.questions import question
from handlers.residents import survey_end, surveys
from handlers.screens import Screen
from handlers.texts import Catalogues, escaped
from handlers.turn import Turn
from tests.council.surveys import form_of, shipped

TEXTS = Catalogues()
LONGEST, BUTTON = 4096, 64
CYRILLIC = re.compile(r"[а-яіїєґ]", re.IGNORECASE)
TURN = cast(Turn, SimpleNamespace())
WAYS = {"uk": ("Завершити пізніше", "Питання"), "en": ("Finish later", "Question")}


def first(form: Form, filling: Filling) -> Any:
    """The first option, or words where there is none."""
    step = form.step(filling.at)
    assert step is not None
    codes = [option.code for option in step.offered(filling.answers)]
    return codes[:1] if step.multiple else (codes or ["words"])[0]


def screens(survey: Survey, form: Form, start: dict[str, Any]) -> Iterator[tuple[Filling, Screen]]:
    filling = begin(form, "7fffffffffffffff", start)
    while step := form.step(filling.at):
        yield filling, question(form, filling, step)
        filling = answered(form, filling, first(form, filling))
    yield filling, Screen("")


@pytest.mark.parametrize("locale", ["uk", "en"])
@pytest.mark.parametrize("name", [f"s{number}" for number in range(1, 20)])
async def test_a_survey_from_its_first_question_to_its_end(name: str, locale: str) -> None:
    survey = shipped()[name]
    with TEXTS.speaking(locale):
        for variant in [one.code for one in survey.variants] or [""]:
            form = form_of(survey, _officer=True, _key="1f")
            seen = list(screens(survey, form, {"p_variant": variant} if variant else {}))
            whole = len(seen) - 1
            for place, (filling, screen) in enumerate(seen[:-1], 1):
                asked = survey.question(filling.at)
                assert asked is not None
                fits(screen, locale)
                later, word = WAYS[locale]
                assert screen.text.startswith(f"{word} {place} ")
                assert any(button.text == later for row in screen.rows for button in row)
                assert all(escaped(option.in_(locale)) in _buttons(screen) for option in survey.options_of(asked)), (
                    f"{name} {filling.at} lacks an option"
                )
            assert progress(form, seen[-1][0])[1] == whole
            fits(await surveys.review(TURN, form, seen[-1][0]), locale)
            ended(survey, variant, seen[-1][0], locale)


def _buttons(screen: Screen) -> str:
    return "\n".join(escaped(button.text) for row in screen.rows for button in row)


def fits(screen: Screen, locale: str) -> None:
    assert 0 < len(screen.text) <= LONGEST
    buttons = [button for row in screen.rows for button in row]
    assert all(button.text.strip() and len(button.data.encode()) <= BUTTON for button in buttons)
    if locale == "en":
        assert not CYRILLIC.search(screen.text), screen.text
        assert not [button.text for button in buttons if CYRILLIC.search(button.text)]


def ended(survey: Survey, variant: str, filling: Filling, locale: str) -> None:
    """The last words of a scored survey: result, picture, explanations."""
    if survey.scoring is None:
        return
    answers = {name: value for name, value in filling.answers.items() if survey.question(name)}
    score = scoring.scored(survey, variant, answers)
    done = Finished(survey, variant, answers, score, "2026-11")
    told = "\n\n".join([*survey_end.result(done, score, None), *survey_end.explanations(done)])
    assert str(score.total.percent) in told
    picture = survey_end.radar(done, score, None)
    assert len(picture.axes) == len(survey.sections)
    if locale == "en":
        assert not CYRILLIC.search(told)
