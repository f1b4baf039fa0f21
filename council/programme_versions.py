"""Versions of a programme: a decision of the council changes it, and what it said before stays readable."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from council.programme import Programme, ProgrammeId


class Origin(StrEnum):
    """Where a version came from: a file of the content folder, or a table that staff imported."""

    CONTENT = "content"
    IMPORT = "import"


@dataclass(frozen=True)
class Revision:
    """By what right a programme changes.

    `decision` is the number of the council's decision, `decided_on` its date, `by` the post of who entered it (never
    a name). A version from the content folder may have none of them: the document's own decision then stands.
    """

    origin: Origin = Origin.CONTENT
    decision: str = ""
    decided_on: date | None = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Version:
    """One version; `number` counts from 1 within the programme. `withdrawn`: the file was taken out of the folder."""

    id: int
    programme: ProgrammeId
    number: int
    sha256: str
    revision: Revision
    made_at: datetime

    @property
    def withdrawn(self) -> bool:
        return not self.sha256


def written(programme: Programme) -> str:
    """The document as it is stored: JSON of the schema, the same text for the same content."""
    data = programme.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()
