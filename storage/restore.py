"""A backup taken from its shelf: unpacked, compared with its manifest, opened with the keys, then put in place.

Opened means opened by this program: the copy is migrated, every sealed field and every attachment is read.
"""

import asyncio
import hashlib
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from storage.attachments import Content
from storage.backup import ATTACHMENTS, DATABASE, MANIFEST, Manifest, Part, fault_of
from storage.desk import Desk
from storage.errors import StorageError
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from storage.lock import alone
from storage.seals import FIELDS, NO_KEY, Field

KEYS = "keys"
MAY_BE_THERE = frozenset({KEYS, "backups", "lost+found"})
"""What a data directory to restore into may hold: the keys put back first, and the backups themselves."""

_MEMBER = re.compile(rf"{re.escape(DATABASE)}|{re.escape(MANIFEST)}|{ATTACHMENTS}/[0-9a-f]{{32}}")
_DRAFT = ".restoring-"
_BLOCK = 2**20


class BrokenBackup(StorageError):
    """The archive is not what its manifest says, in a part without which nothing can be restored."""


@dataclass(frozen=True)
class Drill:
    """What was found: `faults` by part, empty when everything opened and every count agreed."""

    manifest: Manifest
    counts: Mapping[str, int]
    faults: Mapping[str, str]


async def check(archive: Path, keyring: Keyring, workplace: Path, now: datetime) -> Drill:
    """The whole way but the last step, in a folder that is removed after. Raises StorageError."""
    with _draft_folder(workplace) as folder:
        return await _opened(archive, folder, keyring, now)


async def restore(archive: Path, into: Path, keyring: Keyring, now: datetime) -> Drill:
    """Fills an empty data directory; its database appears last, whole. Attachments with faults come as they are.

    Raises StorageError when the directory is in use or not empty, and what `check` raises; nothing is in it then.
    """
    with alone(into):
        _only_if_empty(into)
        with _draft_folder(into) as folder:
            drill = await _opened(archive, folder, keyring, now)
            await asyncio.to_thread(_put_in_place, folder, into)
        return drill


@contextmanager
def _draft_folder(place: Path) -> Iterator[Path]:
    """On the disk of the place, since restoring ends with a renaming. The address of a database must be absolute."""
    with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=place.absolute()) as folder:
        yield Path(folder)


def _put_in_place(folder: Path, into: Path) -> None:
    os.sync()
    for part in (ATTACHMENTS, DATABASE):
        if (folder / part).exists():
            (folder / part).rename(into / part)
    os.sync()


def _only_if_empty(folder: Path) -> None:
    for left in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(left)
    there = sorted({path.name for path in folder.iterdir()} - MAY_BE_THERE)
    if there:
        raise StorageError(f"{folder} is not empty ({', '.join(there[:3])}): move that away, or name another folder.")


async def _opened(archive: Path, folder: Path, keyring: Keyring, now: datetime) -> Drill:
    manifest, unpacked = await asyncio.to_thread(_unpack, archive, folder)
    faults = dict(manifest.faults) | _differences(manifest, unpacked)
    if manifest.engine != "sqlite":
        return Drill(manifest, manifest.counts, faults | await asyncio.to_thread(_closed, folder, manifest, keyring))
    storage = await Storage.open(f"sqlite://{folder / DATABASE}", keyring, now)
    try:
        counts = await _counts(storage)
        faults |= await _unreadable(storage)
        faults |= await _bad_attachments(storage, Files(folder, keyring), set(manifest.gone))
    finally:
        await storage.close()
    return Drill(manifest, counts, faults | _miscounted(manifest, counts))


def _unpack(archive: Path, folder: Path) -> tuple[Manifest, dict[str, Part]]:
    """Only what a backup holds, under names that it gives. Raises BrokenBackup."""
    (folder / ATTACHMENTS).mkdir(mode=0o700)
    unpacked: dict[str, Part] = {}
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                if not member.isreg() or not _MEMBER.fullmatch(member.name) or member.name in unpacked:
                    raise BrokenBackup(f"{archive} is not a backup of this program: it holds {member.name!r}.")
                unpacked[member.name] = _take_out(tar, member, folder / member.name)
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, tarfile.TarError, ValidationError) as error:
        raise BrokenBackup(f"The backup {archive} cannot be read: {_reason(error)}. Take another one.") from error
    if manifest.engine == "sqlite" and unpacked.get(DATABASE) != manifest.parts.get(DATABASE):
        raise BrokenBackup(f"The database in {archive} is not the one that was written. Take another backup.")
    (folder / MANIFEST).unlink()
    return manifest, unpacked


def _reason(error: Exception) -> str:
    return "its manifest is missing or damaged" if isinstance(error, ValidationError) else str(error)


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> Part:
    stream = tar.extractfile(member)
    assert stream is not None
    digest, size = hashlib.sha256(), 0
    with place.open("xb") as file:
        place.chmod(0o600)
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += file.write(block)
    return Part(size=size, sha256=digest.hexdigest())


def _differences(manifest: Manifest, unpacked: Mapping[str, Part]) -> dict[str, str]:
    return {
        name.removeprefix(f"{ATTACHMENTS}/"): "missing from the archive" if name not in unpacked else "changed"
        for name, part in manifest.parts.items()
        if unpacked.get(name) != part
    }


def _closed(folder: Path, manifest: Manifest, keyring: Keyring) -> dict[str, str]:
    """Without the database nothing more can be said of an attachment than whether it opens."""
    files, faults = Files(folder, keyring), {}
    for path in sorted(file.name for file in (folder / ATTACHMENTS).iterdir()):
        try:
            files.opened(path, files.sealed(path))
        except StorageError:
            faults[path] = "does not open"
    return faults


async def _counts(storage: Storage) -> dict[str, int]:
    async with storage.reading() as desk:
        return {**await desk.appeals.counts(), "attachments": await desk.attachments.count()}


def _miscounted(manifest: Manifest, counts: Mapping[str, int]) -> dict[str, str]:
    return {
        table: f"{counts.get(table, 0)} instead of {count}"
        for table, count in manifest.counts.items()
        if counts.get(table) != count
    }


async def _unreadable(storage: Storage) -> dict[str, str]:
    faults: dict[str, str] = {}
    async with storage.reading() as desk:
        for field in FIELDS:
            if closed := await _closed_rows(desk, field):
                faults[f"{field.table}.{field.name}"] = f"{closed} do not open"
    return faults


async def _closed_rows(desk: Desk, field: Field) -> int:
    place, closed = field.start, 0
    while rows := await desk.seals.page(field, place, mark=NO_KEY):
        closed += sum(not desk.seals.opens(field, row) for row in rows)
        place = rows[-1]["place"]
    return closed


async def _bad_attachments(storage: Storage, files: Files, gone: set[str]) -> dict[str, str]:
    async with storage.reading() as desk:
        contents = await desk.attachments.contents()
    found = await asyncio.to_thread(lambda: {content.path: _fault(files, content) for content in contents})
    return {path: fault for path, fault in found.items() if fault and path not in gone}


def _fault(files: Files, content: Content) -> str:
    try:
        return fault_of(files, content, files.sealed(content.path))
    except FileNotFoundError:
        return "missing"
    except StorageError:
        return "has no proper name"
