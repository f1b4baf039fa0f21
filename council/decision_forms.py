"""The questions of every decision on a case: data for the form engine."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from council.appeals import KIND_NAMES, Kind
from council.forms import Answers, Form, Option, Step, words
from council.phrases import DomainError, Phrase, _


class Decision(StrEnum):
    """What may be decided; the names stand in buttons and in the history."""

    REGISTER = "register"
    ASK = "ask"
    EXTEND = "extend"
    FORWARD = "forward"
    RETURN = "return"
    REFUSE = "refuse"
    DEFER = "defer"
    NOT_CONSIDER = "not_consider"
    RETYPE = "retype"
    URGENT = "urgent"


NAMES: Mapping[Decision, str] = {
    Decision.REGISTER: _("Enter the registry number"),
    Decision.ASK: _("Ask the resident a question"),
    Decision.EXTEND: _("Extend the term"),
    Decision.FORWARD: _("Forward to another body"),
    Decision.RETURN: _("Return with an explanation"),
    Decision.REFUSE: _("Refuse the request"),
    Decision.DEFER: _("Defer the answer"),
    Decision.NOT_CONSIDER: _("Leave without consideration"),
    Decision.RETYPE: _("Change the kind"),
    Decision.URGENT: _("Decide whether it is urgent"),
}


TODAY = "today"
"""An option that stands for the day on which it is shown; the conversation puts the date in its place."""


def a_date(text: str) -> str:
    """Reads «22.12.2026» as a day (ISO text, so that it can be kept)."""
    parts = text.replace("/", ".").replace("-", ".").strip(" .").split(".")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise DomainError(_("Write the date as day.month.year, for example 22.12.2026.")) from None


_WHO = Step(
    "who",
    Phrase(_("Who decided this? Write the post and the name; the document's date and number, if there is one.")),
    reads=words(200),
    title=_("Who decided"),
)
_REASON = Step("reason", Phrase(_("Why? The resident will read it.")), reads=words(2000), title=_("Reason"))
_BODY = Step(
    "body",
    Phrase(_("To which body or holder do you forward it? Write its full name.")),
    reads=words(300),
    title=_("To whom"),
)


def _until_when(answers: Answers) -> Phrase:
    return Phrase(_("Until which day? Not later than {latest}."), {"latest": date.fromisoformat(answers["_latest"])})


def _form(decision: Decision, *steps: Step) -> Form:
    return Form(f"decide-{decision.value}", 1, steps)


_REGISTER = _form(
    Decision.REGISTER,
    Step("number", Phrase(_("Write the registry number, for example «Г-401».")), reads=words(60), title=_("Number")),
    Step(
        "date",
        Phrase(_("Write the date of registration, for example 22.12.2026.")),
        (Option(TODAY, Phrase(_("Today"))),),
        reads=a_date,
        title=_("Date"),
    ),
    Step(
        "study",
        Phrase(_("Does the case need a study? What needs none is answered within 15 days (art. 20).")),
        (
            Option("yes", Phrase(_("Yes: a month"))),
            Option("no", Phrase(_("No: 15 days"))),
            Option("later", Phrase(_("Not clear yet"))),
        ),
        asked_if=lambda answers: bool(answers.get("_formal")),
        title=_("Study"),
    ),
)

_EXTEND = _form(
    Decision.EXTEND,
    Step("until", _until_when, reads=a_date, title=_("New date")),
    _REASON,
    _WHO,
)

_NOT_CONSIDER = _form(
    Decision.NOT_CONSIDER,
    Step(
        "ground",
        Phrase(_("On which ground of art. 8?")),
        (
            Option("anonymous", Phrase(_("Anonymous: no residence, or the author cannot be established"))),
            Option("repeated", Phrase(_("Repeated: the same question was decided on the merits"))),
            Option("late", Phrase(_("A complaint after the term of art. 17"))),
            Option("incapable", Phrase(_("The author was declared legally incapable by a court"))),
        ),
        title=_("Ground"),
    ),
    _REASON,
    _WHO,
)

_REFUSE = _form(
    Decision.REFUSE,
    Step(
        "ground",
        Phrase(_("On which ground of art. 22?")),
        (
            Option("not_held", Phrase(_("The council does not hold it and is not bound to"))),
            Option("restricted", Phrase(_("Restricted information, by the three-part test of art. 6"))),
            Option("unpaid", Phrase(_("The costs of copying were not paid"))),
            Option("unclear", Phrase(_("The requirements for a request are not met (art. 19, part 5)"))),
        ),
        title=_("Ground"),
    ),
    _REASON,
    Step(
        "who",
        Phrase(_("Who is responsible for dealing with this request? Write the name and the post.")),
        reads=words(200),
        title=_("Responsible"),
    ),
)

_RETURN = _form(
    Decision.RETURN,
    Step(
        "ground",
        Phrase(_("What is the matter?")),
        (
            Option("defective", Phrase(_("It lacks what art. 5 asks for"))),
            Option("lacking", Phrase(_("The data do not let it be decided or forwarded (art. 7)"))),
        ),
        title=_("Ground"),
    ),
    Step("reason", Phrase(_("What is lacking, and what should the resident do?")), reads=words(2000), title=_("What")),
)

LEGAL = (Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT, Kind.INFORMATION_REQUEST)
"""Kinds with a law of their own, between which a case may be re-typed."""

_RETYPE = _form(
    Decision.RETYPE,
    Step(
        "kind",
        Phrase(_("What is it by law?")),
        tuple(Option(kind.value, Phrase(KIND_NAMES[kind])) for kind in LEGAL),
        title=_("New kind"),
    ),
    _REASON,
)

NOT_URGENT = "no"

_URGENT = _form(
    Decision.URGENT,
    Step(
        "ground",
        Phrase(_("Does the information concern one of these (art. 20, part 2)? Then the answer goes out in 48 hours.")),
        (
            Option("life", Phrase(_("Yes: what protects life or liberty"))),
            Option("environment", Phrase(_("Yes: the environment, the quality of food and household goods"))),
            Option("accident", Phrase(_("Yes: an accident, a disaster, an emergency"))),
            Option(NOT_URGENT, Phrase(_("No, it is not urgent"))),
        ),
        title=_("Urgency"),
    ),
    _REASON,
)

FORMS: Mapping[Decision, Form] = {
    Decision.REGISTER: _REGISTER,
    Decision.ASK: _form(
        Decision.ASK,
        Step("text", Phrase(_("Write the one question you need answered.")), reads=words(2000), title=_("Question")),
    ),
    Decision.EXTEND: _EXTEND,
    Decision.FORWARD: _form(Decision.FORWARD, _BODY),
    Decision.RETURN: _RETURN,
    Decision.REFUSE: _REFUSE,
    Decision.DEFER: _form(
        Decision.DEFER,
        Step("until", Phrase(_("Until when is it deferred? Write the date.")), reads=a_date, title=_("New date")),
        _REASON,
        _WHO,
    ),
    Decision.NOT_CONSIDER: _NOT_CONSIDER,
    Decision.RETYPE: _RETYPE,
    Decision.URGENT: _URGENT,
}
"""The questions of every decision. «Who decided» is asked where the law leaves it to the head (art. 8, art. 20)."""
