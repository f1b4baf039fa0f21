"""A case goes to the council's registry, once by each connector; what came of it is a line of the case's history.

Rows are written in the unit that submits, adds or withdraws; a connector carries them out (bot/connectors) and says
here how it went. The answer of the registry comes back by `acknowledged`, `refused` and `bounced`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from council.appeals import Appeal, AppealId, CaseMessage, Channel, Event, MessageKind
from council.cards import show_in_group
from council.community import Community
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.handover_rules import (
    AFTER_BOUNCE,
    NEXT,
    Connector,
    Handover,
    HandoverId,
    HandoverState,
    Matter,
    Trouble,
    in_part,
    is_stuck,
    pause_after,
)
from council.people import Officer
from council.phrases import DomainError, _
from council.ports import Desk
from council.rights import must_handle

__all__ = [
    "Connector",
    "Handover",
    "HandoverId",
    "HandoverState",
    "Matter",
    "Trouble",
    "acknowledged",
    "add_later",
    "again",
    "bounced",
    "failed",
    "in_part",
    "is_stuck",
    "queue",
    "refused",
    "sent",
    "withdrawn",
]

HANDED_OVER = "handed_over"
"""The event of a hand-over that went: its details say what, by which connector and, for mail, to which mailbox."""

_LEFT = frozenset({HandoverState.SENT, HandoverState.QUEUED, HandoverState.FAILED})

_CHANNELS = {Connector.MAIL: Channel.EMAIL, Connector.FOLDER: Channel.SYSTEM, Connector.HTTP: Channel.SYSTEM}


# what is to be handed over


async def queue(desk: Desk, community: Community, appeal: Appeal, now: datetime) -> None:
    """A new case goes by every connector that this house has; a second time it changes nothing."""
    for connector in community.hands_over(appeal.kind):
        await desk.handovers.add(f"case:{appeal.id}:{connector}", connector, Matter.CASE, now, appeal.id)


async def official(desk: Desk, community: Community, appeal: Appeal, now: datetime) -> None:
    """A problem report became an appeal: the registry gets it anew, now with the name and the law's term."""
    for connector in community.hands_over(appeal.kind):
        handed = await desk.handovers.add(f"case:{appeal.id}:{connector}", connector, Matter.CASE, now, appeal.id)
        if not handed:
            await desk.handovers.add(f"official:{appeal.id}:{connector}", connector, Matter.OFFICIAL, now, appeal.id)


async def add_later(desk: Desk, message: CaseMessage, now: datetime) -> None:
    """A later word of the applicant follows its case by the ways that the case went."""
    for connector in await _ways(desk, message.appeal):
        key = f"addition:{message.id}:{connector}"
        await desk.handovers.add(key, connector, Matter.ADDITION, now, message.appeal, message.id)


async def withdrawn(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """The registry hears that the author took the case back."""
    for connector in await _ways(desk, appeal.id):
        await desk.handovers.add(f"withdrawal:{appeal.id}:{connector}", connector, Matter.WITHDRAWAL, now, appeal.id)


async def _ways(desk: Desk, appeal: AppealId) -> list[Connector]:
    return [row.connector for row in await desk.handovers.of_appeal(appeal) if row.matter is Matter.CASE]


# how an attempt went


async def sent(desk: Desk, handover: Handover, now: datetime, to: str = "") -> bool:
    """The other side took it. `to` is the mailbox or the host, for the history. False when it was noted already."""
    after = replace(handover, state=HandoverState.SENT, sent_at=now, reason="")
    if not await desk.handovers.move(handover, after):
        return False
    if handover.appeal is not None:
        await _went(desk, handover, now, to)
    return True


async def _went(desk: Desk, handover: Handover, now: datetime, to: str) -> None:
    details = {"connector": handover.connector.value, "matter": handover.matter.value, "to": to}
    key = f"{HANDED_OVER}:{handover.id}:{handover.attempts}:{int(handover.since.timestamp())}"
    channel = _CHANNELS[handover.connector]
    await desk.appeals.record(Event(handover.case, key, now, "bot", HANDED_OVER, channel, details))
    await _show(desk, await desk.appeals.get(handover.case), now)


async def failed(desk: Desk, handover: Handover, trouble: Trouble, now: datetime) -> bool:
    """To be tried again after a growing pause; nothing is ever given up, and what waits too long raises an alarm."""
    pause = pause_after(handover, trouble)
    return await desk.handovers.move(
        handover,
        replace(
            handover,
            state=HandoverState.FAILED,
            due=now + pause,
            attempts=handover.attempts + 1,
            reason=trouble.reason,
        ),
    )


# what the other side says afterwards


async def acknowledged(
    desk: Desk, appeal: Appeal, connector: Connector | None, number: str, day: date | None, now: datetime
) -> bool:
    """The registry named its number. None: it was typed by the registrar, and closes the case's every hand-over.

    False when nothing changed. The number of the case itself is given by council/decisions.py.
    """
    details = {"number": number, "day": day.isoformat() if day else ""}
    return await _answered(desk, appeal, connector, HandoverState.ACKNOWLEDGED, details, now)


async def refused(desk: Desk, appeal: Appeal, connector: Connector | None, reason: str, now: datetime) -> bool:
    """The registry did not take it; the topic reads the reason. False when nothing changed."""
    if not await _answered(desk, appeal, connector, HandoverState.REFUSED, {"reason": reason}, now):
        return False
    await _tell_topic(desk, appeal, "refused", f"handover_refused:{appeal.id}:{int(now.timestamp())}", now)
    return True


async def _answered(
    desk: Desk,
    appeal: Appeal,
    connector: Connector | None,
    state: HandoverState,
    details: Mapping[str, object],
    now: datetime,
) -> bool:
    changed = False
    for row in await desk.handovers.of_appeal(appeal.id):
        is_meant = row.matter is Matter.CASE and connector in {None, row.connector}
        if not is_meant or state not in NEXT[row.state]:
            continue
        after = replace(row, state=state, sent_at=row.sent_at or now, reason="")
        if await desk.handovers.move(row, after):
            changed = True
            key = f"handover_{state}:{row.id}:{int(now.timestamp())}"
            told = {**details, "connector": row.connector.value}
            channel = _CHANNELS[row.connector]
            await desk.appeals.record(Event(appeal.id, key, now, "registry", f"handover_{state}", channel, told))
    if changed:
        await _show(desk, appeal, now)
    return changed


async def bounced(desk: Desk, handover_id: HandoverId, reason: str, now: datetime) -> bool:
    """The mail of this hand-over came back; `reason` is its status code (RFC 3463), never a word of it.

    The topic hears of it at once. False when it was known, or the registry has answered meanwhile.
    """
    row = await desk.handovers.get(handover_id)
    if row.state is not HandoverState.SENT:
        return False
    after = replace(
        row, state=HandoverState.FAILED, since=now, due=now + AFTER_BOUNCE, attempts=row.attempts + 1, reason=reason
    )
    if not await desk.handovers.move(row, after):
        return False
    if row.appeal is not None:
        appeal = await desk.appeals.get(row.appeal)
        key = f"handover_bounced:{row.id}:{row.attempts}"
        await desk.appeals.record(
            Event(appeal.id, key, now, "bot", "handover_bounced", Channel.EMAIL, {"reason": reason})
        )
        await _tell_topic(desk, appeal, "bounced", key, now)
        await _show(desk, appeal, now)
    return True


# by hand


async def again(desk: Desk, community: Community, appeal: Appeal, officer: Officer, press: str, now: datetime) -> int:
    """«Hand over once more»: what failed or was refused, and what the registry has not acknowledged, by its old keys.

    A connector that the house got meanwhile takes the case and its additions too. Returns how many rows go.
    Raises DomainError where there is nothing to do it with, or the registry has it already.
    """
    must_handle(officer, appeal)
    await queue(desk, community, appeal, now)
    for message in await desk.appeals.messages(appeal.id):
        if message.kind is MessageKind.ADDITION:
            await add_later(desk, message, now)
    rows = await desk.handovers.of_appeal(appeal.id)
    known = {row.connector for row in rows if row.state is HandoverState.ACKNOWLEDGED}
    wanted = [row for row in rows if row.state is not HandoverState.SENT or row.connector not in known]
    on_their_way = [await _requeued(desk, row, now) for row in wanted]
    if not any(on_their_way):
        raise DomainError(_("There is nothing to hand over: the registry has this case."))
    actor = f"officer:{officer.telegram_id}"
    await desk.appeals.record(Event(appeal.id, f"handover_again:{press}", now, actor, "handover_again"))
    await _show(desk, appeal, now)
    return sum(on_their_way)


async def _requeued(desk: Desk, row: Handover, now: datetime) -> bool:
    if row.state is HandoverState.QUEUED:
        return True
    if HandoverState.QUEUED not in NEXT[row.state]:
        return False
    return await desk.handovers.move(row, replace(row, state=HandoverState.QUEUED, since=now, due=now, attempts=0))


async def _tell_topic(desk: Desk, appeal: Appeal, what: str, key: str, now: datetime) -> None:
    notice = Notice("handover_trouble", {"appeal": appeal.id, "what": what})
    await desk.deliveries.add(
        Delivery(
            key=key, chat=STAFF_GROUP, content=notice, due=now, topic=f"appeal:{appeal.id}", about=f"appeal:{appeal.id}"
        )
    )


async def _show(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """The card shows where the hand-over stands; a case of the queue message has no card yet."""
    if not appeal.listed:
        await show_in_group(desk, appeal, now)
