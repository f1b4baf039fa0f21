"""Who follows what of the programme, and when they hear of it: at most twice a day, without a sound.

A target is `all`, the id of a measure, or `<prefix of the programme>/<code of the goal>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from council.calendar import local_day
from council.deliveries import ChatId, Delivery, Notice
from council.people import ResidentId, TelegramId
from council.programme import Goal, Measure, MeasureId, OperationalGoal, Programme
from council.progress import Report, changed, newest, shown

if TYPE_CHECKING:
    from council.ports import Desk

ALL = "all"
"""The target of who follows everything."""

HOURS = (time(10), time(18))
"""When news leaves, by the community's clock: what was published since the last of these comes in one message."""


@dataclass(frozen=True)
class Follower:
    """A resident who follows one of the targets asked for, and where to write to them."""

    resident: ResidentId
    telegram_id: TelegramId


def goal_target(programme: Programme, goal: Goal | OperationalGoal) -> str:
    return f"{programme.passport.prefix}/{goal.code}"


def targets_of(programme: Programme, measure: Measure) -> Sequence[str]:
    """Everything by which a person may follow the measure, the widest first."""
    return [ALL, *(goal_target(programme, goal) for goal in programme.goals_of(measure)), measure.id]


def _points(now: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """The hours of news of yesterday, today and tomorrow, UTC, in order."""
    today = local_day(now, zone)
    days = [today + timedelta(days=offset) for offset in (-1, 0, 1)]
    return [datetime.combine(day, hour, tzinfo=zone).astimezone(UTC) for day in days for hour in HOURS]


def leaves_at(published: datetime, zone: ZoneInfo) -> datetime:
    """When followers hear of what was published at that moment, UTC."""
    return next(point for point in _points(published, zone) if point >= published)


def opens_at(leaves: datetime, zone: ZoneInfo) -> datetime:
    """The hour of news before that one: what was published after it leaves together."""
    return next(point for point in reversed(_points(leaves, zone)) if point < leaves)


async def tell(desk: "Desk", report: Report, zone: ZoneInfo, now: datetime) -> None:
    """Queues the news of a published report for its followers: one message each, however many measures it will name."""
    if not changed(await _earlier(desk, report), report):
        return
    leaves = leaves_at(now, zone)
    for follower in await desk.following.followers(await _targets(desk, report)):
        await desk.deliveries.add(
            Delivery(
                key=f"news:{follower.resident}:{leaves:%Y%m%dT%H%M}",
                chat=ChatId(follower.telegram_id),
                content=Notice("programme_news", {"leaves": leaves}),
                due=leaves,
            )
        )


async def _earlier(desk: "Desk", report: Report) -> Report | None:
    """What people saw of the measure before this report."""
    known = shown(await desk.progress.of_measure(report.measure))
    return newest(one for one in known if one.period.order < report.period.order)


async def news_for(desk: "Desk", resident: ResidentId, leaves: datetime, zone: ZoneInfo) -> Sequence[Report]:
    """What the message of that hour tells this person: by what they follow at the moment of sending."""
    followed = set(await desk.following.of(resident))
    found = []
    for report in await desk.progress.published(opens_at(leaves, zone), leaves):
        targets = await _targets(desk, report)
        if followed.intersection(targets) and changed(await _earlier(desk, report), report):
            found.append(report)
    return found


async def _targets(desk: "Desk", report: Report) -> Sequence[str]:
    """Empty for a measure that has left the programme meanwhile."""
    for programme in await desk.programmes.current():
        if found := programme.find(MeasureId(report.measure)):
            return targets_of(programme, found)
    return ()
