"""The registry's number and date come back, by whatever way: typed, mailed, in a file, by the document system.

The first number stands. The same one again changes nothing; a different one is shown to the registrar as a conflict.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from council import decisions
from council.appeals import Appeal, Event
from council.community import Community
from council.decision_forms import Decision
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.letters import Carried
from council.people import Officer
from council.ports import Desk

WrittenLetter = Callable[[Appeal, Appeal, Decision, dict[str, str]], str]
"""The letter of a decision in words: of the case before, the case after, the decision and its answers."""


class Registered(StrEnum):
    """`known`: this very number stands there already; `conflict`: another one does."""

    DONE = "done"
    KNOWN = "known"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class RegistryNumber:
    """As the registry gave it; `day` is None where it named none: then it is today."""

    number: str
    day: date | None = None


async def register(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    given: RegistryNumber,
    letter: WrittenLetter,
    officer: Officer,
    carried: Carried,
    now: datetime,
) -> Registered:
    """Records the number and tells the applicant. Raises DomainError where the case may not be registered any more,
    or the day cannot be right."""
    if appeal.registry_index:
        return await _again(desk, appeal, given, now)
    day = given.day or community.local(now).date()
    answers = {"number": given.number, "date": day.isoformat()}
    after = decisions.proposed(community, appeal, Decision.REGISTER, answers, now)
    text = letter(appeal, after, Decision.REGISTER, answers)
    key = f"registry:{appeal.id}"
    await decisions.decide(desk, community, appeal, Decision.REGISTER, answers, text, officer, key, now, carried)
    return Registered.DONE


async def _again(desk: Desk, appeal: Appeal, given: RegistryNumber, now: datetime) -> Registered:
    same_day = given.day is None or given.day == appeal.registry_date
    if same_number(given.number, appeal.registry_index) and same_day:
        return Registered.KNOWN
    details = {"number": given.number, "day": given.day.isoformat() if given.day else ""}
    key = f"registry_conflict:{sha256(f'{given.number}|{given.day}'.encode()).hexdigest()[:16]}"
    if await desk.appeals.record(Event(appeal.id, key, now, "bot", "registry_conflict", details=details)):
        await _show_conflict(desk, appeal, key, now)
    return Registered.CONFLICT


def same_number(one: str, other: str) -> bool:
    """«№ 123/01-05» and «123/01-05» are one number."""
    return _plain(one) == _plain(other)


def _plain(number: str) -> str:
    return "".join(number.casefold().replace("№", "").split())


async def _show_conflict(desk: Desk, appeal: Appeal, key: str, now: datetime) -> None:
    await desk.deliveries.add(
        Delivery(
            key=f"{appeal.id}:{key}",
            chat=STAFF_GROUP,
            topic=f"appeal:{appeal.id}",
            content=Notice("registry_conflict", {"appeal": appeal.id, "key": key}),
            due=now,
            about=f"appeal:{appeal.id}",
        )
    )
