"""What the staff are asked when they act on a petition: data for the form engine."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from council.community import Community
from council.decision_forms import a_date
from council.forms import Form, Option, Step, words
from council.petition_rules import LAW_GROUNDS
from council.petitions import OUTCOME_NAMES
from council.phrases import DomainError, Phrase, _

LONG = 3500


class Act(StrEnum):
    """An action that asks something first; the names stand in buttons."""

    REFUSE = "refuse"
    PUBLISH = "publish"
    COUNT = "count"
    START = "start"
    SESSION = "session"
    DECIDE = "decide"
    ANSWER = "answer"


NAMES: Mapping[Act, str] = {
    Act.REFUSE: _("Refuse with reasons"),
    Act.PUBLISH: _("Publish"),
    Act.COUNT: _("Enter the count of the official site"),
    Act.START: _("Announce the start of consideration"),
    Act.SESSION: _("Name the day of the session"),
    Act.DECIDE: _("Record the decision"),
    Act.ANSWER: _("Publish the answer"),
}


def form_name(act: Act) -> str:
    return f"petition-{act.value}"


def form(act: Act, community: Community) -> Form:
    """The questions of an action; publishing asks only where the petition is signed on another site."""
    return Form(form_name(act), 1, tuple(_steps(act, community)))


def _steps(act: Act, community: Community) -> list[Step]:
    match act:
        case Act.REFUSE:
            return [_ground(community), _text(_("Why? The author will read the reasons."), _("Reasons"))]
        case Act.PUBLISH:
            return [
                Step(
                    "page",
                    Phrase(_("Send the address where it is signed on the official site.")),
                    reads=an_address,
                    title=_("Address"),
                )
            ]
        case Act.COUNT:
            return [
                Step(
                    "count",
                    Phrase(_("How many signatures does the official site show?")),
                    reads=a_count,
                    title=_("Count"),
                ),
                _day(_("Of which day is this count? For example 22.12.2026.")),
            ]
        case Act.START:
            return [
                Step(
                    "day",
                    Phrase(_("Will a session of the council decide? Write its day, or skip.")),
                    reads=a_date,
                    optional=lambda answers: True,
                    title=_("Session"),
                )
            ]
        case Act.SESSION:
            return [_day(_("On which day is the session? For example 22.12.2026."))]
        case Act.DECIDE:
            options = tuple(Option(outcome.value, Phrase(name)) for outcome, name in OUTCOME_NAMES.items())
            return [Step("outcome", Phrase(_("What was decided?")), options, title=_("Decision"))]
    return [_text(_("Write the answer with its reasons. Everyone will read it."), _("Answer"))]


def _text(question: str, title: str) -> Step:
    return Step("text", Phrase(question), reads=words(LONG), long=True, title=title)


def _day(question: str) -> Step:
    return Step("day", Phrase(question), reads=a_date, title=_("Day"))


def _ground(community: Community) -> Step:
    law = [Option(ground.value, Phrase(name)) for ground, name in LAW_GROUNDS.items()]
    local = [Option(ground.code, ground.title) for ground in community.petitions.grounds]
    return Step("ground", Phrase(_("On which ground?")), (*law, *local), title=_("Ground"))


def a_count(text: str) -> int:
    digits = "".join(text.split())
    if not digits.isdecimal() or len(digits) > 7:
        raise DomainError(_("Write the number in digits, for example 250."))
    return int(digits)


def an_address(text: str) -> str:
    said = text.strip()
    if not said.startswith("https://") or any(sign.isspace() for sign in said) or len(said) > 300:
        raise DomainError(_("Send the whole address; it begins with https://."))
    return said


def day_of(value: object) -> date | None:
    """The day that an answer named; None for one that was skipped."""
    return date.fromisoformat(str(value)) if value else None
