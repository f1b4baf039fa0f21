"""What goes by e-mail: rows that several replicas may share by leases. A key is used once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from council.appeals import AppealId, MessageId
from council.mails import Mail, MailState
from council.petitions import PetitionId
from storage.engine import Row, Session
from storage.packing import from_ms, to_ms


class Mails:
    """Satisfies council.ports.Mails. Nothing here is personal: address and words stand with the case or petition."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def add(self, key: str, appeal: AppealId, message: MessageId | None, now: datetime) -> bool:
        return await self._add(now, key=key, appeal=appeal, message=message, petition=None, news="")

    async def add_news(self, key: str, petition: PetitionId, news: str, now: datetime) -> bool:
        return await self._add(now, key=key, appeal=None, message=None, petition=petition, news=news)

    async def _add(self, now: datetime, **about: object) -> bool:
        return await self._db.value("mail_add", now=to_ms(now), **about) is not None

    async def by_key(self, key: str) -> Mail | None:
        row = await self._db.one("mail_by_key", key=key)
        return _mail(row) if row else None

    async def take(self, now: datetime, lease: timedelta, limit: int = 10) -> Sequence[Mail]:
        """Claims due mails, oldest first; whoever dies with one leaves it to the others when the lease is over."""
        rows = await self._db.all("mails_take", now=to_ms(now), until=to_ms(now + lease), rows=limit)
        return sorted((_mail(row) for row in rows), key=lambda mail: mail.id)

    async def free(self) -> int:
        """Ends every lease: for who knows that nobody else is at work. Returns how many there were."""
        return len(await self._db.all("mails_free"))

    async def waiting(self, now: datetime) -> int:
        """How many should have gone by now."""
        return int(await self._db.value("mails_waiting", now=to_ms(now)))

    async def again(self, mail: Mail, at: datetime, reason: str) -> None:
        await self._db.value("mail_again", id=mail.id, due=to_ms(at), reason=reason)

    async def end(self, mail: Mail, state: MailState, reason: str, now: datetime) -> bool:
        """False when it had ended already."""
        ended = await self._db.value("mail_end", id=mail.id, state=state, reason=reason, now=to_ms(now))
        return ended is not None


def _mail(row: Row) -> Mail:
    return Mail(
        id=row["id"],
        key=row["key"],
        appeal=None if row["appeal"] is None else AppealId(row["appeal"]),
        message=None if row["message"] is None else MessageId(row["message"]),
        petition=None if row["petition"] is None else PetitionId(row["petition"]),
        news=row["news"],
        state=MailState(row["state"]),
        added_at=from_ms(row["added_at"]),
        attempts=row["attempts"],
    )
