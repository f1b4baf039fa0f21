"""Who a mail is really from: only what the council's own mail server says counts, a From line proves nothing.

The server checks the signature of the sender's server (DKIM, RFC 6376) and writes what it found into a header
Authentication-Results (RFC 8601) under its own name, which `community.yaml` tells. It must remove such headers that
come from outside under its name, as every server in use does; of several the topmost is its own.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*dkim\s*=\s*([a-z]+)", re.I)
_SIGNER = re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?@?([a-z0-9._@-]+)", re.I)


class Trust(StrEnum):
    """`unproved`: nobody vouches for the sender; `tampered`: the signature does not fit what came."""

    PROVED = "proved"
    UNPROVED = "unproved"
    TAMPERED = "tampered"


def trust(results: Sequence[str], server: str, sender: str) -> Trust:
    """What the council's server says of the sender's address. `results` are the headers, the topmost first."""
    own = next((told for told in results if _authority(told) == server.lower()), None) if server else None
    if own is None or not sender:
        return Trust.UNPROVED
    verdicts = [found for part in _COMMENT.sub(" ", own).split(";")[1:] if (found := _dkim(part))]
    if any(word == "pass" and _answers_for(signer, sender) for word, signer in verdicts):
        return Trust.PROVED
    return Trust.TAMPERED if any(word == "fail" for word, _signer in verdicts) else Trust.UNPROVED


def _authority(told: str) -> str:
    """The name of the server that wrote the header; a version may follow it."""
    words = _COMMENT.sub(" ", told).split(";")[0].split()
    return words[0].lower() if words else ""


def _dkim(part: str) -> tuple[str, str] | None:
    word, signer = _RESULT.search(part), _SIGNER.search(part)
    return (word[1].lower(), signer[1].lower().rpartition("@")[2] if signer else "") if word else None


def _answers_for(signer: str, sender: str) -> bool:
    """The signing domain is the sender's own, or one above it (aligned, as DMARC says)."""
    domain = sender.rpartition("@")[2].lower()
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))
