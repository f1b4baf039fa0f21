"""Reports on measures with their history, and what was said of each reporting round."""

from collections.abc import Sequence
from datetime import datetime

from council.people import TelegramId
from council.periods import Period
from council.phrases import Conflict, NotFound, _
from council.progress import Report, ReportEvent, ReportId, ReportState, Told
from storage.engine import Row, Session
from storage.packing import from_ms, to_ms


class Progress:
    """Satisfies council.ports.Progress."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def add(self, report: Report) -> Report:
        values = self._values(report)
        del values["decided_at"], values["published_at"]
        return _written(
            await self._db.one(
                "report_add",
                programme=report.programme,
                measure=report.measure,
                period=report.period.code,
                **values,
            )
        )

    async def get(self, report: ReportId) -> Report:
        row = await self._db.one("report_by_id", id=report)
        if row is None:
            raise NotFound(_("There is no such report."))
        return _report(row)

    async def of(self, measure: str, period: Period) -> Report | None:
        row = await self._db.one("report_of", measure=measure, period=period.code)
        return _report(row) if row else None

    async def change(self, before: Report, after: Report) -> Report:
        """The programme, the measure and the period of a report never change."""
        row = await self._db.one("report_change", id=before.id, old_version=before.version, **self._values(after))
        return _written(row)

    async def of_measure(self, measure: str) -> Sequence[Report]:
        return [_report(row) for row in await self._db.all("reports_of_measure", measure=measure)]

    async def of_programme(self, programme: str, period: Period | None = None) -> Sequence[Report]:
        if period is None:
            rows = await self._db.all("reports_of_programme", programme=programme)
        else:
            rows = await self._db.all("reports_of_period", programme=programme, period=period.code)
        return [_report(row) for row in rows]

    async def in_state(self, state: ReportState, limit: int, offset: int = 0) -> tuple[Sequence[Report], int]:
        rows = await self._db.all("reports_in_state", state=state, rows=limit, skipped=offset)
        return [_report(row) for row in rows], int(rows[0]["total"]) if rows else 0

    async def published(self, after: datetime, until: datetime) -> Sequence[Report]:
        rows = await self._db.all("reports_published", after=to_ms(after), until=to_ms(until))
        return [_report(row) for row in rows]

    async def record(self, event: ReportEvent) -> bool:
        added = await self._db.value(
            "report_event_add",
            report=event.report,
            key=event.key,
            at=to_ms(event.at),
            position=event.position,
            action=event.action,
            words=event.words,
        )
        return added is not None

    async def history(self, report: ReportId) -> Sequence[ReportEvent]:
        return [
            ReportEvent(
                ReportId(row["report"]), row["key"], from_ms(row["at"]), row["position"], row["action"], row["words"]
            )
            for row in await self._db.all("report_events_of", report=report)
        ]

    async def say(self, programme: str, period: Period, mark: str, now: datetime) -> bool:
        said = await self._db.value("round_said", programme=programme, period=period.code, mark=mark, at=to_ms(now))
        return said is not None

    async def said(self, programme: str) -> frozenset[tuple[str, str]]:
        rows = await self._db.all("rounds_said", programme=programme)
        return frozenset((row["period"], row["mark"]) for row in rows)

    def _values(self, report: Report) -> dict[str, object]:
        return {
            "state": report.state,
            "told": report.told.model_dump_json(),
            "department": report.department,
            "author": report.author,
            "position": report.position,
            "files": report.files,
            "submitted_at": to_ms(report.submitted_at),
            "decided_at": to_ms(report.decided_at) if report.decided_at else None,
            "published_at": to_ms(report.published_at) if report.published_at else None,
            "remark": report.remark,
        }


def _written(row: Row | None) -> Report:
    if row is None:
        raise Conflict(_("Someone has already taken this step."))
    return _report(row)


def _report(row: Row) -> Report:
    return Report(
        id=ReportId(row["id"]),
        programme=row["programme"],
        measure=row["measure"],
        period=Period.of(row["period"]),
        state=ReportState(row["state"]),
        told=Told.model_validate_json(row["told"]),
        department=row["department"],
        author=TelegramId(row["author"]),
        position=row["position"],
        files=row["files"],
        submitted_at=from_ms(row["submitted_at"]),
        decided_at=from_ms(row["decided_at"]) if row["decided_at"] is not None else None,
        published_at=from_ms(row["published_at"]) if row["published_at"] is not None else None,
        remark=row["remark"],
        version=row["version"],
    )
