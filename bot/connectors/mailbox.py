"""The council's mailbox by IMAP: which letters came since the last one that we wrote down, and their bytes.

The standard library's imaplib in a thread: of the whole protocol five commands are needed. (aioimaplib is under the
GPL; imap-tools gives a parsed letter where we need the bytes as they came.)
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.settings import Settings

TIMEOUT = 30.0
TROUBLE = (imaplib.IMAP4.error, OSError, EOFError)
"""What a server or the network may raise; a timeout is an OSError."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Mailbox:
    """How to reach it (settings IMAP_…)."""

    host: str
    port: int
    security: str
    user: str
    password: str


@dataclass(frozen=True)
class Place:
    """The last letter that was written down. Numbers of letters hold while the server keeps `validity`."""

    validity: int
    uid: int

    def __str__(self) -> str:
        return f"{self.validity}:{self.uid}"


def place_of(note: str | None) -> Place | None:
    validity, _colon, uid = (note or "").partition(":")
    return Place(int(validity), int(uid)) if validity.isdigit() and uid.isdigit() else None


def mailbox(settings: Settings) -> Mailbox | None:
    """None where it is not set up: offices then answer in the group or by files."""
    if settings.imap_host is None or settings.imap_user is None or settings.imap_password is None:
        return None
    password = settings.imap_password.get_secret_value()
    return Mailbox(settings.imap_host, settings.imap_port, settings.imap_security, settings.imap_user, password)


class Open:
    """The inbox, opened; every method waits for the server, so it is called in a thread. All raise TROUBLE."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server
        self.validity = int(server.response("UIDVALIDITY")[1][0] or b"0")

    def after(self, place: Place | None, since: date) -> Sequence[int]:
        """Numbers of the letters behind the place, oldest first; without one, or after the server has counted anew,
        of those since the day: what is known already changes nothing."""
        if place is not None and place.validity == self.validity:
            found = self._ask("SEARCH", f"UID {place.uid + 1}:*")
            return sorted(uid for uid in _numbers(found) if uid > place.uid)
        return sorted(_numbers(self._ask("SEARCH", f"SINCE {since.day:02}-{_MONTHS[since.month - 1]}-{since.year}")))

    def size(self, uid: int) -> int:
        """Bytes; 0 for a letter that somebody has taken away meanwhile."""
        found = _SIZE.search(b" ".join(_flat(self._ask("FETCH", str(uid), "(RFC822.SIZE)"))))
        return int(found[1]) if found else 0

    def letter(self, uid: int) -> bytes:
        return self._bytes(uid, "(BODY.PEEK[])")

    def head(self, uid: int) -> bytes:
        return self._bytes(uid, "(BODY.PEEK[HEADER])")

    def mark(self, uid: int) -> None:
        """As read, so that who looks into the mailbox sees what the bot has dealt with."""
        self._ask("STORE", str(uid), "+FLAGS", r"(\Seen)")

    def _bytes(self, uid: int, what: str) -> bytes:
        parts = [part[1] for part in self._ask("FETCH", str(uid), what) if isinstance(part, tuple)]
        return parts[0] if parts else b""

    def _ask(self, command: str, *words: str) -> list[Any]:
        said, told = self._server.uid(command, *words)
        if said != "OK":
            raise imaplib.IMAP4.error(f"{command}: {said}")
        return [part for part in told if part is not None]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _flat(told: Sequence[Any]) -> Iterator[bytes]:
    for part in told:
        yield from part if isinstance(part, tuple) else (part,)


def _numbers(told: Sequence[Any]) -> list[int]:
    return [int(word) for part in _flat(told) for word in part.split()]


@contextmanager
def opened(box: Mailbox) -> Iterator[Open]:
    """The inbox until the block is left, from a thread. Raises TROUBLE."""
    server = _connected(box)
    try:
        server.login(box.user, box.password)
        said, _told = server.select("INBOX")
        if said != "OK":
            raise imaplib.IMAP4.error("INBOX cannot be opened")
        yield Open(server)
    finally:
        _leave(server)


def _connected(box: Mailbox) -> imaplib.IMAP4:
    if box.security == "tls":
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    server = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT)
    if box.security == "starttls":
        server.starttls(ssl.create_default_context())
    return server


def _leave(server: imaplib.IMAP4) -> None:
    """A server that has gone away has nothing to be told."""
    try:
        server.logout()
    except TROUBLE:
        server.shutdown()
