"""What an officer is asked who writes down an appeal for somebody: the questions of every appeal, put to the officer.

Before them: how the person came, when the paper reached the council, and that the words on their data were read out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from council import appeal_form
from council.appeal_form import OUTSIDE, kind_of
from council.appeals import Kind, Receipt
from council.community import Community
from council.decision_forms import a_date
from council.forms import Answers, Form, Option, Step
from council.people import ReplyChannel
from council.phrases import DomainError, Phrase, _
from council.privacy import read_out

NAME = "assist"
VERSION = 1

OLDEST = timedelta(days=31)
"""How far back the day of receipt may lie: an older paper belongs to the registry, which knows its story."""

_ON_PAPER = frozenset({Receipt.POST, Receipt.DESK})


def build(community: Community, today: date) -> Form:
    """The form of this community on this day."""
    steps = (*_before(community, today), *(_for_officer(step) for step in appeal_form.build(community).steps))
    return Form(
        NAME, VERSION, steps, length_known=lambda answers: "receipt" in answers and kind_of(answers) is not None
    )


def shaped(form: Form, answers: Answers) -> Form:
    """The options that the officer's scope leaves."""
    form = _narrowed(form, {"district", "problem_district"}, answers.get("_districts") or ())
    return _narrowed(form, {"category"}, answers.get("_categories") or ())


def _narrowed(form: Form, names: Collection[str], codes: Collection[str]) -> Form:
    def narrow(step: Step) -> Step:
        options = tuple(option for option in step.options if option.code in codes)
        return replace(step, options=options) if step.name in names and options else step

    return replace(form, steps=tuple(map(narrow, form.steps)))


def _before(community: Community, today: date) -> Sequence[Step]:
    yesterday = today - timedelta(days=1)
    return (
        Step(
            "receipt",
            Phrase(_("How did the person turn to the council?")),
            (
                Option(Receipt.ORAL, Phrase(_("Came and tells it"))),
                Option(Receipt.PHONE, Phrase(_("Calls by phone"))),
                Option(Receipt.POST, Phrase(_("A letter came by post"))),
                Option(Receipt.DESK, Phrase(_("Brought a paper"))),
            ),
            title=_("How it came"),
        ),
        Step(
            "came",
            Phrase(_("When did the paper reach the council? The term is counted from this day. You may write a date.")),
            (
                Option(today.isoformat(), Phrase(_("Today"))),
                Option(yesterday.isoformat(), Phrase(_("Yesterday"))),
            ),
            reads=lambda text: _came(text, today),
            asked_if=lambda answers: answers.get("receipt") in _ON_PAPER,
            title=_("Day of receipt"),
        ),
        Step(
            "notice",
            Phrase(_("Read this out to the person:\n\n{notice}"), {"notice": read_out(community)}),
            (Option("read", Phrase(_("I have read it out"))),),
            asked_if=lambda answers: "receipt" in answers and answers.get("receipt") != Receipt.POST,
            title=_("Words on personal data"),
        ),
    )


def _came(text: str, today: date) -> str:
    day = a_date(text)
    if date.fromisoformat(day) > today:
        raise DomainError(_("This day is still to come. Write the day on which the paper reached the council."))
    if date.fromisoformat(day) < today - OLDEST:
        raise DomainError(_("This was more than a month ago. Ask the registrar: the registry may know this paper."))
    return day


_ASKED: Mapping[str, str] = {
    "wish": _("What would the person like?"),
    "wronged": _(
        "Did someone break the person's rights or treat them unfairly: an official, an office, an enterprise?"
    ),
    "complained_of": _("Whom does the person complain of? Write the office or the post. It will not be given to them."),
    "text": _(
        "Write down what the person says and asks for, in their own words.\n"
        "Or send a photo of the paper, or a voice message with the person's words."
    ),
    "place": _("Where is it? Write the village or town, the street and a landmark, or send the place."),
    "name": _(
        "Write the person's surname, name and patronymic in one message.\n"
        "If there is no patronymic, write «none» in its place."
    ),
    "district": _("Which part of the community does the person live in? Press the district."),
    "residence": _("Write where the person lives: village or town, street, house, flat."),
    "contact": _(
        "Where should the council send the answer? Write the person's e-mail or phone number, "
        "or choose a letter by post."
    ),
    "named": _(
        "Write the people who sign with this person, one a line: surname, name, patronymic, a comma, where they live. "
        "For example:\nБойко Тарас Іванович, с. Буда, вул. Лісова, 7\n\nAnother message replaces the list."
    ),
    "for_whom": _(
        "For whom does the person come?\n\nFor a child or a ward their parent or guardian may come. For anybody else "
        "a power of attorney is needed: look at it and add its photo."
    ),
    "for_name": _("Write the surname, name and patronymic of the one for whom the person comes."),
    "for_home": _("Write where the one for whom the person comes lives: village or town, street, house, flat."),
    "for_basis": _("By what right does the person come for another?"),
    "urgency": _("Why can it not wait five working days? Write the reason in the person's words."),
    "benefits": _("Ask whether the person has benefits set by law. They need not answer: a line is by consent only."),
    "files": _("Send photos of papers and documents: up to 10. Then press «Done»."),
}
"""The questions of an appeal, as they are put to the officer."""


def _for_officer(step: Step) -> Step:
    asked = replace(step, question=Phrase(_ASKED[step.name])) if step.name in _ASKED else step
    return _REASKED[step.name](asked) if step.name in _REASKED else asked


def _wish(step: Step) -> Step:
    labels = {
        "problem": _("Report a problem: a pothole, a lamp, rubbish"),
        "do": _("Ask the council to do or decide something"),
        "change": _("Propose a change"),
        "know": _("Find something out"),
    }
    return replace(step, options=tuple(Option(code, Phrase(label)) for code, label in labels.items()))


def _wronged(step: Step) -> Step:
    options = (Option("no", Phrase(_("No, only asks"))), Option("yes", Phrase(_("Yes, complains"))))
    return replace(step, options=options)


def _district(step: Step) -> Step:
    elsewhere = Option(OUTSIDE, Phrase(_("Lives elsewhere")))
    return replace(step, options=tuple(elsewhere if one.code == OUTSIDE else one for one in step.options))


def _problem(answers: Answers) -> bool:
    return kind_of(answers) is Kind.PROBLEM_REPORT


def _name(step: Step) -> Step:
    """Of a problem report the name is asked too, since there is no chat to answer in; it may be skipped."""
    return replace(step, asked_if=lambda answers: kind_of(answers) is not None, optional=_problem)


def _contact(step: Step) -> Step:
    return replace(step, asked_if=lambda answers: kind_of(answers) is not None and bool(answers.get("name")))


def _postal(step: Step) -> Step:
    def asked(answers: Answers) -> bool:
        if kind_of(answers) in appeal_form.FORMAL or not answers.get("name"):
            return False
        return (answers.get("contact") or {}).get("channel") == ReplyChannel.POST

    return replace(step, asked_if=asked)


def _text(step: Step) -> Step:
    """A photo of the paper may stand instead of the words."""
    return replace(step, optional=lambda answers: bool(answers.get("_files")))


_REASKED = {
    "wish": _wish,
    "wronged": _wronged,
    "district": _district,
    "text": _text,
    "name": _name,
    "contact": _contact,
    "postal_address": _postal,
}
"""What is asked otherwise, or in other cases, than of a resident."""
