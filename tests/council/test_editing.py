"""An answer is edited: before it goes it is read again, after it went its copy is marked and the letter stays."""

from datetime import timedelta

import pytest

from council import answering, editing
from council.appeals import CaseMessage, MessageKind, MessageState
from council.attachments import albums
from council.phrases import DomainError
from storage.desk import Desk
from tests.council.desk import (
    HALF_A_MINUTE_LATER,
    NOW,
    OLENAS_CHAT,
    PROMPT,
    REGISTRAR,
    STRANGER,
    a_case,
    confirmed,
    left,
    reached,
    with_photo,
)

KEY = "reply:1"


async def edits(desk: Desk, text: str, press: str = "50", by: object = REGISTRAR) -> CaseMessage | None:
    return await editing.edited(desk, KEY, text, by, press, HALF_A_MINUTE_LATER)  # type: ignore[arg-type]


async def gone(desk: Desk, kind: MessageKind = MessageKind.ANSWER, text: str = "Полагодили") -> CaseMessage:
    """The answer has left, and is with Olena as message 700."""
    held = await confirmed(desk, await a_case(desk), text, kind)
    sent = await answering.release(desk, held.id, HALF_A_MINUTE_LATER)
    assert sent is not None
    while rows := await desk.outbox.due(NOW + timedelta(hours=1)):
        for row in rows:
            await desk.outbox.sent(row, NOW, 700, row.chat)
    return sent


async def test_a_draft_has_the_new_words_and_waits_to_be_confirmed(desk: Desk) -> None:
    case = await a_case(desk)
    await answering.draft(desk, case.id, KEY, "Полагодимо", REGISTRAR, NOW)
    changed = await edits(desk, "Полагодили")
    assert changed is not None
    assert (changed.text, changed.state) == ("Полагодили", MessageState.DRAFT)


async def test_in_its_half_minute_an_edited_answer_does_not_go(desk: Desk) -> None:
    held = await confirmed(desk, await a_case(desk))
    changed = await edits(desk, "Полагодили вчора")
    assert changed is not None
    assert await answering.release(desk, held.id, HALF_A_MINUTE_LATER) is None
    await answering.confirm(desk, changed, REGISTRAR, PROMPT, HALF_A_MINUTE_LATER)
    assert (await answering.release(desk, held.id, HALF_A_MINUTE_LATER)) is not None


@pytest.mark.parametrize("kind", [MessageKind.ANSWER, MessageKind.INTERIM])
async def test_what_was_read_is_edited_in_its_place_and_told_once(desk: Desk, kind: MessageKind) -> None:
    sent = await gone(desk, kind)
    for press in ("50", "50", "51"):
        await edits(desk, f"Полагодили {press}", press)
    assert await reached(desk, OLENAS_CHAT) == ["answer_edited", "answer_changed"]
    assert (await editing.shown(desk, sent))[0].text == "Полагодили 51"


async def test_the_letter_of_record_keeps_the_words_that_were_confirmed(desk: Desk) -> None:
    sent = await gone(desk)
    await edits(desk, "Зовсім інше")
    assert (await desk.appeals.message(sent.id)).text == "Полагодили"
    assert [event.action for event in await desk.appeals.history(sent.appeal)][-1] == "message_edited"


async def test_a_longer_answer_brings_the_part_that_was_not_there(desk: Desk) -> None:
    await gone(desk)
    await edits(desk, "слово " * 800)
    assert await reached(desk, OLENAS_CHAT) == ["answer_edited", "answer", "answer_changed"]


async def test_the_same_words_and_no_words_are_no_edit(desk: Desk) -> None:
    await gone(desk)
    assert await edits(desk, "Полагодили") is None
    assert await edits(desk, "") is None
    assert await left(desk) == []


async def test_what_is_no_answer_is_nobodys_business(desk: Desk) -> None:
    assert await edits(desk, "Полагодили") is None


async def test_a_note_simply_has_the_new_words(desk: Desk) -> None:
    case = await a_case(desk)
    draft = await answering.draft(desk, case.id, KEY, "Чернетка", REGISTRAR, NOW)
    await answering.choose_kind(desk, draft, MessageKind.NOTE, "")
    assert await edits(desk, "Нотатка") is None
    assert (await desk.appeals.message(draft.id)).text == "Нотатка"


async def test_whose_role_was_taken_corrects_nothing(desk: Desk) -> None:
    await gone(desk)
    with pytest.raises(DomainError, match="not within your role"):
        await edits(desk, "Інше", by=STRANGER)


async def test_files_that_may_stand_together_are_one_album(desk: Desk) -> None:
    for number in range(12):
        await with_photo(desk, "d", f"photo-{number}")
    assert [len(group) for group in albums(await desk.attachments.of_draft("d"))] == [10, 2]
