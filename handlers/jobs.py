"""What conversations leave to be done later, by name."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from council import (
    answering,
    decisions,
    handover_watch,
    letters,
    petition_news,
    petitioning,
    repeats,
    rounds,
    speaking_up,
    storm,
    submitting,
    warnings,
)
from handlers import petition_jobs
from handlers.house import House
from handlers.staff import answers, papers
from storage.desk import Desk


async def _close_question(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    await decisions.close_question(desk, params, now)


async def _warn(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    await speaking_up.warn(desk, house.community, params, now)


async def _close(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> datetime | None:
    return await repeats.close(desk, params, now)


async def _make_room(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> datetime | None:
    return await storm.make_room(desk, params, now)


JOBS: Mapping[str, Callable[[Desk, House, Mapping[str, Any], datetime], Awaitable[datetime | None]]] = {
    answering.RELEASE: answers.release,
    decisions.CLOSE_QUESTION: _close_question,
    warnings.WARN: _warn,
    repeats.CLOSE: _close,
    letters.REMIND: papers.remind,
    submitting.MAKE_ROOM: _make_room,
    petitioning.CHECK_ALARM: petition_jobs.alarm,
    petitioning.ENDING_SOON: petition_jobs.ending,
    petition_news.MAIL: petition_jobs.mail,
    petitioning.END: petition_jobs.end,
    petitioning.FORGET: petition_jobs.forget,
}


async def play_rounds(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> datetime:
    """Looks each morning what the rounds of reporting have to say; the process keeps it going."""
    return await rounds.play(desk, house.community, now)


async def watch_handovers(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> datetime:
    """Looks every few minutes whether a case is stuck on its way to the registry."""
    return await handover_watch.watch(desk, house.community, now)


async def registry_morning(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> datetime:
    """The journal of yesterday, and the list of what has no number yet."""
    return await handover_watch.morning(desk, house.community, now)
