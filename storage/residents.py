"""Residents: people who wrote to the bot, and which notice about personal data each was shown."""

from collections.abc import Sequence
from datetime import datetime

from council.people import Identity, Resident, ResidentId, TelegramId
from council.phrases import NotFound, _
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


class Residents:
    """Satisfies council.ports.Residents. The identity is sealed under the resident's id."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "residents")

    async def met(self, telegram_id: TelegramId, now: datetime, locale: str | None = None) -> Resident:
        row = await self._db.one("resident_by_telegram", telegram_id=telegram_id)
        if row is None:
            row = await self._db.one("resident_add", telegram_id=telegram_id, locale=locale, now=to_ms(now))
        if row is None:  # met on another connection a moment ago
            row = await self._db.one("resident_by_telegram", telegram_id=telegram_id)
        return self.read(row)

    async def known(self, telegram_id: TelegramId) -> Resident | None:
        row = await self._db.one("resident_by_telegram", telegram_id=telegram_id)
        return self.read(row) if row is not None else None

    async def get(self, resident: ResidentId) -> Resident:
        row = await self._db.one("resident_by_id", id=resident)
        if row is None:
            raise NotFound(_("There is no such person."))
        return self.read(row)

    async def absent(self, now: datetime) -> Resident:
        """Stands under a negative number, which no Telegram account has, and as blocked: nothing is ever sent there."""
        n = await self._db.value("number_next", name="absent")
        return self.read(await self._db.one("resident_absent", telegram_id=-n, now=to_ms(now)))

    async def forget(self, resident: ResidentId) -> None:
        await self._db.all("consents_forget", resident=resident)
        await self._db.all("consents_drop", resident=resident)
        await self._db.all("news_places_drop", resident=resident)
        await self._db.all("campaign_recipients_drop", resident=resident)
        await self._db.all("campaign_days_drop", resident=resident)
        await self._db.all("follows_drop", resident=resident)
        await self._db.all("petition_follows_forget", resident=resident)
        await self._db.all("signing_links_forget", resident=resident)
        await self._db.value("resident_forget", id=resident)
        await self._db.value("resident_drop", id=resident)

    async def speak(self, resident: ResidentId, locale: str) -> None:
        await self._db.value("resident_speak", id=resident, locale=locale)

    async def keep_identity(self, resident: ResidentId, identity: Identity | None, now: datetime) -> None:
        sealed = self._seal.text(identity.model_dump_json(), resident, "identity") if identity else None
        await self._db.value("resident_keep_identity", id=resident, identity=sealed, now=to_ms(now))

    async def mark_blocked(self, telegram_id: TelegramId, blocked: bool) -> None:
        await self._db.value("resident_mark_blocked", telegram_id=telegram_id, blocked=blocked)

    async def seen(self, resident: Resident, month: str) -> None:
        """Only the month, and at most one change a month: «who wrote lately» needs no more."""
        if resident.seen_month < month:
            await self._db.value("resident_seen", id=resident.id, month=month)

    async def notice_shown(self, resident: ResidentId, version: str, digest: str, now: datetime) -> None:
        await self._db.value("notice_shown", resident=resident, version=version, digest=digest, now=to_ms(now))

    async def notices_of(self, resident: ResidentId) -> Sequence[tuple[str, str, datetime]]:
        rows = await self._db.all("notices_of", resident=resident)
        return [(row["version"], row["digest"], from_ms(row["shown_at"])) for row in rows]

    async def with_open_cases(self) -> Sequence[int]:
        """Telegram accounts of those whose case still waits for something."""
        return [row["telegram_id"] for row in await self._db.all("residents_with_open_cases")]

    def read(self, row: Row | None) -> Resident:
        """The resident of a row of this table."""
        assert row is not None
        return Resident(
            id=ResidentId(row["id"]),
            telegram_id=TelegramId(row["telegram_id"]),
            locale=row["locale"],
            first_seen=from_ms(row["first_seen"]),
            identity=self._identity(row),
            blocked=bool(row["blocked"]),
            seen_month=row["seen_month"],
        )

    def _identity(self, row: Row) -> Identity | None:
        if row["identity"] is None:
            return None
        return Identity.model_validate_json(self._seal.read_text(row["identity"], row["id"], "identity"))
