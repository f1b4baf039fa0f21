"""What people said of measures, sealed; and the cases that are linked to a measure."""

from collections.abc import Sequence
from datetime import datetime

from council.appeals import AppealId, Kind
from council.opinions import MeasureCase, Opinion, OpinionId, OpinionState, Reason, Voices
from council.people import ResidentId, TelegramId
from council.phrases import Conflict, NotFound, _
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


class Opinions:
    """Satisfies council.ports.Opinions."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "opinions")

    async def add(self, opinion: Opinion) -> Opinion:
        row = await self._db.one(
            "opinion_add",
            key=opinion.key,
            measure=opinion.measure,
            resident=opinion.resident,
            district=opinion.district,
            state=opinion.state,
            text=self._seal.text(opinion.text, opinion.key, "text"),
            reason=opinion.reason or "",
            said_at=to_ms(opinion.said_at),
        )
        if row is None:
            row = await self._db.one("opinion_by_key", key=opinion.key)
        return self._opinion(row)

    async def find(self, opinion: OpinionId) -> Opinion | None:
        row = await self._db.one("opinion_by_id", id=opinion)
        return self._opinion(row) if row else None

    async def get(self, opinion: OpinionId) -> Opinion:
        found = await self.find(opinion)
        if found is None:
            raise NotFound(_("There is no such comment."))
        return found

    async def decide(self, before: Opinion, after: Opinion) -> Opinion:
        row = await self._db.one(
            "opinion_decide",
            id=before.id,
            old_state=before.state,
            old_reason=before.reason or "",
            state=after.state,
            reason=after.reason or "",
            decided_by=after.decided_by,
            decided_at=to_ms(after.decided_at) if after.decided_at else None,
        )
        if row is None:
            raise Conflict(_("Someone has already taken this step."))
        return self._opinion(row)

    async def shown(self, measure: str, limit: int, offset: int = 0, district: str = "") -> Sequence[Opinion]:
        rows = await self._db.all("opinions_shown", measure=measure, district=district, rows=limit, skipped=offset)
        return [self._opinion(row) for row in rows]

    async def count(self, measure: str, district: str = "") -> int:
        return int(await self._db.value("opinions_shown_count", measure=measure, district=district))

    async def count_of(self, resident: ResidentId) -> int:
        return int(await self._db.value("opinions_count_of", resident=resident))

    async def of(self, resident: ResidentId) -> Sequence[Opinion]:
        return [self._opinion(row) for row in await self._db.all("opinions_of_resident", resident=resident)]

    async def drop_all(self, resident: ResidentId) -> Sequence[str]:
        return [row["key"] for row in await self._db.all("opinions_of_resident_drop", resident=resident)]

    async def voices(self, measure: str) -> Voices:
        cases = {Kind(row["kind"]): row for row in await self._db.all("measure_cases_counts", measure=measure)}
        asked, proposed = cases.get(Kind.INFORMATION_REQUEST), cases.get(Kind.PROPOSAL)
        return Voices(
            comments=await self.count(measure),
            questions=int(asked["total"]) if asked else 0,
            questions_answered=int(asked["answered"]) if asked else 0,
            proposals=int(proposed["total"]) if proposed else 0,
            proposals_answered=int(proposed["answered"]) if proposed else 0,
        )

    async def link(self, appeal: AppealId, measure: str) -> bool:
        return await self._db.value("measure_case_add", appeal=appeal, measure=measure) is not None

    async def case(self, appeal: AppealId) -> MeasureCase | None:
        row = await self._db.one("measure_case_by_appeal", appeal=appeal)
        return _case(row) if row else None

    async def reply(self, appeal: AppealId, text: str, by: TelegramId, now: datetime) -> bool:
        replied = await self._db.value("measure_case_reply", appeal=appeal, reply=text, by=by, now=to_ms(now))
        return replied is not None

    async def replies(self, measure: str, limit: int, offset: int = 0) -> Sequence[MeasureCase]:
        rows = await self._db.all("measure_replies", measure=measure, rows=limit, skipped=offset)
        return [_case(row) for row in rows]

    def _opinion(self, row: Row) -> Opinion:
        return Opinion(
            id=OpinionId(row["id"]),
            key=row["key"],
            measure=row["measure"],
            resident=ResidentId(row["resident"]),
            district=row["district"],
            text=self._seal.read_text(row["text"], row["key"], "text"),
            said_at=from_ms(row["said_at"]),
            state=OpinionState(row["state"]),
            reason=Reason(row["reason"]) if row["reason"] else None,
            decided_by=None if row["decided_by"] is None else TelegramId(row["decided_by"]),
            decided_at=None if row["decided_at"] is None else from_ms(row["decided_at"]),
        )


def _case(row: Row) -> MeasureCase:
    return MeasureCase(AppealId(row["appeal"]), row["measure"], row["reply"])
