"""What a person agrees to besides their cases: each purpose by itself, in plain words, taken back as easily as given.

Cases and their letters need none of these (2297-VI art. 11: a duty by law). An answer is kept with the version and the
hash of the text that was shown, and its time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from council.audience import Place
from council.people import ResidentId
from council.phrases import _
from council.ports import Desk

VERSION = "1"
"""Grows with every change of the questions below: who agreed to an older text agreed to that text."""


class Purpose(StrEnum):
    """TRAITS: that age, gender and device, told in surveys, may decide who is asked."""

    NEWS = "news"
    SURVEYS = "surveys"
    TRAITS = "traits"


PURPOSE_NAMES: Mapping[Purpose, str] = {
    Purpose.NEWS: _("News of the council"),
    Purpose.SURVEYS: _("Invitations to surveys"),
    Purpose.TRAITS: _("Choosing by age and the like"),
}
QUESTIONS: Mapping[Purpose, str] = {
    Purpose.NEWS: _(
        "May the council send you its news here: repairs, outages, meetings, help? A few messages a month, never at "
        "night. You can stop it at any time."
    ),
    Purpose.SURVEYS: _(
        "May the council invite you to surveys? Taking part is your choice each time. You can stop it at any time."
    ),
    Purpose.TRAITS: _(
        "May the council look at the age, gender and device that you told in surveys, to ask those whom a question "
        "concerns? For example people over 60. Nobody sees a list. You can stop it at any time."
    ),
}


@dataclass(frozen=True)
class Consent:
    """The last answer of a person for a purpose. Times are UTC; `given_at` outlives the withdrawal as its proof."""

    purpose: Purpose
    given: bool
    version: str
    digest: str
    given_at: datetime | None
    answered_at: datetime


async def answer(desk: Desk, resident: ResidentId, purpose: Purpose, given: bool, shown: str, now: datetime) -> None:
    """Keeps «yes» or «no» with the hash of what was shown. No news, no place: it was told for news alone."""
    await desk.consents.answer(resident, purpose, given, VERSION, shown, now)
    if purpose is Purpose.NEWS and not given:
        await desk.consents.forget_place(resident)


async def of(desk: Desk, resident: ResidentId) -> Mapping[Purpose, Consent]:
    """What the person was asked, with their last answer."""
    return {one.purpose: one for one in await desk.consents.of(resident)}


async def unasked(desk: Desk, resident: ResidentId) -> Sequence[Purpose]:
    """Purposes that the person never answered: asked once, not again."""
    answered = await of(desk, resident)
    return [purpose for purpose in Purpose if purpose not in answered]


async def lives_in(desk: Desk, resident: ResidentId, place: Place) -> None:
    """Whose news the person wants; nothing told means those of the whole community."""
    if place == Place():
        await desk.consents.forget_place(resident)
    else:
        await desk.consents.keep_place(resident, place)
