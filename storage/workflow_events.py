"""Events of the document system that were taken: each once, by its id."""

from datetime import datetime

from council.appeals import AppealId
from council.phrases import Conflict, _
from storage.engine import Session
from storage.packing import from_ms, to_ms


class WorkflowEvents:
    """Satisfies council.ports.WorkflowEvents."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def known(self, event: str) -> tuple[str, str] | None:
        row = await self._db.one("workflow_event", id=event)
        return None if row is None else (row["digest"], row["result"])

    async def add(
        self, event: str, digest: str, appeal: AppealId, kind: str, at: datetime, result: str, now: datetime
    ) -> None:
        added = await self._db.value(
            "workflow_event_add",
            id=event,
            digest=digest,
            appeal=appeal,
            kind=kind,
            at=to_ms(at),
            result=result,
            now=to_ms(now),
        )
        if added is None:
            raise Conflict(_("This event is being taken already."))

    async def newest(self, appeal: AppealId, kind: str) -> datetime | None:
        at = await self._db.value("workflow_event_newest", appeal=appeal, kind=kind)
        return None if at is None else from_ms(int(at))
