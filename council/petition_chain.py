"""The append-only log of a petition: a hash chain of commitments, by which anyone may check that nothing was changed.

Each link holds no name: only the hash of what was given, with a random salt that is kept beside the personal data.
So erasing a name after its term leaves the chain provable, and nobody can guess a signer from a link. The head is
published; whoever kept an old head can tell whether history was rewritten.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
START = "0" * 64
"""What stands before the first link."""

SALT_BYTES = 16


class Act(StrEnum):
    """What a link says. SUPPORTED and SIGNED are the two counters, which never mix."""

    PUBLISHED = "published"
    SUPPORTED = "supported"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    INVALIDATED = "invalidated"
    RESTORED = "restored"
    COUNTED = "counted"
    STARTED = "started"
    DECIDED = "decided"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Link:
    """One line of the log. `at` is UTC in milliseconds; `content` is a commitment; `before` and `hash` chain it."""

    petition: str
    seq: int
    act: Act
    at: int
    content: str
    before: str
    hash: str


@dataclass(frozen=True)
class Head:
    """The end of a log: how many links it has, and the hash of the last one."""

    links: int
    hash: str


def canonical(content: Mapping[str, object]) -> bytes:
    """The same bytes for the same content, on every machine."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: bytes, content: Mapping[str, object]) -> str:
    """What a link shows of the content: nothing, but the content cannot change any more."""
    return hashlib.sha256(salt + canonical(content)).hexdigest()


def forged(petition: str, seq: int, act: Act, at: datetime, content: str, before: str) -> Link:
    """The next link, with the hash over everything in it and over the link before. `at` is kept to the millisecond."""
    ms = milliseconds(at)
    return Link(petition, seq, act, ms, content, before, _hash(petition, seq, act, ms, content, before))


def milliseconds(at: datetime) -> int:
    """Cut, not rounded: the database keeps the moment so, and the log must still fit what is read from there."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def _hash(petition: str, seq: int, act: Act, at: int, content: str, before: str) -> str:
    said = {"petition": petition, "seq": seq, "act": act.value, "at": at, "content": content, "before": before}
    return hashlib.sha256(canonical(said)).hexdigest()


@dataclass(frozen=True)
class Kept:
    """What is stored of one voice, as the check reads it. `content` is None once the name has been erased."""

    act: Act
    commitment: str
    valid: bool
    salt: bytes | None = None
    content: Mapping[str, object] | None = None


class Flaw(StrEnum):
    """What a check may find; `broken` and `head` mean that the log itself was touched."""

    BROKEN = "broken"
    HEAD = "head"
    ORPHAN = "orphan"
    MISSING = "missing"
    CHANGED = "changed"
    COUNT = "count"
    VALIDITY = "validity"


@dataclass(frozen=True)
class Finding:
    """`seq` is the link where it was found, 0 where it concerns the whole."""

    flaw: Flaw
    seq: int = 0


def flaws(links: Sequence[Link], head: str, kept: Iterable[Kept], counts: Mapping[Act, int]) -> Sequence[Finding]:
    """Everything that does not fit: links among themselves, links and stored voices, voices and counters.

    `links` in order; `head` as published; `counts` the stored counters of SUPPORTED and SIGNED.
    """
    voices = list(kept)
    return [*_of_links(links, head), *_of_voices(links, voices), *_of_counts(voices, counts)]


def _of_links(links: Sequence[Link], head: str) -> Sequence[Finding]:
    found, before = [], START
    for place, link in enumerate(links, start=1):
        right = _hash(link.petition, link.seq, link.act, link.at, link.content, link.before)
        if link.seq != place or link.before != before or link.hash != right:
            found.append(Finding(Flaw.BROKEN, link.seq))
        before = link.hash
    return found if before == head else [*found, Finding(Flaw.HEAD)]


_VOICES = frozenset({Act.SUPPORTED, Act.SIGNED})
_TURNS_OFF = frozenset({Act.WITHDRAWN, Act.INVALIDATED})


def _of_voices(links: Sequence[Link], voices: Sequence[Kept]) -> Sequence[Finding]:
    logged = {link.content: link for link in links if link.act in _VOICES}
    valid = _valid(links)
    found = [_of_voice(voice, logged.get(voice.commitment), valid) for voice in voices]
    stored = {voice.commitment for voice in voices}
    missing = [Finding(Flaw.MISSING, link.seq) for content, link in logged.items() if content not in stored]
    return [finding for finding in found if finding is not None] + missing


def _of_voice(voice: Kept, link: Link | None, valid: Mapping[str, bool]) -> Finding | None:
    if link is None or link.act is not voice.act:
        return Finding(Flaw.ORPHAN)
    if voice.content is not None and commitment(voice.salt or b"", voice.content) != voice.commitment:
        return Finding(Flaw.CHANGED, link.seq)
    if valid[voice.commitment] != voice.valid:
        return Finding(Flaw.VALIDITY, link.seq)
    return None


def _valid(links: Sequence[Link]) -> Mapping[str, bool]:
    """Which voices count, as the log tells it."""
    valid: dict[str, bool] = {}
    for link in links:
        if link.act in _VOICES or link.act is Act.RESTORED:
            valid[link.content] = True
        elif link.act in _TURNS_OFF:
            valid[link.content] = False
    return valid


def _of_counts(voices: Sequence[Kept], counts: Mapping[Act, int]) -> Sequence[Finding]:
    real = Counter(voice.act for voice in voices if voice.valid)
    return [Finding(Flaw.COUNT) for act in (Act.SUPPORTED, Act.SIGNED) if real[act] != counts.get(act, 0)]
