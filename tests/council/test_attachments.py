"""A photo of a pit comes through, a disguised programme does not."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from council.appeals import AttachmentKind
from council.attachments import LIMIT, MAX_BYTES, TYPES, check_content, check_declared, check_room, safe_name
from council.phrases import DomainError

DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def packed(parts: dict[str, str]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return content.getvalue()


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0" * 60


def old_office(*names: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le") + b"\0\0" for name in names)


GOOD = {
    "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "heic": box(b"mif1"),
    "pdf": b"\xef\xbb\xbf%PDF-1.7\n",
    "rtf": b"{\\rtf1\\ansi}",
    "doc": old_office("Root Entry", "WordDocument"),
    "xls": old_office("Root Entry", "Workbook"),
    "docx": packed(DOCX),
    "xlsx": packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
    "odt": packed({"mimetype": TYPES["odt"], "content.xml": "<o/>"}),
    "ods": packed({"mimetype": TYPES["ods"], "content.xml": "<o/>"}),
    "asice": packed({"mimetype": TYPES["asice"], "META-INF/signatures.xml": "<s/>"}),
    "txt": "Яма на дорозі\r\n".encode("cp1251"),
    "p7s": bytes.fromhex("3082010006092a864886f70d010702a0") + b"\0" * 40,
    "mp4": box(b"iso5"),
    "mov": box(b"qt  "),
    "ogg": b"OggS\0\x02" + b"\0" * 22 + b"OpusHead",
    "mp3": b"\xff\xf3\x90\x44" + b"\0" * 60,
    "m4a": box(b"M4A "),
}


@pytest.mark.parametrize("extension", TYPES)
def test_what_people_really_send_is_taken(extension: str) -> None:
    name = f"файл.{extension.upper()}"
    check_declared(AttachmentKind.DOCUMENT, name, "", 1000)
    assert check_content(GOOD[extension], "application/octet-stream", name) == TYPES[extension]


BAD = {
    "a programme": (b"MZ\x90\0" + b"\0" * 100, "photo.jpg"),
    "a programme of Linux": (b"\x7fELF" + b"\0" * 100, "act.pdf"),
    "a page": (b"<html><script>alert(1)</script>", "act.txt"),
    "a page after spaces": (b"\xef\xbb\xbf \n<!DOCTYPE html>", "act.txt"),
    "a drawing with script": (b"<?xml version='1.0'?><svg onload='x'/>", "photo.svg"),
    "a script": (b"#!/bin/sh\nrm -rf /", "notes.txt"),
    "a binary called text": (b"abc\0\x01\x02", "notes.txt"),
    "an archive": (packed({"act.pdf": "x"}), "act.docx"),
    "a rar": (b"Rar!\x1a\x07\0", "act.rar"),
    "macros in new Word": (packed({**DOCX, "word/vbaProject.bin": "x"}), "act.docx"),
    "macros by type": (
        packed({**DOCX, "[Content_Types].xml": "ms-word.document.macroEnabled"}),
        "a.docx",
    ),
    "macros in old Word": (old_office("WordDocument", "_VBA_PROJECT"), "act.doc"),
    "macros in LibreOffice": (packed({"mimetype": TYPES["odt"], "Basic/Standard/Module1.xml": "x"}), "act.odt"),
    "an installer": (old_office("Root Entry", "Property"), "act.doc"),
    "a presentation": (packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "x"}), "act.pptx"),
    "a torn document": (packed(DOCX)[:-30], "act.docx"),
    "nothing": (b"", "act.pdf"),
    "too much": (b"%PDF-" + b"\0" * MAX_BYTES, "act.pdf"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_may_do_harm_is_refused(case: str) -> None:
    content, name = BAD[case]
    with pytest.raises(DomainError):
        check_content(content, "text/plain", name)


def test_a_list_of_parts_too_long_for_a_document_is_not_read() -> None:
    many = packed({f"word/{number:060}": "" for number in range(12_000)})
    with pytest.raises(DomainError, match="does not open"):
        check_content(many, "", "act.docx")


@pytest.mark.parametrize(
    ("name", "mime", "advice"),
    [
        ("акт.pdf.exe", "application/pdf", "not accepted"),
        ("акт\u202efdp.exe", "application/pdf", "not accepted"),
        ("сайт.html", "text/html", "not accepted"),
        ("фото.svg", "image/svg+xml", "not accepted"),
        ("усе.zip", "application/zip", "Archives"),
        ("таблиця.xlsm", "", "macros"),
        ("файл", "text/html", "not accepted"),
    ],
)
def test_a_bad_name_is_refused_before_the_download(name: str, mime: str, advice: str) -> None:
    with pytest.raises(DomainError, match=advice):
        check_declared(AttachmentKind.DOCUMENT, name, mime, 1000)


@pytest.mark.parametrize("kind", AttachmentKind)
def test_the_platforms_limit_is_told_before_the_download(kind: AttachmentKind) -> None:
    check_declared(kind, "", "", MAX_BYTES)
    with pytest.raises(DomainError, match="too big") as refusal:
        check_declared(kind, "", "", MAX_BYTES + 1)
    assert refusal.value.phrase.params == {"limit": 20}


def test_a_case_takes_ten_files() -> None:
    check_room(LIMIT - 1)
    with pytest.raises(DomainError):
        check_room(LIMIT)


def test_a_stored_name_tells_nothing() -> None:
    assert safe_name("Шевченко Олена паспорт.PDF", 1) == "файл-1.pdf"
    assert safe_name("../../etc/passwd", 2) == "файл-2"
    assert safe_name("фото.jpeg", 3) == "файл-3.jpg"
    assert safe_name("", 4, "audio/ogg") == "файл-4.ogg"
    assert safe_name("акт.exe", 5, "application/pdf") == "файл-5.pdf"


@given(st.binary(max_size=200), st.text(max_size=20))
@example(b"PK\x03\x04" + b"\0" * 50, "a.docx")
@example(packed(DOCX)[:40] + packed(DOCX)[60:], "a.docx")
def test_any_bytes_are_a_known_type_or_a_refusal(content: bytes, name: str) -> None:
    try:
        mime = check_content(content, "", name)
    except DomainError:
        return
    assert mime in TYPES.values()
