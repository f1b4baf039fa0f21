from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from council.people import TelegramId
from council.periods import Period
from council.phrases import Conflict, NotFound
from council.progress import Reading, Report, ReportEvent, ReportId, ReportState, Spent, Stage, Told
from storage.house import Storage
from tests.storage.examples import NOW

THIRD, YEAR = Period(2026, 3), Period(2026)
TOLD = Told(
    stage=Stage.UNDER_WAY,
    percent=40,
    spent=(Spent(year=2026, source="місцевий бюджет", amount=Decimal("12.5")),),
    readings=(Reading(indicator="I-01", value=Decimal("0.1")),),
)
REPORT = Report(
    ReportId(0), "abc-2026", "abc-m01", THIRD, ReportState.SUBMITTED, TOLD, "cnap", TelegramId(7), "Посада", "1f", NOW
)


async def test_a_report_comes_back_as_it_was_told(storage: Storage) -> None:
    async with storage.unit() as desk:
        added = await desk.progress.add(REPORT)
        assert added == replace(REPORT, id=added.id) == await desk.progress.get(added.id)
        assert await desk.progress.of("abc-m01", THIRD) == added
        assert await desk.progress.of("abc-m01", YEAR) is None


async def test_a_measure_has_one_report_a_period(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.progress.add(REPORT)
        with pytest.raises(Conflict):
            await desk.progress.add(replace(REPORT, told=Told(stage=Stage.DONE)))
        await desk.progress.add(replace(REPORT, period=YEAR))
        assert len(await desk.progress.of_measure("abc-m01")) == 2
        assert len(await desk.progress.of_programme("abc-2026", YEAR)) == 1
        assert len(await desk.progress.of_programme("abc-2026")) == 2


async def test_two_people_cannot_take_the_same_step(storage: Storage) -> None:
    async with storage.unit() as desk:
        added = await desk.progress.add(REPORT)
        accepted = await desk.progress.change(added, replace(added, state=ReportState.ACCEPTED, decided_at=NOW))
        assert (accepted.state, accepted.version) == (ReportState.ACCEPTED, 1)
        with pytest.raises(Conflict):
            await desk.progress.change(added, replace(added, state=ReportState.RETURNED))
        with pytest.raises(NotFound):
            await desk.progress.get(ReportId(99))


async def test_published_reports_are_found_by_their_moment(storage: Storage) -> None:
    async with storage.unit() as desk:
        added = await desk.progress.add(REPORT)
        shown = await desk.progress.change(added, replace(added, state=ReportState.PUBLISHED, published_at=NOW))
        hour = timedelta(hours=1)
        assert await desk.progress.published(NOW - hour, NOW) == [shown]
        assert await desk.progress.published(NOW, NOW + hour) == []
        assert await desk.progress.in_state(ReportState.PUBLISHED, 5) == ([shown], 1)


async def test_a_step_of_the_history_is_one_line(storage: Storage) -> None:
    async with storage.unit() as desk:
        added = await desk.progress.add(REPORT)
        event = ReportEvent(added.id, "returned:1", NOW, "Керівниця", "returned", "Де сума?")
        assert [await desk.progress.record(event), await desk.progress.record(event)] == [True, False]
        assert await desk.progress.history(added.id) == [event]


async def test_a_word_of_a_round_is_said_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.progress.say("abc-2026", THIRD, "asked", NOW)
        assert not await desk.progress.say("abc-2026", THIRD, "asked", NOW + timedelta(days=900))
        assert await desk.progress.said("abc-2026") == {("2026q3", "asked")}
