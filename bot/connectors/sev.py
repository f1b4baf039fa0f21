"""A case as a message of the exchange format 1207, version 1.5, for import into a document system. Experimental.

Written from the public description of the format (order of МОНМС № 1207 of 20.10.2011). No public sample has a citizen
as its author, so a vendor must agree before a council relies on it. It is never sent to СЕВ ОВВ: a document without a
qualified signature is refused there, and the bot is no participant.
"""

import base64
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.documents.letters import clean
from bot.documents.packages import CARD_JSON, Package, Piece
from council.appeals import Appeal
from council.community import Community
from council.handover_rules import Matter, uuid_of
from council.journal import KINDS
from council.package import Handed
from council.people import FullName, ReplyChannel

NAME = "sev-1207.xml"
MOST = 30 * 1024 * 1024
"""Bytes of files that stand in the message; what is more lies beside it in the folder."""

SYSTEM = "hromada-bot"
CITIZENS = "Звернення громадян"
STATEMENT, EXECUTE, MAIN, ADDITION, ALWAYS = "2", "3", "1", "2", "2"
ECONTACTS = {ReplyChannel.EMAIL: "п", ReplyChannel.PHONE: "м"}
SHORT = 250
"""Signs of the annotation."""

Told = Sequence[tuple[Piece, bytes]]


def message(community: Community, package: Package, told: Told) -> bytes:
    """The whole message; `told` are the fitting pieces with their contents. LookupError where there is no case."""
    if package.handed is None:
        raise LookupError(package.name)
    header = _header(community, package)
    _document(header, community, package.handed, told)
    _expansion(header, community)
    made: bytes = tostring(header, encoding="utf-8", xml_declaration=True)
    return made


def fitting(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces that the message carries, in their order; the rest lies beside it."""
    kept: list[Piece] = []
    for piece in (one for one in pieces if one.name != CARD_JSON):
        if sum(one.size for one in kept) + piece.size <= MOST:
            kept.append(piece)
    return kept


def _header(community: Community, package: Package) -> Element:
    code, name = community.legal.edrpou, clean(str(community.council.name))
    system = str(uuid_of(f"{SYSTEM}:{code}")).upper()
    sides = {
        f"{side}_{field}": value
        for side in ("from", "to")
        for field, value in (("org_id", code), ("organization", name), ("sys_id", system), ("system", SYSTEM))
    }
    return Element(
        "Header",
        {
            "standart": "1207",
            "version": "1.5",
            "charset": "UTF-8",
            "time": f"{package.handover.added_at:%Y-%m-%dT%H:%M:%SZ}",
            "msg_type": ADDITION if package.handover.matter in {Matter.ADDITION, Matter.WITHDRAWAL} else MAIN,
            "msg_id": str(package.key).upper(),
            "msg_acknow": ALWAYS,
            **sides,
        },
    )


def _document(header: Element, community: Community, handed: Handed, told: Told) -> None:
    appeal = handed.appeal
    document = SubElement(
        header,
        "Document",
        {
            "idnumber": appeal.number,
            "type": STATEMENT,
            "kind": CITIZENS,
            "title": KINDS[appeal.kind],
            "annotation": " ".join(clean(handed.text).split())[:SHORT],
            "purpose_type": EXECUTE,
            "urgent": "1" if appeal.submission.urgency else "0",
        },
    )
    number = SubElement(document, "RegNumber", {"regdate": f"{community.local(appeal.received_at).date()}"})
    number.text = appeal.number
    SubElement(document, "Confident", {"flag": "0"})
    for place, (piece, content) in enumerate(told, 1):
        _transfer(document, place, piece, content)
    _authors(document, appeal)
    addressee = SubElement(document, "Addressee", {"type": "0"})
    _organization(addressee, community)
    _organization(SubElement(document, "Writer"), community)


def _transfer(document: Element, place: int, piece: Piece, content: bytes) -> None:
    kind = piece.name.rpartition(".")[2]
    transfer = SubElement(document, "DocTransfer", {"type": kind, "description": piece.name, "idnumber": str(place)})
    transfer.text = base64.b64encode(content).decode()


def _authors(document: Element, appeal: Appeal) -> None:
    """The applicant first, then who signed with them; a problem report may have none, and the element must be there."""
    applicant = appeal.submission.applicant
    first = SubElement(document, "Author")
    if applicant is not None:
        person = _person(first, applicant.name, applicant.residence)
        if applicant.channel in ECONTACTS and applicant.contact:
            contact = SubElement(person, "Econtact", {"type": ECONTACTS[applicant.channel]})
            contact.text = clean(applicant.contact)
    for signer in appeal.submission.signers:
        _person(SubElement(document, "Author"), signer.name, signer.residence)


def _person(parent: Element, name: FullName, residence: str) -> Element:
    person = SubElement(parent, "PrivatePerson")
    parts = {"secname": clean(name.surname), "firstname": clean(name.given), "fathersname": clean(name.patronymic)}
    SubElement(person, "Name", parts).text = clean(str(name))
    if residence:
        SubElement(person, "Address").text = clean(residence)
    return person


def _organization(parent: Element, community: Community) -> None:
    SubElement(
        parent,
        "Organization",
        {"fullname": clean(str(community.council.name)), "ogrn": community.legal.edrpou},
    )


def _expansion(header: Element, community: Community) -> None:
    expansion = SubElement(header, "Expansion", {"organization": clean(str(community.council.name)), "exp_ver": "1.0"})
    SubElement(expansion, "StaticExpansion")
