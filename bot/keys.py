"""The keys that personal data are encrypted with: from FIELD_KEYS, or made once and kept in DATA_DIR/keys."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings, SettingsError, sentence
from council.phrases import Phrase, _
from storage.errors import StorageError
from storage.keys import Keyring


@dataclass(frozen=True)
class Keys:
    """`file` says where the keys lie (None: in FIELD_KEYS); `made` that they were made just now."""

    keyring: Keyring
    file: Path | None
    made: bool = False


def keys(settings: Settings) -> Keys:
    """Finds the keys, or makes them for a new database.

    Raises SettingsError when they cannot be used, and when the database is there but its key is not: a new key
    would open nothing of what is stored.
    """
    if settings.field_keys is not None:
        return Keys(parsed(settings.field_keys.get_secret_value()), None)
    file = settings.data_dir.resolve() / "keys"
    if made := not file.exists():
        if (settings.data_dir / "bot.db").exists():
            raise SettingsError([_lost(file)])
        _write_once(file, Keyring.make()[0])
    return Keys(parsed(file.read_text().strip()), file, made)


def parsed(text: str) -> Keyring:
    """Raises SettingsError, which never shows the keys."""
    try:
        return Keyring.parse(text)
    except StorageError:
        wrong = _("the keys cannot be read: each is a name, a colon and 32 bytes in base64")
        raise SettingsError([sentence("field_keys", wrong)]) from None


def _lost(file: Path) -> Phrase:
    wrong = _("the database is there but its key is not: put {file} back from your backup, or set FIELD_KEYS")
    return sentence("field_keys", wrong, file=str(file))


def put_first(file: Path, key: str) -> None:
    """Adds a key as the newest; the older ones stay, and the file is whole at every moment."""
    with _held(file):
        draft = _draft(file, f"{key},{file.read_text().strip()}")
        draft.replace(file)
        _settle(file.parent)


@contextlib.contextmanager
def _held(file: Path) -> Iterator[None]:
    """Two who add a key at once go one after the other: the file that was waited for may have been replaced."""
    while True:
        handle = os.open(file, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if os.fstat(handle).st_ino == file.stat().st_ino:
                yield
                return
        finally:
            os.close(handle)


def _write_once(file: Path, text: str) -> None:
    """Whole or not at all, and never over a file that someone else made at the same moment."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(file, text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
    _settle(file.parent)


def _draft(file: Path, text: str) -> Path:
    draft = file.with_name(f".keys-{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return draft


def _settle(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
