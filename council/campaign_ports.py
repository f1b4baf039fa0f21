"""What consents and campaigns need of the storage."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from council.audience import Candidate, Place
from council.campaigns import Campaign, CampaignId, State, Wave
from council.people import ResidentId, TelegramId

if TYPE_CHECKING:
    from council.consents import Consent, Purpose


class Consents(Protocol):
    async def answer(
        self, resident: ResidentId, purpose: "Purpose", given: bool, version: str, digest: str, now: datetime
    ) -> None: ...

    async def of(self, resident: ResidentId) -> Sequence["Consent"]: ...

    async def count(self, purpose: "Purpose") -> int:
        """How many agree and can be reached."""
        ...

    async def place(self, resident: ResidentId) -> Place: ...

    async def keep_place(self, resident: ResidentId, place: Place) -> None: ...

    async def forget_place(self, resident: ResidentId) -> None: ...


class Campaigns(Protocol):
    async def add(self, campaign: Campaign) -> Campaign:
        """Stores a new one with its waves and returns it with its id; a known key returns the stored one unchanged."""
        ...

    async def get(self, campaign: CampaignId) -> Campaign:
        """Raises NotFound."""
        ...

    async def change(self, before: Campaign, after: Campaign) -> Campaign:
        """Saves `after` where the row still has the state and version of `before`; raises Conflict otherwise."""
        ...

    async def measured(self, campaign: CampaignId, size: int) -> None: ...

    async def page(self, limit: int, offset: int = 0) -> tuple[Sequence[Campaign], int]:
        """(newest first, how many in all)."""
        ...

    async def in_state(self, state: State) -> Sequence[Campaign]: ...

    async def unmeasured(self) -> Sequence[Campaign]:
        """Those whose people were not counted yet."""
        ...

    async def to_forget(self, before: datetime) -> Sequence[Campaign]:
        """Ended before that, and their recipients are still known."""
        ...

    async def forget_recipients(self, campaign: CampaignId, limit: int) -> int:
        """Erases so many of them at most; at 0 nobody is left, and this is noted."""
        ...

    async def waves(self, campaign: CampaignId) -> Sequence[Wave]: ...

    async def add_wave(self, campaign: CampaignId, number: int, due: datetime) -> None: ...

    async def move(self, wave: Wave, cursor: int, *, scanned: bool) -> None: ...

    async def end_wave(self, wave: Wave) -> None: ...

    async def candidates(self, after: int, purpose: str, limit: int, *, topics: bool) -> Sequence[Candidate]:
        """The next residents by id who agreed to the purpose; with an empty purpose everybody who can be reached, and
        the place is then also taken from what they told in cases."""
        ...

    async def agrees(self, resident: ResidentId, purpose: str) -> bool: ...

    async def busy(self, account: TelegramId, since: datetime) -> bool:
        """Whether the person has gone on with a form since then."""
        ...

    async def had(self, resident: ResidentId, after_day: str) -> int:
        """Campaign messages of the person on the days after that one (ISO)."""
        ...

    async def count_day(self, resident: ResidentId, day: str) -> None: ...

    async def forget_days(self, before_day: str) -> int: ...

    async def enlist(self, wave: Wave, resident: ResidentId, state: str, due: datetime | None = None) -> bool:
        """False where the person is on the list of this wave: nobody gets a wave twice."""
        ...

    async def recipient(self, campaign: CampaignId, wave: int, resident: ResidentId) -> str | None:
        """How far it is with this person; None when they are not on the list."""
        ...

    async def later(self, wave: Wave, now: datetime, limit: int) -> Sequence[Candidate]:
        """Those put off until now."""
        ...

    async def mark(
        self,
        campaign: CampaignId,
        wave: int,
        resident: ResidentId,
        old: str,
        new: str,
        due: datetime | None = None,
    ) -> bool:
        """False where it does not stand at `old` any more."""
        ...

    async def hold(self, campaign: CampaignId) -> int:
        """Takes back what waits to be sent; who was to get it is still to get it."""
        ...

    async def waiting(self, wave: Wave) -> int:
        """How many messages of the wave are on their way."""
        ...

    async def left(self, wave: Wave) -> int:
        """How many people are put off."""
        ...

    async def opened(self, campaign: CampaignId, wave: int, resident: ResidentId) -> bool:
        """Notes the first press of a button; False for a later one, and for who is not on the list (any more)."""
        ...

    async def count(self, campaign: CampaignId, wave: int, name: str) -> None: ...

    async def counts(self, campaign: CampaignId) -> Mapping[tuple[int, str], int]:
        """By wave and name."""
        ...
