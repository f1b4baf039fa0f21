"""Where a case stands on its way to the council's registry, in the words of its author's card."""

from council.appeals import FINAL, Appeal
from council.handover_rules import HandoverState, Matter
from handlers.texts import _, day, escaped, moment
from storage.desk import Desk

_THERE = frozenset({HandoverState.SENT, HandoverState.ACKNOWLEDGED})


async def line(desk: Desk, appeal: Appeal) -> str:
    """Empty where the council registers by hand and has not yet: the state above says all."""
    if appeal.registry_index and appeal.registry_date:
        told = _("Registered: No. {index} of {day}")
        return told.format(index=escaped(appeal.registry_index), day=day(appeal.registry_date))
    rows = [row for row in await desk.handovers.of_appeal(appeal.id) if row.matter is Matter.CASE]
    if not rows or appeal.state in FINAL:
        return ""
    there = [row.sent_at for row in rows if row.state in _THERE and row.sent_at is not None]
    if there:
        return _("Handed over to the council's registry on {moment}. It has no number there yet.").format(
            moment=moment(min(there))
        )
    return _("The bot is passing it to the council's registry. You need not do anything: the term runs already.")
