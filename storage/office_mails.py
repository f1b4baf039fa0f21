"""Letters that came by mail about cases: once each, by Message-ID and by what they say."""

import base64
from collections.abc import Sequence
from datetime import datetime

from council.appeals import AppealId, MessageId
from council.office_mail import OfficeMail, OfficeMailId, OfficeMailState
from council.phrases import Conflict, NotFound, _
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import from_ms, to_ms


class OfficeMails:
    """Satisfies council.ports.OfficeMails. Words and files of a letter stand with its message of the case."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._keyring = keyring

    async def known(self, key: str, content: str) -> bool:
        return await self._db.value("office_mail_known", key=key, content=content) is not None

    async def add(self, mail: OfficeMail, key: str, content: str) -> OfficeMail:
        row = await self._db.one(
            "office_mail_add",
            key=key,
            content=content,
            appeal=mail.appeal,
            message=mail.message,
            mailbox=mail.mailbox,
            proved=mail.proved,
            state=mail.state,
            now=to_ms(mail.came_at),
        )
        if row is None:
            raise Conflict(_("This letter has come before."))
        return _mail(row)

    async def get(self, mail: OfficeMailId) -> OfficeMail:
        row = await self._db.one("office_mail_by_id", id=mail)
        if row is None:
            raise NotFound(_("There is no such letter."))
        return _mail(row)

    async def of(self, appeal: AppealId) -> Sequence[OfficeMail]:
        return [_mail(row) for row in await self._db.all("office_mails_of", appeal=appeal)]

    async def move(self, mail: OfficeMail, state: OfficeMailState, now: datetime) -> OfficeMail:
        row = await self._db.one("office_mail_move", id=mail.id, old=mail.state, state=state, now=to_ms(now))
        if row is None:
            raise Conflict(_("A colleague has dealt with this letter already."))
        return _mail(row)

    def code(self, mail: OfficeMailId) -> str:
        """A secret that only the reader of a mailbox on the map gets; it is made of the keys and kept nowhere."""
        slip = self._keyring.slip(mail.to_bytes(8, "big"), f"office_mail:{mail}")
        return base64.b32encode(base64.urlsafe_b64decode(slip + "=" * (-len(slip) % 4))).decode().rstrip("=").lower()

    def opens(self, mail: OfficeMailId, code: str) -> bool:
        try:
            raw = base64.b32decode(code.upper() + "=" * (-len(code) % 8))
        except ValueError:
            return False
        slip = base64.urlsafe_b64encode(raw).decode()
        return self._keyring.read_slip(slip, f"office_mail:{mail}") == mail.to_bytes(8, "big")


def _mail(row: Row) -> OfficeMail:
    return OfficeMail(
        id=OfficeMailId(row["id"]),
        appeal=AppealId(row["appeal"]),
        message=MessageId(row["message"]),
        mailbox=row["mailbox"],
        proved=bool(row["proved"]),
        state=OfficeMailState(row["state"]),
        came_at=from_ms(row["came_at"]),
    )
