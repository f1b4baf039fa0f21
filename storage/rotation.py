"""Rotation of keys: everything that older keys sealed is sealed with the newest one, a page at a time.

It may be killed at any line and begun again: what is sealed anew is not found a second time, each page is a unit of
work, each file is replaced whole. The older keys stay in the ring until a turn finds nothing of theirs.
"""

from dataclasses import dataclass

from storage.errors import WrongKey
from storage.files import Files
from storage.house import Storage
from storage.seals import FIELDS, Field, Seals


@dataclass(frozen=True)
class Turn:
    """What one turn did: `resealed` were changed, `closed` do not open with any key of the ring."""

    resealed: int = 0
    closed: int = 0

    def __add__(self, other: "Turn") -> "Turn":
        return Turn(self.resealed + other.resealed, self.closed + other.closed)

    @property
    def clean(self) -> bool:
        """Nothing of the older keys was left when it began."""
        return self == Turn()


async def needed(storage: Storage) -> bool:
    """Whether an older key may have sealed something that is still here."""
    async with storage.reading() as desk:
        return bool(await desk.seals.old())


async def turn(storage: Storage, files: Files) -> Turn:
    """Goes through everything once. What others write meanwhile may need another turn.

    Raises Occupied while another replica goes through it.
    """
    with files.held():
        async with storage.unit() as desk:
            await desk.seals.prove()
        done = Turn()
        for field in FIELDS:
            done += await _field(storage, field)
        for path in await files.under_old_keys():
            done += await _file(files, path)
        return done


async def finish(storage: Storage) -> None:
    """Only after a clean turn that began when nobody sealed with an older key any more."""
    async with storage.unit() as desk:
        await desk.seals.forget_old()


async def whole(storage: Storage, files: Files) -> Turn:
    """Turn after turn, and the end where all could be done. For when nobody else writes."""
    done = Turn()
    while True:
        now = await turn(storage, files)
        done = Turn(done.resealed + now.resealed, now.closed)
        if not now.resealed:
            break
    if not done.closed:
        await finish(storage)
    return done


async def _field(storage: Storage, field: Field) -> Turn:
    """Pages are read beside the writer, which is taken only for the exchange."""
    done, place = Turn(), field.start
    while True:
        async with storage.reading() as desk:
            rows = await desk.seals.page(field, place)
        if not rows:
            return done
        async with storage.unit() as desk:
            for row in rows:
                done += await _row(desk.seals, field, row)
        place = rows[-1]["place"]


async def _row(seals: Seals, field: Field, row: object) -> Turn:
    try:
        return Turn(resealed=int(await seals.reseal(field, row)))
    except WrongKey:
        return Turn(closed=1)


async def _file(files: Files, path: str) -> Turn:
    try:
        return Turn(resealed=int(await files.reseal(path)))
    except WrongKey:
        return Turn(closed=1)
