"""What the page asks of whoever runs the bot: it imports none of ours, so it is given these."""

from collections.abc import Sequence
from typing import Any, Protocol

from demo.people import Person

Json = dict[str, Any]


class Backstage(Protocol):
    async def employ(self, person: Person, role: str, position: str = "") -> None:
        """The council gives this person a role by its code; raises LookupError for one that it does not know."""

    async def outbox(self) -> Sequence[Json]:
        """What waits to be sent: `kind` (delivery or mail), `to`, `due` (ISO), `attempts`. No content."""

    async def letters(self) -> Sequence[Json]:
        """E-mails that went out or wait: `to`, `subject`, `at`; empty where the demo sends none."""

    async def restart(self) -> None:
        """The bot stops as on SIGTERM and starts again on the same data."""

    async def settle(self) -> None:
        """The clock jumped: whatever is due is done; returns when it is, or after a few seconds."""
