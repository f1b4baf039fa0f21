"""Whether the process lives (/healthz), and whether it can do its work now and what it lacks (/readyz)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.logs import failure
from bot.metrics import Metrics
from council.clock import Clock
from council.handover_rules import Connector
from storage.house import Storage

log = structlog.get_logger(__name__)

SILENT = timedelta(minutes=3)
"""A loop that has not gone round for so long is stuck; one that fails goes round, and is for /readyz to tell."""
LONG_WORK = timedelta(minutes=30)
"""For the loop of jobs: a backup is one round."""
UNREACHED = timedelta(minutes=3)
"""Polling asks each 50 seconds, the webhook is looked at each minute."""
INBOX_LAG = timedelta(minutes=2)
OUTBOX_LAG = timedelta(minutes=5)
PATIENCE = 3.0


class Pulse:
    """The loops of this process and when each last went round."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._beats: dict[str, datetime] = {}
        self._limits: dict[str, timedelta] = {}

    def watch(self, loop: str, limit: timedelta = SILENT) -> Callable[[], None]:
        """What the loop must call on each round."""
        self._limits[loop] = limit
        self._beat(loop)
        return partial(self._beat, loop)

    def silent(self) -> list[str]:
        now = self._clock.now()
        return sorted(loop for loop, at in self._beats.items() if now - at > self._limits[loop])

    def _beat(self, loop: str) -> None:
        self._beats[loop] = self._clock.now()


@dataclass
class Health:
    """`degraded` names what is lacking without stopping anybody: the bot goes on with less."""

    storage: Storage
    clock: Clock
    metrics: Metrics
    stuck_after: timedelta = timedelta(hours=6)
    pulse: Pulse = field(init=False)
    reached_at: datetime | None = None
    degraded: list[Callable[[], str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.clock)

    def reached(self) -> None:
        """Telegram answered, or wrote to us."""
        self.reached_at = self.clock.now()

    async def parts(self) -> Mapping[str, str]:
        """Each part with "ok" or what is wrong with it. Nothing of a secret, an address or a person."""
        lag = await self.lags()
        if lag is None:
            return {"database": "does not answer", "telegram": self._telegram()}
        return {
            "database": "ok",
            "migrations": await self._migrations(),
            "telegram": self._telegram(),
            "inbox": _lag(lag[0], INBOX_LAG),
            "outbox": _lag(lag[1], OUTBOX_LAG),
            "handovers": _lag(lag[2], self.stuck_after),
        }

    def not_ready(self, parts: Mapping[str, str]) -> list[str]:
        """Without what this process can do nothing.

        Not what all replicas have in common at such a moment, a backlog or a Telegram that has gone away: taking all of
        them out would end what still works, and answer nobody sooner.
        """
        needed = {"database", "migrations"} | ({"telegram"} if self.reached_at is None else set())
        return [part for part, said in parts.items() if said != "ok" and part in needed]

    def lacking(self, parts: Mapping[str, str]) -> list[str]:
        """What is wrong without stopping the work."""
        stopped = self.not_ready(parts)
        behind = [part for part, said in parts.items() if said != "ok" and part not in stopped]
        return behind + [name for ask in self.degraded if (name := ask())]

    async def _migrations(self) -> str:
        """A newer version was started on the same database: this one does not know its tables."""
        applied, known = await self.storage.versions()
        if applied > known:
            return f"the database has {applied:04}, this version knows {known:04}: start the newer version here too"
        return "ok"

    async def lags(self) -> tuple[timedelta, timedelta, timedelta] | None:
        """How far the inbox, the outbox and the hand-overs are behind; None when the database does not answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._measured()
        except Exception as error:
            log.warning("database_not_ready", **failure(error))
            return None

    async def _measured(self) -> tuple[timedelta, timedelta, timedelta]:
        now = self.clock.now()
        async with self.storage.reading() as desk:
            inbox = _since(await desk.inbox.oldest(), now)
            outbox = _since(await desk.outbox.overdue(), now)
            self.metrics.inbox_waiting.set(await desk.inbox.waiting())
            self.metrics.inbox_aside.set(await desk.inbox.aside_count())
            self.metrics.outbox_waiting.set(await desk.outbox.waiting())
            self.metrics.mails_waiting.set(await desk.mails.waiting(now))
            waiting = await desk.handovers.waiting()
        self.metrics.inbox_lag.set(inbox.total_seconds())
        self.metrics.outbox_lag.set(outbox.total_seconds())
        handovers = self._handovers(waiting, now)
        return inbox, outbox, handovers

    def _handovers(self, waiting: Mapping[Connector, tuple[int, datetime]], now: datetime) -> timedelta:
        self.metrics.handovers_waiting.set(sum(count for count, _since in waiting.values()))
        oldest = _since(min((since for _count, since in waiting.values()), default=None), now)
        self.metrics.handovers_lag.set(oldest.total_seconds())
        return oldest

    def _telegram(self) -> str:
        if self.reached_at is None:
            return "not reached yet"
        silent = self.clock.now() - self.reached_at
        return "ok" if silent <= UNREACHED else f"not reached for {silent.total_seconds():.0f} s"


def _since(moment: datetime | None, now: datetime) -> timedelta:
    return max(now - moment, timedelta()) if moment else timedelta()


def _lag(lag: timedelta, limit: timedelta) -> str:
    return "ok" if lag <= limit else f"behind by {lag.total_seconds():.0f} s"
