"""The official letter as a PDF (tagged, PDF/UA-1): one template, and everything written by people passed as data."""

import asyncio
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import typst

from council.appeals import Appeal, Attachment, CaseMessage, Kind
from council.attachments import safe_name
from council.community import Community
from council.people import ReplyChannel
from council.phrases import _ as msgid
from council.signed_files import VERIFY_AT
from handlers.house import House
from handlers.texts import _
from storage.desk import Desk

TEMPLATE = Path(__file__).parent / "letter.typ"
STATE_LANGUAGE = "uk"
"""Letters are written in it whatever the reader speaks (law 2704-VIII art. 13)."""

SUBJECTS: Mapping[Kind, str] = {
    Kind.PROPOSAL: msgid("On your appeal"),
    Kind.APPLICATION: msgid("On your appeal"),
    Kind.COMPLAINT: msgid("On your appeal"),
    Kind.INFORMATION_REQUEST: msgid("On your request for public information"),
    Kind.PROBLEM_REPORT: msgid("On the problem you reported"),
}

BLANK = "____________"
"""Room for what the registrar writes by hand."""

BOX = "□"
"""Stands for a sign that no font of ours has: a letter with boxes is sent, a letter that fails is not."""

_UNKNOWN_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')
_MOST_UNKNOWN = 60
_STEERS = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")
"""Print nothing by themselves; joined to an emoji that became a box they would make it a sign of no font again."""


@dataclass(frozen=True)
class Letter:
    """The words of a letter in their order, in Ukrainian; what is not known is an empty text or list."""

    title: str
    council: str
    contacts: Sequence[str]
    references: Sequence[str]
    addressee: Sequence[str]
    paragraphs: Sequence[Sequence[str]]
    annexes_title: str
    annexes: Sequence[str]
    post: str
    name: str


async def printed(desk: Desk, house: House, answer: CaseMessage) -> bytes:
    """The letter for paper: where number and date are not known yet, there is room to write them by hand."""
    return await pdf(await written(desk, house, answer, unnumbered=f"{BLANK} № {BLANK}"))


async def written(desk: Desk, house: House, answer: CaseMessage, unnumbered: str = "") -> Letter:
    """The letter of an answer. `unnumbered` stands where the outgoing number is missing."""
    appeal = await desk.appeals.get(answer.appeal)
    files = await desk.attachments.of_message(answer.id)
    post, name = signed(answer.signatory) if answer.signatory or not unnumbered else (BLANK, BLANK)
    with house.texts.speaking(STATE_LANGUAGE):
        return Letter(
            title=_(SUBJECTS[appeal.kind]),
            council=str(house.community.council.name),
            contacts=_contacts(house.community),
            references=[line for line in (_ours(answer) or unnumbered, _theirs(house.community, appeal)) if line],
            addressee=addressee(appeal),
            paragraphs=[part.split("\n") for part in re.split(r"\n\s*\n", clean(answer.text)) if part],
            annexes_title=_("Annexes:"),
            annexes=[
                _annex(place, name, file)
                for place, (name, file) in enumerate(zip(annex_names(files), files, strict=True), 1)
            ],
            post=post,
            name=name,
        )


def _contacts(community: Community) -> list[str]:
    """The lines of the letterhead that the community knows of itself."""
    contacts, code = community.contacts, community.legal.edrpou
    told = [
        _("phone {phone}").format(phone=contacts.phone) if contacts.phone else "",
        contacts.email,
        _("ЄДРПОУ code {code}").format(code=code) if code else "",
    ]
    lines = [str(community.address or ""), ", ".join(part for part in told if part)]
    return [line for line in lines if line]


def _ours(answer: CaseMessage) -> str:
    if not answer.outgoing_number:
        return ""
    return f"{short(answer.outgoing_date)} № {answer.outgoing_number}".strip()


def _theirs(community: Community, appeal: Appeal) -> str:
    """What the letter answers: the registry's number where there is one, else the bot's own."""
    index, on = appeal.registry_index, appeal.registry_date
    told = _("To No. {number} of {day}")
    if index and on:
        return told.format(number=index, day=short(on))
    return told.format(number=appeal.number, day=short(community.local(appeal.received_at).date()))


def signed(signatory: str) -> tuple[str, str]:
    """Post and name, which stand apart on paper with room for the signature between them.

    «Міський голова, Іван Вигаданий» says where the post ends; without a comma the name is the last words with capitals.
    """
    post, _comma, name = clean(signatory).rpartition(",")
    if post:
        return post.strip(), name.strip()
    words = name.split()
    small = [place for place, word in enumerate(words) if not word[:1].isupper()]
    begins = small[-1] + 1 if small else len(words) - 2
    begins = begins if 0 < begins < len(words) - 1 else len(words)
    return " ".join(words[:begins]), " ".join(words[begins:])


def short(day: date | None) -> str:
    """«03.03.2027», as letters date themselves (ДСТУ 4163)."""
    return f"{day:%d.%m.%Y}" if day else ""


def addressee(appeal: Appeal) -> list[str]:
    applicant = appeal.submission.applicant
    if applicant is None:
        return []
    contact = applicant.contact if applicant.channel is not ReplyChannel.POST else ""
    return [line for line in (str(applicant.name), applicant.residence, contact) if line]


def _annex(place: int, name: str, file: Attachment) -> str:
    """A signed file is named with its hash, and with where its signature is verified."""
    if not file.signed:
        return f"{place}. {name}"
    told = _("{place}. {name}, with an electronic signature: verify it at {page}. SHA-256: {digest}")
    return told.format(place=place, name=name, page=VERIFY_AT, digest=file.sha256)


def annex_names(files: Sequence[Attachment]) -> list[str]:
    return [safe_name(file.name, place, file.mime) for place, file in enumerate(files, 1)]


def file_name(appeal: Appeal) -> str:
    """Of the PDF: the number and nothing of the person."""
    return f"лист-{appeal.number}.pdf"


def clean(text: str) -> str:
    """The text without signs that print nothing or turn the direction of what follows."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join("".join(filter(_prints, line)).strip() for line in lines).strip()


def _prints(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"} and not (
        sign in _STEERS
        or unicodedata.bidirectional(sign) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    )


async def pdf(letter: Letter) -> bytes:
    return await asyncio.to_thread(compiled, TEMPLATE, json.dumps(_cleaned(letter), ensure_ascii=False))


def _cleaned(letter: Letter) -> Mapping[str, object]:
    return {name: _clean_all(value) for name, value in asdict(letter).items()}


def _clean_all(value: object) -> object:
    return clean(value) if isinstance(value, str) else [_clean_all(part) for part in _parts(value)]


def _parts(value: object) -> Iterator[object]:
    assert isinstance(value, list | tuple)
    return iter(value)


def compiled(template: Path, data: str) -> bytes:
    """The document of a template with these data. Raises typst.TypstError where it cannot be made at all."""
    for _attempt in range(_MOST_UNKNOWN):
        try:
            return _document(template, data, "ua-1")
        except typst.TypstError as error:
            unknown = _UNKNOWN_SIGN.search(str(error))
            if unknown is None:
                raise
            data, before = _boxed(data, unknown[1]), data
            if data == before:
                break
    return _document(template, data, None)


def _boxed(data: str, unknown: str) -> str:
    """The data with a box for every sign that was named; typst spells some of them as \\u{1f600}."""
    signs = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), unknown)
    for sign in signs:
        data = data.replace(sign, BOX) if ord(sign) > 0x7F else data
    return data


def _document(template: Path, data: str, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=standard,
        sys_inputs={"letter": data},
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
    )
