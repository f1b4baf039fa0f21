"""Every measure has its plain sentences in two languages: short, and without the words of the office."""

import re
from pathlib import Path

import pytest

from council import plain
from council.plain import NAME_LIMIT, load
from council.programme_content import load as programmes_of
from council.sources import ContentError

CONTENT = Path(__file__).resolve().parents[2] / "content"
COMMUNITIES = ("koriukivka", "mohyliv-podilskyi", "muzykivka")
OFFICE = re.compile(
    r"здійсн|забезпеч|впровадж|реаліз|інформатизац|цифровізац|задля|шляхом|відповідно|належн|інтероперабельн|ОМС|АРМ|ПЗ",
    re.IGNORECASE,
)


@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_measure_is_said_plainly_in_both_languages(community: str) -> None:
    programmes = programmes_of(CONTENT / community)
    plain = load(CONTENT / community, programmes)
    assert set(plain) == {measure.id for programme in programmes for measure in programme.measures}
    for sentence in plain.values():
        assert sentence.en
        assert sentence.name is not None
        assert sentence.name.en
        assert max(len(sentence.uk), len(sentence.en)) <= 200
        assert sentence.uk.count(".") + sentence.uk.count(":") <= 4
        assert not OFFICE.search(sentence.uk)


def a_folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "programmes").mkdir()
    (tmp_path / plain.FILE).write_text(text, "utf-8")
    return tmp_path


def test_a_folder_without_sentences_is_fine(tmp_path: Path) -> None:
    assert plain.check(tmp_path, ()) == ({}, ())


def test_what_is_missing_and_what_is_too_much_is_noted(tmp_path: Path) -> None:
    (koriukivka,) = programmes_of(CONTENT / "koriukivka")
    folder = a_folder(tmp_path, "schema: plain/1\nmeasures:\n  kor-m01:\n    uk: Ось\n  kor-m99:\n    uk: Чуже\n")
    sentences, said = plain.check(folder, [koriukivka])
    notes = [str(note) for note in said]
    assert sentences["kor-m01"].uk == "Ось"
    assert "plain.yaml:5 " in notes[0]
    assert "no measure with the code “kor-m99”" in notes[0]
    assert "no plain sentences: kor-m02" in notes[1]


def test_a_name_too_long_for_a_button_is_refused(tmp_path: Path) -> None:
    name = "Н" * (NAME_LIMIT + 1)
    folder = a_folder(tmp_path, f"schema: plain/1\nmeasures:\n  kor-m01:\n    name: {{uk: {name}}}\n    uk: Ось\n")
    with pytest.raises(ContentError, match="too long for a button"):
        load(folder, ())
