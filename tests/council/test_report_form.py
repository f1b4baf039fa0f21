"""What a body is asked about a measure, and what its answers tell."""

from decimal import Decimal
from typing import Any

import pytest

from council import report_form
from council.forms import REVIEW, Filling, answered, begin, given
from council.periods import Period
from council.phrases import DomainError
from council.programme_content import load
from council.progress import Reading, Spent, Stage
from tests.council.desk import CONTENT

MOHYLIV = load(CONTENT / "mohyliv-podilskyi")[0]
MUZYKIVKA = load(CONTENT / "muzykivka")[0]
QUARTER, YEAR, FINAL = Period(2024, 3), Period(2024), Period(2025, final=True)


def filled(programme: Any, measure: str, period: Period, **answers: Any) -> Filling:
    known = report_form.facts(programme, programme.measure(measure), period)
    form = report_form.shaped(report_form.build(), known)
    return begin(form, "1f", {**known, **answers})


def told(programme: Any, measure: str, period: Period, **answers: Any) -> Any:
    filling = filled(programme, measure, period, **answers)
    return report_form.told_of(given(report_form.shaped(report_form.build(), filling.answers), filling))


def asked(programme: Any, measure: str, period: Period, **answers: Any) -> list[str]:
    """The questions in their order, every one skipped or answered with these."""
    filling = filled(programme, measure, period)
    form, names = report_form.shaped(report_form.build(), filling.answers), []
    while filling.at != REVIEW:
        names.append(filling.at)
        filling = answered(form, filling, answers.get(filling.at))
    return names


def test_a_measure_with_numbered_steps_is_asked_for_them() -> None:
    names = asked(MUZYKIVKA, "muz-m01", Period(2021, 2), stage="under_way", money="no")
    assert names == ["stage", "steps", "money", "i_0", "result", "links", "files"]


def test_a_measure_without_steps_is_asked_for_per_cent_and_each_source() -> None:
    names = asked(MOHYLIV, "mop-m23", QUARTER, stage="under_way", money="yes")
    assert names == ["stage", "percent", "money", "s_0", "s_other", "i_0", "result", "links", "files"]


def test_money_of_a_finished_programme_is_asked_by_year() -> None:
    names = asked(MOHYLIV, "mop-m23", FINAL, stage="done", money="yes")
    assert [name for name in names if name.startswith("spent")] == ["spent_2023", "spent_2024", "spent_2025"]


@pytest.mark.parametrize(
    ("period", "answers", "explained"),
    [
        (QUARTER, {"stage": "under_way"}, False),
        (QUARTER, {"stage": "under_way", "i_0": "2"}, False),
        (QUARTER, {"stage": "suspended"}, True),
        (YEAR, {"stage": "under_way"}, True),
        (YEAR, {"stage": "done"}, False),
        (YEAR, {"stage": "done", "i_0": "2"}, True),
        (YEAR, {"stage": "done", "i_0": "3"}, False),
        (FINAL, {"stage": "done", "i_0": "3"}, True),
        (FINAL, {"stage": "done", "i_0": "4"}, False),
    ],
)
def test_what_is_not_as_planned_is_to_be_explained(period: Period, answers: dict[str, Any], explained: bool) -> None:
    assert ("explanation" in asked(MOHYLIV, "mop-m23", period, **answers)) is explained


def test_per_cent_follow_from_the_steps() -> None:
    report = told(MUZYKIVKA, "muz-m01", Period(2021, 2), stage="under_way", steps=["3", "1"], money="no")
    assert (report.steps, report.percent, report.spent) == ((1, 3), 67, ())
    assert told(MUZYKIVKA, "muz-m01", QUARTER, stage="done").steps == (1, 2, 3)


def test_money_keeps_its_source_and_its_year() -> None:
    report = told(MOHYLIV, "mop-m23", QUARTER, stage="under_way", money="yes", s_0="12.5", s_other="3")
    assert report.spent == (
        Spent(year=2024, source="Місцевий бюджет", amount=Decimal("12.5")),
        Spent(year=2024, amount=Decimal(3)),
    )
    assert told(MOHYLIV, "mop-m23", QUARTER, stage="under_way", money="unknown").spent is None
    final = told(MOHYLIV, "mop-m23", FINAL, stage="done", money="yes", spent_2024="90")
    assert final.spent == (Spent(year=2024, amount=Decimal(90)),)


def test_a_change_of_mind_leaves_no_money_behind() -> None:
    assert told(MOHYLIV, "mop-m23", QUARTER, stage="under_way", money="no", s_0="12.5").spent == ()


def test_values_are_numbers_or_whether_it_is_reached() -> None:
    number = told(MUZYKIVKA, "muz-m01", Period(2021), stage="under_way", i_0="80.5")
    assert number.readings == (Reading(indicator="I.I.1-r1", value=Decimal("80.5")),)
    assert told(MUZYKIVKA, "muz-m01", Period(2021), stage="under_way").readings == ()


@pytest.mark.parametrize("period", [QUARTER, YEAR, FINAL])
def test_a_report_given_back_opens_with_what_was_told(period: Period) -> None:
    known = report_form.facts(MOHYLIV, MOHYLIV.measure("mop-m23"), period)
    answers = {"stage": "suspended", "percent": "40", "money": "yes", "s_0": "12.5", "spent_2024": "7", "i_0": "1"}
    before = told(MOHYLIV, "mop-m23", period, result="Готово", explanation="Чекаємо", **answers)
    again = begin(report_form.shaped(report_form.build(), known), "1f", report_form.answers_from(before, known))
    assert again.at == REVIEW
    assert report_form.told_of(given(report_form.shaped(report_form.build(), known), again)) == before


@pytest.mark.parametrize(
    ("said", "thousands"),
    [("12,5", "12.5"), ("1 250", "1250"), ("12 500 грн", "12.5"), ("12 тис. грн", "12"), ("1,2 млн грн", "1200.0")],
)
def test_sums_are_thousands_of_hryvnias(said: str, thousands: str) -> None:
    assert Decimal(report_form.an_amount(said)) == Decimal(thousands)


@pytest.mark.parametrize("said", ["багато", "-5", "12,5,1", ""])
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(DomainError):
        report_form.an_amount(said)


def test_per_cent_are_whole_and_no_more_than_a_hundred() -> None:
    assert report_form.a_percent("40 %") == "40"
    for said in ("101", "12,5"):
        with pytest.raises(DomainError):
            report_form.a_percent(said)


def test_addresses_are_taken_out_of_the_words_around_them() -> None:
    assert report_form.some_links("Ось: https://prozorro.gov.ua/tender/1 і новина") == [
        "https://prozorro.gov.ua/tender/1"
    ]
    with pytest.raises(DomainError):
        report_form.some_links("на сайті ради")


def test_the_stage_of_the_whole_work_says_its_per_cent() -> None:
    assert told(MOHYLIV, "mop-m23", QUARTER, stage=Stage.NOT_STARTED.value).percent == 0
    assert told(MOHYLIV, "mop-m23", QUARTER, stage=Stage.DONE.value).percent == 100


def test_the_level_is_asked_for_where_gains_are_planned_and_a_yes_where_only_a_yes_is() -> None:
    gains = report_form.facts(MOHYLIV, MOHYLIV.measure("mop-m23"), YEAR)["_indicators"][0]
    level = report_form.facts(MUZYKIVKA, MUZYKIVKA.measure("muz-m01"), Period(2021))["_indicators"][0]
    assert [gains["target"], level["target"]] == ["3", "100"]
    milestone = next(one for one in MOHYLIV.indicators if one.code == "I-04")
    facts = report_form.facts(MOHYLIV, MOHYLIV.measures_by(milestone)[0], Period(2025))["_indicators"]
    assert [one["yes_or_no"] for one in facts if one["code"] == "I-04"] == [True]
