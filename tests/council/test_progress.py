"""Reports of bodies on measures: what may follow what, who may say it, what is news."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from council.people import Officer, Role, TelegramId
from council.periods import Period, quarter_of
from council.phrases import Conflict, DomainError, NotFound
from council.progress import (
    NEXT,
    Report,
    ReportId,
    ReportState,
    Spent,
    Stage,
    Told,
    changed,
    counted,
    may_report,
    moved,
    must_lead,
    must_report,
    newest,
    shown,
    spent_by_year,
    total,
)
from tests.council.desk import NOW, officer

LEAD = officer(10, (Role.PROGRAMME_LEAD, ""))
CNAP = officer(11, (Role.EXECUTOR, "cnap"))
TOLD = Told(stage=Stage.UNDER_WAY, percent=40)
REPORT = Report(
    ReportId(1), "abc", "abc-m01", Period(2026, 3), ReportState.SUBMITTED, TOLD, "cnap", TelegramId(11), "", "1f", NOW
)


@pytest.mark.parametrize("period", [Period(2026, 1), Period(2026, 4), Period(2026), Period(2026, final=True)])
def test_a_period_is_read_back_from_its_code(period: Period) -> None:
    assert Period.of(period.code) == period


def test_an_invented_period_does_not_exist() -> None:
    with pytest.raises(NotFound):
        Period.of("2026q7")


def test_periods_have_their_days_and_their_order() -> None:
    third, year = Period(2026, 3), Period(2026)
    assert (third.first, third.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert quarter_of(date(2026, 9, 30)) == third
    assert year.last == Period(2026, 4).last == date(2026, 12, 31)
    assert third.order < Period(2026, 4).order < year.order < Period(2026, final=True).order


def test_every_state_of_a_report_leads_to_publication() -> None:
    reached = {ReportState.SUBMITTED}
    for _ in ReportState:
        reached |= {after for state in reached for after in NEXT[state]}
    assert reached == set(ReportState)


def test_what_is_given_back_is_not_accepted_before_it_is_sent_again() -> None:
    returned = moved(REPORT, ReportState.RETURNED, NOW, "Де сума?")
    assert returned.remark == "Де сума?"
    with pytest.raises(Conflict):
        moved(returned, ReportState.ACCEPTED, NOW)


def test_a_published_report_remembers_when() -> None:
    published = moved(moved(REPORT, ReportState.ACCEPTED, NOW), ReportState.PUBLISHED, NOW)
    assert published.published_at == NOW
    assert moved(published, ReportState.RETURNED, NOW).published_at is None


@pytest.mark.parametrize(("who", "speaks"), [(LEAD, True), (CNAP, True), (officer(12, (Role.EXECUTOR, "x")), False)])
def test_a_department_speaks_for_its_own_measures(who: Officer, speaks: bool) -> None:
    assert may_report(who, "cnap") is speaks


def test_for_a_body_without_a_department_the_lead_speaks() -> None:
    assert may_report(LEAD, "")
    with pytest.raises(DomainError):
        must_report(CNAP, "")
    with pytest.raises(DomainError):
        must_lead(CNAP)


def test_people_see_what_is_published_and_the_state_what_is_accepted() -> None:
    accepted = replace(REPORT, state=ReportState.ACCEPTED)
    published = replace(REPORT, state=ReportState.PUBLISHED, period=Period(2026, 2))
    reports = [REPORT, published, accepted]
    assert shown(reports) == [published]
    assert counted(reports) == [accepted, published]
    assert newest(reports) in (REPORT, accepted)
    assert newest([]) is None


def test_nothing_told_of_money_is_not_nothing_spent() -> None:
    spent = tuple(Spent(year=2026, source=name, amount=Decimal(sum_)) for name, sum_ in (("а", "1.5"), ("б", "2")))
    assert spent_by_year(TOLD) is None
    assert spent_by_year(TOLD.model_copy(update={"spent": ()})) == {}
    assert spent_by_year(TOLD.model_copy(update={"spent": spent})) == {2026: Decimal("3.5")}
    assert total(spent) == Decimal("3.5")


@pytest.mark.parametrize(
    ("after", "news"),
    [
        ({}, False),
        ({"explanation": "Те саме"}, False),
        ({"percent": 60}, True),
        ({"spent": (Spent(year=2026, amount=Decimal(1)),)}, True),
        ({"files_public": True}, True),
    ],
)
def test_a_repetition_is_no_news(after: dict[str, object], news: bool) -> None:
    later = replace(REPORT, period=Period(2026, 4), told=TOLD.model_copy(update=after))
    assert changed(REPORT, later) is news


def test_the_first_report_is_news_unless_nothing_has_begun() -> None:
    assert changed(None, REPORT)
    assert not changed(None, replace(REPORT, told=Told(stage=Stage.NOT_STARTED)))
