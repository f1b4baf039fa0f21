"""A survey that the council builds in the bot: written by one, released by another, the same definition as a file's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from council.people import Officer, Role, TelegramId
from council.phrases import DomainError, _
from council.survey import Survey

BuiltId = NewType("BuiltId", int)

BUILDERS = (Role.CAMPAIGN_MANAGER, Role.HEAD)


class BuiltState(StrEnum):
    """A released survey is open by its own dates; a closed one takes no more answers, its figures stay."""

    WAITING = "waiting"
    RELEASED = "released"
    DECLINED = "declined"
    CLOSED = "closed"


BUILT_STATES: Mapping[BuiltState, str] = {
    BuiltState.WAITING: _("waits for a second person"),
    BuiltState.RELEASED: _("people can take it"),
    BuiltState.DECLINED: _("not released"),
    BuiltState.CLOSED: _("closed"),
}

NEXT: Mapping[BuiltState, frozenset[BuiltState]] = {
    BuiltState.WAITING: frozenset({BuiltState.RELEASED, BuiltState.DECLINED}),
    BuiltState.RELEASED: frozenset({BuiltState.CLOSED}),
    BuiltState.DECLINED: frozenset(),
    BuiltState.CLOSED: frozenset({BuiltState.RELEASED}),
}


@dataclass(frozen=True)
class Built:
    """`survey` has the built survey's code as its id. `position` is the author's post. Times are UTC."""

    id: BuiltId
    survey: Survey
    state: BuiltState
    author: TelegramId
    position: str
    made_at: datetime
    decided_position: str = ""
    decided_at: datetime | None = None


def must_build(officer: Officer) -> None:
    """Raises DomainError for who may not ask everybody in the council's name."""
    if not officer.has(*BUILDERS):
        raise DomainError(
            _("Surveys are made by the campaign manager or the head. The administrator gives roles with /roles.")
        )


def must_decide(officer: Officer, built: Built) -> None:
    """Raises DomainError where the same person wrote it: a second pair of eyes releases."""
    must_build(officer)
    if built.state is BuiltState.WAITING and built.author == officer.telegram_id:
        raise DomainError(_("You made this survey yourself. A colleague looks at it and releases it."))


def position_of(officer: Officer) -> str:
    return next((grant.position for grant in officer.grants if grant.role in BUILDERS), "")
