"""Keys for personal fields at rest: what is sealed opens only with its key and only in the row it was written for."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM

from storage.errors import StorageError, WrongKey

KEY_BYTES = 32
NONCE_BYTES = 12
SLIP_NONCE, SLIP_TAG = 7, 8
"""A slip is short enough for a button's data, so its nonce and tag are too; it opens for one person only."""
EXAMPLE = "Example: k1:<44 letters of base64>; a new key is put before the old ones, with a comma."


class Keyring:
    """The newest key seals, every key opens.

    Look-up hashes use the oldest key, so that they outlive a rotation: it stays in the ring as long as there are any.
    """

    def __init__(self, keys: dict[str, bytes]) -> None:
        """`keys` by id, the newest first."""
        self._ciphers: Mapping[str, AESGCM] = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._newest = next(iter(keys))
        oldest = list(keys.values())[-1]
        self._digest_key = hmac.digest(oldest, b"look-up", hashlib.sha256)
        self._slips = AESCCM(hmac.digest(oldest, b"slips", hashlib.sha256), tag_length=SLIP_TAG)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads "id:base64,id:base64", the newest first; raises StorageError."""
        keys: dict[str, bytes] = {}
        for number, item in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
            key_id, key = _read_key(item, number)
            if key_id in keys:
                raise StorageError(f"FIELD_KEYS names the key {key_id} twice. {EXAMPLE}")
            keys[key_id] = key
        if not keys:
            raise StorageError(f"FIELD_KEYS is empty. {EXAMPLE}")
        return cls(keys)

    @classmethod
    def make(cls) -> tuple[str, Self]:
        """A new key as the text to keep, and its ring. The id is random: two rings never share one by chance."""
        text = f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"
        return text, cls.parse(text)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._ciphers)

    @property
    def mark(self) -> bytes:
        """How everything sealed with the newest key begins."""
        return bytes([len(self._newest)]) + self._newest.encode()

    def renew(self, ring: Self) -> None:
        """Takes over another ring: whoever holds this one seals with the new key from now on.

        In this order, since files are sealed in threads: the newest key must always be among the known ones.
        """
        self._ciphers = ring._ciphers
        self._newest = ring._newest
        self._digest_key = ring._digest_key
        self._slips = ring._slips

    def seal(self, plain: bytes, aad: str) -> bytes:
        """`aad` is "table:row:field": sealed bytes moved to another row do not open there."""
        nonce, mark = secrets.token_bytes(NONCE_BYTES), self.mark
        return mark + nonce + self._ciphers[mark[1:].decode()].encrypt(nonce, plain, aad.encode())

    def open(self, sealed: bytes, aad: str) -> bytes:
        """Raises WrongKey, which names the key and never the content."""
        start = 1 + sealed[0] if sealed else 1
        key_id = sealed[1:start].decode("ascii", "replace")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise WrongKey(f"FIELD_KEYS has no key {key_id!r}, with which stored data was encrypted; put it back.")
        nonce, ciphertext = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, ciphertext, aad.encode())
        except (InvalidTag, ValueError):
            raise WrongKey(
                f"The key {key_id} in FIELD_KEYS does not open {aad}: another key or changed bytes."
            ) from None

    def slip(self, plain: bytes, aad: str) -> str:
        """Up to a few dozen bytes as text for a button: what it says is kept nowhere else."""
        nonce = secrets.token_bytes(SLIP_NONCE)
        return base64.urlsafe_b64encode(nonce + self._slips.encrypt(nonce, plain, aad.encode())).decode().rstrip("=")

    def read_slip(self, slip: str, aad: str) -> bytes | None:
        """None for a slip of another person, of keys long gone, or an invented one."""
        try:
            raw = base64.urlsafe_b64decode(slip + "=" * (-len(slip) % 4))
            return self._slips.decrypt(raw[:SLIP_NONCE], raw[SLIP_NONCE:], aad.encode())
        except (InvalidTag, ValueError):
            return None

    def prove(self, proofs: Iterable[tuple[str, bytes]]) -> None:
        """Every key that sealed something in a database must be in the ring and be the same key; raises WrongKey."""
        for key_id, proof in proofs:
            self.open(proof, _proof_aad(key_id))

    def proof(self) -> bytes:
        """What the newest key leaves in a database that it seals in."""
        return self.seal(b"proof", _proof_aad(self._newest))

    def digest(self, text: str) -> str:
        """A keyed hash, to find again what is kept sealed."""
        return hmac.digest(self._digest_key, text.encode(), hashlib.sha256).hex()


def _proof_aad(key_id: str) -> str:
    return f"seals:{key_id}:proof"


def _read_key(item: str, number: int) -> tuple[str, bytes]:
    key_id, colon, encoded = item.partition(":")
    if not colon or not key_id.isascii() or not key_id.isalnum() or len(key_id) > 32:
        raise StorageError(f"FIELD_KEYS: key {number} has no id of letters and digits before a colon. {EXAMPLE}")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise StorageError(f"FIELD_KEYS: the key {key_id} is not base64. {EXAMPLE}") from None
    if len(key) != KEY_BYTES:
        raise StorageError(f"FIELD_KEYS: the key {key_id} has {len(key)} bytes instead of {KEY_BYTES}. {EXAMPLE}")
    return key_id, key
