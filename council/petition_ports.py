"""What the use cases of petitions need of the storage."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from council.people import ResidentId
from council.petition_chain import Act, Finding, Head, Link
from council.petitions import Petition, PetitionId
from council.voices import Voice, VoiceState

if TYPE_CHECKING:
    from council.signing_links import Known, SigningLink


class Petitions(Protocol):
    async def next_number(self, prefix: str, year: int) -> str:
        """The next number of the year, `ПТ-2026-0001`."""
        ...

    async def add(self, petition: Petition) -> Petition:
        """Stores a new petition and returns it with its id; a known draft returns the stored one unchanged."""
        ...

    async def get(self, petition: PetitionId) -> Petition:
        """Raises NotFound."""
        ...

    async def by_draft(self, draft: str) -> Petition | None: ...

    async def of_author(self, author: ResidentId) -> Sequence[Petition]:
        """Newest first."""
        ...

    async def in_check(self) -> Sequence[Petition]:
        """Those that wait for a moderator, oldest first."""
        ...

    async def public(self) -> Sequence[Petition]:
        """Every petition that was published, newest first."""
        ...

    async def sign(self) -> tuple[int, ...]:
        """Different whenever a public page would be: by one small query."""
        ...

    async def heads(self) -> Mapping[PetitionId, Head]:
        """How long the log of every published petition is, and the hash of its last link: what is published."""
        ...

    async def closing(self, before: date) -> Sequence[Petition]:
        """Collecting petitions whose last day lies before the given one."""
        ...

    async def change(self, before: Petition, after: Petition) -> Petition:
        """Saves `after` where the row still has the state and version of `before`; counts are left alone.

        Raises Conflict when someone was first.
        """
        ...

    async def voice(self, petition: PetitionId, act: Act, who: str) -> Voice | None: ...

    async def voices(self, petition: PetitionId) -> Sequence[Voice]:
        """All of them, in the order of the keyed hash: not that of arrival."""
        ...

    async def by_commitment(self, petition: PetitionId, commitment: str) -> Voice | None:
        """The voice to which a receipt belongs."""
        ...

    async def voices_since(self, petition: PetitionId, since: datetime) -> int: ...

    async def add_voice(self, petition: Petition, voice: Voice, now: datetime) -> Petition | None:
        """Adds the voice, its link and its count together; None, and nothing changes, when this person has one."""
        ...

    async def turn_voice(self, petition: Petition, act: Act, who: str, state: VoiceState, now: datetime) -> Petition:
        """Moves a voice to another state with a link that says so; the same state again changes nothing."""
        ...

    async def follow(self, petition: PetitionId, resident: ResidentId, now: datetime) -> None:
        """Who follows hears of every step; followed twice is followed once."""
        ...

    async def unfollow(self, petition: PetitionId, resident: ResidentId) -> None: ...

    async def followers(self, petition: PetitionId) -> Sequence[ResidentId]: ...

    async def flag_repeated(self, petition: PetitionId, act: Act, who: str) -> None: ...

    async def log(self, petition: Petition, act: Act, content: str, now: datetime) -> Link:
        """Adds a link that concerns the petition as a whole; `content` is a commitment or a hash."""
        ...

    async def links(self, petition: PetitionId) -> Sequence[Link]: ...

    async def head(self, petition: PetitionId) -> str:
        """The hash of the last link: what is published."""
        ...

    async def proven(self, petition: PetitionId) -> Sequence[Finding]:
        """What does not fit between the log, the voices and the counters; empty when all is in order."""
        ...

    async def forget_names(self, petition: PetitionId) -> int:
        """Erases names, salts, keyed hashes and their secret for good; numbers and the log stay."""
        ...


class SigningLinks(Protocol):
    """`token`, `browser` and `state` are secrets: only their hashes are stored."""

    async def add(self, token: str, petition: PetitionId, resident: ResidentId, expires: datetime) -> None: ...

    async def drop(self, petition: PetitionId, resident: ResidentId) -> None:
        """Ends the person's links to this petition that have not signed."""
        ...

    async def find(self, token: str) -> "SigningLink | None": ...

    async def send(self, token: str, browser: str, state: str) -> bool:
        """Gives the link a state in this browser; False where it has signed, or belongs to another browser."""
        ...

    async def came_back(self, state: str, browser: str) -> "SigningLink | None":
        """Takes the state, once; None for a state of another browser, or one that was taken."""
        ...

    async def under(self, state: str, browser: str) -> "SigningLink | None": ...

    async def know(self, link: str, state: str, person: "Known") -> bool: ...

    async def use(self, link: str, commitment: str) -> bool:
        """Marks that the link has signed; False where it had."""
        ...

    async def add_account(self, petition: PetitionId, account: str, commitment: str) -> None: ...

    async def of_account(self, petition: PetitionId, account: str) -> str | None:
        """The receipt of the signature that came through this account, by its keyed hash."""
        ...

    async def account_of(self, petition: PetitionId, commitment: str) -> str | None: ...

    async def voice(self, petition: PetitionId, commitment: str) -> Voice | None: ...
