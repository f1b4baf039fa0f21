"""The letter of every decision, with the parts that the law asks for: ground, reasons, who decided, how to complain."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from council.appeals import KIND_NAMES, Appeal, Kind
from council.deadlines import Due
from council.decision_forms import NOT_URGENT, Decision
from council.forms import Answers
from council.phrases import Phrase, _

GROUNDS: Mapping[str, str] = {
    "anonymous": _("it has no residence or its author cannot be established (art. 8, part 1)"),
    "repeated": _("the same question from you was already decided on the merits (art. 8, part 2)"),
    "late": _("the complaint came after the term of art. 17 (art. 8, part 2)"),
    "incapable": _("the author was declared legally incapable by a court (art. 8, part 2)"),
    "not_held": _("the council does not hold this information and is not bound to hold it (art. 22, part 1, p. 1)"),
    "restricted": _("this is restricted information (art. 22, part 1, p. 2; art. 6)"),
    "unpaid": _("the costs of copying were not paid (art. 22, part 1, p. 3)"),
    "unclear": _("the requirements for a request are not met (art. 22, part 1, p. 4; art. 19, part 5)"),
    "defective": _("it lacks what art. 5 of the Law on Citizens' Appeals asks for"),
    "lacking": _("its data do not let it be decided or forwarded (art. 7 of the Law on Citizens' Appeals)"),
}

_HOW_TO_APPEAL_REFUSAL = _(
    "You can appeal against this refusal to the head of the council, to the Ombudsman or to a court "
    "(Law on Access to Public Information, art. 23)."
)
_HOW_TO_APPEAL_DELAY = _(
    "You can complain about this to the head of the council, to the Ombudsman or to a court "
    "(Law on Access to Public Information, art. 23)."
)
_HOW_TO_COMPLAIN = _(
    "If you do not agree, you can complain to the head of the council or to a court: within a year of the decision, "
    "and not later than a month after you learned of it (Law on Citizens' Appeals, art. 16, 17)."
)


URGENT_GROUNDS: Mapping[str, str] = {
    "life": _("it concerns the protection of life or liberty"),
    "environment": _("it concerns the environment, or the quality of food and household goods"),
    "accident": _("it concerns an accident, a disaster or an emergency"),
}


def letter(appeal: Appeal, decision: Decision, answers: Answers, due: Due) -> Sequence[Phrase]:
    """The sentences of the letter to the resident. `appeal` is the case before the decision, `due` its date after."""
    if decision in _DATED:
        return _DATED[decision](appeal, answers, due)
    return _LETTERS[decision](appeal, answers)


def _retyped(appeal: Appeal, answers: Answers, due: Due) -> Sequence[Phrase]:
    kinds = {"old": Phrase(KIND_NAMES[appeal.kind]), "new": Phrase(KIND_NAMES[Kind(answers["kind"])])}
    changed = _("The council considers {number} as another kind. It was: {old}. Now it is: {new}.")
    return [
        Phrase(changed, {"number": appeal.number, **kinds}),
        Phrase(_("Reason: {reason}"), {"reason": answers["reason"]}),
        _new_date(due),
    ]


def _new_date(due: Due) -> Phrase:
    return Phrase(_("The answer must come by {day}: {because}."), {"day": due.day, "because": due.because})


def _on_urgency(appeal: Appeal, answers: Answers, due: Due) -> Sequence[Phrase]:
    reason = Phrase(_("Reason: {reason}"), {"reason": answers["reason"]})
    if answers["ground"] == NOT_URGENT:
        told = Phrase(_("Your request {number} is not urgent by the law."), {"number": appeal.number})
        return [told, reason, _new_date(due), Phrase(_HOW_TO_APPEAL_DELAY)]
    ground = {"number": appeal.number, "ground": Phrase(URGENT_GROUNDS[answers["ground"]])}
    return [Phrase(_("Your request {number} is urgent: {ground}."), ground), reason, _until_the_hour(due)]


def _until_the_hour(due: Due) -> Phrase:
    """An urgent term is counted in hours, so its end is told to the minute."""
    return Phrase(_("The answer must come by {day}: {because}."), {"day": due.moment, "because": due.because})


def _registered(appeal: Appeal, answers: Answers, due: Due) -> Sequence[Phrase]:
    told = Phrase(
        _("Your appeal {number} is registered: No. {index} of {day}."),
        {"number": appeal.number, "index": answers["number"], "day": date.fromisoformat(answers["date"])},
    )
    return [told, _new_date(due)]


def _asked(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    return [
        Phrase(_("The council asks about your appeal {number}:"), {"number": appeal.number}),
        Phrase(_("Question: {text}"), {"text": answers["text"]}),
        Phrase(_("Reply to this message. The question waits five days; the term of the answer runs on.")),
    ]


def _extended(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    until = {"number": appeal.number, "day": date.fromisoformat(answers["until"])}
    article = (
        _("This is allowed by the Law on Access to Public Information, art. 20: up to 20 working days.")
        if appeal.kind is Kind.INFORMATION_REQUEST
        else _("This is allowed by the Law on Citizens' Appeals, art. 20: up to 45 days in all.")
    )
    return [
        Phrase(_("The answer to {number} will come by {day}: the term is extended."), until),
        Phrase(_("Reason: {reason}"), {"reason": answers["reason"]}),
        Phrase(_("Decided by: {who}"), {"who": answers["who"]}),
        Phrase(article),
    ]


def _forwarded(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    if appeal.kind is Kind.INFORMATION_REQUEST:
        law = _("The council does not hold this information. The holder will answer you (2939-VI, art. 22, part 3).")
    else:
        law = _("It is not the council's business to decide it. That body will answer you (393/96-ВР, art. 7).")
    return [
        Phrase(_("Your appeal {number} is forwarded to: {body}."), {"number": appeal.number, "body": answers["body"]}),
        Phrase(law),
    ]


def _returned(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    ground = Phrase(GROUNDS[answers["ground"]])
    return [
        Phrase(_("Your appeal {number} is returned: {ground}."), {"number": appeal.number, "ground": ground}),
        Phrase(_("Explanation: {text}"), {"text": answers["reason"]}),
        Phrase(_("You can correct it and submit it again.")),
        Phrase(_HOW_TO_COMPLAIN),
    ]


def _refused(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    ground = Phrase(GROUNDS[answers["ground"]])
    return [
        Phrase(_("Your request {number} is refused: {ground}."), {"number": appeal.number, "ground": ground}),
        Phrase(_("Reason: {reason}"), {"reason": answers["reason"]}),
        Phrase(_("Responsible: {who}"), {"who": answers["who"]}),
        Phrase(_HOW_TO_APPEAL_REFUSAL),
    ]


def _deferred(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    until = {"number": appeal.number, "day": date.fromisoformat(answers["until"])}
    return [
        Phrase(_("The answer to your request {number} is deferred until {day} (Law 2939-VI, art. 22, part 6)."), until),
        Phrase(_("Reason: {reason}"), {"reason": answers["reason"]}),
        Phrase(_("Decided by: {who}"), {"who": answers["who"]}),
        Phrase(_HOW_TO_APPEAL_REFUSAL),
    ]


def _not_considered(appeal: Appeal, answers: Answers) -> Sequence[Phrase]:
    ground = Phrase(GROUNDS[answers["ground"]])
    return [
        Phrase(
            _("Your appeal {number} is left without consideration: {ground}."),
            {"number": appeal.number, "ground": ground},
        ),
        Phrase(_("Reason: {reason}"), {"reason": answers["reason"]}),
        Phrase(_("Decided by: {who}"), {"who": answers["who"]}),
        Phrase(_HOW_TO_COMPLAIN),
    ]


_LETTERS: Mapping[Decision, Callable[[Appeal, Answers], Sequence[Phrase]]] = {
    Decision.ASK: _asked,
    Decision.EXTEND: _extended,
    Decision.FORWARD: _forwarded,
    Decision.RETURN: _returned,
    Decision.REFUSE: _refused,
    Decision.DEFER: _deferred,
    Decision.NOT_CONSIDER: _not_considered,
}

_DATED: Mapping[Decision, Callable[[Appeal, Answers, Due], Sequence[Phrase]]] = {
    Decision.REGISTER: _registered,
    Decision.RETYPE: _retyped,
    Decision.URGENT: _on_urgency,
}
"""Letters that tell the new date of the answer with its reason."""
