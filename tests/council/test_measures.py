"""How a measure stands, by its document and its reports alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from council.measures import (
    Flag,
    Ledger,
    Standing,
    Trend,
    ledger,
    level,
    of_hundred,
    trend,
    wanted_by,
)
from council.people import TelegramId
from council.periods import Period
from council.programme_content import load
from council.progress import Reading, Report, ReportId, ReportState, Spent, Stage, Told

CONTENT = Path(__file__).resolve().parents[2] / "content"
(MOHYLIV,) = load(CONTENT / "mohyliv-podilskyi")
(KORIUKIVKA,) = load(CONTENT / "koriukivka")
NOW = datetime(2025, 1, 20, tzinfo=UTC)
SITE, CAMERAS, SERVER = "mop-m03", "mop-m22", "mop-m02"
"""Due at the end of 2024, 2024 and 2025."""


def told(measure: str, period: str, stage: Stage = Stage.UNDER_WAY, **said: object) -> Report:
    """What the body reported for a period, published."""
    return Report(
        ReportId(1),
        MOHYLIV.id,
        measure,
        Period.of(period),
        ReportState.PUBLISHED,
        Told.model_validate({"stage": stage, **said}),
        "",
        TelegramId(1),
        "начальник відділу",
        "",
        NOW,
    )


def book(*reports: Report, today: date = date(2025, 2, 1), since: date = date(2024, 1, 1)) -> Ledger:
    return ledger(MOHYLIV, reports, today, since)


def standing(found: Ledger, measure: str = SITE) -> Standing:
    return found.standing(found.programme.measure(measure))


def test_no_report_is_no_report_however_long_ago_the_term_was() -> None:
    assert standing(book(today=date(2030, 1, 1))) is Standing.NO_REPORT


def test_late_is_what_its_own_report_on_the_term_says_is_not_done() -> None:
    assert standing(book(told(SITE, "2024q4"))) is Standing.LATE
    assert standing(book(told(SITE, "2024q4", Stage.DONE))) is Standing.DONE
    assert standing(book(told(SITE, "2024q4", Stage.ABANDONED))) is Standing.ABANDONED


def test_between_the_term_and_the_report_on_it_nobody_knows() -> None:
    found = book(told(SITE, "2024q3"), today=date(2025, 1, 4))
    assert standing(found) is Standing.UNDER_WAY
    assert found.unanswered(MOHYLIV.measure(SITE))
    assert not book(told(SITE, "2024q3"), today=date(2024, 12, 31)).unanswered(MOHYLIV.measure(SITE))


def test_nothing_is_late_that_was_due_before_the_bot_came() -> None:
    came_later = book(told(SITE, "2025q1"), since=date(2025, 1, 1))
    assert standing(came_later) is Standing.UNDER_WAY


def test_a_term_outside_the_programme_is_never_late() -> None:
    site = MOHYLIV.measure(SITE)
    schedule = site.schedule.model_copy(update={"due_date": date(2022, 12, 31)})
    odd = site.model_copy(update={"schedule": schedule})
    found = book(told(SITE, "2024q4"), since=date(2020, 1, 1))
    assert found.standing(odd) is Standing.UNDER_WAY


def test_a_continuous_measure_is_never_late() -> None:
    reports = [replace(told(measure.id, "2024"), measure=measure.id) for measure in KORIUKIVKA.measures]
    found = ledger(KORIUKIVKA, reports, date(2025, 3, 1), date(2022, 1, 1))
    late = {measure.code for measure in found.by_standing()[Standing.LATE]}
    assert late == {"1.1.3", "3.1.1", "3.2.1"}


def test_a_programme_is_finished_by_its_years() -> None:
    assert not book(today=date(2025, 12, 31)).finished
    assert book(today=date(2026, 1, 1)).finished
    assert not book(today=date(2022, 12, 31)).begun


def test_money_of_a_year_is_what_the_latest_report_on_it_says() -> None:
    first = told(SITE, "2024q2", spent=(Spent(year=2024, amount=Decimal("50.5")),))
    later = told(SITE, "2024q4", spent=(Spent(year=2024, amount=Decimal(180)),))
    other = told(CAMERAS, "2024q4", spent=(Spent(year=2024, amount=Decimal(20), source="Місцевий бюджет"),))
    silent = told(SERVER, "2024q4")
    found = book(later, first, other, silent)
    assert found.spent(MOHYLIV.measure(SITE)) == {2024: 180}
    assert (found.spent_in(2024), found.spent_in(2023)) == (200, None)


def test_gains_add_up_to_a_level() -> None:
    schools = MOHYLIV.indicator("I-05")
    assert [level(schools, year) for year in (2023, 2024, 2025)] == [Decimal("66.3"), 80, 100]
    assert wanted_by(schools, 2024, 2) == Decimal("73.15")
    assert level(MOHYLIV.indicator("I-11"), 2025) is None


@pytest.mark.parametrize(
    ("value", "going", "behind"), [(60, Trend.UP, True), (80, Trend.UP, False), (40, Trend.DOWN, True)]
)
def test_an_indicator_goes_somewhere(value: int, going: Trend, behind: bool) -> None:
    schools = MOHYLIV.indicator("I-05")
    found = book(told("mop-m06", "2024", readings=(Reading(indicator="I-05", value=Decimal(value)),)))
    assert trend(schools, found.readings(schools)) is going
    assert found.behind(schools) is behind
    assert trend(schools, ()) is Trend.UNKNOWN


def test_flags_are_raised_before_it_is_too_late() -> None:
    site, server = MOHYLIV.measure(SITE), MOHYLIV.measure(SERVER)
    near = book(told(SITE, "2024q3"), today=date(2024, 12, 1))
    assert near.flags(site, awaited=True) == [Flag.TERM_NEAR, Flag.NO_REPORT]
    assert book(told(SITE, "2024q4")).flags(site) == [Flag.TERM_PASSED]
    assert book(told(SITE, "2024q4", Stage.DONE), today=date(2024, 12, 1)).flags(site) == []
    spent = {"spent": (Spent(year=2024, amount=Decimal(90)),), "percent": 10}
    idle = book(told(SERVER, "2024q3", percent=10), told(SERVER, "2024q4", **spent))
    assert idle.flags(server) == [Flag.SPENT_WITHOUT_PROGRESS]


def test_every_hundred_hryvnias_are_divided_without_a_rest() -> None:
    assert of_hundred([Decimal(1), Decimal(1), Decimal(1)]) == [34, 33, 33]
    assert of_hundred([Decimal(0), Decimal(0)]) == [0, 0]
    shares = of_hundred([one.budget.total or Decimal() for one in MOHYLIV.measures])
    assert sum(shares) == 100


def test_steps_tell_the_per_cent_where_nobody_said_one() -> None:
    (muzykivka,) = load(CONTENT / "muzykivka")
    measure = muzykivka.measure("muz-m01")
    found = ledger(muzykivka, [told("muz-m01", "2021q1", steps=(1,))], date(2021, 5, 1), date(2021, 1, 1))
    assert found.percent(measure) == 33
    assert found.steps_done(measure) == {1}
