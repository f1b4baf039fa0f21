"""Secrets of the process's own, made from the keys: every replica with the same keys makes the same."""

from storage.keys import Keyring

SETUP = "setup"
"""The purpose for which the codes of /setup are made: the running bot and `check` must agree."""


def secret(keyring: Keyring, purpose: str) -> str:
    """64 letters and digits. It changes when the oldest key goes: nothing that is stored may be found by it."""
    make = keyring.digest
    return make(f"secret:{purpose}")
