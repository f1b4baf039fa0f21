"""The header card of a case in the staff group: whoever changes a case asks for it to be shown anew."""

from datetime import datetime

from council.appeals import Appeal
from council.deliveries import STAFF_GROUP, Delivery, Lane, Notice
from council.ports import Desk


async def show_in_group(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """Queues the header card: a new one, or an edit of the one in place, always rendered from the truth."""
    await desk.deliveries.refresh(
        Delivery(
            key=f"card:{appeal.id}",
            chat=STAFF_GROUP,
            topic=f"appeal:{appeal.id}",
            content=Notice("case_card", {"appeal": appeal.id}),
            due=now,
            lane=Lane.CARD,
            about=f"appeal:{appeal.id}",
        )
    )
