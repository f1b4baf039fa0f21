"""What the use cases of built surveys and of their results need of the storage."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from council.building import Built, BuiltId, BuiltState
from council.people import TelegramId
from council.survey import Survey

if TYPE_CHECKING:  # figures are read with the desk, and the desk keeps what was made of them
    from council.findings import Finding, FindingId, FindingState, Publication, WordsState


class BuiltSurveys(Protocol):
    """Surveys that the council built in the bot (council/building.py)."""

    async def add(self, survey: Survey, key: str, author: TelegramId, position: str, now: datetime) -> Built: ...

    async def get(self, built: BuiltId) -> Built: ...

    async def by_code(self, code: str) -> Built | None: ...

    async def move(self, built: Built, state: BuiltState, by: TelegramId, position: str, now: datetime) -> Built:
        """Raises Conflict where that step is not open any more."""
        ...

    async def met(self) -> Mapping[str, Survey]:
        """Those that people can take, or could, by code."""
        ...

    async def closed(self) -> frozenset[str]: ...


class Findings(Protocol):
    """What was done with answers (council/findings.py)."""

    async def decided(self, survey: str) -> Mapping[tuple[str, str], "WordsState"]: ...

    async def decide(self, sheet: str, question: str, state: "WordsState") -> None: ...

    async def publish(self, publication: "Publication") -> "Publication":
        """Once: published again under the same key, it is the one that is there."""
        ...

    async def propose(self, finding: "Finding", key: str) -> "Finding": ...

    async def settle(self, finding: "FindingId", state: "FindingState", by: TelegramId, now: datetime) -> "Finding":
        """Raises Conflict where it was decided already."""
        ...
