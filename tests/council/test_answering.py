"""The staff answer: one officer a case, nothing goes by accident, and everything goes once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from council import answering
from council.appeals import Appeal, CaseMessage, Direction, Kind, MessageId, MessageKind, MessageState, State
from council.deliveries import STAFF_GROUP, ChatId
from council.pages import PART, pages
from council.people import Officer, Role
from council.phrases import Conflict, DomainError, NotFound
from storage.desk import Desk
from tests.council.desk import (
    EXECUTOR,
    HALF_A_MINUTE_LATER,
    NOW,
    OLENA,
    OLENAS_CHAT,
    REGISTRAR,
    STRANGER,
    a_case,
    answered,
    confirmed,
    in_state,
    left,
    names,
    officer,
    reached,
    with_photo,
)

NOT_ANSWERS = [MessageKind.NOTE, MessageKind.TRANSCRIPT]
LATER = HALF_A_MINUTE_LATER
REQUEST = Kind.INFORMATION_REQUEST


async def history(desk: Desk, case: Appeal) -> list[str]:
    return [event.action for event in await desk.appeals.history(case.id)]


async def state(desk: Desk, case: Appeal) -> State:
    return (await desk.appeals.get(case.id)).state


async def a_draft(desk: Desk, case: Appeal, by: Officer = REGISTRAR) -> CaseMessage:
    return await answering.draft(desk, case.id, "reply:1", "Полагодили", by, NOW)


# taking a case over


async def test_who_takes_a_case_is_its_executor_and_the_resident_hears_of_it(desk: Desk) -> None:
    case = await a_case(desk)
    taken = await answering.take_over(desk, case.id, EXECUTOR, NOW)
    assert (taken.executor, taken.state) == (EXECUTOR.telegram_id, State.IN_PROGRESS)
    rows = await left(desk)
    assert names(rows, OLENAS_CHAT) == ["case_in_progress"]
    assert names(rows, STAFF_GROUP) == ["case_card"]


async def test_a_second_press_changes_nothing(desk: Desk) -> None:
    case = await a_case(desk)
    taken = await answering.take_over(desk, case.id, EXECUTOR, NOW)
    await left(desk)
    assert await answering.take_over(desk, case.id, EXECUTOR, NOW) == taken
    assert (await left(desk), (await history(desk, case)).count("taken")) == ([], 1)


async def test_a_colleague_who_comes_second_hears_so(desk: Desk) -> None:
    case = await a_case(desk)
    await desk.roles.give(EXECUTOR.telegram_id, Role.EXECUTOR, "general", "Посада", REGISTRAR.telegram_id, NOW)
    await answering.take_over(desk, case.id, EXECUTOR, NOW)
    with pytest.raises(Conflict):
        await answering.take_over(desk, case.id, REGISTRAR, NOW)
    assert (await desk.appeals.get(case.id)).executor == EXECUTOR.telegram_id


async def test_the_case_of_one_who_holds_no_role_any_more_can_be_taken(desk: Desk) -> None:
    case = await a_case(desk)
    grant = await desk.roles.give(EXECUTOR.telegram_id, Role.EXECUTOR, "general", "П", REGISTRAR.telegram_id, NOW)
    await answering.take_over(desk, case.id, EXECUTOR, NOW)
    await desk.roles.take(grant.id, REGISTRAR.telegram_id, NOW)
    assert (await answering.take_over(desk, case.id, REGISTRAR, NOW)).executor == REGISTRAR.telegram_id


async def test_a_case_taken_after_its_answer_is_not_called_in_progress(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    await left(desk)
    assert (await answering.take_over(desk, case.id, EXECUTOR, LATER)).state is State.ANSWER_SHOWN
    assert await reached(desk, OLENAS_CHAT) == []


async def test_a_case_that_is_over_cannot_be_taken(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), State.WITHDRAWN)
    with pytest.raises(DomainError):
        await answering.take_over(desk, case.id, EXECUTOR, NOW)


async def test_a_case_of_a_storm_gets_its_topic_when_it_is_taken(desk: Desk) -> None:
    case = await a_case(desk, Kind.PROBLEM_REPORT)
    case = await desk.appeals.change(case, replace(case, listed=True))
    assert not (await answering.take_over(desk, case.id, EXECUTOR, NOW)).listed
    assert {"case_card", "queue_card"} <= set(await reached(desk, STAFF_GROUP))


# rights


async def test_without_a_role_no_step_is_possible(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    steps = [
        answering.take_over(desk, case.id, STRANGER, NOW),
        answering.draft(desk, case.id, "reply:2", "Полагодили", STRANGER, NOW),
        answering.confirm(desk, held, STRANGER, {}, NOW),
        answering.ask_transcript(desk, held, STRANGER, NOW),
        answering.posted(desk, case.id, STRANGER, NOW.date(), NOW),
        answering.open_data(desk, case.id, STRANGER, "1", NOW),
    ]
    for step in steps:
        with pytest.raises(DomainError, match="role"):
            await step


async def test_a_complaint_is_for_registrar_and_head_only(desk: Desk) -> None:
    complaint = await a_case(desk, Kind.COMPLAINT)
    with pytest.raises(DomainError):
        await answering.open_data(desk, complaint.id, EXECUTOR, "1", NOW)
    head = officer(903, (Role.HEAD, ""))
    assert (await answering.take_over(desk, complaint.id, head, NOW)).executor == head.telegram_id


# notes


async def test_a_note_stays_inside(desk: Desk) -> None:
    case = await a_case(desk)
    await answering.write_note(desk, case.id, "update:1", "Подзвонити в РЕМ", EXECUTOR.telegram_id, NOW)
    [note] = await desk.appeals.messages(case.id)
    assert (note.direction, note.kind) == (Direction.INTERNAL, MessageKind.NOTE)
    assert await left(desk) == []


async def test_a_note_written_again_is_one_note(desk: Desk) -> None:
    case = await a_case(desk)
    for _again in range(2):
        await answering.write_note(desk, case.id, "update:1", "Подзвонити", EXECUTOR.telegram_id, NOW)
    assert len(await desk.appeals.messages(case.id)) == 1


@pytest.mark.parametrize("kind", NOT_ANSWERS)
async def test_what_is_no_answer_cannot_be_sent_as_one(desk: Desk, kind: MessageKind) -> None:
    case = await a_case(desk)
    with pytest.raises(DomainError):
        await confirmed(desk, case, kind=kind)


# an answer


async def test_a_draft_reaches_nobody(desk: Desk) -> None:
    case = await a_case(desk)
    draft = await a_draft(desk, case)
    await answering.choose_kind(desk, draft, MessageKind.ANSWER, "міський голова")
    assert (draft.state, await left(desk)) == (MessageState.DRAFT, [])


async def test_a_reply_handled_again_is_one_draft(desk: Desk) -> None:
    case = await a_case(desk)
    assert await a_draft(desk, case) == await a_draft(desk, case)


async def test_a_confirmed_answer_waits_half_a_minute(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    assert (held.state, await left(desk), await state(desk, case)) == (MessageState.HELD, [], State.SUBMITTED)
    soon, due = NOW + timedelta(seconds=29), NOW + timedelta(seconds=30)
    assert await desk.jobs.take(soon, timedelta(minutes=1)) == []
    [job] = await desk.jobs.take(due, timedelta(minutes=1))
    assert (job.name, job.params["message"], job.params["prompt"]) == (answering.RELEASE, held.id, 7)


async def test_then_it_goes_once(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    sent = await answering.release(desk, held.id, LATER)
    assert sent is not None
    assert (sent.state, await reached(desk, OLENAS_CHAT)) == (MessageState.SENT, ["answer"])
    assert await answering.release(desk, held.id, LATER) is None
    assert (await left(desk), (await history(desk, case)).count("answer_sent")) == ([], 1)


async def test_the_card_shows_that_it_went(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    assert await reached(desk, STAFF_GROUP) == ["case_card"]


async def test_an_answer_pressed_twice_is_confirmed_once(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    with pytest.raises(Conflict):
        await answering.draft_of(desk, held.id, REGISTRAR, MessageState.DRAFT)
    with pytest.raises(Conflict):
        await answering.confirm(desk, replace(held, state=MessageState.DRAFT), REGISTRAR, {}, NOW)


async def test_only_its_author_presses_under_an_answer(desk: Desk) -> None:
    draft = await a_draft(desk, await a_case(desk), by=EXECUTOR)
    with pytest.raises(DomainError, match="colleague who wrote"):
        await answering.draft_of(desk, draft.id, REGISTRAR, MessageState.DRAFT)


async def test_a_final_answer_without_signatory_is_refused(desk: Desk) -> None:
    draft = await a_draft(desk, await a_case(desk))
    unsigned = await answering.choose_kind(desk, draft, MessageKind.ANSWER, "")
    with pytest.raises(DomainError, match="signs"):
        await answering.confirm(desk, unsigned, REGISTRAR, {}, NOW)


async def test_an_interim_reply_needs_no_signatory_and_ends_nothing(desk: Desk) -> None:
    case = await a_case(desk)
    draft = await a_draft(desk, case)
    interim = await answering.choose_kind(desk, draft, MessageKind.INTERIM, "")
    held = await answering.confirm(desk, interim, REGISTRAR, {}, NOW)
    await answering.release(desk, held.id, LATER)
    assert (await state(desk, case), await reached(desk, OLENAS_CHAT)) == (State.SUBMITTED, ["answer"])
    assert await history(desk, case) == ["submitted", "interim_sent"]


async def test_a_second_final_answer_is_refused(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    with pytest.raises(DomainError):
        await confirmed(desk, case, key="reply:2")


async def test_of_two_answers_in_their_half_minute_one_goes(desk: Desk) -> None:
    case = await a_case(desk)
    first, second = await confirmed(desk, case), await confirmed(desk, case, "Ні", key="reply:2", by=EXECUTOR)
    await answering.release(desk, second.id, LATER)
    assert await answering.release(desk, first.id, LATER) is None
    assert (await desk.appeals.message(first.id)).state is MessageState.TAKEN_BACK
    assert await reached(desk, OLENAS_CHAT) == ["answer"]


async def test_an_answer_to_a_case_withdrawn_meanwhile_does_not_go(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    await in_state(desk, case, State.WITHDRAWN)
    assert await answering.release(desk, held.id, LATER) is None
    assert await reached(desk, OLENAS_CHAT) == []


# taking back


async def test_what_is_taken_back_never_goes(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    await answering.take_back(desk, held)
    assert await answering.release(desk, held.id, LATER) is None
    assert await desk.jobs.take(LATER, timedelta(minutes=1)) == []
    assert (await left(desk), await state(desk, case)) == ([], State.SUBMITTED)


async def test_what_has_left_cannot_be_taken_back(desk: Desk) -> None:
    held = await confirmed(desk, await a_case(desk))
    await answering.release(desk, held.id, LATER)
    with pytest.raises(Conflict):
        await answering.take_back(desk, held)


async def test_nobody_else_takes_it_back(desk: Desk) -> None:
    held = await confirmed(desk, await a_case(desk), by=EXECUTOR)
    with pytest.raises(DomainError):
        await answering.draft_of(desk, held.id, REGISTRAR, MessageState.HELD)
    assert await answering.draft_of(desk, held.id, EXECUTOR, MessageState.HELD) == held


async def test_after_taking_back_it_can_be_written_anew(desk: Desk) -> None:
    case = await a_case(desk)
    await answering.take_back(desk, await confirmed(desk, case))
    anew = await confirmed(desk, case, key="reply:2")
    assert await answering.release(desk, anew.id, LATER) is not None


async def test_a_dropped_draft_cannot_be_sent(desk: Desk) -> None:
    draft = await a_draft(desk, await a_case(desk))
    await answering.drop(desk, draft)
    with pytest.raises(Conflict):
        await answering.draft_of(desk, draft.id, REGISTRAR, MessageState.DRAFT)


# what the resident gets


async def test_a_long_answer_comes_in_parts_of_the_whole_text(desk: Desk) -> None:
    case = await a_case(desk)
    text = " ".join(["Ліхтар полагодять до неділі."] * 400)
    await answered(desk, case, text)
    rows = [row for row in await left(desk) if row.chat == OLENAS_CHAT]
    shown = [pages(text)[int(str(row.content.params["part"]))] for row in rows]
    assert len(shown) == len(text) // PART + 1
    assert " ".join(shown) == text


async def test_the_files_of_an_answer_follow_it(desk: Desk) -> None:
    case = await a_case(desk)
    held = await confirmed(desk, case)
    await with_photo(desk, held.key)
    await desk.attachments.attach(held.key, case.id, held.id)
    await answering.release(desk, held.id, LATER)
    assert await reached(desk, OLENAS_CHAT) == ["answer", "answer_file"]


async def test_a_reply_to_what_came_finds_the_case(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    assert {row.about for row in await left(desk)} == {f"appeal:{case.id}"}


# the official answer


@pytest.mark.parametrize("kind", set(Kind) - {Kind.PROBLEM_REPORT})
async def test_what_the_law_knows_is_answered_when_the_letter_went_out(desk: Desk, kind: Kind) -> None:
    case = await a_case(desk, kind)
    await answered(desk, case)
    assert await state(desk, case) is State.ANSWER_SHOWN
    await answering.posted(desk, case.id, REGISTRAR, date(2026, 11, 24), LATER)
    assert await state(desk, case) is State.ANSWERED
    assert "case_answered" in await reached(desk, OLENAS_CHAT)


async def test_the_day_of_the_letter_is_kept(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    await answering.posted(desk, case.id, REGISTRAR, date(2026, 11, 24), LATER)
    [event] = [event for event in await desk.appeals.history(case.id) if event.action == "posted"]
    assert (event.actor, event.details) == ("officer:900", {"day": "2026-11-24"})


async def test_a_letter_said_to_be_out_twice_is_out_once(desk: Desk) -> None:
    case = await a_case(desk)
    await answered(desk, case)
    await answering.posted(desk, case.id, REGISTRAR, date(2026, 11, 24), LATER)
    await left(desk)
    await answering.posted(desk, case.id, REGISTRAR, date(2026, 11, 25), LATER)
    assert (await left(desk), (await history(desk, case)).count("posted")) == ([], 1)


async def test_a_report_without_a_name_is_answered_here(desk: Desk) -> None:
    case = await a_case(desk, Kind.PROBLEM_REPORT)
    await answered(desk, case)
    assert await state(desk, case) is State.ANSWERED


@pytest.mark.parametrize("kind", Kind)
async def test_no_letter_goes_out_before_an_answer(desk: Desk, kind: Kind) -> None:
    case = await a_case(desk, kind)
    await answering.take_over(desk, case.id, REGISTRAR, NOW)
    with pytest.raises(DomainError):
        await answering.posted(desk, case.id, REGISTRAR, NOW.date(), NOW)


# personal data


async def test_every_opening_of_the_data_is_a_line_of_history(desk: Desk) -> None:
    case = await a_case(desk)
    for press in ("1", "1", "2"):
        opened = await answering.open_data(desk, case.id, EXECUTOR, press, NOW)
    assert opened.submission.applicant is not None
    lines = [event for event in await desk.appeals.history(case.id) if event.action == "data_opened"]
    assert [line.actor for line in lines] == ["officer:901", "officer:901"]


async def test_a_refused_opening_is_no_opening(desk: Desk) -> None:
    case = await a_case(desk)
    with pytest.raises(DomainError):
        await answering.open_data(desk, case.id, STRANGER, "1", NOW)
    assert "data_opened" not in await history(desk, case)


# a later word of the resident


async def test_a_later_word_reaches_the_topic_once(desk: Desk) -> None:
    case = await a_case(desk)
    await with_photo(desk, "update:9")
    said = [
        await answering.add_from_applicant(desk, case, "update:9", "Ще темно", ["update:9"], OLENA, NOW)
        for _again in range(2)
    ]
    assert (said, await reached(desk, STAFF_GROUP)) == ([True, False], ["addition"])
    [added] = await desk.appeals.messages(case.id)
    assert (added.kind, len(await desk.attachments.of_message(added.id))) == (MessageKind.ADDITION, 1)


async def test_files_of_a_later_word_are_not_those_of_the_submission(desk: Desk) -> None:
    case = await a_case(desk)
    await with_photo(desk, "update:9")
    await answering.add_from_applicant(desk, case, "update:9", "", ["update:9"], OLENA, NOW)
    assert await desk.attachments.of_appeal(case.id) == []


# a voice message, written down


async def written_down(desk: Desk, case: Appeal) -> CaseMessage:
    return await answering.ask_transcript(desk, await a_draft(desk, case), REGISTRAR, NOW)


async def test_what_an_officer_heard_goes_to_the_author_first(desk: Desk) -> None:
    case = await a_case(desk, text="", _voice=True)
    await written_down(desk, case)
    assert await reached(desk, OLENAS_CHAT) == ["transcript"]
    assert (await desk.appeals.get(case.id)).submission.text == ""


async def test_confirmed_words_become_the_text_of_the_case(desk: Desk) -> None:
    case = await a_case(desk, text="", _voice=True)
    heard = await written_down(desk, case)
    written = await answering.accept_transcript(desk, case, heard, NOW)
    assert written.submission.text == "Полагодили"
    assert await answering.accept_transcript(desk, written, heard, NOW) == written
    assert (await history(desk, case)).count("transcribed") == 1


async def test_a_text_that_the_author_wrote_is_never_replaced(desk: Desk) -> None:
    case = await a_case(desk)
    assert await answering.accept_transcript(desk, case, await written_down(desk, case), NOW) == case


async def test_an_inner_note_cannot_be_confirmed_as_ones_words(desk: Desk) -> None:
    case = await a_case(desk, text="", _voice=True)
    await answering.write_note(desk, case.id, "update:1", "Знову вона", EXECUTOR.telegram_id, NOW)
    [note] = await desk.appeals.messages(case.id)
    with pytest.raises(NotFound):
        await answering.accept_transcript(desk, case, note, NOW)


async def test_words_of_another_case_cannot_be_confirmed_here(desk: Desk) -> None:
    case, other = await a_case(desk, text="", _voice=True), await a_case(desk, key="2f", text="", _voice=True)
    with pytest.raises(NotFound):
        await answering.accept_transcript(desk, case, await written_down(desk, other), NOW)


async def test_a_message_that_does_not_exist_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await answering.release(desk, MessageId(404), NOW)


async def test_the_resident_alone_is_told(desk: Desk) -> None:
    case = await a_case(desk)
    await answering.take_over(desk, case.id, REGISTRAR, NOW)
    await answered(desk, case)
    assert {row.chat for row in await left(desk)} == {STAFF_GROUP, ChatId(OLENA)}
