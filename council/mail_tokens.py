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
from council.ports import Desk

BYTES = 16
"""128 random bits: nobody guesses one."""

_SIGNS = 26
"""Of base32, which outlives mail programs that change the case of an address."""

_MARK = re.compile(rf"(?<![a-z0-9])case-([a-z2-7]{{{_SIGNS}}})(?![a-z0-9])", re.IGNORECASE)
_PART = re.compile(r"[a-z0-9-]{1,40}")


def new_token() -> MailToken:
    return MailToken(base64.b32encode(secrets.token_bytes(BYTES)).decode().rstrip("=").lower())


async def token_of(desk: Desk, appeal: AppealId) -> MailToken:
    """The token of the case, made when it is first asked for and the same ever after."""
    return await desk.mail_tokens.of(appeal) or await desk.mail_tokens.keep(appeal, new_token())


async def case_of(desk: Desk, tokens: Iterable[MailToken]) -> Appeal | None:
    """The case that the tokens of one mail name; None for unknown ones, for two cases, and for a closed case."""
    found = {case for token in tokens if (case := await desk.mail_tokens.find(token)) is not None}
    if len(found) != 1:
        return None
    appeal = await desk.appeals.get(found.pop())
    return None if appeal.state in FINAL else appeal


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


def reply_to(token: MailToken, mailbox: str) -> str:
    """The plus-address of the case in the mailbox; only for a mailbox that takes such addresses."""
    name, _at, domain = mailbox.rpartition("@")
    return f"{name}+{mark(token)}@{domain}"


def tokens_in(texts: Iterable[str]) -> Sequence[MailToken]:
    """Every token in headers, addresses or lines of a mail, once, in the order they come."""
    found = (MailToken(one.lower()) for text in texts for one in _MARK.findall(text))
    return list(dict.fromkeys(found))
