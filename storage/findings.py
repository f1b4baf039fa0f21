"""What was done with answers: decisions on words, published results, values proposed for indicators."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from council.findings import (
    Content,
    Finding,
    FindingId,
    FindingState,
    Publication,
    PublicationId,
    WordsState,
)
from council.people import TelegramId
from council.phrases import Conflict, NotFound, _
from storage.engine import Row, Session
from storage.packing import from_ms, to_ms


class Findings:
    """Satisfies council.ports.Findings."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def decided(self, survey: str) -> Mapping[tuple[str, str], WordsState]:
        """By sheet and question."""
        rows = await self._db.all("survey_words_decided", survey=survey)
        return {(row["sheet"], row["question"]): WordsState(row["state"]) for row in rows}

    async def decide(self, sheet: str, question: str, state: WordsState) -> None:
        await self._db.value("survey_words_decide", sheet=sheet, question=question, state=state)

    async def publish(self, publication: Publication) -> Publication:
        """Stores it once: published again under the same key, it is the one that is there."""
        await self._db.value(
            "survey_publication_add",
            key=publication.key,
            survey=publication.survey,
            version=publication.version,
            wave=publication.wave,
            content=publication.content.model_dump_json(),
            position=publication.position,
            published_by=publication.published_by,
            published_at=to_ms(publication.published_at),
        )
        return _publication(await self._db.one("survey_publication_by_key", key=publication.key))

    async def publication(self, publication: PublicationId) -> Publication:
        return _publication(await self._db.one("survey_publication", id=publication))

    async def publications(self, rows: int, skipped: int = 0) -> Sequence[Publication]:
        """The newest first."""
        found = await self._db.all("survey_publications", rows=rows, skipped=skipped)
        return [_publication(row) for row in found]

    async def sign(self) -> int:
        """Another number whenever something was published."""
        return int(await self._db.value("survey_publications_sign"))

    async def propose(self, finding: Finding, key: str) -> Finding:
        await self._db.value(
            "indicator_finding_add",
            key=key,
            programme=finding.programme,
            indicator=finding.indicator,
            survey=finding.survey,
            wave=finding.wave,
            value=str(finding.value),
            people=finding.people,
            basis=finding.basis,
            position=finding.position,
            proposed_by=finding.proposed_by,
            proposed_at=to_ms(finding.proposed_at),
        )
        return _finding(await self._db.one("indicator_finding_by_key", key=key))

    async def finding(self, finding: FindingId) -> Finding:
        return _finding(await self._db.one("indicator_finding", id=finding))

    async def settle(self, finding: FindingId, state: FindingState, by: TelegramId, now: datetime) -> Finding:
        """Raises Conflict where it was decided already."""
        row = await self._db.one(
            "indicator_finding_decide", id=finding, state=state, decided_by=by, decided_at=to_ms(now)
        )
        if row is None:
            raise Conflict(_("Someone has already taken this step."))
        return _finding(row)

    async def of_programme(self, programme: str, state: FindingState) -> Sequence[Finding]:
        """The earliest first."""
        rows = await self._db.all("indicator_findings_of", programme=programme, state=state)
        return [_finding(row) for row in rows]


def _publication(row: Row | None) -> Publication:
    if row is None:
        raise NotFound(_("There is no such result."))
    return Publication(
        PublicationId(row["id"]),
        row["key"],
        row["survey"],
        row["version"],
        row["wave"],
        Content.model_validate_json(row["content"]),
        row["position"],
        TelegramId(row["published_by"]),
        from_ms(row["published_at"]),
    )


def _finding(row: Row | None) -> Finding:
    if row is None:
        raise NotFound(_("There is no such result."))
    return Finding(
        FindingId(row["id"]),
        row["programme"],
        row["indicator"],
        row["survey"],
        row["wave"],
        Decimal(row["value"]),
        row["people"],
        row["basis"],
        FindingState(row["state"]),
        row["position"],
        TelegramId(row["proposed_by"]),
        from_ms(row["proposed_at"]),
    )
