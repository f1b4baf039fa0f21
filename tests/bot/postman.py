"""A real SMTP server on 127.0.0.1 with an inbox that a test may read, and the moods of servers."""

import datetime
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TAKEN = "250 OK"


class Inbox:
    """What the server took; `moods` are its next answers to DATA, `strangers` the mailboxes that it does not know."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.moods: list[str] = []
        self.strangers: set[str] = set()
        self.secured = False
        self.port = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: Any) -> str:  # noqa: N802
        if to in self.strangers:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(to)
        return TAKEN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mood = self.moods.pop(0) if self.moods else TAKEN
        if mood == TAKEN:
            content = cast(bytes, envelope.content)
            self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
            self.secured = session.ssl is not None
        return mood

    def last(self) -> EmailMessage:
        return self.mails[-1]

    def text(self, place: int = -1) -> str:
        return str(self.mails[place].get_body(("plain",)).get_content())

    def attached(self, place: int = -1) -> dict[str, bytes]:
        files = self.mails[place].iter_attachments()
        return {str(file.get_filename()): cast(bytes, file.get_payload(decode=True)) for file in files}


@contextmanager
def smtp(inbox: Inbox, **settings: Any) -> Iterator[Inbox]:
    controller = Controller(inbox, hostname="127.0.0.1", port=0, **settings)
    controller.port = _free_port()
    controller.start()
    inbox.port = controller.port
    try:
        yield inbox
    finally:
        controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """The server's side of TLS for 127.0.0.1, and the file that makes a client trust it (SSL_CERT_FILE)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return context, public
