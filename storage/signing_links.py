"""Links to sign a petition, and which accounts have signed. Secrets are kept as hashes, the signer's name sealed."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from council.people import FullName, ResidentId
from council.petitions import PetitionId
from council.signing_links import Known, SigningLink, Step
from council.voices import Voice
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms
from storage.petitions import Petitions


class SigningLinks:
    """Satisfies council.petition_ports.SigningLinks."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "signing_links")
        self._petitions = Petitions(session, keyring)

    async def add(self, token: str, petition: PetitionId, resident: ResidentId, expires: datetime) -> None:
        await self._db.value(
            "signing_link_add",
            digest=digest(token),
            petition=petition,
            resident=resident,
            expires_at=to_ms(expires),
            step=Step.GIVEN,
        )

    async def drop(self, petition: PetitionId, resident: ResidentId) -> None:
        await self._db.all("signing_links_drop", petition=petition, resident=resident)

    async def find(self, token: str) -> SigningLink | None:
        return self._link(await self._db.one("signing_link_find", digest=digest(token)))

    async def send(self, token: str, browser: str, state: str) -> bool:
        row = await self._db.one(
            "signing_link_send", digest=digest(token), browser=digest(browser), state=digest(state)
        )
        return row is not None

    async def came_back(self, state: str, browser: str) -> SigningLink | None:
        return self._link(await self._db.one("signing_link_return", state=digest(state), browser=digest(browser)))

    async def under(self, state: str, browser: str) -> SigningLink | None:
        return self._link(await self._db.one("signing_link_by_state", state=digest(state), browser=digest(browser)))

    async def know(self, link: str, state: str, person: Known) -> bool:
        told = {
            "who": person.who,
            "name": person.name.model_dump(),
            "born": person.born.isoformat() if person.born else None,
        }
        sealed = self._seal.data(told, link, "person")
        return await self._db.one("signing_link_know", digest=link, state=digest(state), person=sealed) is not None

    async def use(self, link: str, commitment: str) -> bool:
        return await self._db.one("signing_link_use", digest=link, commitment=commitment) is not None

    async def purge(self, before: datetime) -> int:
        """Forgets the links that ended before the moment."""
        return len(await self._db.all("signing_links_purge", before=to_ms(before)))

    async def add_account(self, petition: PetitionId, account: str, commitment: str) -> None:
        await self._db.value("signing_account_add", petition=petition, account=account, commitment=commitment)

    async def of_account(self, petition: PetitionId, account: str) -> str | None:
        found: str | None = await self._db.value("signing_account_find", petition=petition, account=account)
        return found

    async def account_of(self, petition: PetitionId, commitment: str) -> str | None:
        found: str | None = await self._db.value("signing_account_of", petition=petition, commitment=commitment)
        return found

    async def voice(self, petition: PetitionId, commitment: str) -> Voice | None:
        return await self._petitions.by_commitment(petition, commitment)

    def _link(self, row: Row | None) -> SigningLink | None:
        if row is None:
            return None
        sealed = row["person"]
        return SigningLink(
            row["digest"],
            PetitionId(row["petition"]),
            ResidentId(row["resident"]),
            from_ms(row["expires_at"]),
            Step(row["step"]),
            None if sealed is None else _known(self._seal.read_data(sealed, row["digest"], "person")),
            row["commitment"],
        )


def _known(told: dict[str, Any]) -> Known:
    born = date.fromisoformat(told["born"]) if told["born"] else None
    return Known(told["who"], FullName.model_validate(told["name"]), born)


def digest(secret: str) -> str:
    """A secret of ours has 128 random bits and more, so a plain hash tells nothing of it."""
    return sha256(secret.encode()).hexdigest()
