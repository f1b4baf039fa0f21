"""Whom a campaign is for: conditions over what a person agreed to, read from each person at the moment of sending."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from council.following import ALL, goal_target
from council.people import ResidentId, TelegramId
from council.profiles import Profile
from council.programme import Programme

if TYPE_CHECKING:
    from council.ports import Desk


class Place(BaseModel):
    """The district, and the settlement where there are several, whose news a person wants."""

    model_config = ConfigDict(frozen=True)

    district: str = ""
    settlement: str = ""


class Audience(BaseModel):
    """Conditions; an empty one excludes nobody. `took` is `yes` or `no`: has taken part in `survey`, by the ledger.

    `seen` is the number of months within which the person wrote. Ages, genders and devices are read only of those who
    agreed to that use (consent TRAITS).
    """

    model_config = ConfigDict(frozen=True)

    districts: tuple[str, ...] = ()
    settlements: tuple[str, ...] = ()
    locale: str = ""
    topics: tuple[str, ...] = ()
    survey: str = ""
    took: str = ""
    seen: int = 0
    ages: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        return self != Audience()

    @property
    def by_traits(self) -> bool:
        return bool(self.ages or self.genders or self.devices)

    @property
    def by_place(self) -> bool:
        return bool(self.districts or self.settlements)


@dataclass(frozen=True)
class Candidate:
    """A person as far as a campaign may look: `profile` only with the consent TRAITS, `place` as told for news.

    `month` is when they last wrote, `2026-11`; empty when that is longer ago than it is kept.
    """

    resident: ResidentId
    telegram_id: TelegramId
    locale: str
    month: str = ""
    place: Place = field(default_factory=Place)
    profile: Profile | None = None
    follows: frozenset[str] = frozenset()


def fits(audience: Audience, one: Candidate, targets: frozenset[str], oldest_month: str) -> bool:
    """Whether the person meets every condition but taking part, which only the ledger knows.

    `targets` are what following one of the topics may mean, `oldest_month` the oldest month that still counts.
    """
    return (
        _is_there(audience, one)
        and (not audience.locale or one.locale == audience.locale)
        and (not audience.topics or bool(one.follows & targets))
        and (not audience.seen or one.month >= oldest_month)
        and (not audience.by_traits or _has_traits(audience, one.profile))
    )


def _is_there(audience: Audience, one: Candidate) -> bool:
    place = place_of(one)
    return (not audience.districts or place.district in audience.districts) and (
        not audience.settlements or place.settlement in audience.settlements
    )


def place_of(one: Candidate) -> Place:
    """What was told for news; else what the profile says, where its use was agreed to."""
    if one.place.district or one.profile is None:
        return one.place
    return Place(district=one.profile.district, settlement=one.profile.settlement)


def _has_traits(audience: Audience, profile: Profile | None) -> bool:
    return (
        profile is not None
        and not profile.child
        and (not audience.ages or profile.age in audience.ages)
        and (not audience.genders or profile.gender in audience.genders)
        and (not audience.devices or bool(set(audience.devices) & set(profile.devices)))
    )


def alerted(audience: Audience, one: Candidate) -> bool:
    """An alert reaches the districts named, and everybody whose district is not known: better one too many."""
    place = place_of(one)
    return not audience.districts or not place.district or place.district in audience.districts


def oldest_month(months: int, local: datetime) -> str:
    """The month, as `2026-09`, before which somebody is not «seen within so many months»."""
    ordinal = local.year * 12 + local.month - 1 - months
    return f"{ordinal // 12:04}-{ordinal % 12 + 1:02}"


def targets_of(topics: Iterable[str], programmes: Sequence[Programme]) -> frozenset[str]:
    """Everything that is followed by who follows a topic: a goal with its measures; the whole programme with all."""
    wanted, found = set(topics), set(topics)
    for programme in programmes:
        for measure in programme.measures:
            goals = {goal_target(programme, goal) for goal in programme.goals_of(measure)}
            if ALL in wanted or wanted & goals:
                found |= {measure.id, *(goals if ALL in wanted else ())}
    return frozenset(found)


async def followed_targets(desk: "Desk", audience: Audience) -> frozenset[str]:
    return targets_of(audience.topics, await desk.programmes.current()) if audience.topics else frozenset()
