"""Every date explains itself, and none is later than the law's."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import deadlines
from council.appeals import Kind
from council.calendar import Calendar
from council.community import Hours, load
from council.deadlines import TERMS, Count, Promise, Term, Terms
from council.sources import in_english

KYIV = ZoneInfo("Europe/Kyiv")
LAW = load(Path("content/koriukivka")).terms
FORMAL = [Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT]
moments = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(["Europe/Kyiv", "Europe/Warsaw", "America/Havana", "Pacific/Kiritimati"]).map(ZoneInfo)


@dataclass(frozen=True)
class Hromada:
    """A community as far as dates depend on it."""

    terms: Terms = field(default_factory=lambda: LAW)
    calendar: Calendar = field(default_factory=Calendar)
    zone: ZoneInfo = KYIV
    promises: Mapping[str, Promise] = field(default_factory=dict)

    def promise_of(self, category: str) -> Promise | None:
        return self.promises.get(category)


def noon(*ymd: int) -> datetime:
    return datetime(*ymd, 12, tzinfo=KYIV).astimezone(UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (noon(2026, 11, 22), date(2026, 12, 22)),
        (noon(2026, 12, 22), date(2027, 1, 21)),
        (noon(2027, 1, 31), date(2027, 2, 28)),
        (noon(2028, 1, 31), date(2028, 2, 29)),
        (noon(2028, 1, 30), date(2028, 2, 29)),
        (noon(2027, 2, 28), date(2027, 3, 28)),
        (noon(2027, 3, 31), date(2027, 4, 30)),
    ],
)
def test_an_appeal_is_due_in_thirty_days_or_a_month_whichever_is_earlier(received: datetime, last: date) -> None:
    assert deadlines.due(Kind.APPLICATION, received, Hromada()).day == last


def test_the_date_explains_itself() -> None:
    due = deadlines.due(Kind.COMPLAINT, noon(2026, 11, 22), Hromada())
    assert "one month from 2026-11-22" in in_english(due.because)
    assert due.article == "393/96-ВР, ст. 20"


@given(moments, zones, st.sampled_from(FORMAL))
def test_no_appeal_is_due_later_than_the_law_says(received: datetime, zone: ZoneInfo, kind: Kind) -> None:
    due = deadlines.due(kind, received, Hromada(zone=zone))
    start = received.astimezone(zone).date()
    assert due.day <= start + timedelta(days=30)
    assert (due.day.year - start.year) * 12 + due.day.month - start.month <= 1
    assert due.moment.astimezone(zone).date() == due.day


@given(moments, moments, zones, st.sampled_from(list(Kind)), st.booleans())
def test_who_wrote_earlier_is_answered_no_later(
    one: datetime, other: datetime, zone: ZoneInfo, kind: Kind, urgent: bool
) -> None:
    earlier, later = sorted((one, other))
    hromada = Hromada(zone=zone, promises={"roads": Promise(days=7, count=Count.WORKING)})
    dues = [deadlines.due(kind, moment, hromada, "roads", urgent=urgent) for moment in (earlier, later)]
    assert dues[0].moment <= dues[1].moment
    assert dues[0].moment > earlier


@given(moments, zones)
def test_an_extension_never_shortens_and_never_passes_the_laws_limit(received: datetime, zone: ZoneInfo) -> None:
    hromada = Hromada(zone=zone)
    for kind, limit in ((Kind.PROPOSAL, 45), (Kind.INFORMATION_REQUEST, 28)):
        longer = deadlines.extended(kind, received, hromada)
        assert deadlines.due(kind, received, hromada).day < longer.day
        assert longer.day <= received.astimezone(zone).date() + timedelta(days=limit)


def test_a_request_is_due_in_five_working_days_holidays_or_not() -> None:
    received = noon(2026, 8, 20)
    holidays = frozenset({date(2026, 8, 24)})
    peace = Calendar(martial_law=False, holidays=holidays)
    assert deadlines.due(Kind.INFORMATION_REQUEST, received, Hromada()).day == date(2026, 8, 27)
    war = Hromada(calendar=Calendar(holidays=holidays))
    assert deadlines.due(Kind.INFORMATION_REQUEST, received, war).day == date(2026, 8, 27)
    assert deadlines.due(Kind.INFORMATION_REQUEST, received, Hromada(calendar=peace)).day == date(2026, 8, 28)


@given(moments)
def test_an_urgent_request_is_due_48_real_hours_after_receipt(received: datetime) -> None:
    due = deadlines.due(Kind.INFORMATION_REQUEST, received, Hromada(), urgent=True)
    assert due.moment - received == timedelta(hours=48)


def test_urgent_hours_do_not_stretch_when_the_clocks_change() -> None:
    received = datetime(2026, 10, 24, 12, tzinfo=KYIV)
    due = deadlines.due(Kind.INFORMATION_REQUEST, received, Hromada(), urgent=True)
    assert due.moment.astimezone(KYIV).hour == 11
    assert due.moment.tzinfo is UTC


def test_a_message_after_midnight_in_kyiv_counts_from_the_new_day() -> None:
    due = deadlines.due(Kind.INFORMATION_REQUEST, datetime(2026, 11, 22, 22, 30, tzinfo=UTC), Hromada())
    assert due.day == date(2026, 11, 30)


def test_a_problem_report_has_the_promise_of_its_category_and_says_that_it_is_no_law() -> None:
    hromada = Hromada(promises={"lighting": Promise(days=3, count=Count.WORKING)})
    due = deadlines.due(Kind.PROBLEM_REPORT, noon(2026, 11, 20), hromada, "lighting")
    assert (due.day, due.article) == (date(2026, 11, 25), "")
    assert in_english(due.because) == "3 working days from 2026-11-20: the council's own promise, not a term of law"


def test_a_report_in_a_category_that_is_gone_is_due_in_a_month() -> None:
    due = deadlines.due(Kind.PROBLEM_REPORT, noon(2026, 11, 22), Hromada(), "gone")
    assert due.day == date(2026, 12, 22)


def test_a_date_on_a_sunday_stays_and_staff_see_the_monday_beside() -> None:
    due = deadlines.due(Kind.APPLICATION, noon(2026, 11, 27), Hromada())
    shown = deadlines.rolled_forward(due, Hromada())
    assert due.day == date(2026, 12, 27)
    assert shown is not None
    assert shown.day == date(2026, 12, 28)
    assert "2026-12-27" in in_english(shown.because)


def test_a_date_on_a_working_day_has_no_other_date() -> None:
    due = deadlines.due(Kind.APPLICATION, noon(2026, 11, 22), Hromada())
    assert deadlines.rolled_forward(due, Hromada()) is None


BY_LAW = [
    ("appeal.no_study", "393/96-ВР, ст. 20", date(2026, 12, 7)),
    ("appeal.max_total", "393/96-ВР, ст. 20", date(2027, 1, 6)),
    ("appeal.forward", "393/96-ВР, ст. 7", date(2026, 11, 27)),
    ("appeal.return_lacking_data", "393/96-ВР, ст. 7", date(2026, 11, 27)),
    ("appeal.return_defective", "393/96-ВР, ст. 5", date(2026, 12, 2)),
    ("request.reply", "2939-VI, ст. 20", date(2026, 11, 27)),
    ("request.urgent", "2939-VI, ст. 20", date(2026, 11, 24)),
    ("request.extension_notice", "2939-VI, ст. 20", date(2026, 11, 27)),
    ("request.extended", "2939-VI, ст. 20", date(2026, 12, 18)),
    ("request.forward", "2939-VI, ст. 22", date(2026, 11, 27)),
    ("petition.publish_or_refuse", "393/96-ВР, ст. 23-1", date(2026, 11, 24)),
    ("petition.start_notice", "393/96-ВР, ст. 23-1", date(2026, 11, 25)),
    ("petition.consider", "393/96-ВР, ст. 23-1", date(2026, 12, 4)),
    ("data_subject.reply", "2297-VI, ст. 8", date(2026, 12, 22)),
    ("sev.delivery_timeout", "СЕВ ОВВ", date(2026, 11, 22)),
]
"""Every term that runs from an event, its article, and its last day for what came at noon on Sunday, 22 November."""


@pytest.mark.parametrize(("key", "article", "last"), BY_LAW, ids=[key for key, *_rest in BY_LAW])
def test_each_step_has_its_own_date_by_its_article(key: str, article: str, last: date) -> None:
    step = deadlines.step(key, noon(2026, 11, 22), Hromada())
    assert (step.day, step.article) == (last, article)


def test_the_table_above_forgets_no_term() -> None:
    lasting = {"calendar_days", "working_days", "hours", "months"}
    running = {key for key, rule in TERMS.items() if rule.unit in lasting and not key.startswith("complaint.")}
    others = {"appeal.normal", "petition.max_collection", "petition.collection_days"}
    assert {key for key, *_rest in BY_LAW} == running - others


ANSWERS = [
    (Kind.PROPOSAL, False, "393/96-ВР, ст. 20", date(2026, 12, 22)),
    (Kind.APPLICATION, False, "393/96-ВР, ст. 20", date(2026, 12, 22)),
    (Kind.COMPLAINT, False, "393/96-ВР, ст. 20", date(2026, 12, 22)),
    (Kind.INFORMATION_REQUEST, False, "2939-VI, ст. 20", date(2026, 11, 27)),
    (Kind.INFORMATION_REQUEST, True, "2939-VI, ст. 20", date(2026, 11, 24)),
    (Kind.PROBLEM_REPORT, False, "", date(2026, 11, 26)),
]


@pytest.mark.parametrize(("kind", "urgent", "article", "last"), ANSWERS)
def test_each_kind_is_answered_by_its_article(kind: Kind, urgent: bool, article: str, last: date) -> None:
    """A problem report by the council's own word, which no article sets."""
    hromada = Hromada(promises={"lighting": Promise(days=4)})
    due = deadlines.due(kind, noon(2026, 11, 22), hromada, "lighting", urgent=urgent)
    assert (due.day, due.article) == (last, article)


CONSTITUTION_DAY, INDEPENDENCE_DAY = date(2027, 6, 28), date(2027, 8, 24)


@pytest.mark.parametrize(
    ("ends", "received", "last"),
    [
        (None, noon(2027, 8, 23), date(2027, 8, 30)),
        (date(2027, 8, 24), noon(2027, 8, 23), date(2027, 8, 30)),
        (date(2027, 8, 23), noon(2027, 8, 23), date(2027, 8, 31)),
        (date(2027, 6, 27), noon(2027, 6, 25), date(2027, 7, 5)),
        (date(2027, 6, 28), noon(2027, 6, 25), date(2027, 7, 2)),
    ],
)
def test_holidays_count_from_the_day_after_martial_law(ends: date | None, received: datetime, last: date) -> None:
    holidays = frozenset({CONSTITUTION_DAY, INDEPENDENCE_DAY})
    hromada = Hromada(calendar=Calendar(martial_law_until=ends, holidays=holidays))
    assert deadlines.due(Kind.INFORMATION_REQUEST, received, hromada).day == last


CALENDAR_LIMITS = {key: rule.at_most for key, rule in TERMS.items() if rule.unit == "calendar_days" and rule.at_most}
WORKING_LIMITS = {key: rule.at_most for key, rule in TERMS.items() if rule.unit == "working_days" and rule.at_most}


@given(moments, zones, st.sampled_from(sorted(set(CALENDAR_LIMITS) - {"petition.collection_days"})))
def test_no_step_of_calendar_days_ends_later_than_the_law_says(received: datetime, zone: ZoneInfo, key: str) -> None:
    step = deadlines.step(key, received, Hromada(zone=zone))
    start = received.astimezone(zone).date()
    assert start < step.day <= start + timedelta(days=int(CALENDAR_LIMITS[key] or 0))
    assert step.moment.astimezone(zone).date() == step.day


@given(
    moments,
    st.sampled_from(sorted(WORKING_LIMITS)),
    st.sets(st.dates(date(2024, 1, 1), date(2040, 12, 31)), max_size=30),
    st.none() | st.dates(date(2024, 1, 1), date(2040, 12, 31)),
)
def test_no_step_of_working_days_has_more_of_them_than_the_law_says(
    received: datetime, key: str, holidays: set[date], ends: date | None
) -> None:
    """Counted here on the fingers: weekdays, without a holiday unless martial law still lasts on it."""
    hromada = Hromada(calendar=Calendar(martial_law_until=ends, holidays=frozenset(holidays)))
    step, start = deadlines.step(key, received, hromada), received.astimezone(KYIV).date()
    days = [start + timedelta(days=n) for n in range(1, (step.day - start).days + 1)]
    off = {day for day in holidays if ends is not None and day > ends}
    assert len([day for day in days if day.weekday() < 5 and day not in off]) == WORKING_LIMITS[key]


@given(moments, st.sampled_from(list(Kind)), st.booleans())
def test_no_request_and_no_promise_is_later_under_martial_law_than_in_peace(
    received: datetime, kind: Kind, urgent: bool
) -> None:
    holidays = frozenset(received.date() + timedelta(days=n) for n in (1, 3, 6))
    war = Hromada(calendar=Calendar(holidays=holidays), promises=WORKING_PROMISE)
    peace = Hromada(calendar=Calendar(martial_law=False, holidays=holidays), promises=WORKING_PROMISE)
    dues = [deadlines.due(kind, received, rules, "lighting", urgent=urgent).moment for rules in (war, peace)]
    assert dues[0] <= dues[1]


WORKING_PROMISE = {"lighting": Promise(days=3, count=Count.WORKING)}


def test_another_bodys_case_leaves_in_five_days_and_a_request_in_five_working_days() -> None:
    friday = noon(2026, 11, 20)
    assert deadlines.forwarded(Kind.PROPOSAL, friday, Hromada()).day == date(2026, 11, 25)
    assert deadlines.forwarded(Kind.INFORMATION_REQUEST, friday, Hromada()).day == date(2026, 11, 27)


def test_what_lasts_no_time_is_no_step() -> None:
    with pytest.raises(KeyError):
        deadlines.step("request.free_pages", noon(2026, 11, 22), Hromada())


def test_a_stricter_council_answers_sooner() -> None:
    strict = Hromada(terms={**LAW, "request.reply": Term(value=2, unit=TERMS["request.reply"].unit)})
    assert deadlines.due(Kind.INFORMATION_REQUEST, noon(2026, 11, 23), strict).day == date(2026, 11, 25)


def test_a_complaint_is_late_a_month_after_learning_or_a_year_after_the_decision() -> None:
    decided, learned = date(2026, 1, 10), date(2026, 3, 31)
    assert not deadlines.complaint_is_late(decided, learned, date(2026, 4, 30), LAW)
    assert deadlines.complaint_is_late(decided, learned, date(2026, 5, 1), LAW)
    assert deadlines.complaint_is_late(decided, None, date(2027, 1, 11), LAW)
    assert not deadlines.complaint_is_late(None, None, date(2027, 1, 11), LAW)


def test_a_petition_closes_by_the_statute_and_never_after_three_months() -> None:
    ninety_two = {**LAW, "petition.collection_days": Term(value=92, unit=TERMS["petition.collection_days"].unit)}
    assert deadlines.petition_closes(date(2026, 11, 22), LAW) == date(2027, 1, 21)
    assert deadlines.petition_closes(date(2027, 2, 1), ninety_two) == date(2027, 5, 1)


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(0, 36))
def test_months_later_is_the_same_date_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = deadlines.months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize("key", sorted(TERMS))
def test_the_law_allows_the_default_and_refuses_what_is_worse_for_the_person(key: str) -> None:
    rule = TERMS[key]
    default = LAW[key]
    worse = {"at_most": {int: lambda top: top + 1, str: lambda top: "12-31"}}
    assert rule.allows(default)
    if rule.at_most is not None:
        assert not rule.allows(default.model_copy(update={"value": worse["at_most"][type(rule.at_most)](rule.at_most)}))
    if rule.at_least is not None:
        assert not rule.allows(default.model_copy(update={"value": rule.at_least - 1}))


@given(moments, st.sampled_from(list(Kind)))
def test_received_after_hours_moves_the_start_by_the_councils_choice_only(received: datetime, kind: Kind) -> None:
    open_hours = Hours(**dict.fromkeys(WEEK, "08:00-17:00"))
    usual = Hromada(calendar=Calendar(hours=open_hours))
    chosen = replace(usual, calendar=Calendar(hours=open_hours, after_hours_next_day=True))
    assert deadlines.due(kind, received, usual) == deadlines.due(kind, received, Hromada())
    assert deadlines.due(kind, received, chosen).day >= deadlines.due(kind, received, usual).day


WEEK = ("mon", "tue", "wed", "thu", "fri")
