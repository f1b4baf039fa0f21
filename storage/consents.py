"""Consents by purpose with the proof of what was shown, and the place whose news a person wants (sealed)."""

from collections.abc import Sequence
from datetime import datetime

from council.audience import Place
from council.consents import Consent, Purpose
from council.people import ResidentId
from storage.engine import Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


class Consents:
    """Satisfies council.campaign_ports.Consents."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._places = Seal(keyring, "news_places")

    async def answer(
        self, resident: ResidentId, purpose: Purpose, given: bool, version: str, digest: str, now: datetime
    ) -> None:
        proof = {"version": version, "digest": digest, "given_at": to_ms(now) if given else None}
        await self._db.value(
            "consent_answer", resident=resident, purpose=purpose.value, given=given, now=to_ms(now), **proof
        )

    async def of(self, resident: ResidentId) -> Sequence[Consent]:
        rows = await self._db.all("consents_of", resident=resident)
        return [
            Consent(
                purpose=Purpose(row["purpose"]),
                given=bool(row["given"]),
                version=row["version"],
                digest=row["digest"],
                given_at=None if row["given_at"] is None else from_ms(row["given_at"]),
                answered_at=from_ms(row["answered_at"]),
            )
            for row in rows
        ]

    async def count(self, purpose: Purpose) -> int:
        return int(await self._db.value("consents_count", purpose=purpose.value))

    async def place(self, resident: ResidentId) -> Place:
        sealed = await self._db.value("news_place", resident=resident)
        return Place() if sealed is None else Place(**self._places.read_data(sealed, resident, "data"))

    async def keep_place(self, resident: ResidentId, place: Place) -> None:
        sealed = self._places.data(place.model_dump(), resident, "data")
        await self._db.value("news_place_keep", resident=resident, data=sealed)

    async def forget_place(self, resident: ResidentId) -> None:
        await self._db.all("news_places_drop", resident=resident)
