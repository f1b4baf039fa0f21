"""A long text in parts: nothing lost, nothing empty, cut where a reader would pause."""

from hypothesis import example, given
from hypothesis import strategies as st

from council.pages import PART, pages

texts = st.text(alphabet=st.sampled_from("аб. \n"), max_size=400)


def letters(text: str) -> str:
    return "".join(text.split())


@given(texts, st.integers(min_value=2, max_value=60))
@example(" " * 50 + "а", 10)
@example("а" + "\n" * 50 + "б", 10)
def test_the_parts_together_are_the_whole_text(text: str, size: int) -> None:
    parts = pages(text, size)
    assert letters("".join(parts)) == letters(text)
    assert all(len(part) <= size for part in parts)


@given(texts.filter(str.strip), st.integers(min_value=2, max_value=60))
@example(" " * 50 + "а", 10)
def test_no_part_is_empty(text: str, size: int) -> None:
    assert all(part.strip() for part in pages(text, size))


def test_a_short_text_stays_as_it_is() -> None:
    assert pages("Добрий день.\n\nПолагодили.") == ["Добрий день.\n\nПолагодили."]


def test_an_empty_text_is_one_part() -> None:
    assert list(pages("")) == [""]


def test_a_paragraph_is_a_better_pause_than_a_sentence() -> None:
    paragraph = "Перше речення. Друге речення. "
    text = f"{paragraph * 70}\n\n{paragraph * 70}"
    assert [part.count("речення") for part in pages(text)] == [140, 140]


def test_a_word_is_cut_only_when_it_is_longer_than_a_message() -> None:
    assert [len(part) for part in pages("а" * (PART + 1))] == [PART, 1]
    assert all(part.split()[-1] == "слово" for part in pages("слово " * 2000))
