"""The secret word of a case in the council's mail: who writes back with it writes about this case and no other.

It stands in the Message-ID (and so in the reply's In-Reply-To and References), in the Reply-To address where the
mailbox takes plus-addresses, and in the last line of the letter, for the programs that keep neither. It proves which
case a mail is about; who sent the mail is another question.
"""

import base64
import re
import secrets
from collections.abc import Iterable, Sequence

from council.appeals import FINAL, Appeal, AppealId
from council.mails import MailToken
from council.office_mail import OfficeMailId
from council.ports import Desk

BYTES = 16
"""128 random bits: nobody guesses one."""

_SIGNS = 26
"""Of base32, which outlives mail programs that change the case of an address."""

_CODE_SIGNS = 37
"""Of a confirmation's secret: 7 bytes of nonce, 8 of the number, 8 of the seal."""
_MARK = re.compile(rf"(?<![a-z0-9])case-([a-z2-7]{{{_SIGNS}}})(?![a-z0-9])", re.IGNORECASE)
_CONFIRMATION = re.compile(rf"(?<![a-z0-9])confirm-(\d{{1,15}})-([a-z2-7]{{{_CODE_SIGNS}}})(?![a-z0-9])", re.IGNORECASE)
_OURS = re.compile(rf"<([a-z0-9-]{{1,60}})\.case-[a-z2-7]{{{_SIGNS}}}@", re.IGNORECASE)
_PART = re.compile(r"[a-z0-9-]{1,60}")


def new_token() -> MailToken:
    return MailToken(base64.b32encode(secrets.token_bytes(BYTES)).decode().rstrip("=").lower())


async def token_of(desk: Desk, appeal: AppealId) -> MailToken:
    """The token of the case, made when it is first asked for and the same ever after."""
    return await desk.mail_tokens.of(appeal) or await desk.mail_tokens.keep(appeal, new_token())


async def case_of(desk: Desk, tokens: Iterable[MailToken]) -> Appeal | None:
    """The open case that the tokens of one mail name; None for unknown ones, for two cases, and for a closed case."""
    appeal = await named(desk, tokens)
    return None if appeal is None or appeal.state in FINAL else appeal


async def named(desk: Desk, tokens: Iterable[MailToken]) -> Appeal | None:
    """The same, open or closed."""
    found = {case for token in tokens if (case := await desk.mail_tokens.find(token)) is not None}
    return await desk.appeals.get(found.pop()) if len(found) == 1 else None


def mark(token: MailToken) -> str:
    """As it stands in a header or a line of the letter."""
    return f"case-{token}"


def message_id(token: MailToken, part: str, sender: str) -> str:
    """The Message-ID of one mail of the case, the same for every attempt at it.

    `part` tells the mails of a case apart (`handover-17`), `sender` is the council's own address. Raises ValueError
    for a part that is more than Latin letters, digits and «-».
    """
    if not _PART.fullmatch(part):
        raise ValueError(f"“{part}” cannot be a part of a Message-ID.")
    return f"<{part}.{mark(token)}@{sender.rpartition('@')[2]}>"


def parts_in(texts: Iterable[str]) -> Sequence[str]:
    """The parts of our Message-IDs that a returned mail names."""
    return list(dict.fromkeys(one.lower() for text in texts for one in _OURS.findall(text)))


def reply_to(token: MailToken, mailbox: str) -> str:
    """The plus-address of the case in the mailbox; only for a mailbox that takes such addresses."""
    name, _at, domain = mailbox.rpartition("@")
    return f"{name}+{mark(token)}@{domain}"


def confirmation(mail: OfficeMailId, code: str) -> str:
    """As it stands in the letter that asks a mailbox to confirm a step."""
    return f"confirm-{mail}-{code}"


def confirmations_in(texts: Iterable[str]) -> Sequence[tuple[OfficeMailId, str]]:
    """Every (letter, code) that a mail quotes."""
    found = ((OfficeMailId(int(n)), code.lower()) for text in texts for n, code in _CONFIRMATION.findall(text))
    return list(dict.fromkeys(found))


def tokens_in(texts: Iterable[str]) -> Sequence[MailToken]:
    """Every token in headers, addresses or lines of a mail, once, in the order they come."""
    found = (MailToken(one.lower()) for text in texts for one in _MARK.findall(text))
    return list(dict.fromkeys(found))
