"""Contents of attachments: encrypted files with random names. A Telegram file_id is not a copy; these are."""

import asyncio
import hashlib
import os
import re
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.errors import StorageError
from storage.keys import Keyring
from storage.lock import alone

NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class StoredFile:
    """`path` is below DATA_DIR/attachments; `size` (bytes) and `sha256` are of the content before encryption."""

    path: str
    size: int
    sha256: str


class Files:
    """A file appears under its name whole and on the disk, or not at all."""

    def __init__(self, data_dir: Path, keyring: Keyring) -> None:
        self._folder = data_dir / "attachments"
        self._keyring = keyring

    async def put(self, content: bytes) -> StoredFile:
        return await asyncio.to_thread(self._put, content)

    async def get(self, path: str) -> bytes:
        """Raises StorageError when the file is gone, WrongKey when it does not open."""
        return await asyncio.to_thread(self._get, path)

    async def drop(self, path: str) -> None:
        """Done twice is done once."""
        await asyncio.to_thread(self._place(path).unlink, missing_ok=True)

    async def older_than(self, before: datetime) -> set[str]:
        """Names of contents written before the moment."""
        return await asyncio.to_thread(self._older_than, before)

    def sealed(self, path: str) -> bytes:
        """As it lies on the disk, for a backup's thread. Raises FileNotFoundError."""
        return self._place(path).read_bytes()

    def opened(self, path: str, sealed: bytes) -> bytes:
        """Raises WrongKey."""
        return self._keyring.open(sealed, _aad(path))

    def held(self) -> AbstractContextManager[None]:
        """For whoever writes them anew: one at a time, since replicas may share the folder. Raises Occupied."""
        return alone(self._folder)

    async def under_old_keys(self) -> list[str]:
        """Names of contents that the newest key has not sealed."""
        return await asyncio.to_thread(self._under_old_keys)

    async def reseal(self, path: str) -> bool:
        """Seals the content with the newest key; False when it is gone. Raises WrongKey."""
        return await asyncio.to_thread(self._reseal, path)

    def _under_old_keys(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        mark = self._keyring.mark
        return sorted(
            file.name
            for file in self._folder.iterdir()
            if NAME.fullmatch(file.name) and _beginning(file, len(mark)) not in (mark, None)
        )

    def _reseal(self, path: str) -> bool:
        """Replaced whole, and as old as it was: `older_than` must not take it for a fresh one."""
        place = self._place(path)
        try:
            age, sealed = place.stat(), place.read_bytes()
        except FileNotFoundError:
            return False
        content = self._keyring.open(sealed, _aad(path))
        draft = place.with_name(f"{path}.resealed")
        draft.unlink(missing_ok=True)
        _write(draft, self._keyring.seal(content, _aad(path)))
        os.utime(draft, ns=(age.st_atime_ns, age.st_mtime_ns))
        draft.rename(place)
        _sync(self._folder)
        return True

    def _older_than(self, before: datetime) -> set[str]:
        if not self._folder.is_dir():
            return set()
        return {
            file.name
            for file in self._folder.iterdir()
            if NAME.fullmatch(file.name) and file.stat().st_mtime < before.timestamp()
        }

    def _put(self, content: bytes) -> StoredFile:
        name = secrets.token_hex(16)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._folder / f"{name}.part"
        try:
            _write(temporary, self._keyring.seal(content, _aad(name)))
            temporary.rename(self._folder / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync(self._folder)
        return StoredFile(name, len(content), hashlib.sha256(content).hexdigest())

    def _get(self, path: str) -> bytes:
        try:
            sealed = self._place(path).read_bytes()
        except FileNotFoundError:
            raise StorageError(
                f"The attachment {path} is missing from {self._folder}: restore it from a backup."
            ) from None
        return self._keyring.open(sealed, _aad(path))

    def _place(self, path: str) -> Path:
        if not NAME.fullmatch(path):
            raise StorageError("That is not the name of a stored attachment.")
        return self._folder / path


def _aad(name: str) -> str:
    return f"files:{name}:content"


def _beginning(path: Path, length: int) -> bytes | None:
    """None when the file is gone."""
    try:
        with path.open("rb") as file:
            return file.read(length)
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
