"""The notice that people read before they tell anything about themselves."""

from pathlib import Path

from council.community import Community, Text, load
from council.privacy import NOTICE_VERSION, digest, notice
from council.sources import in_english

BARE = load(Path("content/koriukivka"))


def known() -> Community:
    """The same council once it has told its facts (invented here)."""
    contact = BARE.legal.data_contact.model_copy(update={"post": Text(uk="Секретар ради"), "phone": "+380441234567"})
    facts = {"edrpou": "12345678", "address": Text(uk="вул. Прикладна, 1"), "data_contact": contact}
    return BARE.model_copy(update={"legal": BARE.legal.model_copy(update=facts)})


def text_of(community: Community) -> str:
    sections = notice(community).sections
    return "\n".join(in_english(line) for section in sections for line in (section.title, *section.lines))


def test_the_notice_names_the_council_and_what_is_known_of_it() -> None:
    text = text_of(known())
    for fact in ("Корюківська міська рада", "12345678", "вул. Прикладна, 1", "Секретар ради", "+380441234567"):
        assert fact in text


def test_what_the_council_has_not_told_is_left_out() -> None:
    text = text_of(BARE)
    assert "ЄДРПОУ" not in text
    assert "Address" not in text
    assert "Phone" not in text
    assert "None" not in text


def test_the_notice_holds_everything_the_law_wants_told() -> None:
    text = text_of(BARE)
    told = ("surname, name, patronymic", "only if you agree", "393/96-ВР", "2939-VI", "Another body", "5 years")
    rights = (
        "/mydata",
        "/privacy",
        "Ombudsman",
        "30 days",
        "take your consent back",
        "Object",
        "The bot decides nothing",
    )
    carrier = ("outside Ukraine", "not end-to-end encrypted", "by e-mail or post, or come in person")
    assert [words for words in (*told, *rights, *carrier, "a registered appeal stays") if words not in text] == []


def test_sentences_are_short_enough_to_be_read() -> None:
    lines = [line.msgid for section in notice(BARE).sections for line in section.lines]
    assert max(len(line) for line in lines) <= 110


def test_every_section_says_something() -> None:
    assert all(section.lines for section in notice(BARE).sections)


def test_the_version_stands_in_the_text() -> None:
    assert notice(BARE).version == NOTICE_VERSION
    assert f"Version {NOTICE_VERSION} of 2026-" in text_of(BARE)


def test_another_word_is_another_digest() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("Текст") != digest("текст")
