"""Letters by e-mail: a loop takes due rows of `mails`, renders each from its case and hands it to the council's SMTP.

SMTP is spoken outside of any unit of work. A kill between the server's "250" and our record repeats the mail once the
lease is over, with the same Message-ID, so that both are one letter to the reader's program and to a search.
"""

import hashlib
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

import aiosmtplib
import structlog

from bot import alarms
from bot.connectors import office_letters, petition_letters, words
from bot.documents import letters as documents
from bot.logs import failure
from bot.settings import Settings
from council import letters, petition_mail
from council.appeals import Appeal, CaseMessage
from council.clock import Clock
from council.letters import Failure
from council.mails import Mail, receipt_key
from council.petition_news import News
from council.petitions import Petition
from handlers import office_post
from handlers.house import House
from storage.desk import Desk
from storage.files import Files
from storage.house import Storage

log = structlog.get_logger(__name__)

EVERY = 5.0
TIMEOUT = 60.0
LEASE = timedelta(minutes=10)
"""Longer than the slowest conversation with the server."""
ALARM_AFTER = 2
"""Failures of one mail before the administrators hear of it."""
REFUSED_FOR_GOOD = 500
POLICY = "5.7"
"""Enhanced code (RFC 3463) of a server that does not let us, not of a mailbox that is not there."""


@dataclass(frozen=True)
class Server:
    """How to reach the council's mail server (settings MAIL_…)."""

    host: str
    port: int
    security: str
    user: str | None
    password: str | None
    sender: str

    async def send(self, mail: EmailMessage, to: str) -> None:
        """Raises aiosmtplib.SMTPException, OSError or TimeoutError."""
        await aiosmtplib.send(
            mail,
            sender=self.sender,
            recipients=[to],
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=None if self.security == "none" else ssl.create_default_context(),
            timeout=TIMEOUT,
        )

    async def greet(self) -> None:
        """Connects, secures, logs in and leaves; raises like `send`."""
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=None if self.security == "none" else ssl.create_default_context(),
            timeout=TIMEOUT / 4,
        )
        async with client:
            await client.noop()


def server(settings: Settings) -> Server | None:
    """None where mail is not set up: letters are then printed."""
    if settings.mail_host is None or settings.mail_from is None:
        return None
    password = settings.mail_password.get_secret_value() if settings.mail_password else None
    return Server(
        settings.mail_host,
        settings.mail_port,
        settings.mail_security,
        settings.mail_user,
        password,
        settings.mail_from,
    )


@dataclass(frozen=True)
class Carrier:
    """Takes mails to the server, one after another."""

    server: Server
    storage: Storage
    files: Files
    house: House
    clock: Clock
    wake: Callable[[], None]

    async def run(self) -> None:
        while True:
            if not await self.once():
                await self.clock.sleep(EVERY)

    async def once(self) -> int:
        """Does the oldest due; returns how many were done."""
        async with self.storage.unit() as desk:
            mails = await desk.mails.take(self.clock.now(), LEASE, limit=1)
        for mail in mails:
            await self._carry(mail)
            self.wake()
        return len(mails)

    async def _carry(self, mail: Mail) -> None:
        try:
            ready = await self._written(mail)
            if ready is not None:
                await self.server.send(ready, _to(ready))
        except Exception as error:
            log.warning("mail_failed", mail=mail.id, attempts=mail.attempts, **failure(error))
            await self._failed(mail, error)
        else:
            await self._done(mail, went=ready is not None)

    async def _written(self, mail: Mail) -> EmailMessage | None:
        """The mail as it goes; None where it is not wanted any more."""
        async with self.storage.reading() as desk:
            if not await _room(mail).still_wanted(desk, mail, self.clock.now()):
                return None
            return await written(desk, self.files, self.house, self.server.sender, mail, self.clock.now())

    async def _done(self, mail: Mail, went: bool) -> None:
        record = _room(mail).mailed if went else _room(mail).drop
        async with self.storage.unit() as desk:
            await record(desk, mail, self.clock.now())
        log.info("mail_sent" if went else "mail_dropped", mail=mail.id)

    async def _failed(self, mail: Mail, error: Exception) -> None:
        now, why = self.clock.now(), verdict(error)
        async with self.storage.unit() as desk:
            await _room(mail).not_mailed(desk, mail, why, now)
            if not why.final and mail.attempts >= ALARM_AFTER:
                await alarms.tell_admins(desk, self.house, alarms.NO_MAIL, now)


class Room(Protocol):
    """What becomes of a mail, by the room of the council that it is about."""

    async def still_wanted(self, desk: Desk, mail: Mail, now: datetime) -> bool: ...
    async def drop(self, desk: Desk, mail: Mail, now: datetime) -> None: ...
    async def mailed(self, desk: Desk, mail: Mail, now: datetime) -> None: ...
    async def not_mailed(self, desk: Desk, mail: Mail, failure: Failure, now: datetime) -> None: ...


def _room(mail: Mail) -> Room:
    if mail.key.startswith(office_post.PREFIX):
        return office_letters
    return letters if mail.petition is None else petition_mail


def verdict(error: Exception) -> Failure:
    """What the failure means. Only a "5xx" to the person or to the letter is final: the rest is the server's day."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(
            recipients=[aiosmtplib.SMTPRecipientRefused(code=code, message=said), *_]
        ):
            final = code >= REFUSED_FOR_GOOD
            return Failure(f"smtp {code}", final=final, address=final and not said.startswith(POLICY))
        case aiosmtplib.SMTPDataError(code=code):
            return Failure(f"smtp {code}", final=code >= REFUSED_FOR_GOOD)
        case aiosmtplib.SMTPResponseException(code=code):
            return Failure(f"{type(error).__name__} {code}")
        case _:
            return Failure(type(error).__name__)


def _to(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].addr_spec)


async def written(desk: Desk, files: Files, house: House, sender: str, mail: Mail, now: datetime) -> EmailMessage:
    """The mail of a row, from the truth of this moment."""
    if mail.petition is not None:
        return await _of_petition(desk, house, sender, mail, now)
    if mail.key.startswith(office_post.PREFIX):
        return await _to_office(desk, house, sender, mail, now)
    appeal = await desk.appeals.get(mail.case)
    applicant = appeal.submission.applicant
    assert applicant is not None, "only who named an address has mail"
    ready = _envelope(house, sender, applicant.contact, now)
    ready["Message-ID"] = message_id(appeal, mail.key, sender)
    resident = await desk.residents.get(appeal.resident)
    if mail.message is None:
        _receipt(ready, house, appeal, resident.locale)
    else:
        ready["In-Reply-To"] = ready["References"] = message_id(appeal, receipt_key(appeal.id), sender)
        await _official(ready, desk, files, house, await desk.appeals.message(mail.message), resident.locale)
    return ready


async def _to_office(desk: Desk, house: House, sender: str, mail: Mail, now: datetime) -> EmailMessage:
    """Its answer comes to the bot's own mailbox, not to the one that residents write to."""
    ready = _envelope(house, sender, await office_letters.address(desk, house, mail), now)
    del ready["Reply-To"]
    await office_letters.fill(ready, desk, house, sender, mail)
    return ready


async def _of_petition(desk: Desk, house: House, sender: str, mail: Mail, now: datetime) -> EmailMessage:
    petition = await petition_mail.petition_of(desk, mail)
    assert petition.identity is not None, "an erased author has no mail"
    author = await desk.residents.get(petition.author)
    ready = _envelope(house, sender, petition.identity.email, now)
    ready["Message-ID"] = message_id(petition, mail.key, sender)
    ready["Subject"] = petition_letters.subject(house, petition)
    text = petition_letters.text(house, petition, News(mail.news), author.locale)
    ready.set_content(text, charset="utf-8", cte="base64")
    return ready


def _envelope(house: House, sender: str, to: str, now: datetime) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(str(house.community.council.name), addr_spec=sender)
    mail["To"] = Address(addr_spec=to)
    mail["Date"] = format_datetime(now.astimezone(house.zone))
    mail["Auto-Submitted"] = "auto-generated"
    reply_to = house.community.contacts.email
    if reply_to:
        mail["Reply-To"] = Address(addr_spec=reply_to)
    return mail


def message_id(about: Appeal | Petition, key: str, sender: str) -> str:
    """The same for every attempt at the same letter, and no one else's."""
    mark = hashlib.sha256(f"{about.draft}:{key}".encode()).hexdigest()[:20]
    number = re.sub(r"[^0-9-]", "", about.number).strip("-")
    return f"<{number}.{mark}@{sender.rpartition('@')[2]}>"


def _receipt(mail: EmailMessage, house: House, appeal: Appeal, locale: str | None) -> None:
    mail["Subject"] = words.receipt_subject(house, appeal)
    mail.set_content(words.receipt(house, appeal, locale), charset="utf-8", cte="base64")


async def _official(
    mail: EmailMessage, desk: Desk, files: Files, house: House, answer: CaseMessage, locale: str | None
) -> None:
    appeal = await desk.appeals.get(answer.appeal)
    letter = await documents.written(desk, house, answer)
    mail["Subject"] = words.subject(house, appeal, answer.kind)
    mail.set_content(words.official(house, appeal, answer.kind, letter, locale), charset="utf-8", cte="base64")
    attach(mail, await documents.pdf(letter), "application/pdf", documents.file_name(appeal))
    attached = await desk.attachments.of_message(answer.id)
    for file, name in zip(attached, documents.annex_names(attached), strict=True):
        attach(mail, await files.get(file.path), file.mime, name)


def attach(mail: EmailMessage, content: bytes, mime: str, name: str) -> None:
    """Always as bytes: a mail program must not read an attached text as part of the letter."""
    kind, _slash, subtype = mime.partition("/")
    mail.add_attachment(content, maintype=kind, subtype=subtype or "octet-stream", filename=name)
