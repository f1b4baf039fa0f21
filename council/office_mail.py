"""A letter from an office of the council about one case: where it came from, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from council.appeals import Appeal, AppealId, MessageId
from council.community import Community

OfficeMailId = NewType("OfficeMailId", int)

REGISTRY = "registry"
"""The mailbox of the registry (`contacts.registry_email`); the others go by the codes of their departments."""

CONFIRMED_WITHIN = timedelta(days=3)
"""How long a step from an unproved mail waits for the word of the mailbox on the map."""


class OfficeMailState(StrEnum):
    """`waiting` for an officer in the topic, `confirming` for the mailbox's own word; `used` became a step;
    `unclear` was answered with how to write."""

    WAITING = "waiting"
    CONFIRMING = "confirming"
    USED = "used"
    UNCLEAR = "unclear"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class OfficeMail:
    """`mailbox` is `registry`, the code of a department, or empty for an address that is not on the map.

    `proved`: the council's own mail server vouches for the sender. `message` holds the words and the files.
    """

    id: OfficeMailId
    appeal: AppealId
    message: MessageId
    mailbox: str
    proved: bool
    state: OfficeMailState
    came_at: datetime


def mailbox_of(community: Community, sender: str) -> str:
    """Whose mailbox on the map of community.yaml it is; empty for any other."""
    if sender and sender == community.contacts.registry_email.lower():
        return REGISTRY
    return next((one.code for one in community.departments if sender and one.email.lower() == sender), "")


def address_of(community: Community, mailbox: str) -> str:
    """Where the office of this code reads its mail; empty where community.yaml names none."""
    if mailbox == REGISTRY:
        return community.contacts.registry_email
    department = community.department(mailbox)
    return department.email if department else ""


def office_of(community: Community, appeal: Appeal) -> str:
    """The mailbox that works on the case: its department's, else the registry's; empty where there is neither."""
    return next((one for one in (appeal.department, REGISTRY) if address_of(community, one)), "")
