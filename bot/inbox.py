"""Workers: updates are handled in order within a chat, side by side between chats, each in one unit of work."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot import alarms
from bot.clock import woken
from bot.files import Fetcher
from bot.fsm import unit_in_hand
from bot.logs import failure
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.replicas import Replica
from bot.shared import Floods
from bot.taps import Tap
from council.clock import Clock
from council.phrases import Conflict, DomainError
from handlers import failures, inquiries
from handlers.house import House
from storage.errors import AlreadyDone, StorageError
from storage.house import Storage
from storage.inbox import InboxRow

log = structlog.get_logger(__name__)

AT_ONCE = 16
IDLE_SLEEP = 1.0
MOST_ATTEMPTS = 3
PAUSES = (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=15))


class UndecodableError(Exception):
    """The update has a shape that aiogram does not know; its text is not kept, for it quotes the update."""


class Inbox:
    """`wake` is set by whoever adds to the inbox; `sent` is set when there may be something to deliver."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        storage: Storage,
        fetcher: Fetcher,
        house: House,
        clock: Clock,
        sent: asyncio.Event,
        *,
        replica: Replica | None = None,
        metrics: Metrics | None = None,
        floods: Floods | None = None,
    ) -> None:
        self._bot, self._dispatcher, self._storage, self._fetcher = bot, dispatcher, storage, fetcher
        self._house, self._clock, self._sent = house, clock, sent
        self._replica = replica or Replica(storage, clock, shared=False)
        self._metrics, self._floods = metrics or Metrics(), floods or Floods()
        self._workers, self._timers = Nursery(), Nursery()
        self._busy: set[int] = set()
        self.wake = asyncio.Event()
        self.beat: Callable[[], None] = lambda: None

    async def run(self) -> None:
        while True:
            self.beat()
            self.wake.clear()
            if not await self._round():
                await woken(self.wake, IDLE_SLEEP, self._clock)

    async def close(self, deadline: float = 10) -> None:
        """Lets the running updates end; what did not begin waits in the inbox for the next start."""
        await self._workers.settled(deadline)
        await self._workers.close()
        await self._timers.close()

    def __len__(self) -> int:
        return len(self._workers)

    async def _round(self) -> int:
        """Starts a worker for each chat whose turn it is, as many as there is room for; returns how many."""
        if not (room := AT_ONCE - len(self._busy)):
            return 0
        before = set(self._busy)  # a worker may end after its row was read as waiting: its chat has its turn next time
        ours = await self._replica.updates(before, room)
        for row in ours:
            tap = Tap(self._bot, row, self._clock, self._timers)
            self._busy.add(row.chat)
            self._workers.start(self._worker(row, tap), f"update:{row.update_id}")
        return len(ours)

    async def _worker(self, row: InboxRow, tap: Tap) -> None:
        toast, began = None, self._clock.now()
        try:
            toast = await self._taken(row)
            self._sent.set()
            self._metrics.seconds.observe((self._clock.now() - began).total_seconds())
        except AlreadyDone:
            self._count("done elsewhere")
        except Exception as error:
            log.error("storage_failed", update_id=row.update_id, **failure(error))
            await self._clock.sleep(IDLE_SLEEP)
        finally:
            self._busy.discard(row.chat)
            self.wake.set()
            await tap.answer(toast)

    async def _taken(self, row: InboxRow) -> str | None:
        """Handles the update or says why not. Raises when the storage is ill: then the update simply stays due."""
        try:
            toast = await self._handled(row)
            self._count("done")
            return toast
        except DomainError as error:
            return await self._apologised(row, error)
        except UndecodableError as error:
            return await self._set_aside(row, error, _new_id())
        except StorageError:
            raise
        except Exception as error:
            return await self._failed(row, error)

    def _count(self, result: str) -> None:
        self._metrics.handled.labels(result).inc()

    async def _handled(self, row: InboxRow) -> str | None:
        """What must be asked of Telegram is asked first, for in the unit nothing but the database is awaited."""
        update = self._decoded(row)
        facts = await inquiries.before(self._bot, row.payload)
        excess = await self._floods.excess(update, row.received_at)
        incoming = await self._fetcher.fetch(update, last_try=row.attempts + 1 >= MOST_ATTEMPTS)
        try:
            return await self._carried(row, update, facts=facts, incoming=incoming, excess=excess)
        except StorageError:  # it may have been kept after all, and the file with it
            raise
        except Exception:
            await self._fetcher.drop(incoming)
            raise

    def _decoded(self, row: InboxRow) -> Update:
        try:
            return Update.model_validate(row.payload, context={"bot": self._bot})
        except ValidationError:
            raise UndecodableError from None

    async def _carried(self, row: InboxRow, update: Update, **given: Any) -> str | None:
        """Where someone else was first, everything is read and decided anew."""
        for _ in range(MOST_ATTEMPTS - 1):
            with suppress(Conflict):
                return await self._in_one_unit(row, update, **given)
        return await self._in_one_unit(row, update, **given)

    async def _in_one_unit(self, row: InboxRow, update: Update, **given: Any) -> str | None:
        now = self._clock.now()
        given |= {"house": self._house, "now": now, "received": row.received_at, "update_id": row.update_id}
        async with self._storage.unit() as desk:
            async with unit_in_hand(desk, now):
                said = await self._dispatcher.feed_update(self._bot, update, desk=desk, **given)
            await desk.inbox.done(row.update_id, now)
        return said if isinstance(said, str) else None

    async def _apologised(self, row: InboxRow, error: DomainError) -> str | None:
        now = self._clock.now()
        async with self._storage.unit() as desk:
            toast = await failures.apologise(desk, self._house, row.payload, error, "", now)
            await desk.inbox.done(row.update_id, now)
        self._count("refused")
        return toast

    async def _failed(self, row: InboxRow, error: Exception) -> str | None:
        """Tried again a little later, and set aside when it does not pass."""
        if row.attempts + 1 >= MOST_ATTEMPTS:
            return await self._set_aside(row, error, _new_id())
        log.warning("update_again", update_id=row.update_id, attempt=row.attempts + 1, **failure(error))
        now = self._clock.now()
        async with self._storage.unit() as desk:
            await desk.inbox.again(row.update_id, now + PAUSES[row.attempts], type(error).__name__, self._replica.name)
        self._count("again")
        return None

    async def _set_aside(self, row: InboxRow, error: Exception, error_id: str) -> str | None:
        """Stops nobody: the person gets the error's id and what to do, the administrators get an alarm."""
        log.error("update_set_aside", update_id=row.update_id, error_id=error_id, **failure(error))
        now = self._clock.now()
        async with self._storage.unit() as desk:
            toast = await failures.apologise(desk, self._house, row.payload, error, error_id, now)
            await desk.inbox.set_aside(row.update_id, f"{error_id} {type(error).__name__}", now, self._replica.name)
            await alarms.tell_admins(desk, self._house, alarms.UPDATE_SET_ASIDE, now, error_id=error_id)
        self._count("set aside")
        return toast


def _new_id() -> str:
    """Short enough to be read out on the phone."""
    return secrets.token_hex(4)
