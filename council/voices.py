"""Support and signatures: one a person and petition, two counters that never mix.

*Support* is given in the bot, one a Telegram account, and names nobody. A *signature* is given on the official page
by a person identified through id.gov.ua, and stands in the public list as the law asks (393/96-ВР art. 23-1).
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from council.people import FullName
from council.petition_chain import Act
from council.petitions import Petition, PetitionId
from council.phrases import _


class VoiceState(StrEnum):
    VALID = "valid"
    WITHDRAWN = "withdrawn"
    INVALID = "invalid"


class Flag(StrEnum):
    """What a moderator should look at. A flag by itself takes nothing away."""

    BURST = "burst"
    NEW_ACCOUNT = "new_account"
    REPEATED = "repeated"


FLAG_NAMES: Mapping[Flag, str] = {
    Flag.BURST: _("many within a minute"),
    Flag.NEW_ACCOUNT: _("first seen by the bot within the hour before"),
    Flag.REPEATED: _("the same person tried again from another account"),
}


def who(petition: Petition, identity: str) -> str:
    """The keyed hash of a person (`telegram:5`, `person:…`) for this petition alone: two cannot be joined by it."""
    return hmac.digest(petition.secret, identity.encode(), hashlib.sha256).hex()


@dataclass(frozen=True)
class Voice:
    """One support or signature. `who` is a keyed hash, `content` what was committed to (None once erased)."""

    petition: PetitionId
    act: Act
    who: str
    at: datetime
    commitment: str
    salt: bytes | None
    content: Mapping[str, Any] | None
    state: VoiceState = VoiceState.VALID
    flags: frozenset[Flag] = frozenset()
    verified: bool = False

    @property
    def name(self) -> str:
        """The signer's full name as the public list shows it; empty for support, and once the term is over."""
        return str((self.content or {}).get("name", ""))


@dataclass(frozen=True)
class Person:
    """Who speaks. `who` is the keyed hash of the account (support) or of the identified person (signature).

    `first_seen` is when the bot first met the account; `name` and `born` come from id.gov.ua, for signatures only.
    """

    who: str
    first_seen: datetime
    name: FullName | None = None
    born: date | None = None
    verified: bool = False


@dataclass(frozen=True)
class Suspect:
    """The conditions by which voices are declared invalid; at least one is needed. Times are UTC, both ends count."""

    flags: frozenset[Flag] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def empty(self) -> bool:
        return not self.flags and self.since is None and self.until is None

    def meets(self, voice: Voice) -> bool:
        return (
            (not self.flags or bool(self.flags & voice.flags))
            and (self.since is None or voice.at >= self.since)
            and (self.until is None or voice.at <= self.until)
        )
