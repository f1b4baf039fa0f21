"""The mail connector: the package goes to the registry's mailbox, over TLS, as one mail or as few as its size allows.

Message-IDs follow from the case's secret word and the row: a repeat is the same mail to every program, and what was
added later hangs under its case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.connectors import registry_letters
from bot.connectors.handing_over import Refusal
from bot.connectors.mail import Server, attach
from bot.documents.packages import Package, Piece, contents
from council import mail_tokens
from council.clock import Clock
from council.handover_rules import Connector
from council.mails import MailToken
from handlers.house import House
from storage.files import Files

MEGABYTE = 1024 * 1024
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def is_secure(server: Server) -> bool:
    """Full data go over TLS only, or to a mail server on this very machine."""
    return server.security != "none" or server.host in LOCAL


@dataclass(frozen=True)
class RegistryMail:
    """Satisfies bot.connectors.handing_over.Way. `hears`: replies are read (IMAP_…), so the letter asks for one."""

    server: Server
    house: House
    clock: Clock
    hears: bool = False
    connector: Connector = Connector.MAIL

    async def carry(self, package: Package, files: Files) -> str:
        """Raises aiosmtplib.SMTPException, OSError, TimeoutError, or Refusal where no mailbox is named."""
        to = self._mailbox(package)
        limit = self.house.community.workflow.mail.largest_mb * MEGABYTE
        loads = list(loaded(package.pieces, limit))
        for place in range(len(loads)):
            await self.server.send(await self._mail(package, files, to, loads, place, limit), to)
        return to

    def _mailbox(self, package: Package) -> str:
        community, handed = self.house.community, package.handed
        if handed is None:
            to = community.contacts.registry_email
        else:
            to = community.mailbox_of(handed.appeal.kind, handed.appeal.category, handed.appeal.department)
        if not to:
            raise Refusal("no mailbox")
        return to

    async def _mail(
        self, package: Package, files: Files, to: str, loads: Sequence[Sequence[Piece]], place: int, limit: int
    ) -> EmailMessage:
        mail = self._envelope(package, to, place)
        left_out = [piece.name for piece in package.attachments if piece.size > limit]
        part = (place + 1, len(loads))
        mail["Subject"] = registry_letters.subject(self.house, package, part)
        text = registry_letters.text(self.house, package, part, left_out, hears=self.hears)
        mail.set_content(text, charset="utf-8", cte="base64")
        wanted = {piece.name for piece in loads[place]}
        async for piece, content in contents(files, _only(package, wanted)):
            attach(mail, content, piece.mime, piece.name)
        return mail

    def _envelope(self, package: Package, to: str, place: int) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(str(self.house.community.council.name), addr_spec=self.server.sender)
        mail["To"] = Address(addr_spec=to)
        mail["Date"] = format_datetime(self.clock.now().astimezone(self.house.zone))
        mail["Auto-Submitted"] = "auto-generated"
        token = package.handed.token if package.handed else None
        if token is None:
            mail["Message-ID"] = f"<{package.key}@{self.server.sender.rpartition('@')[2]}>"
            return mail
        self._threaded(mail, package, token, place)
        return mail

    def _threaded(self, mail: EmailMessage, package: Package, token: MailToken, place: int) -> None:
        def named(part: str) -> str:
            return mail_tokens.message_id(token, part, self.server.sender)

        own = package.handover.part if place == 0 else f"{package.handover.part}-{place + 1}"
        mail["Message-ID"] = named(own)
        above = package.handover.part if place else package.handed and package.handed.follows
        if above:
            mail["In-Reply-To"] = mail["References"] = named(above)
        plus = self.house.community.workflow.mail.plus_addresses
        reply = mail_tokens.reply_to(token, self.server.sender) if plus else self.server.sender
        mail["Reply-To"] = Address(addr_spec=reply)


def _only(package: Package, wanted: set[str]) -> Package:
    return replace(package, pieces=[piece for piece in package.pieces if piece.name in wanted])


def loaded(pieces: Sequence[Piece], limit: int) -> Iterator[Sequence[Piece]]:
    """The pieces in their order, as many a mail as the limit (bytes) holds; what no mail holds stays behind."""
    load: list[Piece] = []
    for piece in (one for one in pieces if one.size <= limit or not one.stored):
        if load and sum(one.size for one in load) + piece.size > limit:
            yield load
            load = []
        load.append(piece)
    yield load
