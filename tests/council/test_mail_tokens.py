"""The secret word of a case in the council's mail: one case, one word, until the case closes."""

import pytest

from council.appeals import State
from council.mail_tokens import case_of, mark, message_id, new_token, reply_to, token_of, tokens_in
from storage.desk import Desk
from tests.council.desk import a_case, in_state

SENDER = "bot@rada.example"


async def test_a_case_keeps_its_word(desk: Desk) -> None:
    first, second = await a_case(desk), await a_case(desk, key="2f")
    word = await token_of(desk, first.id)
    assert word == await token_of(desk, first.id)
    assert word != await token_of(desk, second.id)
    assert (await case_of(desk, [word])).id == first.id


async def test_the_word_ends_with_its_case(desk: Desk) -> None:
    case = await a_case(desk)
    word = await token_of(desk, case.id)
    await in_state(desk, case, State.WITHDRAWN)
    assert await case_of(desk, [word]) is None


async def test_an_invented_word_and_the_words_of_two_cases_name_none(desk: Desk) -> None:
    words = [await token_of(desk, (await a_case(desk, key=key)).id) for key in ("1f", "2f")]
    assert await case_of(desk, [new_token()]) is None
    assert await case_of(desk, words) is None
    assert await case_of(desk, [words[0], new_token()]) is not None


@pytest.mark.parametrize("changed", [str.upper, str.lower, str.title])
def test_the_word_is_read_back_from_wherever_a_mail_program_puts_it(changed: object) -> None:
    word = new_token()
    assert callable(changed)
    for place in (message_id(word, "handover-17", SENDER), reply_to(word, SENDER), f"Не стирайте: {mark(word)}."):
        assert tokens_in([changed(place)]) == [word]


def test_what_only_looks_like_a_word_is_none() -> None:
    word = new_token()
    for text in (f"case-{word}a", f"xcase-{word}", f"case-{word[:-1]}", f"case-{word[:-1]}1", "case-", ""):
        assert tokens_in([text]) == []


def test_a_part_cannot_smuggle_anything_into_a_header() -> None:
    with pytest.raises(ValueError, match="part"):
        message_id(new_token(), "x\r\nBcc: a@b.c", SENDER)


def test_addresses_are_as_mail_wants_them() -> None:
    word = new_token()
    assert message_id(word, "handover-17", SENDER) == f"<handover-17.case-{word}@rada.example>"
    assert reply_to(word, SENDER) == f"bot+case-{word}@rada.example"
    assert len(local_part(reply_to(word, SENDER))) <= 64


def local_part(address: str) -> str:
    """The local part, which RFC 5321 limits to 64 signs."""
    return address.rpartition("@")[0]
