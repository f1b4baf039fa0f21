"""Cases go to the council: a loop for each connector takes due rows of `handovers`, packs each matter and carries it.

Nothing is carried inside a unit of work. A kill between the other side's yes and our record carries the matter again
once the lease is over, with the same idempotency key, Message-ID and folder, by which the other side knows it.
"""

import asyncio
import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import aiohttp
import aiosmtplib
import structlog

from bot import alarms
from bot.connectors import mail
from bot.documents import journals, packages
from bot.documents.packages import Package
from bot.logs import failure
from council import handovers
from council.clock import Clock
from council.handover_rules import Connector, Handover, Matter, Trouble
from handlers.house import House
from storage.desk import Desk
from storage.files import Files
from storage.house import Storage

log = structlog.get_logger(__name__)

EVERY = 5.0
PATIENCE = 600.0
"""Seconds that one matter may take; less than the lease, so that nobody else begins it meanwhile."""
LEASE = timedelta(minutes=15)
ALARM_AFTER = 3
"""Failures of one matter before the administrators hear of it."""


class Refusal(Exception):
    """The other side said no; `wait` is what it asked for."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.trouble = Trouble(reason, wait)


class Way(Protocol):
    """A connector: carries a package whole, or raises. Returns whom it went to, for the history of the case."""

    @property
    def connector(self) -> Connector: ...

    async def carry(self, package: Package, files: Files) -> str: ...


@dataclass
class Courier:
    """Takes what is due by one way to the other side, one matter after another."""

    way: Way
    storage: Storage
    files: Files
    house: House
    clock: Clock
    wake: Callable[[], None]
    beat: Callable[[], None] = field(default=lambda: None)

    async def run(self) -> None:
        while True:
            self.beat()
            if not await self.once():
                await self.clock.sleep(EVERY)

    async def once(self) -> int:
        """Does the oldest due; returns how many were done."""
        async with self.storage.unit() as desk:
            taken = await desk.handovers.take(self.way.connector, self.clock.now(), LEASE, limit=1)
        for handover in taken:
            await self._hand_over(handover)
            self.wake()
        return len(taken)

    async def _hand_over(self, handover: Handover) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                to = await self.way.carry(await self._packed(handover), self.files)
        except Exception as error:
            why = trouble(error)
            log.warning(
                "handover_failed", handover=handover.id, way=handover.connector, why=why.reason, **failure(error)
            )
            await self._failed(handover, why)
        else:
            await self._sent(handover, to)

    async def _packed(self, handover: Handover) -> Package:
        async with self.storage.unit() as desk:
            if handover.matter is Matter.JOURNAL:
                return await journals.packed(desk, self.house, handover)
            matter = await packages.handed(desk, self.house, handover)
        return await packages.packed(self.house, matter)

    async def _sent(self, handover: Handover, to: str) -> None:
        async with self.storage.unit() as desk:
            noted = await handovers.sent(desk, handover, self.clock.now(), to)
        log.info("handed_over", handover=handover.id, way=handover.connector, noted=noted)

    async def _failed(self, handover: Handover, why: Trouble) -> None:
        now = self.clock.now()
        async with self.storage.unit() as desk:
            await handovers.failed(desk, handover, why, now)
            if handover.attempts + 1 >= ALARM_AFTER:
                await _alarm(desk, self.house, handover, why, self.clock)


async def _alarm(desk: Desk, house: House, handover: Handover, why: Trouble, clock: Clock) -> None:
    await alarms.tell_admins(
        desk, house, alarms.NO_HANDOVER, clock.now(), way=handover.connector.value, reason=why.reason
    )


_DISK = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "disk full",
    errno.EROFS: "read-only folder",
    errno.EACCES: "no right to write",
    errno.EPERM: "no right to write",
    errno.ENOENT: "no such folder",
}


def trouble(error: Exception) -> Trouble:
    """A code that tells an administrator what to look at; nothing of a person and no address is in it."""
    match error:
        case Refusal():
            return error.trouble
        case TimeoutError():
            return Trouble("too slow")
        case aiosmtplib.SMTPException():
            return Trouble(mail.verdict(error).reason)
        case aiohttp.ClientConnectorError():
            return Trouble("not reached")
        case aiohttp.ClientError():
            return Trouble(type(error).__name__)
        case OSError(errno=number) if number in _DISK:
            return Trouble(_DISK[number])
        case _:
            return Trouble(type(error).__name__)
