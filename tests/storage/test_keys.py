import base64

import pytest

from storage.errors import StorageError, WrongKey
from storage.keys import Keyring

ROW = "appeals:draft-1:submission"
KEY = base64.b64encode(b"1" * 32).decode()


def test_what_is_sealed_opens_only_in_its_own_row() -> None:
    ring = Keyring.make()[1]
    sealed = ring.seal("Олена".encode(), ROW)
    assert ring.open(sealed, ROW).decode() == "Олена"
    assert ring.seal("Олена".encode(), ROW) != sealed
    with pytest.raises(WrongKey):
        ring.open(sealed, "appeals:draft-2:submission")


@pytest.mark.parametrize("spoilt", [b"", b"\x02k1", b"\x02k1short", b"\x02k1" + b"\x00" * 40, b"\xff"])
def test_spoilt_bytes_do_not_open(spoilt: bytes) -> None:
    with pytest.raises(WrongKey):
        Keyring({"k1": b"1" * 32}).open(spoilt, ROW)


def test_the_newest_key_seals_and_the_old_ones_open() -> None:
    old, new = Keyring({"k1": b"1" * 32}), Keyring({"k2": b"2" * 32, "k1": b"1" * 32})
    assert new.open(old.seal(b"text", ROW), ROW) == b"text"
    with pytest.raises(WrongKey, match="no key 'k2'"):
        old.open(new.seal(b"text", ROW), ROW)


def test_a_look_up_hash_outlives_a_rotation() -> None:
    old, new = Keyring({"k1": b"1" * 32}), Keyring({"k2": b"2" * 32, "k1": b"1" * 32})
    assert old.digest("olena@example.com") == new.digest("olena@example.com")
    assert old.digest("olena@example.com") != Keyring.make()[1].digest("olena@example.com")


def test_a_made_key_can_be_kept_and_read_again() -> None:
    text, ring = Keyring.make()
    assert Keyring.parse(text).open(ring.seal(b"text", ROW), ROW) == b"text"
    assert Keyring.parse(f" k1:{KEY} , {text},").ids == ("k1", *ring.ids)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        (KEY, "key 1 has no id"),
        (f"k1:{KEY},ключ:{KEY}", "key 2 has no id"),
        ("k1:letter", "k1 is not base64"),
        ("k1:bGV0dGVy", "k1 has 6 bytes instead of 32"),
        (f"k1:{KEY},k1:{KEY}", "k1 twice"),
    ],
)
def test_a_wrong_setting_says_what_is_wrong_and_never_the_key(text: str, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence) as refused:
        Keyring.parse(text)
    assert "Example: k1:" in str(refused.value)
    assert KEY not in str(refused.value)
