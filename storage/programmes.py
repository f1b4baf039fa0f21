"""Programmes as versions of their documents. Public data: nothing here is sealed."""

from collections.abc import Sequence
from datetime import datetime

from council.phrases import NotFound, _
from council.programme import Measure, MeasureId, Programme, ProgrammeId
from council.programme_changes import Change, Subject, changes
from council.programme_versions import Origin, Revision, Version, fingerprint, written
from storage.engine import Row, Session
from storage.packing import from_iso, from_ms, to_iso, to_ms


class Programmes:
    """Satisfies council.ports.Programmes."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def current(self) -> Sequence[Programme]:
        found = [await self._document(version.sha256) for version in await self.in_force()]
        return sorted(found, key=lambda programme: (-programme.passport.period.end, programme.id))

    async def sign(self) -> tuple[int, ...]:
        row = await self._db.one("programmes_sign")
        assert row is not None
        return (int(row["versions"]), int(row["reports"]), int(row["changes"]))

    async def in_force(self) -> Sequence[Version]:
        return [_version(row) for row in await self._db.all("programmes_in_force")]

    async def programme(self, programme: ProgrammeId) -> Programme:
        for version in await self.in_force():
            if version.programme == programme:
                return await self._document(version.sha256)
        raise NotFound(_("This programme is not shown any more."))

    async def measure(self, measure: MeasureId) -> tuple[Programme, Measure]:
        for programme in await self.current():
            if found := programme.find(measure):
                return programme, found
        raise NotFound(_("This measure is not in the programme any more."))

    async def versions(self, programme: ProgrammeId) -> Sequence[Version]:
        return [_version(row) for row in await self._db.all("programme_versions", programme=programme)]

    async def at(self, version: Version) -> Programme | None:
        return None if version.withdrawn else await self._document(version.sha256)

    async def history(self, measure: MeasureId) -> Sequence[tuple[Version, Change]]:
        programme, _found = await self.measure(measure)
        found: list[tuple[Version, Change]] = []
        before: Programme | None = None
        for version in await self.versions(programme.id):
            after = await self.at(version)
            told = (change for change in changes(before, after) if change.subject is Subject.MEASURE)
            found += [(version, change) for change in told if change.key == measure]
            before = after
        return found

    async def add(self, programme: Programme, revision: Revision, now: datetime) -> Version | None:
        document = written(programme)
        sha256 = fingerprint(document)
        if any(version.sha256 == sha256 for version in await self.in_force() if version.programme == programme.id):
            return None
        return await self._write(programme.id, document, sha256, revision, now)

    async def withdraw(self, programme: ProgrammeId, revision: Revision, now: datetime) -> None:
        await self._write(programme, "", "", revision, now)

    async def last_of_content(self, programme: ProgrammeId) -> Programme | None:
        sha256 = await self._db.value("programme_last_of_content", programme=programme)
        return await self._document(sha256) if sha256 else None

    async def _write(
        self, programme: ProgrammeId, document: str, sha256: str, revision: Revision, now: datetime
    ) -> Version | None:
        row = await self._db.one(
            "programme_add",
            programme=programme,
            document=document,
            sha256=sha256,
            origin=revision.origin,
            decision=revision.decision,
            decided_on=to_iso(revision.decided_on),
            reason=revision.reason,
            author=revision.by,
            now=to_ms(now),
        )
        return _version(row) if row else None

    async def _document(self, sha256: str) -> Programme:
        """Read once a process: a document takes ten milliseconds to parse, and its hash says that it is the same."""
        known = _PARSED.get(sha256)
        if known is None:
            text = await self._db.value("programme_document", sha256=sha256)
            known = _PARSED[sha256] = Programme.model_validate_json(text)
            while len(_PARSED) > KEPT:
                _PARSED.pop(next(iter(_PARSED)), None)
        return known


KEPT = 100
_PARSED: dict[str, Programme] = {}
"""By content hash, so that it can never be wrong; public data, frozen."""


def _version(row: Row) -> Version:
    return Version(
        id=row["id"],
        programme=ProgrammeId(row["programme"]),
        number=row["number"],
        sha256=row["sha256"],
        revision=Revision(
            origin=Origin(row["origin"]),
            decision=row["decision"],
            decided_on=from_iso(row["decided_on"]),
            reason=row["reason"],
            by=row["author"],
        ),
        made_at=from_ms(row["made_at"]),
    )
