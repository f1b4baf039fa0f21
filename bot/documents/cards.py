"""The registration card of a case for the registry, as a PDF (tagged, PDF/UA-1): all that art. 5 asks for."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.documents.codes import square
from bot.documents.letters import STATE_LANGUAGE, clean, compiled
from council.appeals import KIND_NAMES, RECEIPT_NAMES, Appeal, Signer, Submission
from council.asides import BASIS_NAMES, Basis
from council.community import Community
from council.handover_rules import Matter
from council.package import Handed
from council.people import CHANNEL_NAMES, FullName, Identity
from council.phrases import _ as msgid
from council.repeats import earlier_number
from council.submitting import due_of
from handlers.house import House
from handlers.texts import _, day, moment, number, say

TEMPLATE = Path(__file__).parent / "card.typ"
NAME = "card.pdf"

TITLES: Mapping[Matter, str] = {
    Matter.CASE: msgid("Registration card of a submission"),
    Matter.OFFICIAL: msgid("Registration card of a submission"),
    Matter.ADDITION: msgid("Addition to a submission"),
    Matter.WITHDRAWAL: msgid("A submission is taken back"),
}

Row = tuple[str, Sequence[str]]


async def pdf(house: House, handed: Handed) -> bytes:
    """The card of this matter. Typst runs in a thread; everything that people wrote is data to it."""
    with house.texts.speaking(STATE_LANGUAGE):
        data = json.dumps(_card(house, handed), ensure_ascii=False)
    return await asyncio.to_thread(compiled, TEMPLATE, data)


def _card(house: House, handed: Handed) -> Mapping[str, object]:
    community, appeal = house.community, handed.appeal
    return {
        "title": _(TITLES[handed.handover.matter]),
        "number": appeal.number,
        "council": clean(str(community.council.name)),
        "contacts": _contacts(community),
        "received": _received(handed),
        "code": _code(handed),
        "stamp": {
            "title": _("Filled in by the registry"),
            "number": _("Registry number"),
            "date": _("Date"),
        },
        "columns": [_("Field"), _("Content")],
        "sections": [{"title": title, "rows": list(rows)} for title, rows in _sections(community, handed) if rows],
        "text_title": _("Text"),
        "paragraphs": _paragraphs(handed),
        "files_title": _("Attachments"),
        "files_columns": [_("File"), _("Size"), "SHA-256"],
        "files": [[name, size(file.size), file.sha256 or "—"] for name, file in handed.files],
        "footer": _("{number}. Made by the council's bot; not signed with a qualified signature.").format(
            number=appeal.number
        ),
    }


def _contacts(community: Community) -> Sequence[str]:
    code = community.legal.edrpou
    lines = [str(community.address or ""), _("ЄДРПОУ code {code}").format(code=code) if code else ""]
    return [clean(line) for line in lines if line]


def _received(handed: Handed) -> str:
    if handed.handover.matter is Matter.WITHDRAWAL:
        return _("Taken back by its author: {moment}").format(moment=moment(handed.at))
    return _("Received by the council: {moment}").format(moment=moment(handed.at))


def _code(handed: Handed) -> Mapping[str, str]:
    caption = _("The case in the bot: for its author and the officers in charge")
    return {"svg": square(handed.link), "alt": _("QR code: {caption}").format(caption=caption), "caption": caption}


def _sections(community: Community, handed: Handed) -> Iterator[tuple[str, Sequence[Row]]]:
    appeal = handed.appeal
    yield _("The submission"), _told(_matter(community, handed))
    yield _("The applicant"), _told(_applicant(community, appeal.submission.applicant))
    if handed.handover.matter in {Matter.CASE, Matter.OFFICIAL}:
        yield _("Other people"), _told(_others(appeal.submission))


def _told(rows: Iterator[Row]) -> Sequence[Row]:
    """Only what is known, without signs that print nothing."""
    cleaned = [(label, [clean(line) for line in lines if line]) for label, lines in rows]
    return [(label, lines) for label, lines in cleaned if lines]


def _matter(community: Community, handed: Handed) -> Iterator[Row]:
    appeal, due = handed.appeal, due_of(handed.appeal, community)
    submission, category = appeal.submission, community.category(appeal.category)
    department, district = community.department(appeal.department), community.district(appeal.district)
    yield _("Kind"), [_(KIND_NAMES[appeal.kind])]
    yield _("Form of receipt"), [_form(submission)]
    if handed.message is not None:
        yield _("The submission itself was received"), [moment(appeal.received_at)]
        return
    yield _("Sign of receipt"), [_sign(appeal)]
    yield _("Answer by"), [f"{day(due.day)} ({say(due.because, html=False)})"]
    yield _("Subject"), [_("collective") if submission.signers else _("individual")]
    yield _("Topic"), [_topic(community, appeal)] if category else []
    yield _("Department"), [str(department.name)] if department else []
    yield _("District"), [str(district.name)] if district else []
    yield _("Place"), _place(submission)
    yield _("Complaint about"), [submission.complained_of]
    yield _("Why it is urgent"), submission.urgency.split("\n")


def _form(submission: Submission) -> str:
    entered = submission.entered
    if entered is None:
        return _("electronic (the council's bot)")
    told = _("{receipt}, {day}; written down by: {position}")
    return told.format(receipt=_(RECEIPT_NAMES[entered.receipt]), day=day(entered.day), position=entered.position)


def _sign(appeal: Appeal) -> str:
    earlier = earlier_number(appeal)
    return _("repeated, see {number}").format(number=earlier) if earlier else _("first")


def _topic(community: Community, appeal: Appeal) -> str:
    category = community.category(appeal.category)
    theme = community.theme(category.theme) if category else None
    return f"{category.title}" + (f" ({theme.code} {theme.name})" if theme else "") if category else ""


def _place(submission: Submission) -> Sequence[str]:
    place = submission.place
    if place is None:
        return []
    point = f"{place.latitude:.6f}, {place.longitude:.6f}" if place.latitude is not None and place.longitude else ""
    return [place.words, point]


def _applicant(community: Community, identity: Identity | None) -> Iterator[Row]:
    if identity is None:
        yield _("Surname, name, patronymic"), [_("not given: a problem report needs no name")]
        return
    district = community.district(identity.district)
    benefits = [community.benefit(code) for code in identity.benefits]
    yield _("Surname, name, patronymic"), [_name(identity.name)]
    yield _("Place of residence"), [identity.residence or _("not given")]
    yield _("District"), [str(district.name)] if district else []
    channel = f"{_(CHANNEL_NAMES[identity.channel])}: {identity.contact}" if identity.channel else ""
    yield _("Where to answer"), [channel]
    yield _("Statutory benefits"), [str(one.title) for one in benefits if one]


def _name(name: FullName) -> str:
    return " ".join(part for part in (name.surname, name.given, name.patronymic) if part)


def _others(submission: Submission) -> Iterator[Row]:
    other = submission.represented
    if other is not None:
        yield _("Written for"), [_name(other.name), other.residence, _(BASIS_NAMES[Basis(other.basis)])]
    yield _("Signed together with"), [_signer(one) for one in submission.signers]


def _signer(signer: Signer) -> str:
    line = ", ".join(part for part in (_name(signer.name), signer.residence) if part)
    return line if signer.confirmed else _("{person} (named by the contact person)").format(person=line)


def _paragraphs(handed: Handed) -> Sequence[Sequence[str]]:
    if handed.handover.matter is Matter.WITHDRAWAL:
        return [[_("The author has taken this submission back. It is not to be considered.")]]
    if not handed.text:
        return [[_("No text: see the attachments.")]]
    return [part.split("\n") for part in re.split(r"\n\s*\n", clean(handed.text)) if part]


def size(count: int) -> str:
    """«1,2 МБ», «340 КБ»."""
    if count >= 1024 * 1024:
        return _("{size} MB").format(size=number(round(count / 1024 / 1024, 1)))
    return _("{size} KB").format(size=number(max(1, round(count / 1024))))
