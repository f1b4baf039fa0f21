"""The questions of who writes a petition: what the law asks for, and nothing else (393/96-ВР art. 23-1)."""

from collections.abc import Sequence

from council.community import Community
from council.contacts import email
from council.forms import Answers, Form, Option, Step, words
from council.names import split
from council.petition_rules import Conditions, Mode
from council.petitions import ASK_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from council.phrases import Phrase, _

NAME = "petition"


def build(community: Community) -> Form:
    """The form of this community. `_similar` (titles) is noted by whoever asks, after the title."""
    rules = community.petitions
    return Form(NAME, 1, (*_about_the_matter(), *_about_the_author(rules.in_mode, rules.conditions)))


def _about_the_matter() -> Sequence[Step]:
    return (
        Step(
            "title",
            Phrase(_("What do you propose? Say it in one sentence: it will be the title.")),
            reads=words(TITLE_LIMIT),
            title=_("Title"),
        ),
        Step(
            "similar",
            _similar,
            (Option("go_on", Phrase(_("Mine is different, go on"))),),
            asked_if=lambda answers: bool(answers.get("_similar")),
            title=_("Similar ones"),
        ),
        Step(
            "text",
            Phrase(_("Why is it needed? Tell in your own words what is wrong now and whom it concerns.")),
            reads=words(TEXT_LIMIT),
            long=True,
            title=_("Why"),
        ),
        Step(
            "ask",
            Phrase(_("What exactly should the council do? Everyone will read it.")),
            reads=words(ASK_LIMIT),
            title=_("What is asked"),
        ),
    )


def _similar(answers: Answers) -> Phrase:
    titles = "\n".join(f"• {title}" for title in answers.get("_similar", ()))
    return Phrase(
        _(
            "There is something similar already:\n{titles}\n"
            "You may support it instead: press «Cancel» and open the list."
        ),
        {"titles": titles},
    )


def _about_the_author(mode: Mode, conditions: Conditions) -> Sequence[Step]:
    asked = (
        _("Write your surname, name and patronymic. The council asks for them; others will see them as the author's.")
        if mode is not Mode.INITIATIVE
        else _("Write your surname, name and patronymic. Only the council's workers will see them.")
    )
    return (
        Step("name", Phrase(asked), reads=lambda text: split(text).model_dump(), title=_("Name")),
        Step(
            "email",
            Phrase(_("Write your e-mail: the decision and the answer will come there too. Nobody else will see it.")),
            reads=email,
            title=_("E-mail"),
        ),
        Step(
            "conditions",
            condition(conditions),
            (Option("yes", Phrase(_("Yes, it is so"))),),
            asked_if=lambda answers: conditions.resident or conditions.min_age is not None,
            title=_("Conditions"),
        ),
    )


def condition(conditions: Conditions) -> Phrase:
    """Who may write and sign, as a question to answer with yes."""
    age = conditions.min_age
    if conditions.resident and age is not None:
        return Phrase(
            _("Do you live in the community (also as a displaced person), and are you {age} or older?"), {"age": age}
        )
    if age is not None:
        return Phrase(_("Are you {age} or older?"), {"age": age})
    return Phrase(_("Do you live in the community? A displaced person who lives here does too."))
