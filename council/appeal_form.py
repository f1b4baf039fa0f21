"""What a resident is asked before an appeal: only what the law needs, one plain question at a time.

At most nine questions for someone new and five for someone known, counted from «Submit» to the intake number.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from council import asides
from council.appeals import Entered, Kind, Place, Signer, Submission
from council.community import Community
from council.contacts import channel
from council.forms import Answers, Form, Option, Step, words
from council.names import split
from council.people import FullName, Identity, ReplyChannel
from council.phrases import Phrase, _

TEXT_LIMIT = 20_000
"""Characters of one appeal; Telegram cuts a long text into messages of 4096, which are joined."""

NAME = "appeal"
VERSION = 1

OUTSIDE = "outside"
"""The district of who lives elsewhere."""

UNKNOWN = "unknown"
"""The district of a problem, where nobody said which."""

NAME_QUESTION = _(
    "Write your surname, name and patronymic in one message.\n"
    "If you have no patronymic, write «none» in its place.\n\n"
    "The law asks for it, so that the council can answer you. More on your data: /privacy"
)

FORMAL = frozenset({Kind.PROPOSAL, Kind.APPLICATION, Kind.COMPLAINT})
"""Kinds that need the name and residence of the author (393/96-ВР art. 5)."""


def kind_of(answers: Answers) -> Kind | None:
    """The legal kind behind the plain answers; None while it is not clear yet."""
    wish = answers.get("wish")
    if wish == "do" and "wronged" in answers:
        return Kind.COMPLAINT if answers["wronged"] == "yes" else Kind.APPLICATION
    return {"change": Kind.PROPOSAL, "know": Kind.INFORMATION_REQUEST, "problem": Kind.PROBLEM_REPORT}.get(wish or "")


def wish_for(kind: Kind) -> Mapping[str, str]:
    """The plain answers behind a legal kind: `kind_of`, the other way round."""
    if kind in {Kind.APPLICATION, Kind.COMPLAINT}:
        return {"wish": "do", "wronged": "yes" if kind is Kind.COMPLAINT else "no"}
    return {"wish": {Kind.PROPOSAL: "change", Kind.INFORMATION_REQUEST: "know"}.get(kind, "problem")}


def _formal(answers: Answers) -> bool:
    return kind_of(answers) in FORMAL


def _request(answers: Answers) -> bool:
    return kind_of(answers) is Kind.INFORMATION_REQUEST


def _is(*kinds: Kind) -> Callable[[Answers], bool]:
    return lambda answers: kind_of(answers) in kinds


def _post_for_request(answers: Answers) -> bool:
    return kind_of(answers) is Kind.INFORMATION_REQUEST and _chose_post(answers)


def _chose_post(answers: Answers) -> bool:
    return (answers.get("contact") or {}).get("channel") == ReplyChannel.POST


def build(community: Community) -> Form:
    """The form of this community: its categories and districts are the options. Made once: it is asked each update."""
    if not _made or _made[0][0] is not community:
        _made[:] = [(community, _build(community))]
    return _made[0][1]


_made: list[tuple[Community, Form]] = []
"""The form made last, and for whom: a process serves one community."""


def _build(community: Community) -> Form:
    steps = (*_about_the_matter(community), *about_the_person(community), *asides.steps(community, _formal, _request))
    return Form(NAME, VERSION, steps, length_known=lambda answers: kind_of(answers) is not None)


def _asking_for_text(answers: Answers) -> Phrase:
    if kind_of(answers) is Kind.INFORMATION_REQUEST:
        return Phrase(
            _(
                "What would you like to know? Name the document, or describe it in your own words.\n"
                "You may send a voice message instead. You need not say why you ask."
            )
        )
    return Phrase(
        _(
            "Tell us in your own words what happened and what you ask for.\n"
            "You may send a voice message instead. Photos and documents can be added now or later."
        )
    )


def _about_the_matter(community: Community) -> Sequence[Step]:
    return (
        Step(
            "wish",
            Phrase(_("What would you like?")),
            (
                Option("problem", Phrase(_("Report a problem: a pothole, a lamp, rubbish"))),
                Option("do", Phrase(_("Ask the council to do or decide something"))),
                Option("change", Phrase(_("Propose a change"))),
                Option("know", Phrase(_("Find something out"))),
            ),
            title=_("What you would like"),
        ),
        Step(
            "wronged",
            Phrase(_("Did someone break your rights or treat you unfairly: an official, an office, an enterprise?")),
            (Option("no", Phrase(_("No, I just ask"))), Option("yes", Phrase(_("Yes, I complain")))),
            asked_if=lambda answers: answers.get("wish") == "do",
            title=_("Whether it is a complaint"),
        ),
        Step(
            "complained_of",
            Phrase(
                _(
                    "Whom do you complain of? Write the office or the post.\n"
                    "Your complaint will not be given to the person or department you name."
                )
            ),
            reads=words(300),
            optional=lambda answers: True,
            asked_if=_is(Kind.COMPLAINT),
            title=_("Whom the complaint is about"),
        ),
        Step(
            "category",
            Phrase(_("What is it about?")),
            tuple(Option(category.code, category.title) for category in community.categories),
            asked_if=_is(Kind.APPLICATION, Kind.PROPOSAL, Kind.PROBLEM_REPORT),
            title=_("Topic"),
        ),
        Step(
            "text",
            _asking_for_text,
            reads=words(TEXT_LIMIT),
            optional=lambda answers: kind_of(answers) is Kind.PROBLEM_REPORT and bool(answers.get("_files")),
            takes=frozenset({"voice"}),
            long=True,
            title=_("Text"),
        ),
        Step(
            "place",
            Phrase(
                _(
                    "Where is it? Write the village or town, the street and a landmark.\n"
                    "Or send the place: the paper clip, then «Location»."
                )
            ),
            reads=words(500),
            takes=frozenset({"location"}),
            asked_if=_is(Kind.PROBLEM_REPORT),
            title=_("Place"),
        ),
    )


def about_the_person(community: Community) -> Sequence[Step]:
    """What the law asks of the author, each question where the kind of the case needs it."""
    districts = tuple(Option(district.code, district.name) for district in community.districts)
    return (
        Step(
            "name",
            Phrase(NAME_QUESTION),
            reads=lambda text: split(text).model_dump(),
            asked_if=_is(*FORMAL, Kind.INFORMATION_REQUEST),
            title=_("Name"),
        ),
        Step(
            "district",
            Phrase(_("Which part of the community do you live in? Press your district.")),
            (*districts, Option(OUTSIDE, Phrase(_("I live elsewhere")))),
            asked_if=lambda answers: _formal(answers) and bool(districts),
            title=_("District"),
        ),
        Step(
            "problem_district",
            Phrase(_("Which part of the community is it in? Press the district.")),
            (*districts, Option(UNKNOWN, Phrase(_("I do not know")))),
            asked_if=lambda answers: kind_of(answers) is Kind.PROBLEM_REPORT and bool(districts),
            title=_("District of the problem"),
        ),
        Step(
            "residence",
            Phrase(_("Write where you live: village or town, street, house, flat.")),
            reads=words(300),
            asked_if=_formal,
            title=_("Residence"),
        ),
        Step(
            "contact",
            Phrase(
                _(
                    "Where should the council send the official answer? Write your e-mail or phone number, "
                    "or choose a letter by post.\nYou will also see the answer here in Telegram."
                )
            ),
            (Option("post", Phrase(_("A letter by post"))),),
            reads=_contact,
            takes=frozenset({"contact"}),
            asked_if=_is(*FORMAL, Kind.INFORMATION_REQUEST),
            title=_("Where to answer"),
        ),
        Step(
            "postal_address",
            Phrase(_("Write the postal address for the answer: village or town, street, house, flat.")),
            reads=words(300),
            asked_if=_post_for_request,
            title=_("Postal address"),
        ),
    )


def _contact(text: str) -> Mapping[str, str]:
    way, value = channel(text)
    return {"channel": way.value, "value": value}


def identity_of(answers: Answers) -> Identity | None:
    """Who submits; None where nobody was named (a problem report)."""
    if not answers.get("name"):
        return None
    contact = answers.get("contact") or {}
    return Identity(
        name=FullName.model_validate(answers["name"]),
        district=answers.get("district") or "",
        residence=answers.get("residence") or answers.get("postal_address") or "",
        channel=ReplyChannel(contact["channel"]) if contact else None,
        contact=contact.get("value", ""),
        benefits=tuple(answers.get("benefits") or ()),
    )


def answers_from(identity: Identity) -> Mapping[str, Any]:
    """The answers that a known person need not give again; benefits are not kept: their consent is for one appeal.

    A problem is taken to be in the person's own district, or nobody knows in which when they live elsewhere: the review
    shows it, and it can be changed there.
    """
    channel_kept = {"channel": identity.channel, "value": identity.contact} if identity.channel else None
    kept = {
        "name": identity.name.model_dump(),
        "district": identity.district,
        "residence": identity.residence,
        "contact": channel_kept,
        "postal_address": identity.residence if identity.channel is ReplyChannel.POST else "",
        "problem_district": UNKNOWN if identity.district == OUTSIDE else identity.district,
    }
    return {name: value for name, value in kept.items() if value}


PERSONAL = ("name", "district", "residence", "contact", "postal_address", "benefits")


def submission_of(answers: Answers) -> Submission:
    """What the person wrote, from the answers that count."""
    place = answers.get("place") or {}
    text = answers.get("text") or ""
    return Submission(
        text=f"{text}\n\n{answers['_quote']}" if text and answers.get("_quote") else text,
        applicant=identity_of(answers),
        place=Place.model_validate(place if isinstance(place, dict) else {"words": place}) if place else None,
        complained_of=answers.get("complained_of") or "",
        urgency=(answers.get("urgency") or "") if _request(answers) else "",
        represented=asides.represented(answers) if _formal(answers) else None,
        signers=tuple(Signer.model_validate(one) for one in answers.get("named") or ()) if _formal(answers) else (),
        entered=Entered.model_validate(answers["_entered"]) if answers.get("_entered") else None,
    )


def district_of(answers: Answers) -> str:
    return answers.get("problem_district") or answers.get("district") or ""
