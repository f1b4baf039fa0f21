"""A real IMAP server on 127.0.0.1 (pymap) with one mailbox, and the letters that offices put into it."""

import asyncio
import imaplib
import socket
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import count
from typing import Any

from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import BuiltinHash

from council.mail_tokens import message_id
from council.mails import MailToken
from tests.world import MONDAY

USER, PASSWORD = "bot", "secret"
BOT = "bot@rada.example"
REGISTRY = "registry@rada.example"
SERVER = "mx.rada.example"
PROVED = f"{SERVER}; dkim=pass header.d=rada.example"
_number = count(1)


class Mailroom:
    """The server in a thread of its own; `close` and `open` again are a loss of it, the letters stay."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._served: AsyncExitStack | None = None
        self._house: Any = None
        self.open()

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "imap_host": "127.0.0.1",
            "imap_port": self.port,
            "imap_security": "none",
            "imap_user": USER,
            "imap_password": PASSWORD,
        }

    def open(self) -> None:
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)

    def end(self) -> None:
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> None:
        if self._house is None:
            parser = ArgumentParser()
            DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
            IMAPService.add_arguments(parser)
            words = ["--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict"]
            args = parser.parse_args([*words, "--demo-user", USER, "--demo-password", PASSWORD])
            args.skip_services, args.passlib_cfg, args.debug = [], None, False
            self._house = await DictBackend.init(args, hash_context=BuiltinHash(rounds=1))
        backend, config = self._house
        config.apply_context()
        self._served = AsyncExitStack()
        await IMAPService(backend, config).start(self._served)

    async def _close(self) -> None:
        if self._served is not None:
            stack, self._served = self._served, None
            await stack.aclose()

    def puts(self, letter: EmailMessage | bytes) -> None:
        """A letter arrives in the mailbox."""
        raw = letter if isinstance(letter, bytes) else letter.as_bytes()
        with self._client() as client:
            assert client.append("INBOX", "", None, raw)[0] == "OK"  # type: ignore[arg-type]

    def unread(self) -> int:
        with self._client() as client:
            client.select("INBOX")
            return len(client.uid("SEARCH", "UNSEEN")[1][0].split())

    @contextmanager
    def _client(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as client:
            client.login(USER, PASSWORD)
            yield client


@contextmanager
def mailroom() -> Iterator[Mailroom]:
    room = Mailroom()
    try:
        yield room
    finally:
        room.end()


def a_letter(token: MailToken, text: str, *, proved: bool = True, **headers: str) -> EmailMessage:
    """An office answers a letter of the case; the headers are those of the council's server."""
    mail = EmailMessage(policy=SMTP)
    told = {
        "Authentication-Results": PROVED if proved else f"{SERVER}; dkim=none",
        "From": f"Канцелярія <{REGISTRY}>",
        "To": BOT,
        "Subject": "Re: Звернення",
        "Message-ID": f"<{next(_number)}@rada.example>",
        "In-Reply-To": message_id(token, "handover-1", BOT),
        "Date": format_datetime(MONDAY),
    }
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in told.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail
