"""The printed letter: Ukrainian, tagged, and everything people wrote stays text."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest

from bot.documents import letters
from bot.documents.letters import BLANK, Letter, pdf, printed, written
from council.appeals import CaseMessage, Kind
from council.community import Community
from handlers.house import House
from storage.house import Storage
from tests.council.desk import confirmed, submits, with_photo

LETTER = Letter(
    title="Про розгляд Вашого звернення",
    council="Корюківська міська рада",
    contacts=["м. Корюківка"],
    references=["03.03.2027 № 02-15/123"],
    addressee=["Коваль Олена Іванівна"],
    paragraphs=[["Ґанок полагодили, під’їзд освітлено: їжте на здоров’я."]],
    annexes_title="Додатки:",
    annexes=["1. файл-1.pdf"],
    post="Міський голова",
    name="Іван ВИГАДАНИЙ",
)


def read(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def saying(*lines: str) -> Letter:
    return replace(LETTER, paragraphs=[[line] for line in lines])


async def test_every_part_can_be_read_back() -> None:
    text = read(await pdf(LETTER))
    for part in ("КОРЮКІВСЬКА МІСЬКА РАДА", *LETTER.references, *LETTER.addressee, *LETTER.annexes, LETTER.name):
        assert part in text
    assert LETTER.paragraphs[0][0] in text


async def test_it_is_tagged_and_says_its_language_and_title() -> None:
    document = pypdf.PdfReader(BytesIO(await pdf(LETTER)))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "uk"
    assert document.metadata.title == LETTER.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize(
    "text",
    [
        "#set page(width: 1cm)",
        '#read("/etc/passwd") #sys.inputs',
        "\\ \\u{41} \\n",
        "$x^2$ $",
        "\"лапки\" 'лапки' «лапки» `код`",
        "= Заголовок",
        "*жирно* _курсив_ <b> @ref // коментар",
        "[дужки] {дужки} ~ --- ...",
    ],
)
async def test_hostile_text_stays_text(text: str) -> None:
    assert " ".join(text.split()) in read(await pdf(saying(text)))


async def test_a_sign_of_no_font_becomes_a_box_and_the_rest_is_whole() -> None:
    content = await pdf(saying("Дякуємо 😀🇺🇦👨‍👩‍👧 中 за звернення"))
    assert "Дякуємо" in read(content)
    assert "за звернення" in read(content)
    assert b"pdfuaid:part" in pypdf.PdfReader(BytesIO(content)).trailer["/Root"]["/Metadata"].get_data()


async def test_other_ways_of_writing_are_kept_and_nothing_turns_the_direction() -> None:
    text = letters.clean("a\u202eb\u2066c\u200bd\x07e\tf")
    assert text == "abcde f"
    assert "Їжак" in read(await pdf(saying("שלום, Їжак")))


async def test_a_long_letter_goes_on_numbered_pages() -> None:
    content = await pdf(saying(*(["Дуже довга відповідь ради на звернення. " * 12] * 20)))
    pages = pypdf.PdfReader(BytesIO(content)).pages
    assert len(pages) > 1
    assert pages[1].extract_text().strip().startswith("2")
    assert LETTER.name in pages[-1].extract_text()


# from the case


async def an_answer(storage: Storage, kind: Kind = Kind.APPLICATION, text: str = "Полагодили") -> CaseMessage:
    async with storage.unit() as desk:
        case = (await submits(desk, kind)).appeal
        await with_photo(desk, "reply:1")
        held = await confirmed(desk, case, text)
        await desk.attachments.attach("reply:1", case.id, held.id)
        return held


async def test_the_letter_of_an_answer_says_what_the_case_knows(storage: Storage, house: House) -> None:
    answer = await an_answer(storage, text="Перше.\nДруге.\n\nТретє.")
    async with storage.reading() as desk:
        letter = await written(desk, house, replace(answer, outgoing_number="1/7", outgoing_date=date(2027, 3, 3)))
        case = await desk.appeals.get(answer.appeal)
    assert letter.references == ["03.03.2027 № 1/7", f"На № {case.number} від 23.11.2026"]
    assert letter.addressee == ["Коваль Олена Іванівна", "м. Корюківка, вул. Шевченка, 12", "olena@example.com"]
    assert letter.paragraphs == [["Перше.", "Друге."], ["Третє."]]
    assert letter.annexes == ["1. файл-1.jpg"]
    assert (letter.post, letter.name) == ("міський голова", "Іван Іваненко")


@pytest.mark.parametrize(
    ("signatory", "post", "name"),
    [
        ("міський голова, Іван Вигаданий", "міський голова", "Іван Вигаданий"),
        ("Міський голова Іван Вигаданий", "Міський голова", "Іван Вигаданий"),
        ("В. о. міського голови Іван Петрович ВИГАДАНИЙ", "В. о. міського голови", "Іван Петрович ВИГАДАНИЙ"),
        ("Мер Іван Вигаданий", "Мер", "Іван Вигаданий"),
        ("Міський голова", "Міський голова", ""),
        ("Вигаданий", "Вигаданий", ""),
        ("", "", ""),
    ],
)
def test_post_and_name_stand_apart(signatory: str, post: str, name: str) -> None:
    assert letters.signed(signatory) == (post, name)


async def test_what_the_community_does_not_say_is_left_out(storage: Storage, house: House) -> None:
    answer = await an_answer(storage)
    async with storage.reading() as desk:
        assert (await written(desk, house, answer)).contacts == []
        told = replace(house, community=_with_contacts(house.community))
        assert (await written(desk, told, answer)).contacts == ["тел. 04657 2-15-40, код ЄДРПОУ 04061978"]


def _with_contacts(community: Community) -> Community:
    return community.model_copy(
        update={
            "contacts": community.contacts.model_copy(update={"phone": "04657 2-15-40"}),
            "legal": community.legal.model_copy(update={"edrpou": "04061978"}),
        }
    )


async def test_paper_has_room_for_the_number_and_a_mail_has_none(storage: Storage, house: House) -> None:
    answer = await an_answer(storage)
    async with storage.reading() as desk:
        assert BLANK in read(await printed(desk, house, answer))
        assert len((await written(desk, house, answer)).references) == 1


async def test_a_request_is_called_a_request(storage: Storage, house: House) -> None:
    answer = await an_answer(storage, Kind.INFORMATION_REQUEST)
    async with storage.reading() as desk:
        assert "запиту на публічну інформацію" in (await written(desk, house, answer)).title
