"""Rounds of reporting: whose dates they are, what is said when, and who still owes a report."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from council.deadlines import Terms
from council.people import TelegramId
from council.periods import Period
from council.programme import Frequency, Measure, Programme
from council.progress import Report, ReportId, ReportState, Stage, Told
from council.reporting import (
    DueRule,
    Mark,
    asked_of,
    dates_of,
    documents_day,
    due_day,
    next_morning,
    periods,
    read_rule,
    to_say,
    typical,
    unreported,
    words_of,
)
from council.sources import read
from tests.council.desk import CONTENT, KORIUKIVKA, NOW

THIRD = Period(2027, 3)
LOADED = datetime(2026, 11, 22, 20, tzinfo=UTC)


def measure(number: int, **schedule: Any) -> dict[str, Any]:
    told = {"id": f"abc-m{number:02}", "code": f"1.1.{number}", "operational_goal": "1.1", "title": f"Захід {number}"}
    return {**told, "schedule": schedule}


def programme(*monitoring: dict[str, Any], start: int = 2026, end: int = 2028, **more: Any) -> Programme:
    passport = {"id": "abc", "prefix": "abc", "title": "Програма", "period": {"start": start, "end": end}}
    document = {
        "schema": "digital-programme/1",
        "programme": {**passport, "monitoring": monitoring},
        "measures": more.get("measures", [measure(1), measure(2)]),
    }
    return Programme.model_validate(document)


def duty(frequency: str, due_rule: str | None = None) -> dict[str, Any]:
    return {"id": frequency, "frequency": frequency, "due_rule": due_rule}


def morning(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=KORIUKIVKA.zone).astimezone(UTC)


def said_in(which: Programme, *moments: datetime, said: set[tuple[str, str]] | None = None) -> list[str]:
    """What the bot says, looking at these moments one after another."""
    known, told = set(said or ()), []
    for moment in moments:
        for word in to_say(which, LOADED, frozenset(known), KORIUKIVKA, moment):
            known.add((word.period.code, word.mark))
            told.append(f"{word.period.code} {word.mark}")
    return told


def report(which: Measure, stage: Stage = Stage.UNDER_WAY, **changed: Any) -> Report:
    told = Report(
        ReportId(1), "abc", which.id, THIRD, ReportState.SUBMITTED, Told(stage=stage), "", TelegramId(1), "", "1f", NOW
    )
    return replace(told, **changed)


@pytest.mark.parametrize("terms", [KORIUKIVKA.terms, {}], ids=["community", "none"])
def test_the_dates_are_those_of_the_typical_form(terms: Terms) -> None:
    form = read(CONTENT / "typical-form.yaml").data["monitoring"]["calendar"]
    rules = {entry["id"]: entry["deadline_rule"] for entry in form}
    quarter, year, customer = (
        rules[name] for name in ("quarterly-progress", "annual-results", "annual-progress-report")
    )
    dates = typical(terms)
    assert dates.quarterly == DueRule(days_after=int(quarter["day"]))
    assert dates.annual == DueRule(month=int(year["month"]), day=int(year["day"]))
    assert documents_day(2026, terms) == date(2027, int(customer["month"]), int(customer["day"]))


@pytest.mark.parametrize(
    ("frequency", "words", "rule"),
    [
        (Frequency.QUARTERLY, "до 05 числа місяця, наступного за звітним періодом", DueRule(days_after=5)),
        (Frequency.QUARTERLY, "до 10 квітня, 10 липня, 10 жовтня, 10 січня", DueRule(days_after=10)),
        (Frequency.QUARTERLY, "протягом 15 календарних днів після закінчення кварталу", DueRule(days_after=15)),
        (Frequency.ANNUALLY, "до 31 січня року, що настає за звітним", DueRule(month=1, day=31)),
        (Frequency.ANNUALLY, "щороку до 1-го березня", DueRule(month=3, day=1)),
        (Frequency.ANNUALLY, "Не рідше одного разу на рік", None),
        (Frequency.ANNUALLY, "до 31 лютого", None),
    ],
)
def test_a_day_is_read_from_the_words_of_a_document(frequency: Frequency, words: str, rule: DueRule | None) -> None:
    assert read_rule(words, frequency) == rule


def test_a_programme_that_names_its_own_dates_keeps_them() -> None:
    own = programme(duty("quarterly", "до 15 числа"), duty("annually", "до 20 січня"), duty("annually", "до 1 березня"))
    dates = dates_of(own, KORIUKIVKA.terms)
    assert (dates.own, dates.quarterly, dates.annual) == (True, DueRule(days_after=15), DueRule(month=1, day=20))
    assert due_day(own, THIRD, KORIUKIVKA.terms) == date(2027, 10, 15)


def test_a_programme_with_a_yearly_date_only_is_not_asked_each_quarter() -> None:
    yearly = programme(duty("annually", "до 31 січня"))
    assert list(periods(yearly, KORIUKIVKA.terms)) == [Period(2026), Period(2027), Period(2028)]


@pytest.mark.parametrize("monitoring", [(), (duty("annually", "Не рідше одного разу на рік"),), (duty("quarterly"),)])
def test_without_a_date_of_its_own_it_takes_the_typical_form_and_says_so(
    monitoring: tuple[dict[str, Any], ...],
) -> None:
    without = programme(*monitoring)
    assert dates_of(without, KORIUKIVKA.terms) == typical(KORIUKIVKA.terms)
    assert not dates_of(without, KORIUKIVKA.terms).own


def test_a_quarter_is_asked_ten_three_and_one_day_before_and_after() -> None:
    words = {word.mark: word.at for word in words_of(programme(), Period(2026, 3), KORIUKIVKA)}
    assert words == {
        Mark.ASKED: morning(2026, 9, 25),
        Mark.THREE_DAYS: morning(2026, 10, 2),
        Mark.ONE_DAY: morning(2026, 10, 2),
        Mark.PASSED: morning(2026, 10, 6),
    }


def test_the_year_is_asked_in_january_and_its_documents_in_february() -> None:
    words = {word.mark: word.at for word in words_of(programme(), Period(2027), KORIUKIVKA)}
    assert words[Mark.ASKED] == morning(2028, 1, 21)
    assert words[Mark.PASSED] == morning(2028, 2, 1)
    assert words[Mark.DOCUMENTS] == morning(2028, 2, 18)


def test_each_word_is_said_once_in_its_morning() -> None:
    days = [morning(2027, 9, day) for day in (24, 25, 26)] + [morning(2027, 10, day) for day in range(1, 9)]
    assert said_in(programme(), *days) == ["2027q3 asked", "2027q3 three_days", "2027q3 one_day", "2027q3 passed"]


def test_after_a_silence_of_the_bot_only_the_last_word_is_said() -> None:
    assert said_in(programme(), morning(2027, 10, 5)) == ["2027q3 one_day"]


def test_nobody_is_told_of_a_date_that_passed_before_the_bot_asked() -> None:
    assert said_in(programme(), morning(2027, 10, 8), morning(2027, 11, 1)) == []


def test_a_finished_programme_is_asked_once_for_its_results() -> None:
    over = programme(start=2022, end=2024)
    moments = [morning(2026, 11, 23), morning(2026, 11, 24), morning(2027, 1, 21), morning(2030, 1, 1)]
    assert said_in(over, *moments) == ["2024f asked"]


def test_a_finished_programme_is_asked_on_the_morning_after_it_was_loaded() -> None:
    over = programme(start=2022, end=2024)
    assert said_in(over, LOADED, LOADED.replace(hour=23)) == []


def test_a_programme_that_ends_while_the_bot_serves_has_told_its_results_by_january() -> None:
    days = [morning(2029, 1, day) for day in (3, 4, 21, 28, 30)] + [morning(2029, 2, day) for day in (1, 19)]
    said = said_in(programme(), *days, morning(2029, 4, 1), morning(2030, 1, 1))
    assert said[-1] == "2028 documents"
    assert not [word for word in said if word.startswith("2028f")]


def test_the_bot_looks_each_morning() -> None:
    assert next_morning(morning(2026, 11, 23), KORIUKIVKA) == morning(2026, 11, 24)
    assert next_morning(datetime(2026, 11, 23, 1, tzinfo=UTC), KORIUKIVKA) == morning(2026, 11, 23)


def test_a_measure_that_has_not_begun_is_not_asked_for() -> None:
    later = programme(measures=[measure(1, start_year=2028), measure(2, start_year=2026)])
    assert [one.id for one in asked_of(later, THIRD, [])] == ["abc-m02"]


def test_a_measure_done_in_an_earlier_period_is_asked_once_more_for_its_year() -> None:
    here = programme()
    done = report(here.measures[0], Stage.DONE, period=Period(2027, 1), state=ReportState.ACCEPTED)
    assert [one.id for one in asked_of(here, THIRD, [done])] == ["abc-m02"]
    assert len(asked_of(here, Period(2027), [done])) == 2
    assert len(asked_of(here, Period(2028), [done])) == 1


def test_what_was_given_back_is_owed_again() -> None:
    here = programme()
    first, second = here.measures
    assert unreported(here, THIRD, [report(first)]) == [second]
    assert unreported(here, THIRD, [report(first, state=ReportState.RETURNED)]) == [first, second]
    assert unreported(here, THIRD, [report(first, period=Period(2027, 2))]) == [first, second]
