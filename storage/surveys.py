"""Surveys: definitions by version, what a person let us remember, the ledger, the urns, and what was drawn from them.

Nothing here tells when: no row has a time, and rows of the ledger and of answers lie in the order of random keys.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache

from council.own_results import Saved
from council.people import Resident, ResidentId
from council.phrases import Conflict, NotFound, _
from council.profiles import Profile
from council.survey import Survey
from council.urns import Sheet, Urn
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal

LEDGER_KEY = "surveys"


@lru_cache(maxsize=64)
def parsed(definition: str) -> Survey:
    return Survey.model_validate_json(definition)


class Surveys:
    """Satisfies council.ports.Surveys."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._keyring = keyring
        self._keys, self._profiles = Seal(keyring, "hash_keys"), Seal(keyring, "survey_profiles")
        self._results = Seal(keyring, "survey_results")
        self._urns, self._answers = Seal(keyring, "survey_urns"), Seal(keyring, "survey_answers")

    # definitions

    async def version(self, survey: Survey) -> int:
        """The number of this very text; a changed survey gets the next one, and the earlier ones stay readable."""
        values = {"survey": survey.id, "fingerprint": survey.fingerprint()}
        known: int | None = await self._db.value("survey_version", **values)
        if known is None:
            definition = survey.model_dump_json(by_alias=True, exclude={"notes"})
            await self._db.value("survey_version_add", definition=definition, **values)
            known = await self._db.value("survey_version", **values)
        if known is None:  # another replica has just added another version under this number
            raise Conflict(_("This survey is being changed. Please try again."))
        return known

    async def definition(self, survey: str, version: int) -> Survey:
        found = await self._db.value("survey_definition", survey=survey, version=version)
        if found is None:
            raise NotFound(_("There is no such survey."))
        return parsed(found)

    # what a person let us remember

    async def profile(self, resident: ResidentId) -> Profile | None:
        sealed = await self._db.value("survey_profile", resident=resident)
        return None if sealed is None else Profile(**self._profiles.read_data(sealed, resident, "data"))

    async def keep_profile(self, resident: ResidentId, profile: Profile) -> None:
        sealed = self._profiles.data(profile.model_dump(mode="json"), resident, "data")
        await self._db.value("survey_profile_keep", resident=resident, data=sealed)

    async def results(self, resident: ResidentId, survey: str) -> Sequence[Saved]:
        """Oldest first."""
        rows = await self._db.all("survey_results_of", resident=resident, survey=survey)
        return [self._saved(row) for row in rows]

    async def keep_result(self, resident: ResidentId, survey: str, saved: Saved) -> None:
        """One a month: saved again, it is the same."""
        row = f"{resident}:{survey}:{saved.month}"
        sealed = self._results.data(saved.model_dump(mode="json"), row, "data")
        await self._db.value("survey_result_keep", resident=resident, survey=survey, month=saved.month, data=sealed)

    def _saved(self, row: Row) -> Saved:
        owner = f"{row['resident']}:{row['survey']}:{row['month']}"
        return Saved(**self._results.read_data(row["data"], owner, "data"))

    def slip(self, resident: ResidentId, survey: str, packed: bytes) -> str:
        """A result for the button that may keep it: readable with the key only, and for this person only."""
        return self._keyring.slip(packed, f"slip:{resident}:{survey}")

    def read_slip(self, resident: ResidentId, survey: str, slip: str) -> bytes | None:
        return self._keyring.read_slip(slip, f"slip:{resident}:{survey}")

    async def forget(self, resident: ResidentId) -> None:
        """Erases the profile, the saved results and the unfinished walks of a person. Answers cannot be: nobody knows
        which are theirs.
        """
        await self._db.value("survey_profile_forget", resident=resident)
        await self._db.all("survey_results_forget", resident=resident)
        await self._db.all("survey_drafts_forget", resident=resident)

    # the ledger

    async def has_answered(self, survey: str, wave: str, occasion: str, resident: ResidentId) -> bool:
        entry = await self._entry(survey, occasion, resident)
        return bool(await self._db.value("survey_ledger_has", survey=survey, wave=wave, entry=entry))

    async def answered_among(
        self, survey: str, wave: str, occasion: str, residents: Sequence[ResidentId]
    ) -> frozenset[ResidentId]:
        """Before the first answer there is no key, and who only reads may not make one: nobody has answered."""
        if await self._db.value("hash_key", name=LEDGER_KEY) is None:
            return frozenset()
        key, found = await self._secret(), set()
        for resident in residents:
            entry = self.entry(key, survey, occasion, resident)
            if await self._db.value("survey_ledger_has", survey=survey, wave=wave, entry=entry):
                found.add(resident)
        return frozenset(found)

    async def enter(self, survey: str, wave: str, occasion: str, resident: ResidentId) -> bool:
        """False when this person is in the ledger for this occasion already."""
        entry = await self._entry(survey, occasion, resident)
        return await self._db.value("survey_ledger_add", survey=survey, wave=wave, entry=entry) is not None

    async def _entry(self, survey: str, occasion: str, resident: ResidentId) -> str:
        return self.entry(await self._secret(), survey, occasion, resident)

    @staticmethod
    def entry(key: bytes, survey: str, occasion: str, resident: ResidentId) -> str:
        """A keyed hash: without the key nobody can try the few thousand residents one by one."""
        return hmac.digest(key, f"{survey}|{occasion}|{resident}".encode(), hashlib.sha256).hex()[:32]

    async def _secret(self) -> bytes:
        """Made once and sealed, so that it outlives a change of keys."""
        sealed = await self._db.value("hash_key", name=LEDGER_KEY)
        if sealed is None:
            made = self._keyring.seal(secrets.token_bytes(32), f"hash_keys:{LEDGER_KEY}:value")
            await self._db.value("hash_key_add", name=LEDGER_KEY, value=made)
            sealed = await self._db.value("hash_key", name=LEDGER_KEY)
        return self._keyring.open(bytes(sealed), f"hash_keys:{LEDGER_KEY}:value")

    # urns and answers

    async def urns(self) -> Sequence[Urn]:
        return [_urn(row) for row in await self._db.all("survey_urns_all")]

    async def lying(self, urn: Urn) -> Sequence[Sheet]:
        sealed = await self._db.value("survey_urn", key=urn.key)
        if sealed is None:
            return []
        return [Sheet(**sheet) for sheet in self._urns.read_data(sealed, urn.key, "data")["sheets"]]

    async def lay(self, urn: Urn, before: Sequence[Sheet], after: Sequence[Sheet]) -> None:
        """Puts `after` in place of `before`. Raises Conflict where another replica was first."""
        old = await self._db.value("survey_urn", key=urn.key)
        lying = [] if old is None else self._urns.read_data(old, urn.key, "data")["sheets"]
        if [sheet["id"] for sheet in lying] != [sheet.id for sheet in before]:
            raise _someone_else()
        data = {"sheets": [sheet.model_dump(mode="json") for sheet in after]}
        sealed = self._urns.data(data, urn.key, "data") if after else None
        if not await self._exchanged(urn, old, sealed):
            raise _someone_else()

    async def _exchanged(self, urn: Urn, old: bytes | None, new: bytes | None) -> bool:
        if old is None and new is None:
            return True
        if old is None:
            return await self._db.value("survey_urn_add", key=urn.key, data=new, **urn.model_dump()) is not None
        if new is None:
            return await self._db.value("survey_urn_drop", key=urn.key, old=old) is not None
        return await self._db.value("survey_urn_change", key=urn.key, old=old, new=new) is not None

    async def keep(self, urn: Urn, sheets: Sequence[Sheet]) -> None:
        """Stores what was drawn, in the order given: that of random ids."""
        for sheet in sheets:
            sealed = self._answers.data({"answers": sheet.answers, "traits": sheet.traits}, sheet.id, "data")
            await self._db.value("survey_answer_add", id=sheet.id, week=sheet.week, data=sealed, **urn.model_dump())

    async def drawn(
        self, survey: str, wave: str | None = None, subject: str | None = None
    ) -> Sequence[tuple[Urn, Sheet]]:
        """The answers that left the urns; of every wave or subject where none is named."""
        rows = await self._db.all("survey_answers_of", survey=survey, wave=wave or "", subject=subject or "")
        return [(_urn(row), self._sheet(row)) for row in rows]

    def _sheet(self, row: Row) -> Sheet:
        data = self._answers.read_data(row["data"], row["id"], "data")
        return Sheet(id=row["id"], answers=data["answers"], traits=data["traits"], week=row["week"])

    # counts

    async def count(self, survey: str, wave: str, name: str) -> None:
        await self._db.value("survey_count", survey=survey, wave=wave, name=name)

    async def counts(self, survey: str, wave: str) -> Mapping[str, int]:
        """How often each thing happened; `finished` is the number of entries in the ledger."""
        rows = await self._db.all("survey_counts", survey=survey, wave=wave)
        finished = int(await self._db.value("survey_ledger_count", survey=survey, wave=wave))
        return {**{row["name"]: row["n"] for row in rows}, "finished": finished}

    async def waves(self, survey: str) -> Sequence[str]:
        """Those in which anybody began, the newest first."""
        return [row["wave"] for row in await self._db.all("survey_waves", survey=survey)]

    async def erase_draft(self, person: Resident, form: str) -> None:
        """The draft on the shelf; the state of the form goes with its own clearing."""
        await self._db.value("survey_draft_erase", resident=person.id, form=form)


def _urn(row: Row) -> Urn:
    return Urn(
        survey=row["survey"],
        version=row["version"],
        wave=row["wave"],
        subject=row["subject"],
        variant=row["variant"],
        channel=row["channel"],
    )


def _someone_else() -> Conflict:
    return Conflict(_("Somebody finished this survey at the same moment. Please try again."))
