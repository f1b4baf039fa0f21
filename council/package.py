"""What a registry gets of a case, as facts: the content of `card.json` (docs/schemas/card-1.schema.json).

It carries full data: the hand-over is the council's duty, and the registry needs what art. 5 of 393/96-ВР asks for.
Codes are ours and stable; names beside them are for people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from council.appeals import Appeal, Attachment, CaseMessage, Kind
from council.attachments import TYPES
from council.community import Community
from council.handover_rules import Handover, Matter, guid
from council.mails import MailToken
from council.people import FullName, Identity
from council.repeats import earlier_number
from council.submitting import due_of

SCHEMA = "hromada-card/1"
"""Grows when a field changes its meaning or goes away; new fields may come without it."""

Facts = Mapping[str, object]

_EXTENSIONS = {mime: extension for extension, mime in TYPES.items()}

_LAWS = {Kind.INFORMATION_REQUEST: "2939-VI", Kind.PROBLEM_REPORT: ""}


@dataclass(frozen=True)
class Handed:
    """One matter whole: the case, the later message where it is one, and its files with the names they go under.

    For what goes by mail: `token` is the case's secret word, `follows` the part of the mail that brought the case.
    """

    handover: Handover
    appeal: Appeal
    message: CaseMessage | None
    files: Sequence[tuple[str, Attachment]]
    link: str
    token: MailToken | None = None
    follows: str | None = None

    @property
    def at(self) -> datetime:
        """When the council received this matter; of a case the law's clock starts then."""
        if self.handover.matter is Matter.WITHDRAWAL:
            return self.handover.added_at
        return self.message.at if self.message else self.appeal.received_at

    @property
    def text(self) -> str:
        if self.handover.matter is Matter.WITHDRAWAL:
            return ""
        return self.message.text if self.message else self.appeal.submission.text


def safe_names(files: Sequence[Attachment]) -> Sequence[tuple[str, Attachment]]:
    """«dodatok-01.pdf»: plain Latin for any disk and any program, and nothing of what the person called it."""
    return [(f"dodatok-{place:02}.{_EXTENSIONS.get(file.mime, 'bin')}", file) for place, file in enumerate(files, 1)]


def facts(community: Community, handed: Handed) -> Facts:
    """The content of card.json; the same for every attempt at the same matter while the case is the same."""
    appeal, handover = handed.appeal, handed.handover
    return {
        "schema": SCHEMA,
        "id": str(guid(appeal, handover.key)),
        "matter": handover.matter.value,
        "number": appeal.number,
        "received_at": community.local(handed.at).isoformat(),
        "council": {"name": str(community.council.name), "edrpou": community.legal.edrpou},
        **_case(community, appeal),
        "text": handed.text,
        "attachments": [_file(name, file) for name, file in handed.files],
        "link": handed.link,
    }


def _case(community: Community, appeal: Appeal) -> Facts:
    submission = appeal.submission
    return {
        "kind": appeal.kind.value,
        "law": _LAWS.get(appeal.kind, "393/96-ВР"),
        "case_received_at": community.local(appeal.received_at).isoformat(),
        "answer_by": due_of(appeal, community).day.isoformat(),
        "category": _category(community, appeal),
        "department": _department(community, appeal.department),
        "district": appeal.district,
        "receipt": submission.entered.receipt.value if submission.entered else "electronic",
        "sign": "repeated" if appeal.repeats else "first",
        "repeats": earlier_number(appeal),
        "subject": "collective" if submission.signers else "individual",
        "applicant": _applicant(submission.applicant),
        "represented": submission.represented.model_dump(mode="json") if submission.represented else None,
        "signers": [one.model_dump(mode="json") for one in submission.signers],
        "complained_of": submission.complained_of,
        "urgency": submission.urgency,
        "place": submission.place.model_dump(mode="json") if submission.place else None,
    }


def _category(community: Community, appeal: Appeal) -> Facts | None:
    found = community.category(appeal.category)
    return {"code": found.code, "name": str(found.title), "theme": found.theme} if found else None


def _department(community: Community, code: str) -> Facts | None:
    """`external` is the department's code in the document system, by the map of community.yaml."""
    found = community.department(code)
    external = community.workflow.departments.get(code, "")
    return {"code": found.code, "name": str(found.name), "external": external} if found else None


def _applicant(identity: Identity | None) -> Facts | None:
    """None for a problem report without a name. Benefits are there by consent only."""
    if identity is None:
        return None
    reply = {"channel": identity.channel.value, "contact": identity.contact} if identity.channel else None
    return {
        "name": _name(identity.name),
        "residence": identity.residence,
        "reply": reply,
        "benefits": list(identity.benefits),
    }


def _name(name: FullName) -> Facts:
    return name.model_dump(mode="json")


def _file(name: str, file: Attachment) -> Facts:
    return {"name": name, "mime": file.mime, "size": file.size, "sha256": file.sha256}


def folder_name(handed: Handed) -> str:
    """«ZV-2026-000001-case-17»: plain Latin, and the same for every attempt."""
    digits = handed.appeal.number.partition("-")[2].replace("/", "-")
    return f"ZV-{digits}-{handed.handover.matter.value}-{handed.handover.id}"
