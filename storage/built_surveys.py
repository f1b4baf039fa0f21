"""Surveys built in the bot: their definitions, where they stand, who made and who released them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from council.building import NEXT, Built, BuiltId, BuiltState
from council.people import TelegramId
from council.phrases import Conflict, NotFound, _
from council.survey import Survey
from storage.engine import Row, Session
from storage.packing import from_ms, to_ms
from storage.surveys import parsed


class BuiltSurveys:
    """Satisfies council.ports.BuiltSurveys."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def add(self, survey: Survey, key: str, author: TelegramId, position: str, now: datetime) -> Built:
        """Under a code of its own; added again under the same key, it is the one that is there."""
        definition = survey.model_dump_json(by_alias=True, exclude_defaults=True)
        await self._db.value(
            "built_survey_add", key=key, definition=definition, author=author, position=position, made_at=to_ms(now)
        )
        return _built(await self._db.one("built_survey_by_key", key=key))

    async def get(self, built: BuiltId) -> Built:
        return _built(await self._db.one("built_survey", id=built))

    async def by_code(self, code: str) -> Built | None:
        row = await self._db.one("built_survey_by_code", code=code)
        return _built(row) if row else None

    async def move(self, built: Built, state: BuiltState, by: TelegramId, position: str, now: datetime) -> Built:
        """Raises Conflict where that step is not open any more."""
        row = None
        if state in NEXT[built.state]:
            row = await self._db.one(
                "built_survey_decide",
                id=built.id,
                old_state=built.state,
                state=state,
                decided_by=by,
                decided_position=position,
                decided_at=to_ms(now),
            )
        if row is None:
            raise Conflict(_("Someone has already taken this step."))
        return _built(row)

    async def met(self) -> Mapping[str, Survey]:
        """Those that people can take or could: released and closed ones, by code."""
        rows = await self._db.all("built_surveys_in", state=BuiltState.RELEASED, other=BuiltState.CLOSED)
        return {row["code"]: _built(row).survey for row in rows}

    async def closed(self) -> frozenset[str]:
        rows = await self._db.all("built_surveys_in", state=BuiltState.CLOSED, other=BuiltState.CLOSED)
        return frozenset(row["code"] for row in rows)

    async def all(self, rows: int, skipped: int = 0) -> Sequence[Built]:
        """The newest first."""
        return [_built(row) for row in await self._db.all("built_surveys_all", rows=rows, skipped=skipped)]


def _built(row: Row | None) -> Built:
    if row is None:
        raise NotFound(_("There is no such survey."))
    survey = parsed(row["definition"]).model_copy(update={"id": row["code"]})
    return Built(
        BuiltId(row["id"]),
        survey,
        BuiltState(row["state"]),
        TelegramId(row["author"]),
        row["position"],
        from_ms(row["made_at"]),
        row["decided_position"],
        from_ms(row["decided_at"]) if row["decided_at"] is not None else None,
    )
