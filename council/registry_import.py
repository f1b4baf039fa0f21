"""Numbers and refusals of a file find their cases: each line by itself, and a second time nothing changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from council import handovers
from council.appeals import Appeal
from council.community import Community
from council.letters import Carried
from council.people import Officer, Role, RoleGrant
from council.phrases import DomainError, Phrase, _
from council.ports import Desk
from council.registering import Registered, RegistryNumber, WrittenLetter, register
from council.registry_files import Line, Told, Unread, Word
from council.taking_mail import NOBODY


class Result(StrEnum):
    REGISTERED = "registered"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """What became of a line; `case` is its intake number where it was found, `why` what was wrong."""

    line: int
    result: Result
    case: str = ""
    why: Phrase | None = None


def document_system(now: datetime) -> Officer:
    """In whose name a file that was dropped, or a signed call, is taken: the registry's."""
    return Officer(NOBODY, (RoleGrant(0, NOBODY, Role.REGISTRAR, "", "", NOBODY, now),))


def must_import(officer: Officer) -> None:
    if not officer.has(Role.REGISTRAR, Role.HEAD):
        raise DomainError(_("The registrar or the head does this."))


async def take(
    desk: Desk,
    community: Community,
    lines: Sequence[Line],
    letter: WrittenLetter,
    officer: Officer,
    carried: Carried,
    now: datetime,
) -> Sequence[Outcome]:
    """Every line of a file; what cannot be done is named, and the others are done. Raises DomainError for who may
    not register."""
    must_import(officer)
    done = []
    for line in lines:
        if isinstance(line, Unread):
            done.append(Outcome(line.line, Result.FAILED, why=line.why))
            continue
        try:
            done.append(await _one(desk, community, line, letter, officer, carried, now))
        except DomainError as error:
            done.append(Outcome(line.line, Result.FAILED, line.number, error.phrase))
    return done


async def _one(
    desk: Desk,
    community: Community,
    line: Told,
    letter: WrittenLetter,
    officer: Officer,
    carried: Carried,
    now: datetime,
) -> Outcome:
    appeal = await _case(desk, line)
    if appeal is None:
        return Outcome(line.line, Result.FAILED, line.number, Phrase(_("There is no such case.")))
    if line.word is Word.DELIVERED:
        return Outcome(line.line, Result.DELIVERED, appeal.number)
    if line.word is Word.REFUSED:
        changed = await handovers.refused(desk, appeal, None, line.reason, now)
        return Outcome(line.line, Result.REFUSED if changed else Result.KNOWN, appeal.number)
    number = RegistryNumber(line.index, line.day)
    registered = await register(desk, community, appeal, number, letter, officer, carried, now)
    return Outcome(line.line, _RESULTS[registered], appeal.number)


_RESULTS = {
    Registered.DONE: Result.REGISTERED,
    Registered.KNOWN: Result.KNOWN,
    Registered.CONFLICT: Result.CONFLICT,
}


async def _case(desk: Desk, line: Told) -> Appeal | None:
    if not line.message:
        return await desk.appeals.by_number(line.number)
    found = await desk.handovers.told_as(line.message)
    return None if found is None else await desk.appeals.get(found)
