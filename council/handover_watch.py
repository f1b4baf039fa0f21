"""Nothing is stuck unseen: what waits too long is told to the group, and each morning what has no number yet."""

from datetime import UTC, date, datetime, time, timedelta

from council.community import Community
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.handover_rules import Connector, Matter
from council.journal import span
from council.ports import Desk

TOPIC = "handovers"
"""The service topic of the staff group about the registry."""

LOOK = timedelta(minutes=5)
HOURS_OF_SILENCE = 6
"""The alarm of a connector comes at most once in so many hours of a day."""
MORNING = time(8, 30)
_JOURNALS = frozenset({Connector.MAIL, Connector.FOLDER})


async def watch(desk: Desk, community: Community, now: datetime) -> datetime:
    """Tells the group what is stuck; returns when to look again."""
    rows, _count = await desk.handovers.stuck(now - stuck_after(community), 500)
    here = community.local(now)
    for connector in {row.connector for row in rows}:
        key = f"handovers_stuck:{connector}:{here.date()}:{here.hour // HOURS_OF_SILENCE}"
        await _tell(desk, "handovers_stuck", {"connector": connector.value}, key, now)
    return now + LOOK


def stuck_after(community: Community) -> timedelta:
    return timedelta(hours=community.workflow.stuck_after_hours)


async def morning(desk: Desk, community: Community, now: datetime) -> datetime:
    """Yesterday's journal goes its way, and on working days the group reads what was sent and has no number yet."""
    today = community.local(now).date()
    if community.workflow.journal.daily:
        await _journal(desk, community, today - timedelta(days=1), now)
    if community.calendar.is_working_day(today):
        _rows, count = await desk.handovers.unnumbered(begun(community, now), 1)
        if count:
            await _tell(desk, "handovers_unnumbered", {}, f"handovers_unnumbered:{today}", now)
    return datetime.combine(today + timedelta(days=1), MORNING, tzinfo=community.zone).astimezone(UTC)


async def _journal(desk: Desk, community: Community, day: date, now: datetime) -> None:
    """A day without a case has none."""
    if not await desk.handovers.received(*span(community, day)):
        return
    for connector in (way for way in community.connectors if way in _JOURNALS):
        await desk.handovers.add(f"journal:{day}:{connector}", connector, Matter.JOURNAL, now, day=day)


def begun(community: Community, now: datetime) -> datetime:
    """The beginning of today: what was sent later may still get its number in the ordinary way."""
    return datetime.combine(community.local(now).date(), time(), tzinfo=community.zone).astimezone(UTC)


async def _tell(desk: Desk, name: str, params: dict[str, object], key: str, now: datetime) -> None:
    await desk.deliveries.add(Delivery(key=key, chat=STAFF_GROUP, content=Notice(name, params), due=now, topic=TOPIC))
