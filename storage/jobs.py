"""Things to do at a time: rows that several replicas may share by leases. A key is used once, also after it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.engine import Row, Session
from storage.errors import AlreadyDone
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


@dataclass(frozen=True)
class Job:
    """`name` says what to do, `params` with what; `attempts` counts the postponements so far."""

    id: int
    key: str
    name: str
    params: dict[str, Any]
    due: datetime
    attempts: int
    leased_until: datetime


class Jobs:
    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "jobs")

    async def add(self, key: str, name: str, due: datetime, params: Mapping[str, Any] | None = None) -> bool:
        """False, and nothing changes, when the key is known."""
        sealed = self._seal.data(params or {}, key, "params")
        return await self._db.value("job_add", key=key, name=name, params=sealed, due=to_ms(due)) is not None

    async def take(self, now: datetime, lease: timedelta, limit: int = 10) -> Sequence[Job]:
        """Claims due jobs, oldest first; whoever dies with one leaves it to the others when the lease is over."""
        rows = await self._db.all("jobs_take", now=to_ms(now), until=to_ms(now + lease), rows=limit)
        return sorted((self._job(row) for row in rows), key=lambda job: (job.due, job.id))

    async def done(self, job: Job) -> None:
        """Raises AlreadyDone where the lease ran out and another replica has the job: the unit must be undone."""
        _held(job, await self._db.value("job_done", id=job.id, lease=to_ms(job.leased_until)))

    async def again(self, job: Job, at: datetime) -> None:
        """Raises AlreadyDone as `done` does."""
        _held(job, await self._db.value("job_again", id=job.id, lease=to_ms(job.leased_until), due=to_ms(at)))

    async def free(self) -> int:
        """Ends every lease: for who knows that nobody else is at work. Returns how many there were."""
        return len(await self._db.all("jobs_free"))

    async def cancel(self, key: str) -> bool:
        """False when it is done or unknown. A cancelled key may be added again."""
        return await self._db.value("job_cancel", key=key) is not None

    async def purge(self, before: datetime) -> int:
        """Forgets the done ones that were due before that time, and their keys with them."""
        return len(await self._db.all("jobs_purge", before=to_ms(before)))

    def _job(self, row: Row) -> Job:
        return Job(
            id=row["id"],
            key=row["key"],
            name=row["name"],
            params=self._seal.read_data(row["params"], row["key"], "params"),
            due=from_ms(row["due"]),
            attempts=row["attempts"],
            leased_until=from_ms(row["leased_until"]),
        )


def _held(job: Job, changed: int | None) -> None:
    if changed is None:
        raise AlreadyDone(f"The job {job.id} was taken over by another replica.")
