"""A letter from an office of the council about one case: where it came from, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from council.appeals import Appeal, AppealId, MessageId
from council.community import Community
from council.workflow import Mailbox

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
    """`mailbox` names the office on the map (see mailbox_of), empty where community.yaml has none for the case.

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
    """Whose mailbox on the map of community.yaml it is; empty for any other address.

    The registry's and a department's go by their codes, a mailbox of its own for some cases by its address.
    """
    if sender and sender == community.contacts.registry_email.lower():
        return REGISTRY
    department = next((one.code for one in community.departments if sender and one.email.lower() == sender), "")
    return department or (sender if _box(community, sender) else "")


def _box(community: Community, address: str) -> Mailbox | None:
    return next((one for one in community.workflow.mail.mailboxes if one.to.lower() == address), None)


def address_of(community: Community, mailbox: str) -> str:
    """Where the office reads its mail; empty where community.yaml names it no more."""
    if mailbox == REGISTRY:
        return community.contacts.registry_email
    if _box(community, mailbox):
        return mailbox
    department = community.department(mailbox)
    return department.email if department else ""


def office_of(community: Community, appeal: Appeal) -> str:
    """The mailbox that the case was handed over to, else its department's; empty where there is neither."""
    handed = community.workflow.mailbox(appeal.kind, appeal.category, appeal.department)
    own = mailbox_of(community, handed.lower())
    return own or next((one for one in (REGISTRY, appeal.department) if address_of(community, one)), "")


def departments_of(community: Community, mailbox: str) -> tuple[str, ...]:
    """The departments for which the mailbox speaks; none: it speaks for the registry, so for the whole council."""
    box = _box(community, mailbox)
    if box is not None:
        return box.departments
    return (mailbox,) if mailbox != REGISTRY and community.department(mailbox) else ()
