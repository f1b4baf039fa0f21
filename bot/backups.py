"""A backup each night; the administrators hear of it when it fails, finds damage, or was not made for long.

Not a row of jobs: it takes minutes and writes nothing into the database. What lies on the shelf says when it is due.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot import alarms
from bot.logs import failure
from bot.settings import Settings
from council.clock import Clock
from handlers.house import House
from storage import backup
from storage.errors import StorageError
from storage.house import Storage
from storage.keys import Keyring
from storage.lock import Occupied

log = structlog.get_logger(__name__)

FOLDER = "backups"
"""Below DATA_DIR."""
KEEP = 14
NIGHT = time(3)
OLD = timedelta(days=2)
FIRST = 60.0
EVERY = 600.0


class Backups:
    def __init__(self, settings: Settings, storage: Storage, keyring: Keyring, house: House, clock: Clock) -> None:
        self._settings, self._storage, self._keyring = settings, storage, keyring
        self._house, self._clock = house, clock
        self._shelf = settings.data_dir / FOLDER

    async def run(self) -> None:
        """The first look is a minute after the start: a new bot shows at once whether it can make backups."""
        await self._clock.sleep(FIRST)
        while True:
            await self.look()
            await self._clock.sleep(EVERY)

    async def look(self) -> None:
        """Makes the backup of the last night where it is lacking; after a failure, again at the next look."""
        now = self._clock.now()
        if not any(archive.made_at >= last_night(now, self._house.zone) for archive in backup.archives(self._shelf)):
            await self._make(now)
        last = backup.last_good(self._shelf)
        if last is not None and now - last > OLD:
            await self._tell(alarms.BACKUP_OLD, now, days=(now - last).days)

    async def _make(self, now: datetime) -> None:
        source = backup.source_of(self._settings.database, self._keyring, self._storage)
        try:
            made = await backup.make(source, self._settings.data_dir, self._keyring, self._shelf, KEEP, now)
        except Occupied:
            log.info("backup_is_being_made")
            return
        except StorageError as error:
            log.error("backup_failed", **failure(error))
            await self._tell(alarms.BACKUP_FAILED, now)
            return
        log.info("backup_made", file=made.path.name, faults=len(made.manifest.faults), dropped=made.dropped)
        if not made.good:
            await self._tell(alarms.BACKUP_FAULTY, now, count=len(made.manifest.faults))

    async def _tell(self, kind: str, now: datetime, **params: object) -> None:
        async with self._storage.unit() as desk:
            await alarms.tell_admins(desk, self._house, kind, now, **params)


def last_night(now: datetime, zone: ZoneInfo) -> datetime:
    """The last three o'clock of the hromada, when nobody writes and the day's work is in."""
    local = now.astimezone(zone)
    night = datetime.combine(local.date(), NIGHT, zone)
    return night if night <= local else datetime.combine(local.date() - timedelta(days=1), NIGHT, zone)
