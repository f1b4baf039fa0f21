"""Residents and officers as the bot knows them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from council.phrases import _

ResidentId = NewType("ResidentId", int)
TelegramId = NewType("TelegramId", int)


class ReplyChannel(StrEnum):
    """Where the official answer goes (393/96-ВР art. 5: e-mail or other means of contact). Telegram "
    "always shows it too."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


CHANNEL_NAMES = {
    ReplyChannel.EMAIL: _("by e-mail"),
    ReplyChannel.PHONE: _("by phone"),
    ReplyChannel.POST: _("by post"),
}


class FullName(BaseModel):
    """Surname, given name, patronymic; the patronymic is empty for a person who has none («немає»)."""

    model_config = ConfigDict(frozen=True)

    surname: str
    given: str
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


class Identity(BaseModel):
    """What an applicant must tell about themselves (393/96-ВР art. 5): kept for the next time only with consent."""

    model_config = ConfigDict(frozen=True)

    name: FullName
    district: str = ""
    residence: str = ""
    channel: ReplyChannel | None = None
    contact: str = ""
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resident:
    """A person who wrote to the bot. `locale` is the language they chose, else None. Times are UTC.

    `seen_month` is when they last wrote, `2026-11`: no nearer.
    """

    id: ResidentId
    telegram_id: TelegramId
    locale: str | None
    first_seen: datetime
    identity: Identity | None = None
    blocked: bool = False
    seen_month: str = ""

    @property
    def has_telegram(self) -> bool:
        """False for somebody whose appeal an officer entered, until they tie it to their own Telegram."""
        return self.telegram_id > 0


class Role(StrEnum):
    """What a person may do for the council; a row is bound to a position and given by an administrator."""

    REGISTRAR = "registrar"
    EXECUTOR = "executor"
    STAROSTA = "starosta"
    ENTERPRISE = "enterprise"
    HEAD = "head"
    MODERATOR = "moderator"
    PROGRAMME_LEAD = "programme_lead"
    CAMPAIGN_MANAGER = "campaign_manager"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.REGISTRAR: _("registrar"),
    Role.EXECUTOR: _("executor"),
    Role.STAROSTA: _("starosta"),
    Role.ENTERPRISE: _("officer of an enterprise"),
    Role.HEAD: _("head"),
    Role.MODERATOR: _("moderator"),
    Role.PROGRAMME_LEAD: _("programme lead"),
    Role.CAMPAIGN_MANAGER: _("campaign manager"),
    Role.OBSERVER: _("observer"),
    Role.ADMINISTRATOR: _("administrator"),
}


@dataclass(frozen=True)
class RoleGrant:
    """A role held by a Telegram account. `scope` is a department, district or category code, empty for "
    "the whole council."""

    id: int
    telegram_id: TelegramId
    role: Role
    scope: str
    position: str
    given_by: TelegramId
    given_at: datetime


@dataclass(frozen=True)
class Officer:
    """Who pressed the button on the staff side: the account and every role it holds now."""

    telegram_id: TelegramId
    grants: tuple[RoleGrant, ...] = ()

    def has(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)
