"""What an appeal may say besides what is asked of everybody: benefits, files, urgency, and for whom one writes.

Each is reached from the review, so that nobody has to answer what hardly anybody needs.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from council.appeals import Represented
from council.community import Community
from council.forms import Answers, Option, Step, words
from council.names import split
from council.people import FullName
from council.phrases import Phrase, _
from council.together import named

Asked = Callable[[Answers], bool]

OTHER = "other"
"""The answer of who writes for somebody else."""


class Basis(StrEnum):
    """By what right somebody writes for another (393/96-ВР art. 5 and 16; Civil Code, art. 242 and 244)."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    ATTORNEY = "attorney"


BASIS_NAMES: Mapping[Basis, str] = {
    Basis.PARENT: _("mother or father of a child"),
    Basis.GUARDIAN: _("guardian or carer"),
    Basis.ATTORNEY: _("power of attorney"),
}

NAME_OF_OTHER, HOME_OF_OTHER, BASIS = "for_name", "for_home", "for_basis"


def steps(community: Community, formal: Asked, request: Asked) -> Sequence[Step]:
    """`formal` tells an appeal from the rest, `request` a request for information."""
    return (*_for_whom(formal), _together(formal), *_of_the_matter(community, request))


def _together(formal: Asked) -> Step:
    return Step(
        "named",
        Phrase(
            _(
                "Write the people who sign with you, one a line: surname, name, patronymic, a comma, where they live. "
                "For example:\nБойко Тарас Іванович, с. Буда, вул. Лісова, 7\n\n"
                "Write the whole list in one message; another message replaces it. The council sees these names."
            )
        ),
        reads=named,
        asked_if=formal,
        aside=True,
        title=_("Together with"),
    )


def _for_whom(formal: Asked) -> Sequence[Step]:
    def asked(answers: Answers) -> bool:
        return formal(answers) and answers.get("for_whom") == OTHER

    return (
        Step(
            "for_whom",
            Phrase(
                _(
                    "For whom do you write?\n\n"
                    "For a child or a ward their parent or guardian may write. For anybody else you need a power of "
                    "attorney. The council must see the document: you will be able to add its photo."
                )
            ),
            (
                Option("me", Phrase(_("For myself"))),
                Option(OTHER, Phrase(_("For another person"))),
            ),
            aside=True,
            title=_("For whom"),
        ),
        Step(
            NAME_OF_OTHER,
            Phrase(_("Write the surname, name and patronymic of the person for whom you write.")),
            reads=lambda text: split(text).model_dump(),
            asked_if=asked,
            title=_("For whom, name"),
        ),
        Step(
            HOME_OF_OTHER,
            Phrase(_("Write where this person lives: village or town, street, house, flat.")),
            reads=words(300),
            asked_if=asked,
            title=_("For whom, residence"),
        ),
        Step(
            BASIS,
            Phrase(_("By what right do you write for this person?")),
            tuple(Option(basis.value, Phrase(name)) for basis, name in BASIS_NAMES.items()),
            asked_if=asked,
            title=_("By what right"),
        ),
    )


def _of_the_matter(community: Community, request: Asked) -> Sequence[Step]:
    return (
        Step(
            "urgency",
            Phrase(
                _(
                    "Why can it not wait five working days? Write the reason.\n"
                    "The law gives 48 hours when life or freedom, the environment, food, an accident or a disaster "
                    "is at stake. The council decides whether it is so, and we will tell you."
                )
            ),
            reads=words(1000),
            asked_if=request,
            aside=True,
            title=_("Why it is urgent"),
        ),
        Step(
            "benefits",
            Phrase(
                _(
                    "Do you have benefits set by law? Appeals of such people are considered first.\n"
                    "You need not answer. By pressing a line you agree that the council sees it in this appeal only."
                )
            ),
            tuple(Option(benefit.code, benefit.title) for benefit in community.benefits),
            multiple=True,
            aside=True,
            title=_("Statutory benefits"),
        ),
        Step(
            "files",
            Phrase(_("Send photos, documents, a video or a voice message: up to 10. Then press «Done».")),
            aside=True,
            title=_("Files"),
        ),
    )


def represented(answers: Answers) -> Represented | None:
    """For whom the applicant writes; None for who writes for themselves."""
    if answers.get("for_whom") != OTHER or not answers.get(NAME_OF_OTHER):
        return None
    return Represented(
        name=FullName.model_validate(answers[NAME_OF_OTHER]),
        residence=answers.get(HOME_OF_OTHER) or "",
        basis=answers.get(BASIS) or "",
    )
