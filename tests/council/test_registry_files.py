"""Files that registries give back: what is taken, and what is named instead of guessed."""

from datetime import date

import pytest

from council.phrases import DomainError
from council.registry_files import Told, Unread, Word, read

DAY = date(2026, 11, 23)
ONE = Told(1, Word.REGISTERED, "ЗВ-2026-000001", index="123/01-05", day=DAY)


@pytest.mark.parametrize(
    "content",
    [
        "ЗВ-2026-000001;123/01-05;23.11.2026;зареєстровано".encode(),
        "ЗВ-2026-000001;123/01-05;2026-11-23;".encode(),
        "зв-2026-000001;№ 123/01-05;23.11.2026 10:15;Зареєстровано".encode("cp1251"),
        "ЗВ-2026-000001,123/01-05,23.11.2026,registered".encode("utf-8-sig"),
        "ЗВ-2026-000001\t123/01-05\t23.11.2026".encode("utf-16"),
        '"ЗВ-2026-000001";"\'123/01-05";"23.11.2026";"ok"\r\n\r\n'.encode(),
    ],
)
def test_a_line_is_read_however_the_program_wrote_it(content: bytes) -> None:
    assert read(content) == [ONE]


def test_a_heading_is_passed_over_and_lines_keep_their_numbers() -> None:
    heading = "intake_id;registry_index;registry_date;status"
    text = f"{heading}\nЗВ-2026-000001/2;5;;\n\nЗВ-2026-000002;;;відмова: не за адресою\n"
    assert read(text.encode()) == [
        Told(2, Word.REGISTERED, "ЗВ-2026-000001/2", index="5"),
        Told(4, Word.REFUSED, "ЗВ-2026-000002", reason="не за адресою"),
    ]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("123;5;23.11.2026;", "intake number"),
        ("ЗВ-2026-000001;;23.11.2026;", "registry number"),
        ("ЗВ-2026-000001;5;31.02.2026;", "no such day"),
        ("ЗВ-2026-000001;5;колись;", "no such day"),
        ("ЗВ-2026-000001;5;;розглядається", "status"),
    ],
)
def test_a_line_that_is_not_understood_is_named(row: str, wrong: str) -> None:
    first, unread = read(f"ЗВ-2026-000009;1;;\n{row}".encode())
    assert isinstance(first, Told)
    assert isinstance(unread, Unread)
    assert unread.line == 2
    assert wrong in unread.why.msgid


def ack(kind: str, inner: str, name: str = "Acknowledgement") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Header standart="1207" version="1.5" msg_type="0">'
        f'<{name} msg_id="63FC75F4-0000" ack_type="{kind}">{inner}</{name}></Header>'
    ).encode()


NUMBER = '<RegNumber regdate="2026-11-23">123/01-05</RegNumber><AckResult errorcode="0" errortext=""/>'


def test_an_acknowledgement_is_read_by_its_type_and_not_by_its_error_code() -> None:
    refused = '<AckResult errorcode="0" errortext="Склад не збігається"/>'
    assert read(ack("3", NUMBER)) == [Told(1, Word.REGISTERED, message="63FC75F4-0000", index="123/01-05", day=DAY)]
    assert read(ack("4", refused)) == [Told(1, Word.REFUSED, message="63FC75F4-0000", reason="Склад не збігається")]
    assert [read(ack(kind, NUMBER))[0].word for kind in "12"] == [Word.DELIVERED] * 2  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_namespaces_unknown_elements_and_alphabets_do_not_matter(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><h:Header xmlns:h="urn:x"><h:Expansion><h:Щось/></h:Expansion>'
        '<h:Acknowledgement msg_id="{63fc75f4-0000}" ack_type="3"><h:RegNumber regdate="2026-11-23">'
        "123/01-05</h:RegNumber></h:Acknowledgement></h:Header>"
    )
    (told,) = read(text.encode(encoding))
    assert told == Told(1, Word.REGISTERED, message="63FC75F4-0000", index="123/01-05", day=DAY)


BOMB = '<!DOCTYPE h [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;">]><Header>&b;</Header>'
XXE = '<!DOCTYPE h [<!ENTITY a SYSTEM "file:///etc/passwd">]><H><Acknowledgement msg_id="&a;" ack_type="3"/></H>'


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (BOMB.encode(), "no XML"),
        (XXE.encode(), "no XML"),
        (b'<!DOCTYPE h SYSTEM "http://evil.example/x.dtd"><Header/>', "no XML"),
        (b"<Header>", "no XML"),
        (b"<?xml version='1.0' encoding='utf-7'?><Header/>", "no XML"),
        (b"<Header/>", "no acknowledgement"),
        (ack("5", NUMBER), "ack_type"),
        (ack("3", ""), "no number"),
        (ack("3", NUMBER).replace(b"63FC75F4-0000", b""), "ack_type"),
        (ack("3", NUMBER, "Ack"), "no acknowledgement"),
        (b"", "no numbers"),
        (b"%PDF-1.7\0\0", "no text"),
        ("просто слова".encode(), "no numbers"),
        (b";" * 3_000_000, "too big"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, wrong: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(content)
    assert wrong in refused.value.phrase.msgid
