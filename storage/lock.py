"""One process at a time in a folder: the lock is the kernel's, so that whoever dies leaves none behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StorageError


class Occupied(StorageError):
    """Another process works in the folder: the running bot, or a command."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder until the block is left; raises Occupied at once, never waits."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied(f"Another process of the bot works in {folder}: stop it, or wait for its end.") from None
        yield
    finally:
        os.close(handle)
