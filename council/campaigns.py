"""A campaign: one message or an invitation to a survey for many people, or an alert; who decides, and what may follow.

Nothing here knows who received it: that is kept apart, and only until the campaign is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from council.audience import Audience
from council.people import Officer, Role, TelegramId
from council.phrases import Conflict, DomainError, _

CampaignId = NewType("CampaignId", int)

TOPIC = "campaign:"
"""A campaign has its own topic in the staff group, whose card is the progress message: `campaign:12`."""

LEAST = 10
"""Fewer people than that are not written to by conditions, and smaller counts are not told: they could be named."""

FORGET_AFTER = timedelta(days=7)
"""So long after its end it is still known who got it, for one more press of a button; then only the counts stay."""


class Kind(StrEnum):
    """What is sent. An ALERT needs no consent (vital interests, 2297-VI art. 11) and waits for nothing."""

    MESSAGE = "message"
    SURVEY = "survey"
    ALERT = "alert"
    ALL_CLEAR = "all_clear"

    @property
    def urgent(self) -> bool:
        return self in (Kind.ALERT, Kind.ALL_CLEAR)


KIND_NAMES: Mapping[Kind, str] = {
    Kind.MESSAGE: _("message"),
    Kind.SURVEY: _("invitation to a survey"),
    Kind.ALERT: _("emergency alert"),
    Kind.ALL_CLEAR: _("all clear"),
}


class State(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    """A second person is to confirm it."""
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    DROPPED = "dropped"
    """Never sent: its author took it back, or the second person did not agree."""


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: _("being prepared"),
    State.ASKED: _("waits for a second person"),
    State.SCHEDULED: _("waits for its time"),
    State.RUNNING: _("is being sent"),
    State.PAUSED: _("paused"),
    State.DONE: _("sent"),
    State.STOPPED: _("stopped"),
    State.DROPPED: _("not sent"),
}

NEXT: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ASKED, State.DROPPED}),
    State.ASKED: frozenset({State.SCHEDULED, State.RUNNING, State.DROPPED}),
    State.SCHEDULED: frozenset({State.RUNNING, State.STOPPED}),
    State.RUNNING: frozenset({State.PAUSED, State.DONE, State.STOPPED}),
    State.PAUSED: frozenset({State.RUNNING, State.STOPPED}),
    State.DONE: frozenset(),
    State.STOPPED: frozenset(),
    State.DROPPED: frozenset(),
}
OVER = frozenset({State.DONE, State.STOPPED, State.DROPPED})


class Content(BaseModel):
    """What people read. `media` is (kind, file id of Telegram); `alert` names what an all clear ends.

    `survey` may go with words of the council's own; without them the survey's purpose is told.
    """

    model_config = ConfigDict(frozen=True)

    title: str = ""
    uk: str = ""
    en: str = ""
    media: tuple[str, str] | None = None
    survey: str = ""
    alert: int = 0

    def text(self, locale: str) -> str:
        """Ukrainian where no English was written: it is the state language."""
        return self.en if locale == "en" and self.en else self.uk


@dataclass(frozen=True)
class Campaign:
    """Times are UTC. `reminders` are days after the start; `size` is how many people it is for, once counted."""

    id: CampaignId
    key: str
    kind: Kind
    state: State
    content: Content
    audience: Audience
    author: TelegramId
    created_at: datetime
    starts_at: datetime
    reminders: tuple[int, ...] = ()
    confirmed_by: TelegramId | None = None
    size: int | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def topic(self) -> str:
        return f"{TOPIC}{self.id}"

    @property
    def waves(self) -> Sequence[datetime]:
        """When each wave begins: the first to everybody, the reminders to those who have not finished."""
        return [self.starts_at, *(self.starts_at + timedelta(days=days) for days in self.reminders)]

    @property
    def source(self) -> str:
        """By which an invitation is counted where it led (`from:k12`)."""
        return f"k{self.id}"


@dataclass(frozen=True)
class Wave:
    """One sending of a campaign. `cursor` is the last resident looked at; `scanned`: nobody is left to look at."""

    campaign: CampaignId
    number: int
    due: datetime
    cursor: int = 0
    scanned: bool = False
    ended: bool = False


class Outcome(StrEnum):
    """What became of one message. UNSURE: the process died while Telegram was asked, and nobody knows.

    A campaign message is then not repeated: better one person reads nothing than somebody reads it twice.
    """

    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNSURE = "unsure"
    OFTEN = "often"
    """Has had as many campaign messages this week as the community allows."""


def moved(campaign: Campaign, state: State, now: datetime) -> Campaign:
    """The campaign in its next state. Raises Conflict where that may not follow: somebody was first."""
    if state not in NEXT[campaign.state]:
        raise Conflict(_("Somebody has taken another step meanwhile. The card shows where it stands now."))
    ended = now if state in OVER else None
    return replace(campaign, state=state, ended_at=ended)


def may_manage(officer: Officer, admins: frozenset[int]) -> bool:
    return officer.telegram_id in admins or officer.has(Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR)


def must_manage(officer: Officer, admins: frozenset[int]) -> None:
    """Raises DomainError for who may not write to everybody."""
    if not may_manage(officer, admins):
        raise DomainError(
            _("Campaigns are for campaign managers and administrators. The administrator gives roles with /roles.")
        )


def must_alert(officer: Officer, admins: frozenset[int]) -> None:
    """The head may alert people, too."""
    if not officer.has(Role.HEAD):
        must_manage(officer, admins)


def must_confirm(campaign: Campaign, officer: Officer, admins: frozenset[int]) -> None:
    """Two people: nobody confirms what they wrote themselves."""
    (must_alert if campaign.kind.urgent else must_manage)(officer, admins)
    if campaign.author == officer.telegram_id:
        raise DomainError(
            _("You wrote this, so another colleague must confirm it: a campaign manager or an administrator.")
        )


def must_be_large_enough(campaign: Campaign) -> None:
    """Raises DomainError where the conditions leave so few people that each could be named."""
    if campaign.kind.urgent:
        return
    if campaign.size is None:
        raise DomainError(_("The people are still being counted. Try again in a few seconds."))
    if campaign.size == 0:
        raise DomainError(_("Nobody would get this. Remove a condition, or wait until more people agree to news."))
    if campaign.audience.narrow and campaign.size < LEAST:
        raise DomainError(
            _("These conditions leave fewer than {least} people: they could be recognised. Remove a condition."),
            least=LEAST,
        )


def about_so_many(size: int) -> int:
    """A size as it may be told: tens, so that two sizes cannot be compared to find one person; 0 below LEAST."""
    return size // 10 * 10


BAR = 12


def bar(part: int, whole: int) -> str:
    """«████████░░░░»"""
    full = BAR if whole and part >= whole else BAR * part // whole if whole else 0
    return "█" * full + "░" * (BAR - full)
