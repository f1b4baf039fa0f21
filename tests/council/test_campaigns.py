"""Whom a campaign is for, who decides, when it may go out: rules without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from council import campaign_form
from council.audience import Audience, Candidate, Place, alerted, fits, oldest_month, targets_of
from council.campaign_rules import CampaignRules
from council.campaigns import (
    LEAST,
    NEXT,
    OVER,
    Campaign,
    CampaignId,
    Content,
    Kind,
    State,
    about_so_many,
    bar,
    moved,
    must_alert,
    must_be_large_enough,
    must_confirm,
    must_manage,
)
from council.people import ResidentId, Role, TelegramId
from council.phrases import Conflict, DomainError
from council.profiles import Profile
from tests.council.desk import KORIUKIVKA, NOW, officer

NOBODY: frozenset[int] = frozenset()
MANAGER, OTHER = officer(1, (Role.CAMPAIGN_MANAGER, "")), officer(2, (Role.ADMINISTRATOR, ""))


def a_campaign(**changed: Any) -> Campaign:
    plain = Campaign(
        id=CampaignId(1),
        key="form:1",
        kind=Kind.MESSAGE,
        state=State.ASKED,
        content=Content(uk="Вода"),
        audience=Audience(),
        author=TelegramId(1),
        created_at=NOW,
        starts_at=NOW,
        size=100,
    )
    return replace(plain, **changed)


def person(**changed: Any) -> Candidate:
    return replace(Candidate(ResidentId(1), TelegramId(5), "uk", month="2026-11"), **changed)


# states and people


def test_every_state_leads_to_an_end() -> None:
    for start in State:
        seen, todo = set(), [start]
        while todo:
            state = todo.pop()
            seen.add(state)
            todo += [one for one in NEXT[state] if one not in seen]
        assert seen & OVER


def test_a_step_that_may_not_follow_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        moved(a_campaign(state=State.DONE), State.RUNNING, NOW)
    assert moved(a_campaign(state=State.RUNNING), State.DONE, NOW).ended_at == NOW


def test_only_a_manager_or_an_administrator_writes_to_many_and_the_head_alerts_too() -> None:
    for one in (MANAGER, OTHER):
        must_manage(one, NOBODY)
    must_manage(officer(9), frozenset({9}))
    head = officer(3, (Role.HEAD, ""))
    must_alert(head, NOBODY)
    for one in (head, officer(4, (Role.REGISTRAR, "")), officer(5)):
        with pytest.raises(DomainError):
            must_manage(one, NOBODY)


@pytest.mark.parametrize("kind", Kind)
def test_nobody_confirms_what_they_wrote(kind: Kind) -> None:
    must_confirm(a_campaign(kind=kind), OTHER, NOBODY)
    with pytest.raises(DomainError):
        must_confirm(a_campaign(kind=kind), MANAGER, NOBODY)
    with pytest.raises(DomainError):
        must_confirm(a_campaign(kind=kind), MANAGER, frozenset({1}))


def test_conditions_may_not_leave_so_few_that_they_could_be_named() -> None:
    narrow = Audience(ages=("75",))
    must_be_large_enough(a_campaign(size=LEAST, audience=narrow))
    must_be_large_enough(a_campaign(size=3))
    must_be_large_enough(a_campaign(size=None, kind=Kind.ALERT))
    for refused in ({"size": LEAST - 1, "audience": narrow}, {"size": 0}, {"size": None}):
        with pytest.raises(DomainError):
            must_be_large_enough(a_campaign(**refused))


def test_sizes_are_told_in_tens_so_that_two_cannot_be_compared() -> None:
    assert [about_so_many(size) for size in (0, 9, 10, 239, 240)] == [0, 0, 10, 230, 240]


def test_the_bar_is_full_only_at_the_end() -> None:
    assert (bar(0, 100), bar(99, 100), bar(100, 100), bar(5, 0)) == ("░" * 12, "█" * 11 + "░", "█" * 12, "░" * 12)


# whom it is for


@pytest.mark.parametrize(
    ("audience", "one", "meets"),
    [
        ({}, {}, True),
        ({"districts": ("misto",)}, {"place": Place(district="misto")}, True),
        ({"districts": ("misto",)}, {}, False),
        ({"districts": ("misto",)}, {"profile": Profile(district="misto")}, True),
        ({"settlements": ("с. Трудовик",)}, {"place": Place(district="misto", settlement="с. Трудовик")}, True),
        ({"settlements": ("с. Трудовик",)}, {"place": Place(district="misto")}, False),
        ({"locale": "en"}, {}, False),
        ({"topics": ("all",)}, {"follows": frozenset({"kp-1"})}, True),
        ({"topics": ("all",)}, {}, False),
        ({"seen": 3}, {"month": "2026-09"}, True),
        ({"seen": 3}, {"month": "2026-08"}, False),
        ({"ages": ("60-74",)}, {"profile": Profile(age="60-74")}, True),
        ({"ages": ("60-74",)}, {}, False),
        ({"ages": ("under",)}, {"profile": Profile(age="child")}, False),
        ({"genders": ("woman",)}, {"profile": Profile(gender="man")}, False),
        ({"devices": ("buttons",)}, {"profile": Profile(devices=("smartphone", "buttons"))}, True),
    ],
)
def test_a_condition_asks_what_the_person_agreed_to(audience: Any, one: Any, meets: bool) -> None:
    assert fits(Audience(**audience), person(**one), frozenset({"kp-1", "all"}), "2026-09") is meets


def test_an_alert_reaches_the_district_and_whoever_has_not_told_theirs() -> None:
    there, elsewhere, unknown = (person(place=Place(district=code)) for code in ("misto", "naumivskyi", ""))
    danger = Audience(districts=("misto",))
    assert [alerted(danger, one) for one in (there, elsewhere, unknown)] == [True, False, True]
    assert alerted(Audience(), elsewhere)


def test_months_are_counted_over_the_year() -> None:
    assert oldest_month(3, datetime(2026, 2, 5, tzinfo=UTC)) == "2025-11"
    assert oldest_month(12, datetime(2026, 11, 23, tzinfo=UTC)) == "2025-11"


def test_without_a_programme_a_topic_is_itself() -> None:
    assert targets_of(["all"], []) == {"all"}


# when


@pytest.mark.parametrize(
    ("hour", "quiet", "wakes"),
    [(8, True, "23T09"), (9, False, "23T09"), (20, False, "23T20"), (21, True, "24T09"), (2, True, "23T09")],
)
def test_the_night_is_quiet(hour: int, quiet: bool, wakes: str) -> None:
    local = datetime(2026, 11, 23, hour, tzinfo=KORIUKIVKA.zone)
    rules = CampaignRules()
    assert rules.quiet(local) is quiet
    assert rules.wakes(local).strftime("%dT%H") == wakes


def test_a_community_may_have_its_own_hours_or_none() -> None:
    noon = datetime(2026, 11, 23, 13, tzinfo=KORIUKIVKA.zone)
    assert CampaignRules(quiet_from="12:00", quiet_to="14:00").quiet(noon)
    assert not CampaignRules(quiet_from="00:00", quiet_to="00:00").quiet(noon)


def test_a_moment_is_read_as_people_write_it() -> None:
    assert campaign_form.a_moment("22.12.2026 9:30") == "2026-12-22T09:30:00"
    for wrong in ("завтра", "22.12.2026", "22.12.2026 25:00"):
        with pytest.raises(DomainError):
            campaign_form.a_moment(wrong)


def test_it_begins_by_the_clock_of_the_community_and_never_in_the_past() -> None:
    at = [campaign_form.starts_at(when, KORIUKIVKA, NOW) for when in ("now", "morning", "2026-12-22T10:00:00")]
    assert at == [NOW, datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 12, 22, 8, tzinfo=UTC)]
    assert campaign_form.starts_at("2020-01-01T10:00:00", KORIUKIVKA, NOW) == NOW
    with pytest.raises(DomainError):
        campaign_form.starts_at("2029-01-01T10:00:00", KORIUKIVKA, NOW)


def test_reminders_are_waves_of_their_own() -> None:
    assert campaign_form.reminders({"reminders": "3-7"}) == (3, 7)
    assert campaign_form.reminders({}) == ()
    assert [one - NOW for one in a_campaign(reminders=(3,)).waves] == [timedelta(0), timedelta(days=3)]
