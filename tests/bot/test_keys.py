"""The key is made once, readable by its owner only, and never made anew over data that it would not open."""

import stat
from pathlib import Path

import pytest

from bot.keys import keys
from bot.settings import Settings, SettingsError, given
from storage.keys import Keyring


def settings(folder: Path, **more: object) -> Settings:
    return given(bot_token="123456789:AAaaBBbbCCccDDddEEeeFFff", data_dir=folder, **more)


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = keys(settings(tmp_path / "data"))
    second = keys(settings(tmp_path / "data"))
    assert first.file == tmp_path / "data" / "keys"
    assert (first.made, second.made) == (True, False)
    assert stat.S_IMODE(first.file.stat().st_mode) == 0o600
    assert second.keyring.open(first.keyring.seal(b"text", "row"), "row") == b"text"
    assert [file.name for file in first.file.parent.iterdir()] == ["keys"]


def test_keys_of_the_settings_leave_no_file(tmp_path: Path) -> None:
    found = keys(settings(tmp_path, field_keys=Keyring.make()[0]))
    assert found.file is None
    assert list(tmp_path.iterdir()) == []


def test_a_lost_key_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "bot.db").touch()
    with pytest.raises(SettingsError):
        keys(settings(tmp_path))
    assert not (tmp_path / "keys").exists()


def test_keys_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        keys(settings(tmp_path, field_keys="k1:short"))
