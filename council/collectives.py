"""A collective appeal (393/96-ВР art. 5): several people, one text, one contact person.

Each co-author confirms by a secret link after reading the text, or is named by the contact person. Whoever changes the
text asks those who joined once more: nobody's name stands under words they have not seen.
"""

from dataclasses import dataclass
from datetime import datetime

from council.appeals import AppealId, Signer
from council.people import ResidentId


@dataclass(frozen=True)
class Collective:
    """What people agree to: `contact` is the contact person's name, `edition` grows with each change of the text."""

    draft: str
    resident: ResidentId
    text: str
    contact: str
    edition: int = 1
    appeal: AppealId | None = None


@dataclass(frozen=True)
class CoAuthor:
    """Who has joined, which edition they agreed to, and whether they want to hear of every step."""

    resident: ResidentId
    person: Signer
    edition: int
    notify: bool
    joined_at: datetime
