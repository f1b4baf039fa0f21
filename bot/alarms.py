"""What only an administrator can mend is told to the administrators: at most once a day a kind."""

from datetime import datetime

import structlog

from council.deliveries import ChatId, Delivery, Lane, Notice
from handlers.house import House
from storage.desk import Desk

log = structlog.get_logger(__name__)

UPDATE_SET_ASIDE = "update_set_aside"
DISK = "disk"
NO_GROUP_RIGHTS = "no_group_rights"
DELIVERY_BUG = "delivery_bug"
BACKUP_FAILED = "backup_failed"
BACKUP_FAULTY = "backup_faulty"
BACKUP_OLD = "backup_old"
KEYS_CLOSED = "keys_closed"
NO_MAIL = "no_mail"
NO_MAILBOX = "no_mailbox"
LETTER_SET_ASIDE = "letter_set_aside"
NO_HANDOVER = "no_handover"
PETITION_FLAW = "petition_flaw"


async def tell_admins(desk: Desk, house: House, kind: str, now: datetime, **params: object) -> None:
    """Queues the alarm for every administrator; the same kind again on the same day changes nothing."""
    log.error("alarm", kind=kind)
    day = now.astimezone(house.zone).date()
    for admin in sorted(house.admins):
        await desk.deliveries.add(
            Delivery(
                key=f"alarm:{kind}:{day}:{admin}",
                chat=ChatId(admin),
                content=Notice("alarm", {"kind": kind, **params}),
                due=now,
                lane=Lane.NOTICE,
            )
        )
