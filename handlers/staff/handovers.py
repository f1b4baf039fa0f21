"""Where the hand-over of a case stands, on its card; what is stuck or has no number; and to hand over once more."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council import handovers
from council.appeals import Appeal, AppealId, Event
from council.community import Community, GroupText
from council.handover_rules import CONNECTOR_NAMES, WAITING, Connector, Handover, HandoverState, Matter, is_stuck
from council.handover_watch import begun, stuck_after
from council.masking import masked_for
from council.ports import Desk
from handlers.reader import Reader
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, day, escaped, moment, ngettext, number
from handlers.turn import Turn

LISTED = 30
"""Cases that a list names; the rest are counted."""


class HandoverPress(CallbackData, prefix="ho"):
    """«Hand over once more» on the card of a case."""

    appeal: Id


def lines(rows: Sequence[Handover]) -> Sequence[str]:
    """A line a connector; what was added later is told only while it has not gone."""
    later = sum(row.matter is not Matter.CASE and row.state in WAITING for row in rows)
    waits = ngettext("{n} later message is on its way there.", "{n} later messages are on their way there.", later)
    return [*[_line(row) for row in _cases(rows)], *([waits.format(n=number(later))] if later else [])]


def _cases(rows: Sequence[Handover]) -> Sequence[Handover]:
    return [row for row in rows if row.matter is Matter.CASE]


def _line(row: Handover) -> str:
    return _("Hand-over, {way}: {standing}").format(way=_(CONNECTOR_NAMES[row.connector]), standing=_standing(row))


def _standing(row: Handover) -> str:
    match row.state:
        case HandoverState.QUEUED:
            return _("waits to be sent")
        case HandoverState.FAILED:
            told = _("<b>not sent</b> ({reason}), tried again on {moment}")
            return told.format(reason=escaped(row.reason), moment=moment(row.due))
        case HandoverState.SENT:
            return _("sent on {moment}, no number yet").format(moment=moment(row.sent_at or row.since))
        case HandoverState.ACKNOWLEDGED:
            return _("registered")
        case HandoverState.REFUSED:
            return _("<b>refused</b>")


def buttons(appeal: Appeal, rows: Sequence[Handover]) -> list[Button]:
    """Where something failed or was refused, or went and the registry has not answered with a number."""
    states = {row.state for row in rows}
    in_doubt = set() if appeal.registry_index else {HandoverState.SENT}
    if not states & {HandoverState.FAILED, HandoverState.REFUSED, *in_doubt}:
        return []
    return [Button(_("Hand over once more"), HandoverPress(appeal=appeal.id).pack())]


async def press(callback: CallbackQuery, callback_data: HandoverPress, turn: Turn) -> str:
    """Who pressed twice has handed over once: the rows go by their old keys."""
    appeal = await turn.desk.appeals.get(AppealId(callback_data.appeal))
    community, press = turn.house.community, str(turn.update_id)
    await handovers.again(turn.desk, community, appeal, turn.officer, press, turn.now)
    return _("It goes now. The card shows when it has gone.")


async def trouble(reader: Reader) -> Screen:
    """What the registry's side said: a refusal with its reason, or a letter that came back."""
    appeal = await reader.appeal()
    history = await reader.desk.appeals.history(appeal.id)
    told = _bounced(appeal) if reader.params["what"] == "bounced" else _refused(reader.house.community, appeal, history)
    return Screen(told, column(*buttons(appeal, await reader.desk.handovers.of_appeal(appeal.id))))


def _bounced(appeal: Appeal) -> str:
    told = _(
        "<b>{number}: the letter to the registry came back.</b> Check the mailbox in community.yaml, then press the "
        "button. By itself the bot tries again in a day."
    )
    return told.format(number=appeal.number)


def _refused(community: Community, appeal: Appeal, history: Sequence[Event]) -> str:
    said = [str((event.details or {}).get("reason", "")) for event in history if event.action == "handover_refused"]
    shown = masked_for(said[-1], appeal.submission) if said and community.group_text is not GroupText.NONE else ""
    told = _("<b>{number}: the registry did not take it.</b>").format(number=appeal.number)
    why = _("Its reason: {reason}").format(reason=escaped(shown)) if shown else ""
    how = _("Set right what it names and press the button, or register the case here: «More».")
    return "\n".join(line for line in (told, why, how) if line)


async def stuck(reader: Reader) -> Screen | None:
    """None where it has gone meanwhile."""
    community, connector = reader.house.community, Connector(str(reader.params["connector"]))
    rows, _count = await reader.desk.handovers.stuck(reader.now - stuck_after(community), 500)
    late = [row for row in rows if row.connector is connector and is_stuck(row, stuck_after(community), reader.now)]
    if not late:
        return None
    head = ngettext(
        "<b>{n} hand-over is stuck</b>: {way}.", "<b>{n} hand-overs are stuck</b>: {way}.", len(late)
    ).format(n=number(len(late)), way=_(CONNECTOR_NAMES[connector]))
    since = _("Since {moment}. The last failure: {reason}.").format(
        moment=moment(late[0].since), reason=escaped(late[0].reason) or _("none, it was never tried")
    )
    how = _("What to do: the administrator runs «python -m bot check» on the server. The bot tries on by itself.")
    return Screen("\n".join([head, since, *await _named(reader.desk, late, len(late)), how]))


async def unnumbered(reader: Reader) -> Screen | None:
    """The reconciliation of a morning: cases that went to the registry and have no number, the oldest first."""
    rows, count = await reader.desk.handovers.unnumbered(begun(reader.house.community, reader.now), LISTED)
    if not count:
        return None
    head = ngettext(
        "<b>{n} case was handed over and has no registry number yet.</b>",
        "<b>{n} cases were handed over and have no registry number yet.</b>",
        count,
    ).format(n=number(count))
    how = _(
        "What to do: find them in the registry and write the number: the card, «More», «Enter the registry number»."
    )
    return Screen("\n".join([head, *await _named(reader.desk, rows, count), how]))


async def _named(desk: Desk, rows: Sequence[Handover], count: int) -> list[str]:
    shown = [row for row in rows[:LISTED] if row.appeal is not None]
    rest = [_("… and {count} more").format(count=count - len(shown))] if count > len(shown) else []
    return [*[await _name(desk, row) for row in shown], *rest]


async def _name(desk: Desk, row: Handover) -> str:
    appeal = await desk.appeals.get(row.case)
    if row.sent_at is None:
        return appeal.number
    return _("{number}, sent on {day}").format(number=appeal.number, day=day(row.sent_at))


def topic_title() -> str:
    return _("Hand-over to the registry")


def router() -> Router:
    router = Router(name="staff handovers")
    router.callback_query.register(press, HandoverPress.filter())
    return router
