"""What a programme's file says about the community: shown beside the passport, never used as settings of the bot."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from council.programme_parts import Record


class Area(Record):
    value: Decimal | None = None
    unit: str | None = None
    source_text: str | None = None


class Population(Record):
    total: int | None = None
    admin_centre: int | None = None
    as_of: str | None = None
    source_text: str | None = None
    approximate: bool = False


class Settlements(Record):
    total: int | None = None
    cities: int | None = None
    urban_type: int | None = None
    villages: int | None = None
    names: tuple[str, ...] = ()
    source_text: str | None = None


class StarostaDistrict(Record):
    name: str
    katottg: str | None = None
    working_age_15_59_share_pct: Decimal | None = None
    age_60_plus_share_pct: Decimal | None = None
    line: int | None = None


class Fact(Record):
    """A fact by its key; the value keeps the shape of the file (number, text, list or table)."""

    key: str
    value: Any = None
    unit: str | None = None
    as_of: str | None = None
    source_text: str | None = None
    line: int | None = None


class ServiceStatus(StrEnum):
    USED = "used"
    PARTIAL = "partial"
    PLANNED = "planned"
    NOT_USED = "not_used"
    UNCLEAR = "unclear"


class Service(Record):
    name: str
    status: ServiceStatus = ServiceStatus.UNCLEAR
    url: str | None = None
    comment: str | None = None
    line: int | None = None


class Swot(Record):
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    opportunities: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


class CommunityFacts(Record):
    name: str | None = None
    short_name: str | None = None
    council: str | None = None
    admin_centre: str | None = None
    oblast: str | None = None
    raion: str | None = None
    katottg: str | None = None
    founded: str | None = None
    area: Area = Area()
    population: Population = Population()
    settlements: Settlements = Settlements()
    starosta_districts: tuple[StarostaDistrict, ...] = ()
    institutions: tuple[str, ...] = ()
    contacts: dict[str, Any] = {}
    facts: tuple[Fact, ...] = ()
    services: tuple[Service, ...] = ()
    swot: Swot | None = None
