"""The personal data notice (2297-VI art. 12): what a person is told before anything about them is written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from council.community import Community
from council.deadlines import length
from council.phrases import Phrase, _

NOTICE_VERSION = "2"
"""Grows with every change of the sentences below: who has seen an older text is shown the new one."""

NOTICE_DATE = date(2026, 12, 1)
"""The day of this version."""


@dataclass(frozen=True)
class Section:
    title: Phrase
    lines: tuple[Phrase, ...]


@dataclass(frozen=True)
class Notice:
    """The text in sections; the caller renders it in the reader's language and keeps the digest of what was shown."""

    version: str
    sections: tuple[Section, ...]


def notice(community: Community) -> Notice:
    """The notice of this council. What its content does not say is left out, never guessed."""
    told = (
        (_("Who is responsible for your data"), _controller(community)),
        (_("What we write down"), _data()),
        (_("What for"), _purposes()),
        (_("Who sees it"), _recipients()),
        (_("Telegram"), _carrier(community)),
        (_("How long we keep it"), _storage(community)),
        (_("Your rights"), _rights(community)),
        (_("This text"), [Phrase(_("Version {version} of {date}."), {"version": NOTICE_VERSION, "date": NOTICE_DATE})]),
    )
    return Notice(NOTICE_VERSION, tuple(Section(Phrase(title), tuple(lines)) for title, lines in told))


def read_out(community: Community) -> Phrase:
    """The notice in a few sentences, for who hears it at the desk or by phone, or reads it on a slip."""
    told = _(
        "{council} writes down your name, where you live, how to answer you and what you ask. It needs them to "
        "consider your appeal: the law obliges it. Only the workers who deal with it see them. They are kept for "
        "{term}. You may ask what is kept about you, correct a mistake, and complain to the Ombudsman or to a court."
    )
    term = length(community.terms["appeal.retention"])
    return Phrase(told, {"council": community.council.name, "term": term})


def digest(text: str) -> str:
    """SHA-256 of the text as it was shown, in hexadecimal: proves later which words a person saw."""
    return sha256(text.encode()).hexdigest()


def _controller(community: Community) -> Iterator[Phrase]:
    contact = community.legal.data_contact
    yield Phrase(_("{council} is responsible."), {"council": community.council.name})
    facts = (
        (_("ЄДРПОУ code: {value}."), community.legal.edrpou),
        (_("Address: {value}."), community.legal.address or community.address),
        (_("Questions about your data are answered by: {value}."), contact.post),
        (_("Phone for these questions: {value}."), contact.phone),
        (_("E-mail for these questions: {value}."), contact.email),
    )
    yield from (Phrase(msgid, {"value": value}) for msgid, value in facts if value)


def _data() -> Sequence[Phrase]:
    return (
        Phrase(_("Always: the number of your Telegram account, your language, and when you wrote.")),
        Phrase(_("For an appeal: your surname, name, patronymic, and where you live.")),
        Phrase(_("Where to answer you: an e-mail, a phone number or a postal address.")),
        Phrase(_("What you send: the text, voice messages, photos, files, the place on the map.")),
        Phrase(_("Benefits set by law: only if you tell them yourself.")),
        Phrase(_("Please do not write about health, faith or nationality unless your question needs it.")),
        Phrase(_("For a problem report we do not ask your name.")),
    )


def _purposes() -> Sequence[Phrase]:
    return (
        Phrase(_("To consider your appeal and answer you. The Law on Citizens' Appeals (393/96-ВР) obliges us.")),
        Phrase(_("To answer a request. The Law on Access to Public Information (2939-VI) obliges us.")),
        Phrase(_("For these two your consent is not needed: without these data we cannot answer by law.")),
        Phrase(_("To mend what a problem report tells of.")),
        Phrase(_("To remember your name and address for the next time: only if you agree.")),
        Phrase(_("To consider people with benefits first: only if you agree.")),
        Phrase(_("To send you the council's news and invitations to surveys: only if you agree, to each by itself.")),
        Phrase(_("To warn you of a danger to life and health: for that the law needs no consent.")),
        Phrase(_("You may take your consent back at any time. The appeal is considered all the same.")),
    )


def _recipients() -> Sequence[Phrase]:
    return (
        Phrase(_("The council's workers who deal with your appeal.")),
        Phrase(_("Another body, if your question is its business. We tell you about it.")),
        Phrase(_("Nobody else. We do not sell data and send no advertising.")),
    )


def _carrier(community: Community) -> Iterator[Phrase]:
    yield Phrase(_("Telegram carries the messages. Its servers are outside Ukraine."))
    yield Phrase(_("Messages with a bot are not end-to-end encrypted: Telegram could read them."))
    yield Phrase(_("If you do not want that, write to the council by e-mail or post, or come in person."))
    ways = (
        (_("The council's e-mail: {value}."), community.contacts.email),
        (_("Where to write or come: {value}."), community.address),
        (_("The council's phone: {value}."), community.contacts.phone),
    )
    yield from (Phrase(msgid, {"value": value}) for msgid, value in ways if value)


def _storage(community: Community) -> Sequence[Phrase]:
    term = length(community.terms["appeal.retention"])
    return (
        Phrase(_("A registered appeal and its files: {term}. The rules of record-keeping say so."), {"term": term}),
        Phrase(_("An appeal you did not finish: a week.")),
        Phrase(_("Name and address for the next time: until you erase them in /mydata.")),
        Phrase(_("Which messages to many people you got: a week after the sending ended. Then only their number.")),
    )


def _rights(community: Community) -> Sequence[Phrase]:
    """The rights of art. 8, each with the way to use it."""
    term = length(community.terms["data_subject.reply"])
    return (
        Phrase(_("See what is kept about you, erase it, take your consent back: /mydata.")),
        Phrase(_("Correct a mistake in an appeal: add a message to it.")),
        Phrase(_("Read this text again: /privacy.")),
        Phrase(_("Ask where your data come from, where they are and who has seen them. It is free.")),
        Phrase(_("The council answers such a question within this time: {term}."), {"term": term}),
        Phrase(_("Object to the use of your data, or ask to limit it.")),
        Phrase(_("Decisions are made by people. The bot decides nothing about you.")),
        Phrase(_("If you erase your profile in the bot, a registered appeal stays: the council must keep it by law.")),
        Phrase(_("Complain to the Ombudsman (Commissioner of the Verkhovna Rada for Human Rights) or to a court.")),
    )
