"""What each line of community.yaml may not say, because another line or the law says otherwise."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from council import petition_rules
from council.deadlines import TERMS, Term, TermRule
from council.phrases import Phrase, _
from council.sources import Where
from council.workflow import Approval

if TYPE_CHECKING:
    from council.community import Community

Finding = tuple[Where, Phrase, Phrase]
"""Where it stands, what is wrong, what to write instead."""

NUMBERS = ("101", "102", "103", "104", "112")
"""Every community's danger screen has them all."""

TAKEN = frozenset({"outside", "unknown"})
"""Answers that every form offers beside the districts."""


def contradictions(community: "Community") -> Iterator[Finding]:
    """Everything in the file that cannot stand together, top to bottom."""
    yield from _codes_given_twice(community)
    yield from _codes_taken(community)
    yield from _unknown_departments(community)
    yield from _unknown_themes(community)
    yield from _counting(community)
    yield from _terms(community)
    yield from _petitions(community)
    yield from _workflow(community)
    yield from _danger(community)
    yield from _map_of_offices(community)


def _codes_given_twice(community: "Community") -> Iterator[Finding]:
    lists: Sequence[tuple[Where, Sequence[str]]] = (
        (("districts",), [item.code for item in community.districts]),
        (("departments",), [item.code for item in community.departments]),
        (("themes",), [item.code for item in community.themes]),
        (("categories",), [item.code for item in community.categories]),
        (("benefits",), [item.code for item in community.benefits]),
        (("counters",), [item.code for item in community.counters]),
        (("danger", "words"), [item.code for item in community.danger.words]),
        (("danger", "numbers"), [item.number for item in community.danger.numbers]),
    )
    for where, codes in lists:
        for place, code in enumerate(codes):
            if code in codes[:place]:
                message = Phrase(_("“{code}” is used twice in this list"), {"code": code})
                yield (*where, place), message, Phrase(_("give each line a code of its own"))


def _workflow(community: "Community") -> Iterator[Finding]:
    """No mail passes by itself where nobody has said whose word proves it."""
    mail = community.workflow.mail
    if mail.approval is Approval.SERVER and not mail.server:
        message = Phrase(_("mail passes without an officer, but the mail server whose word counts is not named"))
        yield ("workflow", "mail", "approval"), message, Phrase(_("name it in `server`, or write `approval: officer`"))


def _codes_taken(community: "Community") -> Iterator[Finding]:
    for place, district in enumerate(community.districts):
        if district.code in TAKEN:
            message = Phrase(_("the code “{code}” is used by the bot itself"), {"code": district.code})
            yield ("districts", place, "code"), message, Phrase(_("give the district another code"))


def _unknown_departments(community: "Community") -> Iterator[Finding]:
    named: list[tuple[Where, str]] = [(("general_department",), community.general_department)]
    named += [(("categories", i, "department"), item.department) for i, item in enumerate(community.categories)]
    named += [
        (("programme_bodies", i, "department"), item.department) for i, item in enumerate(community.programme_bodies)
    ]
    for where, code in named:
        if community.department(code) is None:
            message = Phrase(_("there is no department with the code “{code}”"), {"code": code})
            yield where, message, Phrase(_("write a code from “departments”, or add the department there"))


def _unknown_themes(community: "Community") -> Iterator[Finding]:
    for place, category in enumerate(community.categories):
        if community.theme(category.theme) is None:
            message = Phrase(_("there is no theme with the code “{code}”"), {"code": category.theme})
            yield ("categories", place, "theme"), message, Phrase(_("write a code from “themes”, for example 090"))


def _counting(community: "Community") -> Iterator[Finding]:
    if community.counting.roll_forward:
        yield (
            ("counting", "roll_forward"),
            Phrase(_("dates of the law are never moved later")),
            Phrase(_("write false; staff see the other date beside")),
        )
    if community.counting.martial_law_until and not community.counting.martial_law:
        yield (
            ("counting", "martial_law_until"),
            Phrase(_("martial law is switched off and has an end date too")),
            Phrase(_("write martial_law: true and leave the date, or remove the date")),
        )
    if community.counting.after_hours_next_day and not community.working_hours.known:
        yield (
            ("counting", "after_hours_next_day"),
            Phrase(_("without working hours nobody knows what “after hours” is")),
            Phrase(_("fill in “working_hours”, or write false")),
        )


def _terms(community: "Community") -> Iterator[Finding]:
    for key, term in community.terms.items():
        if key in TERMS:
            yield from _term(key, term, TERMS[key])
        else:
            message = Phrase(_("the term “{key}” is not known"), {"key": key})
            yield ("terms", key), message, Phrase(_("correct its spelling or remove it"))
    for key in (key for key, rule in TERMS.items() if rule.compulsory and key not in community.terms):
        message = Phrase(_("the term “{key}” is missing"), {"key": key})
        yield ("terms",), message, Phrase(_("copy it from content/koriukivka/community.yaml"))


def _term(key: str, term: Term, rule: TermRule) -> Iterator[Finding]:
    if term.unit is not rule.unit:
        message = Phrase(_("“{key}” is counted in another unit by law"), {"key": key})
        yield ("terms", key, "unit"), message, Phrase(_("write {unit}"), {"unit": rule.unit.value})
    elif not rule.allows(term):
        params = {"key": key, "value": term.value, "article": rule.article}
        message = Phrase(_("“{key}” is {value}, which the law does not allow ({article})"), params)
        yield ("terms", key, "value"), message, _allowed(rule)


def _allowed(rule: TermRule) -> Phrase:
    params = {"most": rule.at_most, "least": rule.at_least}
    if rule.at_most is None:
        return Phrase(_("write {least} or more"), params)
    return Phrase(_("write {most} or less") if rule.at_least is None else _("write from {least} to {most}"), params)


def _petitions(community: "Community") -> Iterator[Finding]:
    if not community.petitions.enabled:
        return
    for key in ("petition.threshold", "petition.collection_days"):
        if key not in community.terms:
            message = Phrase(_("petitions are switched on, but “{key}” is not given"), {"key": key})
            yield ("terms",), message, Phrase(_("add it from the community's statute, or switch petitions off"))
    yield from petition_rules.faults(community.petitions)


def _danger(community: "Community") -> Iterator[Finding]:
    given = {number.number for number in community.danger.numbers}
    for number in (number for number in NUMBERS if number not in given):
        message = Phrase(_("the danger number {number} is missing"), {"number": number})
        yield ("danger", "numbers"), message, Phrase(_("add it with a text that says when to call it"))
    for place, words in enumerate(community.danger.words):
        for call in (call for call in words.call if call not in given):
            message = Phrase(_("the danger number {number} is not in the list of numbers"), {"number": call})
            yield ("danger", "words", place, "call"), message, Phrase(_("write one of the numbers above"))


def _map_of_offices(community: "Community") -> Iterator[Finding]:
    if community.workflow.folder.sev_xml and not community.legal.edrpou:
        message = Phrase(_("messages of the exchange format need the council's ЄДРПОУ code"))
        yield ("workflow", "folder", "sev_xml"), message, Phrase(_("fill in legal: edrpou, or write false"))
    named: list[tuple[Where, str]] = [(("departments",), code) for code in community.workflow.departments]
    for place, box in enumerate(community.workflow.mail.mailboxes):
        here: Where = ("mail", "mailboxes", place)
        named += [((*here, "departments"), code) for code in box.departments]
        for code in (code for code in box.categories if community.category(code) is None):
            message = Phrase(_("there is no category with the code “{code}”"), {"code": code})
            yield ("workflow", *here, "categories"), message, Phrase(_("write a code from “categories”"))
    for where, code in named:
        if community.department(code) is None:
            message = Phrase(_("there is no department with the code “{code}”"), {"code": code})
            yield (
                ("workflow", *where),
                message,
                Phrase(_("write a code from “departments”, or add the department there")),
            )
