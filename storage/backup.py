"""A backup: one .tar with a copy of the database, the attachments it names, and a manifest with the hash of each.

Made beside the running bot: the copy is written by a connection that can only read, and so never checkpoints (two
that checkpoint could corrupt the file before SQLite 3.51.3). Everything is opened with the keys on its way; the keys
themselves are never in it. An archive appears under its name whole and on the disk, or not at all.
"""

import asyncio
import hashlib
import io
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from storage import migrate
from storage.attachments import Content
from storage.errors import StorageError, WrongKey
from storage.files import Files
from storage.house import Storage, sqlite_file
from storage.keys import Keyring
from storage.lock import alone

FORMAT = "hromada-backup/1"
DATABASE = "bot.db"
ATTACHMENTS = "attachments"
MANIFEST = "manifest.json"
FEWEST = 3
"""So many archives stay, however short of room the disk is."""
ROOMY = 0.25
"""The part of the disk that is to stay free for the bot itself: the older archives give way to it."""
RESERVE = 64 * 2**20
"""Bytes without which no backup is begun."""

_NAME = re.compile(r"hromada-(\d{8}T\d{6}Z)(\.faulty)?\.tar")
_TIME = "%Y%m%dT%H%M%SZ"
_DRAFT = ".making-"
_COUNTED = ("appeals", "case_messages", "events", "attachments")


class Part(BaseModel):
    """`size` in bytes; the hash is of what lies in the archive, sealed as it is."""

    model_config = ConfigDict(frozen=True)
    size: int
    sha256: str


class Manifest(BaseModel):
    """`gone` are attachments that were let go while the archive was made; `faults` say what is wrong with a part."""

    model_config = ConfigDict(frozen=True)
    format: str = FORMAT
    made_at: datetime
    program: str
    engine: str
    migration: int
    key_ids: tuple[str, ...]
    counts: Mapping[str, int]
    parts: Mapping[str, Part]
    gone: tuple[str, ...] = ()
    faults: Mapping[str, str] = {}


@dataclass(frozen=True)
class Snapshot:
    """What a database says at one moment. `file` is its copy, None for PostgreSQL, whose copy pg_dump makes."""

    file: Path | None
    engine: str
    migration: int
    key_ids: tuple[str, ...]
    counts: Mapping[str, int]
    contents: Sequence[Content]


class Source(Protocol):
    async def snapshot(self, folder: Path) -> Snapshot:
        """Raises StorageError where the database is damaged, and its WrongKey."""
        ...

    async def needed(self) -> set[str]:
        """Attachments that the database names by now."""
        ...


@dataclass(frozen=True)
class Archive:
    """`good` means that nothing was found wrong when it was made."""

    path: Path
    made_at: datetime
    good: bool


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest
    dropped: int

    @property
    def good(self) -> bool:
        return not self.manifest.faults


def source_of(url: str, keyring: Keyring, storage: Storage | None) -> Source:
    """`storage` is needed for PostgreSQL only: an SQLite file is read beside whoever writes it."""
    if file := sqlite_file(url):
        return _File(file, keyring)
    assert storage is not None
    return _Server(storage, keyring)


async def make(source: Source, data_dir: Path, keyring: Keyring, to: Path, keep: int, now: datetime) -> Made:
    """Writes an archive into the folder, and keeps so many of the newest good ones there.

    Raises StorageError: Occupied when another backup is being made there, WrongKey, a damaged database, a full disk.
    """
    try:
        with alone(to), _draft_folder(to) as folder:
            return await _made(source, data_dir, keyring, _Shelf(to, keep), folder, now)
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise StorageError(f"The backup could not be written into {to}: {error}.") from error


async def _made(source: Source, data_dir: Path, keyring: Keyring, shelf: "_Shelf", folder: Path, now: datetime) -> Made:
    snapshot = await source.snapshot(folder)
    shelf.make_room(snapshot)
    draft = _Draft(folder / "archive", snapshot, now)
    try:
        await asyncio.to_thread(draft.fill, Files(data_dir, keyring))
        gone = draft.missing - await source.needed()
        manifest = await asyncio.to_thread(draft.close, gone)
    finally:
        draft.release()
    return shelf.put(draft.path, manifest)


def archives(folder: Path) -> list[Archive]:
    """What lies there, the newest first."""
    if not folder.is_dir():
        return []
    found = ((path, _NAME.fullmatch(path.name)) for path in folder.iterdir())
    return sorted(
        (Archive(path, _time(name[1]), not name[2]) for path, name in found if name),
        key=lambda archive: archive.made_at,
        reverse=True,
    )


def sealed_with(database: Path) -> frozenset[str]:
    """Ids of the keys without which the SQLite database does not open; none where there is no database yet."""
    if not database.is_file():
        return frozenset()
    with closing(reader(database)) as live:
        return frozenset(key_id for key_id, _ in live.execute(migrate.PROOFS))


def last_good(folder: Path) -> datetime | None:
    return next((archive.made_at for archive in archives(folder) if archive.good), None)


def _time(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)


@dataclass(frozen=True)
class _File:
    """An SQLite file, read by a connection of its own."""

    file: Path
    keyring: Keyring

    async def snapshot(self, folder: Path) -> Snapshot:
        return await asyncio.to_thread(self._snapshot, folder / DATABASE)

    async def needed(self) -> set[str]:
        return await asyncio.to_thread(self._needed)

    def _snapshot(self, copy: Path) -> Snapshot:
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(reader(self.file)) as live:
            live.execute("vacuum into ?", (str(copy),))
        with closing(reader(copy)) as database:
            sound(database)
            proofs = list(database.execute(migrate.PROOFS))
            self.keyring.prove(proofs)
            return Snapshot(
                copy,
                "sqlite",
                database.execute("select max(version) from migrations").fetchone()[0],
                tuple(sorted(key_id for key_id, _ in proofs)),
                {table: database.execute(f"select count(*) from {table}").fetchone()[0] for table in _COUNTED},  # noqa: S608
                [Content(*row) for row in database.execute("select distinct path, size, sha256 from attachments")],
            )

    def _needed(self) -> set[str]:
        with closing(reader(self.file)) as live:
            return {path for (path,) in live.execute("select path from attachments")}


@dataclass(frozen=True)
class _Server:
    """PostgreSQL: `pg_dump` copies the database, run before, so that every attachment it names is still there."""

    storage: Storage
    keyring: Keyring

    async def snapshot(self, _: Path) -> Snapshot:
        async with self.storage.reading() as desk:
            contents = await desk.attachments.contents()
            counts = {**await desk.appeals.counts(), "attachments": await desk.attachments.count()}
        return Snapshot(None, "postgresql", 0, self.keyring.ids, counts, contents)

    async def needed(self) -> set[str]:
        async with self.storage.reading() as desk:
            return await desk.attachments.paths()


def reader(database: Path) -> sqlite3.Connection:
    """A connection that can neither write nor checkpoint. Raises StorageError where there is no database."""
    if not database.is_file():
        raise StorageError(f"There is no database {database}.")
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10)


def sound(database: sqlite3.Connection) -> None:
    """Raises StorageError for a damaged file."""
    (verdict,) = database.execute("pragma integrity_check(1)").fetchone()
    if verdict != "ok" or database.execute("pragma foreign_key_check").fetchone():
        raise StorageError(f"The database is damaged: {verdict}. Restore the last good backup.")


class _Draft:
    """The archive before it has its name; filled and closed in a thread."""

    def __init__(self, path: Path, snapshot: Snapshot, now: datetime) -> None:
        self.path, self.snapshot, self.now = path, snapshot, now
        self.parts: dict[str, Part] = {}
        self.faults: dict[str, str] = {}
        self.missing: set[str] = set()
        self._stream = os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600), "w+b")
        self._tar = tarfile.TarFile(fileobj=self._stream, mode="w")

    def fill(self, files: Files) -> None:
        if self.snapshot.file:
            self._add_database(self.snapshot.file)
        for content in self.snapshot.contents:
            self._add_attachment(files, content)

    def release(self) -> None:
        self._stream.close()

    def _add_database(self, file: Path) -> None:
        with file.open("rb") as stream:
            part = Part(size=file.stat().st_size, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
            stream.seek(0)
            self._add(DATABASE, part, stream)

    def _add_attachment(self, files: Files, content: Content) -> None:
        """A file that does not open is kept as it is: it may be all that is left."""
        try:
            sealed = files.sealed(content.path)
        except FileNotFoundError:
            self.missing.add(content.path)
            return
        except StorageError:
            self.faults[content.path] = "has no proper name"
            return
        if fault := fault_of(files, content, sealed):
            self.faults[content.path] = fault
        part = Part(size=len(sealed), sha256=hashlib.sha256(sealed).hexdigest())
        self._add(f"{ATTACHMENTS}/{content.path}", part, io.BytesIO(sealed))

    def _add(self, name: str, part: Part, stream: io.BufferedIOBase) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = part.size, 0o600, int(self.now.timestamp())
        self._tar.addfile(info, stream)
        self.parts[name] = part

    def close(self, gone: set[str]) -> Manifest:
        """`gone` is what is missing with right."""
        manifest = self._manifest(gone)
        written = manifest.model_dump_json(indent=1).encode()
        self._add(MANIFEST, Part(size=len(written), sha256=""), io.BytesIO(written))
        self._tar.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return manifest

    def _manifest(self, gone: set[str]) -> Manifest:
        return Manifest(
            made_at=self.now,
            program=_version(),
            engine=self.snapshot.engine,
            migration=self.snapshot.migration,
            key_ids=self.snapshot.key_ids,
            counts=self.snapshot.counts,
            parts=dict(self.parts),
            gone=tuple(sorted(gone)),
            faults=self.faults | dict.fromkeys(sorted(self.missing - gone), "missing"),
        )


def fault_of(files: Files, content: Content, sealed: bytes) -> str:
    """Why the attachment is not what its row says; empty when it is."""
    try:
        opened = files.opened(content.path, sealed)
    except WrongKey:
        return "does not open"
    fits = len(opened) == content.size and hashlib.sha256(opened).hexdigest() == content.sha256
    return "" if fits else "changed"


@dataclass(frozen=True)
class _Shelf:
    """The folder of the archives, and how many of the good ones it holds."""

    folder: Path
    keep: int

    def put(self, draft: Path, manifest: Manifest) -> Made:
        mark = ".faulty" if manifest.faults else ""
        path = self.folder / f"hromada-{manifest.made_at.astimezone(UTC).strftime(_TIME)}{mark}.tar"
        draft.rename(path)
        _sync(self.folder)
        return Made(path, manifest, self._drop_old())

    def _drop_old(self) -> int:
        """A faulty one never costs a good one its place, and has served when a good one follows it."""
        found = archives(self.folder)
        newest = next((place for place, archive in enumerate(found) if archive.good), len(found))
        good = [archive for archive in found if archive.good]
        old = [*found[:newest][self.keep :], *good[self.keep :], *(one for one in found[newest:] if not one.good)]
        for archive in old:
            archive.path.unlink()
        return len(old)

    def make_room(self, snapshot: Snapshot) -> None:
        """Older archives go before the disk is so full that people are alarmed. Raises StorageError."""
        wanted = sum(content.size + 2048 for content in snapshot.contents)
        wanted += snapshot.file.stat().st_size if snapshot.file else 0
        spare = [archive for archive in archives(self.folder) if archive.good][FEWEST:]
        while spare and self._left(wanted) < shutil.disk_usage(self.folder).total * ROOMY:
            spare.pop().path.unlink()
        if self._left(wanted) < RESERVE:
            free = shutil.disk_usage(self.folder).free
            raise StorageError(
                f"It needs {wanted + RESERVE >> 20} MB in {self.folder}, where {free >> 20} MB are free."
            )

    def _left(self, wanted: int) -> int:
        return shutil.disk_usage(self.folder).free - wanted


@contextmanager
def _draft_folder(to: Path) -> Iterator[Path]:
    """A place on the same disk; what a killed process left there is removed."""
    for left in to.glob(f"{_DRAFT}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=to) as folder:
        yield Path(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _version() -> str:
    try:
        return metadata.version("hromada-bot")
    except metadata.PackageNotFoundError:
        return ""
