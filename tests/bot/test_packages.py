"""What a registry gets: a card that reads aloud, JSON by a published schema, the journal, and a message of 1207."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from pypdf import PdfReader

from bot.connectors import sev
from bot.documents import cards, journals, packages
from bot.documents.packages import Package, Piece
from council import journal
from council.appeals import (
    Appeal,
    Attachment,
    AttachmentId,
    AttachmentKind,
    CaseMessage,
    Direction,
    Kind,
    MessageId,
    MessageKind,
    MessageState,
    Place,
    Represented,
    Signer,
    Submission,
)
from council.community import Community
from council.handover_rules import Connector, Handover, HandoverId, HandoverState, Matter
from council.package import Handed, facts, folder_name, safe_names
from council.people import FullName, Identity, ReplyChannel
from council.workflow import FACTS, Journal, JournalColumn
from handlers.house import House
from storage.files import Files
from storage.house import Storage
from tests.bot.registry import koriukivka, submits, with_file
from tests.bot.sev_rules import faults
from tests.council.desk import NOW, drawn

HERE = koriukivka()
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "card-1.schema.json").read_text())
TEXT = "Не горить ліхтар біля школи.\n\nПрошу замінити лампу: #set page(width: 1cm) $x$ <b>&amp; «лапки» 😀"
OLENA = Identity(
    name=FullName(surname="Вигадана", given="Олена", patronymic="Іванівна"),
    district="misto",
    residence="м. Корюківка, вул. Садова, 5",
    channel=ReplyChannel.EMAIL,
    contact="olena@example.org",
)


@pytest.fixture
def here(house: House) -> House:
    return replace(house, community=HERE)


def a_case(**changed: Any) -> Appeal:
    submission = Submission(text=changed.pop("text", TEXT), applicant=changed.pop("applicant", OLENA))
    more = changed.pop("more", {})
    return drawn(
        changed.pop("kind", Kind.APPLICATION),
        submission=submission.model_copy(update=more),
        due=NOW + timedelta(days=30),
        **changed,
    )


def handed(appeal: Appeal, matter: Matter = Matter.CASE, files: int = 0, message: CaseMessage | None = None) -> Handed:
    row = Handover(
        HandoverId(17),
        f"{matter}:1",
        Connector.HTTP,
        matter,
        appeal.id,
        None,
        None,
        HandoverState.QUEUED,
        NOW,
        NOW,
        NOW,
    )
    kept = [
        Attachment(
            AttachmentId(n),
            "1f",
            appeal.id,
            None,
            AttachmentKind.PHOTO,
            "паспорт.jpg",
            "image/jpeg",
            345678,
            "ab" * 32,
            "p",
        )
        for n in range(files)
    ]
    return Handed(row, appeal, message, safe_names(kept), "https://t.me/bot?start=case_1")


def an_addition() -> CaseMessage:
    told = (Direction.IN, MessageKind.ADDITION, MessageState.SENT, "Ще одна яма")
    return CaseMessage(MessageId(5), drawn(Kind.APPLICATION).id, "k", *told, 501, NOW + timedelta(days=1))  # type: ignore[arg-type]


# the card


async def read(here: House, matter: Handed) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(await cards.pdf(here, matter)))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


async def test_the_card_says_all_that_the_law_asks_for(here: House) -> None:
    _reader, text = await read(here, handed(a_case(), files=2))
    for said in (
        "КОРЮКІВСЬКА МІСЬКА РАДА",
        "ЗВ-2026-000001",
        "Рада отримала: 23 листопада 2026, 11:00",
        "Вигадана Олена Іванівна",
        "м. Корюківка, вул. Садова, 5",
        "olena@example.org",
        "заява (клопотання)",
        "Не горить ліхтар біля школи.",
        "#set page(width: 1cm) $x$ <b>&amp; «лапки»",
        "dodatok-02.jpg",
        "338 КБ",
        "ab" * 32,
    ):
        assert said in text, said


async def test_the_card_is_tagged_for_who_listens(here: House) -> None:
    reader, _text = await read(here, handed(a_case(text="Текст"), files=1))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "uk"
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    kinds = set(_kinds(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/P"} <= kinds


def _kinds(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for child in node for kind in _kinds(child)]
    if not isinstance(node, dict):
        return []
    return [*([str(node["/S"])] if "/S" in node else []), *_kinds(node.get("/K", []))]


async def test_a_collective_appeal_of_a_representative_names_everybody(here: House) -> None:
    other = Represented(name=FullName(surname="Мала", given="Іра"), residence="с. Буда", basis="parent")
    signer = Signer(name=FullName(surname="Приклад", given="Тарас"), residence="с. Буда, вул. Лісова, 7")
    _reader, text = await read(here, handed(a_case(more={"represented": other, "signers": (signer,)})))
    assert "Мала Іра с. Буда мати або батько дитини" in text
    assert "Приклад Тарас, с. Буда, вул. Лісова, 7" in text
    assert "колективне" in text


async def test_a_problem_report_without_a_name_has_its_place(here: House) -> None:
    place = Place(latitude=51.77, longitude=32.25, words="біля школи")
    report = a_case(kind=Kind.PROBLEM_REPORT, applicant=None, text="", more={"place": place})
    _reader, text = await read(here, handed(report))
    assert "ім’я не потрібне" in text
    assert "51.770000, 32.250000" in text
    assert "Тексту немає" in text


async def test_an_addition_and_a_withdrawal_say_what_they_are(here: House) -> None:
    added = handed(a_case(), Matter.ADDITION, message=an_addition())
    assert "Доповнення до звернення" in (await read(here, added))[1]
    assert "Ще одна яма" in (await read(here, added))[1]
    assert "Розглядати його не потрібно" in (await read(here, handed(a_case(), Matter.WITHDRAWAL)))[1]


async def test_a_very_long_text_takes_its_pages(here: House) -> None:
    reader, text = await read(here, handed(a_case(text="Дуже довге речення про яму. " * 2000), files=50))
    assert len(reader.pages) > 10
    assert "dodatok-50.jpg" in text


# JSON

CASES = [
    handed(a_case(), files=2),
    handed(a_case(kind=Kind.PROBLEM_REPORT, applicant=None, more={"place": Place(words="тут")})),
    handed(a_case(kind=Kind.INFORMATION_REQUEST, more={"urgency": "аварія"}), Matter.OFFICIAL),
    handed(a_case(kind=Kind.COMPLAINT, more={"complained_of": "ЖЕК"}), Matter.WITHDRAWAL),
    handed(a_case(), Matter.ADDITION, 1, an_addition()),
    handed(a_case(more={"represented": Represented(name=OLENA.name, residence="", basis="attorney")})),
    handed(a_case(more={"signers": (Signer(name=OLENA.name),)}, number="ЗВ-2026-000001/2")),
]


@pytest.mark.parametrize("matter", CASES)
def test_the_card_for_programs_keeps_to_its_published_schema(matter: Handed) -> None:
    told = json.loads(json.dumps(facts(HERE, matter)))
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(told)
    assert set(told) == set(SCHEMA["properties"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema", "hromada-card/2"),
        ("number", "17"),
        ("kind", "letter"),
        ("attachments", [{"name": "../x"}]),
        ("id", 5),
    ],
)
def test_the_schema_refuses_what_is_none_of_ours(field: str, value: object) -> None:
    told = {**json.loads(json.dumps(facts(HERE, CASES[0]))), field: value}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)


def test_the_same_matter_has_the_same_id_and_names_of_plain_latin() -> None:
    assert facts(HERE, CASES[0])["id"] == facts(HERE, handed(a_case(), files=2))["id"] != facts(HERE, CASES[4])["id"]
    assert folder_name(CASES[6]) == "ZV-2026-000001-2-case-17"
    assert all(name.isascii() for name, _file in CASES[0].files)


# the journal


async def of_day(storage: Storage, files: Files, here: House, community: Community = HERE) -> tuple[str, bytes]:
    async with storage.unit() as desk:
        await with_file(desk, files, "1f", b"\xff\xd8")
        await submits(desk, community, text="=HYPERLINK(1)\nрядок")
        await submits(desk, community, "2f", kind=Kind.COMPLAINT)
        name, _mime, content = await journals.of_day(desk, replace(here, community=community), NOW.date())
    return name, content


async def test_the_journal_has_the_columns_of_a_document_system(storage: Storage, files: Files, here: House) -> None:
    name, content = await of_day(storage, files, here)
    assert name == "journal-2026-11-23.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    titles, first, second = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(titles) == 43
    told = dict(zip(titles, first, strict=True))
    assert (told["№ з/п"], told["Заявник"], told["Дод."]) == (1, "Коваль Олена Іванівна", 1)
    assert (told["Тип заявника"], told["Кратність"], told["Вид документа"]) == (
        "Електронне",
        "Первинне",
        "Заява (клопотання)",
    )
    assert dict(zip(titles, second, strict=True))["Вид документа"] == "Скарга"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


async def test_the_journal_as_csv_has_the_columns_of_the_community(storage: Storage, files: Files, here: House) -> None:
    columns = (JournalColumn(title="Номер", fact="intake_number"), JournalColumn(title="Текст", fact="text"))
    mine = koriukivka(journal=Journal(format="csv", columns=columns))
    name, content = await of_day(storage, files, here, mine)
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert (name, table[0]) == ("journal-2026-11-23.csv", ["Номер", "Текст"])
    assert not table[1][1].startswith("=")


def test_every_fact_that_a_column_may_name_is_told() -> None:
    assert journal.FACTS.keys() - {""} == FACTS
    assert {column.fact for column in journal.USUAL} - {""} <= FACTS


async def test_a_day_ends_at_midnight_of_the_community(storage: Storage, files: Files, here: House) -> None:
    begins, ends = journal.span(HERE, NOW.date())
    assert (begins.isoformat(), ends.isoformat()) == ("2026-11-23T00:00:00+02:00", "2026-11-24T00:00:00+02:00")
    summer = journal.span(HERE, NOW.date().replace(month=3, day=29))
    assert summer[1].timestamp() - summer[0].timestamp() == 23 * 3600


# the exchange format


async def message(here: House, matter: Handed) -> bytes:
    matter = replace(matter, files=())
    package: Package = await packages.packed(here, matter)
    return sev.message(HERE, package, [(one, one.content) for one in sev.fitting(package.pieces)])


def test_what_no_message_holds_lies_beside_it() -> None:
    pieces = [Piece(name, "m", size, "") for name, size in (("card.json", 1), ("a", sev.MOST - 5), ("b", 9), ("c", 5))]
    assert [one.name for one in sev.fitting(pieces)] == ["a", "c"]


@pytest.mark.parametrize("matter", CASES)
async def test_a_message_of_the_exchange_format_keeps_to_its_description(here: House, matter: Handed) -> None:
    assert faults(await message(here, matter)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b'standart="1207"', b'standart="1208"', "Header@standart"),
        (b'version="1.5"', b'version="2.0"', "Header@version"),
        (b'msg_type="1"', b'msg_type="0"', "msg_type"),
        (b'msg_type="1"', b'msg_type="9"', "Header@msg_type"),
        (b'from_org_id="04061990"', b'from_org_id="4061990"', "Header@from_org_id"),
        (b'ogrn="04061990"', b'ogrn=""', "Organization@ogrn"),
        (b'regdate="2026-11-23"', b'regdate="23.11.2026"', "RegNumber@regdate"),
        (b'type="2"', b'type="7"', "Document@type"),
        (b'purpose_type="3" ', b"", "Document@purpose_type"),
        (b'flag="0"', b'flag="yes"', "Confident@flag"),
        ('<Econtact type="п">'.encode(), b'<Econtact type="x">', "Econtact@type"),
        (b"<StaticExpansion />", b"", "children of Expansion"),
        (b'<Confident flag="0" />', b"", "children of Document"),
        (b"<Writer>", b"<Author/><Writer>", "children of Document"),
        (b"JVBERi", b"J!BERi", "base64"),
        (b"<Document ", b'<Document xmlns="urn:x" ', "children of Header"),
        (b"<Expansion ", b'<Expansion own="1" ', "Expansion@own"),
        (b"<Name ", b"<Title ", None),
    ],
)
async def test_a_message_that_is_wrong_is_found_out(here: House, old: bytes, new: bytes, fault: str | None) -> None:
    right = await message(here, CASES[0])
    assert old in right
    wrong = right.replace(old, new, 1)
    if fault is None:
        wrong = wrong.replace(b"</Name>", b"</Title>", 1)
    assert (fault or "unknown Title") in faults(wrong)


async def test_signs_that_xml_forbids_are_left_out(here: House) -> None:
    case = a_case(text="a\x00b\x0bc\ufffe\ud800d\n<>&\"'", applicant=OLENA.model_copy(update={"residence": "x\x1f"}))
    assert faults(await message(here, handed(case))) == []
