"""The running bot changes its keys by itself: it takes a new one from the file and seals anew what the old ones sealed.

`python -m bot keys rotate` only adds the key while the bot runs, for SQLite has one process that writes. With several
replicas the new key is taken at the start alone: one that knew it earlier would write what the others cannot read.
"""

from contextlib import suppress

import structlog

from bot import alarms
from bot.keys import keys
from bot.settings import Settings
from council.clock import Clock
from handlers.house import House
from storage import rotation
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from storage.lock import Occupied

log = structlog.get_logger(__name__)

EVERY = 60.0


class Rotation:
    def __init__(
        self, settings: Settings, storage: Storage, files: Files, keyring: Keyring, house: House, clock: Clock
    ) -> None:
        self._settings, self._storage, self._files, self._keyring = settings, storage, files, keyring
        self._house, self._clock = house, clock

    async def run(self) -> None:
        while True:
            await self.look()
            await self._clock.sleep(EVERY)

    async def look(self) -> None:
        """One turn. The old keys are let go by a later one that finds nothing: what was under way has ended by then."""
        self._take_over()
        if await rotation.needed(self._storage):
            with suppress(Occupied):
                await self._turn()

    async def _turn(self) -> None:
        turn = await rotation.turn(self._storage, self._files)
        log.info("keys_turn", resealed=turn.resealed, closed=turn.closed)
        if turn.clean:
            await rotation.finish(self._storage)
            log.info("keys_rotated", newest=self._keyring.ids[0])
        elif turn.closed and not turn.resealed:
            now = self._clock.now()
            async with self._storage.unit() as desk:
                await alarms.tell_admins(desk, self._house, alarms.KEYS_CLOSED, now, count=turn.closed)

    def _take_over(self) -> None:
        """Only a key more: one that left the file may still be needed until the restart."""
        if self._settings.field_keys is not None or self._settings.shares_database:
            return
        ring = keys(self._settings).keyring
        if ring.ids[0] != self._keyring.ids[0] and set(self._keyring.ids) < set(ring.ids):
            self._keyring.renew(ring)
            log.info("key_taken_over", newest=ring.ids[0])
