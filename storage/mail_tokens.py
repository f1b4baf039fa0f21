"""The secret words of cases in the council's mail: sealed, and found again by a hash."""

from hashlib import sha256

from council.appeals import AppealId
from council.mails import MailToken
from storage.engine import Session
from storage.keys import Keyring
from storage.packing import Seal


class MailTokens:
    """Satisfies council.ports.MailTokens."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "mail_tokens")

    async def of(self, appeal: AppealId) -> MailToken | None:
        row = await self._db.one("mail_token_of", appeal=appeal)
        return MailToken(self._seal.read_text(row["token"], appeal, "token")) if row else None

    async def keep(self, appeal: AppealId, token: MailToken) -> MailToken:
        sealed = self._seal.text(token, appeal, "token")
        await self._db.value("mail_token_add", appeal=appeal, digest=_digest(token), token=sealed)
        return await self.of(appeal) or token

    async def find(self, token: MailToken) -> AppealId | None:
        appeal = await self._db.value("mail_token_find", digest=_digest(token))
        return None if appeal is None else AppealId(appeal)


def _digest(token: MailToken) -> str:
    """A token has 128 random bits: a plain hash tells nothing of it, and outlives every change of keys."""
    return sha256(token.encode()).hexdigest()
