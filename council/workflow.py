"""How the council takes cases over and answers the bot: `workflow:` of community.yaml. Secrets are settings."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from council.appeals import Kind
from council.fields import Code, Email, Part
from council.phrases import Phrase, _
from council.sources import UnfitError


class Mailbox(Part):
    """A mailbox of its own for some cases: of these kinds, these categories, or of a department. All given must fit."""

    to: Email
    kinds: tuple[Kind, ...] = ()
    categories: tuple[Code, ...] = ()
    departments: tuple[Code, ...] = ()

    def takes(self, kind: Kind, category: str, department: str) -> bool:
        wanted = ((self.kinds, kind), (self.categories, category), (self.departments, department))
        return all(not among or value in among for among, value in wanted)


class Approval(StrEnum):
    """Who lets a step from a mail through to the resident.

    OFFICER: someone of the council presses in the case's topic. SERVER: for mail of a mailbox on the map that the
    council's own mail server has proved (DKIM) nobody need press; other mail still waits for an officer.
    """

    OFFICER = "officer"
    SERVER = "server"


class WorkflowMail(Part):
    """The first fitting mailbox takes a case; else the registry's (`contacts.registry_email`).

    `server` is the name that the council's mail server writes first in its Authentication-Results headers.
    `largest_mb` is what one mail may carry before its encoding (a third more on the way); the rest follows in others.
    `plus_addresses`: the bot's mailbox takes mail to `name+anything@…`, so a reply needs nothing else to find its case.
    """

    mailboxes: tuple[Mailbox, ...] = ()
    server: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]*$")] = ""
    approval: Approval = Approval.OFFICER
    plus_addresses: bool = False
    largest_mb: Annotated[int, Field(ge=1, le=100)] = 18


class FolderWay(Part):
    """`sev_xml` writes a message of the exchange format 1207 (version 1.5) beside each package: experimental."""

    sev_xml: bool = False


FACTS = frozenset(
    {
        "place",
        "registry_number",
        "registered_on",
        "intake_number",
        "received_on",
        "received_at",
        "summary",
        "text",
        "files",
        "due",
        "extended",
        "applicant",
        "people",
        "residence",
        "kind",
        "department",
        "department_code",
        "state",
        "sign",
        "receipt_type",
        "receipt",
        "subject",
        "theme",
        "territory_code",
        "territory",
        "organisation",
        "phone",
        "email",
    }
)
"""What may stand in a column of the journal; council/journal.py says how each is told of a case."""


def _fact(value: str) -> str:
    if not value or value in FACTS:
        return value
    raise UnfitError(
        Phrase(_("the journal knows no fact “{name}”"), {"name": value}),
        Phrase(_("write one of: {names}; or leave it empty"), {"names": ", ".join(sorted(FACTS))}),
    )


class JournalColumn(Part):
    """A column of the journal: its title, and which fact of the case stands in it; without one it stays empty."""

    title: Annotated[str, Field(min_length=1)]
    fact: Annotated[str, AfterValidator(_fact)] = ""


class Journal(Part):
    """The list of yesterday's cases, made every morning. Without `columns` it has those of a common document system."""

    daily: bool = False
    format: Annotated[str, Field(pattern="^(xlsx|csv)$")] = "xlsx"
    columns: tuple[JournalColumn, ...] = ()


class Workflow(Part):
    """`kinds` limits what is handed over (empty: everything). `departments`: the other system's codes by ours."""

    kinds: tuple[Kind, ...] = ()
    stuck_after_hours: Annotated[int, Field(ge=1, le=240)] = 6
    mail: WorkflowMail = WorkflowMail()
    folder: FolderWay = FolderWay()
    journal: Journal = Journal()
    departments: dict[Code, str] = Field(default_factory=dict)

    def mailbox(self, kind: Kind, category: str, department: str) -> str:
        """The mailbox of its own that a case has; empty where the registry's takes it."""
        return next((box.to for box in self.mail.mailboxes if box.takes(kind, category, department)), "")
