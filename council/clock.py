"""The clock as the house knows it. Rules take `now` as an argument; only loops hold a clock."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time (aware, UTC) and waits; a test may run it faster."""

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...
