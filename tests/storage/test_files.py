import hashlib
import os
from pathlib import Path

import pytest

from storage.errors import StorageError, WrongKey
from storage.files import Files
from storage.keys import Keyring
from tests.storage.examples import MINUTE, NOW

CONTENT = "Паспорт Олени Коваль".encode() * 1000


@pytest.fixture
def files(tmp_path: Path, keyring: Keyring) -> Files:
    return Files(tmp_path, keyring)


async def test_a_file_comes_back_as_it_was(files: Files) -> None:
    stored = await files.put(CONTENT)
    assert await files.get(stored.path) == CONTENT
    assert (stored.size, stored.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


async def test_on_the_disk_it_is_sealed_nameless_and_private(files: Files, tmp_path: Path) -> None:
    stored = await files.put(CONTENT)
    (on_disk,) = (tmp_path / "attachments").iterdir()
    assert on_disk.name == stored.path
    assert "Паспорт".encode() not in on_disk.read_bytes()
    assert on_disk.stat().st_mode & 0o777 == 0o600


async def test_the_same_content_twice_is_two_files(files: Files) -> None:
    first, second = await files.put(CONTENT), await files.put(CONTENT)
    assert first.path != second.path
    await files.drop(first.path)
    await files.drop(first.path)
    assert await files.get(second.path) == CONTENT


async def test_a_missing_file_says_what_to_do(files: Files) -> None:
    with pytest.raises(StorageError, match="restore it from a backup"):
        await files.get("0" * 32)


async def test_a_file_under_another_name_does_not_open(files: Files, tmp_path: Path) -> None:
    stored = await files.put(CONTENT)
    (tmp_path / "attachments" / stored.path).rename(tmp_path / "attachments" / ("0" * 32))
    with pytest.raises(WrongKey):
        await files.get("0" * 32)


@pytest.mark.parametrize("path", ["../bot.db", "/etc/passwd", "", "0" * 31, "0" * 32 + "\n"])
async def test_only_names_of_attachments_are_opened(files: Files, path: str) -> None:
    with pytest.raises(StorageError, match="not the name"):
        await files.get(path)


async def test_a_full_disk_leaves_nothing_half_written(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        await files.put(CONTENT)
    assert list((tmp_path / "attachments").iterdir()) == []


async def test_old_contents_are_told_from_fresh_ones(files: Files, tmp_path: Path) -> None:
    assert await files.older_than(NOW) == set()
    old, fresh = await files.put(CONTENT), await files.put(CONTENT)
    for stored, moment in ((old, NOW - MINUTE), (fresh, NOW)):
        os.utime(tmp_path / "attachments" / stored.path, times=(moment.timestamp(),) * 2)
    assert await files.older_than(NOW) == {old.path}
