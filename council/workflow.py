"""How the council's mail and document system answer the bot: `workflow:` of community.yaml. Secrets are settings."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from council.fields import Part


class Approval(StrEnum):
    """Who lets a step from a mail through to the resident.

    OFFICER: someone of the council presses in the case's topic. SERVER: for mail of a mailbox on the map that the
    council's own mail server has proved (DKIM) nobody need press; other mail still waits for an officer.
    """

    OFFICER = "officer"
    SERVER = "server"


class WorkflowMail(Part):
    """`server` is the name that the council's mail server writes first in its Authentication-Results headers."""

    server: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]*$")] = ""
    approval: Approval = Approval.OFFICER
    plus_addresses: bool = False


class Workflow(Part):
    mail: WorkflowMail = WorkflowMail()
