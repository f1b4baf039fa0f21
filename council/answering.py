"""The staff work on a case: take it over, write, show what goes, send it, take it back within half a minute."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from council import applicants, handovers
from council.appeals import (
    FINAL,
    Appeal,
    AppealId,
    Attachment,
    CaseMessage,
    Direction,
    Event,
    Kind,
    MessageId,
    MessageKind,
    MessageState,
    State,
    next_states,
)
from council.attachments import albums
from council.colleagues import not_possible, position
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.pages import pages
from council.people import Officer, TelegramId
from council.phrases import Conflict, DomainError, NotFound, _
from council.ports import Desk
from council.repeats import CLOSE, WINDOW
from council.rights import must_handle
from council.signed_files import any_signed
from council.submitting import open_topic, show_in_group, show_queue

TAKE_BACK = timedelta(seconds=30)
"""How long a confirmed answer waits before it leaves."""

RELEASE = "release_answer"
"""The job that lets a held answer go."""

SENT_TO_RESIDENTS = frozenset({MessageKind.ANSWER, MessageKind.INTERIM})
"""What may go out after its half minute: a stale button must not send what was kept as a note."""


def moved(appeal: Appeal, state: State) -> Appeal:
    """The case in its next state; raises DomainError where the table of its kind does not allow the step."""
    if state not in next_states(appeal.kind, appeal.state):
        raise _not_possible()
    return replace(appeal, state=state)


def _not_possible() -> DomainError:
    return DomainError(_("This step is not possible any more. The card shows where the case stands."))


async def take_over(desk: Desk, appeal_id: AppealId, officer: Officer, now: datetime) -> Appeal:
    """The officer becomes the executor; a second press changes nothing.

    Raises Conflict when another was first, unless that colleague holds no role any more.
    """
    appeal = await desk.appeals.get(appeal_id)
    must_handle(officer, appeal)
    if appeal.executor == officer.telegram_id:
        return appeal
    if appeal.executor is not None and await desk.roles.of(appeal.executor):
        raise Conflict(
            _("{who} has already taken this case. The card shows it."), who=await position(desk, appeal.executor)
        )
    if appeal.state in FINAL:
        raise await not_possible(desk, appeal)
    started = State.IN_PROGRESS in next_states(appeal.kind, appeal.state)
    step = moved(appeal, State.IN_PROGRESS) if started else appeal
    after = replace(step, executor=officer.telegram_id, listed=False)
    taken = await desk.appeals.change(appeal, after)
    await _record(desk, taken, f"taken:{officer.telegram_id}", now, officer, "taken")
    if started:
        await tell_applicant(desk, taken, "case_in_progress", f"in_progress:{appeal_id}", now)
    await open_topic(desk, taken, now)
    if appeal.listed:
        await show_queue(desk, now)
    return taken


async def write_note(desk: Desk, appeal_id: AppealId, key: str, text: str, author: TelegramId, now: datetime) -> None:
    """Plain text in a topic stays inside: kept as a note, shown to nobody outside."""
    await desk.appeals.add_message(
        CaseMessage(
            MessageId(0), appeal_id, key, Direction.INTERNAL, MessageKind.NOTE, MessageState.SENT, text, author, now
        )
    )


async def draft(desk: Desk, appeal_id: AppealId, key: str, text: str, officer: Officer, now: datetime) -> CaseMessage:
    """A reply in the topic becomes the draft of an answer; nothing leaves before it is confirmed."""
    appeal = await desk.appeals.get(appeal_id)
    must_handle(officer, appeal)
    return await desk.appeals.add_message(
        CaseMessage(
            MessageId(0),
            appeal_id,
            key,
            Direction.OUT,
            MessageKind.ANSWER,
            MessageState.DRAFT,
            text,
            officer.telegram_id,
            now,
        )
    )


async def draft_of(desk: Desk, message_id: MessageId, officer: Officer, *states: MessageState) -> CaseMessage:
    """The officer's own message in one of the states; raises DomainError for another's, Conflict for a later state."""
    message = await desk.appeals.message(message_id)
    if message.author != officer.telegram_id:
        raise DomainError(_("Only the colleague who wrote this answer can press here."))
    if message.state not in states:
        raise Conflict(_("This answer is already past this step."))
    return message


async def choose_kind(desk: Desk, message: CaseMessage, kind: MessageKind, signatory: str) -> CaseMessage:
    """What the reply is: final answer, interim reply or a note; a final one carries its signatory."""
    return await desk.appeals.change_message(message, replace(message, kind=kind, signatory=signatory))


async def confirm(
    desk: Desk, message: CaseMessage, officer: Officer, prompt: Mapping[str, int], now: datetime
) -> CaseMessage:
    """The officer has seen exactly what goes: it leaves after half a minute, unless taken back.

    `prompt` names the message (`chat`, `prompt`) that shows the officer how it went.

    A final answer without a signatory is refused: that would be an interim reply (393/96-ВР art. 15: the answer is
    signed by the head or who acts for them).
    """
    appeal = await desk.appeals.get(message.appeal)
    must_handle(officer, appeal)
    if message.kind not in SENT_TO_RESIDENTS:
        raise Conflict(_("This answer is already past this step."))
    if message.kind is MessageKind.ANSWER:
        await must_be_ready(desk, appeal, message)
    held = await desk.appeals.change_message(message, replace(message, state=MessageState.HELD))
    await desk.jobs.add(f"{RELEASE}:{message.id}", RELEASE, now + TAKE_BACK, {"message": message.id, **prompt})
    return held


async def must_be_ready(desk: Desk, appeal: Appeal, message: CaseMessage) -> None:
    """Raises DomainError where the case cannot be answered any more, or nobody signs the answer.

    A file with a signature of its own is signed by whoever made it: no name need stand under the text.
    """
    if State.ANSWER_SHOWN not in next_states(appeal.kind, appeal.state):
        raise await not_possible(desk, appeal)
    if not message.signatory and not any_signed(await desk.attachments.of_message(message.id)):
        raise DomainError(_("A final answer names who signs it: post and name."))


async def take_back(desk: Desk, message: CaseMessage) -> CaseMessage:
    """The half minute was used: nothing leaves, the text can be sent again in another form."""
    taken = await desk.appeals.change_message(message, replace(message, state=MessageState.TAKEN_BACK))
    await desk.jobs.cancel(f"{RELEASE}:{message.id}")
    return taken


async def drop(desk: Desk, message: CaseMessage) -> CaseMessage:
    """The officer decided not to send the draft; it stays on the case as taken back."""
    return await desk.appeals.change_message(message, replace(message, state=MessageState.TAKEN_BACK))


async def ask_transcript(desk: Desk, message: CaseMessage, officer: Officer, now: datetime) -> CaseMessage:
    """What an officer heard in a voice message goes to its author: their words count only as they confirm them."""
    appeal = await desk.appeals.get(message.appeal)
    must_handle(officer, appeal)
    asked = await desk.appeals.change_message(
        message, replace(message, kind=MessageKind.TRANSCRIPT, state=MessageState.SENT)
    )
    await applicants.ask(desk, appeal, Notice("transcript", {"message": asked.id}), f"transcript:{asked.id}", now)
    return asked


async def accept_transcript(desk: Desk, appeal: Appeal, message: CaseMessage, now: datetime) -> Appeal:
    """The author confirms the written words: they become the text of the appeal, received when the voice came."""
    if message.kind is not MessageKind.TRANSCRIPT or message.appeal != appeal.id:
        raise NotFound(_("There is no such message."))
    if appeal.submission.text:
        return appeal
    spoken = appeal.submission.model_copy(update={"text": message.text})
    written = await desk.appeals.change(appeal, replace(appeal, submission=spoken))
    await desk.appeals.record(Event(appeal.id, f"transcribed:{message.id}", now, "applicant", "transcribed"))
    await show_in_group(desk, written, now)
    return written


async def release(desk: Desk, message_id: MessageId, now: datetime) -> CaseMessage | None:
    """The half minute is over: the text goes to the applicant, with the files, together or not at all.

    None when it was taken back or has left before, or when the case was answered by another text meanwhile: the
    officer sees on the prompt that nothing went.
    """
    message = await desk.appeals.message(message_id)
    if message.state is not MessageState.HELD:
        return None
    if message.kind is MessageKind.ANSWER and await _answered_meanwhile(desk, message):
        await desk.appeals.change_message(message, replace(message, state=MessageState.TAKEN_BACK))
        return None
    sent = await desk.appeals.change_message(message, replace(message, state=MessageState.SENT))
    appeal = await desk.appeals.get(message.appeal)
    if message.kind is MessageKind.ANSWER:
        appeal = await _answer_shown(desk, appeal, now)
        await desk.jobs.add(f"{CLOSE}:{message.id}", CLOSE, now + WINDOW, {"appeal": appeal.id})
    await _record_sent(desk, appeal, sent, now)
    await _queue_answer(desk, appeal, sent, now)
    await show_in_group(desk, appeal, now)
    return sent


async def _answered_meanwhile(desk: Desk, message: CaseMessage) -> bool:
    appeal = await desk.appeals.get(message.appeal)
    return State.ANSWER_SHOWN not in next_states(appeal.kind, appeal.state)


async def _answer_shown(desk: Desk, appeal: Appeal, now: datetime) -> Appeal:
    """A report without a named author is answered by the message; others when the official letter went out too."""
    step = State.ANSWERED if _telegram_is_enough(appeal) else State.ANSWER_SHOWN
    return await desk.appeals.change(appeal, moved(appeal, step))


def _telegram_is_enough(appeal: Appeal) -> bool:
    return appeal.kind is Kind.PROBLEM_REPORT and appeal.submission.applicant is None


async def posted(desk: Desk, appeal_id: AppealId, officer: Officer, day: date, now: datetime) -> Appeal:
    """An officer says that the official answer went out by the channel the person named, on that day: answered."""
    appeal = await desk.appeals.get(appeal_id)
    must_handle(officer, appeal)
    if appeal.state is State.ANSWERED and await _posted_by(desk, appeal, officer):
        return appeal
    if appeal.state is not State.ANSWER_SHOWN:
        raise await not_possible(desk, appeal)
    answered = await desk.appeals.change(appeal, moved(appeal, State.ANSWERED))
    await _record(desk, answered, "posted", now, officer, "posted", {"day": day.isoformat()})
    await tell_applicant(desk, answered, "case_answered", f"answered:{appeal_id}", now)
    await show_in_group(desk, answered, now)
    return answered


async def _posted_by(desk: Desk, appeal: Appeal, officer: Officer) -> bool:
    """Whether this officer has said so before: the second press changes nothing."""
    actor = f"officer:{officer.telegram_id}"
    history = await desk.appeals.history(appeal.id)
    return any(event.action == "posted" and event.actor == actor for event in history)


async def open_data(desk: Desk, appeal_id: AppealId, officer: Officer, press: str, now: datetime) -> Appeal:
    """The personal data of a case for the one who pressed, in their private chat; every opening is a line of history.

    `press` identifies the press, so that a redelivered one is one line.
    """
    appeal = await desk.appeals.get(appeal_id)
    must_handle(officer, appeal)
    await _record(desk, appeal, f"data:{press}", now, officer, "data_opened")
    return appeal


async def _record_sent(desk: Desk, appeal: Appeal, message: CaseMessage, now: datetime) -> None:
    action = "answer_sent" if message.kind is MessageKind.ANSWER else "interim_sent"
    await desk.appeals.record(Event(appeal.id, f"sent:{message.id}", now, f"officer:{message.author}", action))


async def _queue_answer(desk: Desk, appeal: Appeal, message: CaseMessage, now: datetime) -> None:
    parts = [
        (f"answer:{message.id}:{part}", Notice("answer", {"message": message.id, "part": part}))
        for part in range(len(pages(message.text)))
    ]
    attached = await desk.attachments.of_message(message.id)
    together = albums([file for file in attached if not file.signed])
    files = [_of_files(group) for group in [*together, *([file] for file in attached if file.signed)]]
    for key, notice in parts + files:
        await applicants.tell(desk, appeal, notice, key, now)


def _of_files(group: Sequence[Attachment]) -> tuple[str, Notice]:
    if len(group) == 1:
        return f"answer_file:{group[0].id}", Notice("answer_file", {"attachment": group[0].id})
    return f"answer_album:{group[0].id}", Notice("answer_album", {"attachments": [file.id for file in group]})


async def add_from_applicant(
    desk: Desk, appeal: Appeal, key: str, text: str, files: Sequence[str], author: TelegramId, now: datetime
) -> bool:
    """A later word of the resident on a case reaches its topic; False when it is there already.

    `files` are draft keys of attachments that came with it.
    """
    if await desk.appeals.message_by_key(key) is not None:
        return False
    message = await desk.appeals.add_message(
        CaseMessage(
            MessageId(0), appeal.id, key, Direction.IN, MessageKind.ADDITION, MessageState.SENT, text, author, now
        )
    )
    for draft_key in files:
        await desk.attachments.attach(draft_key, appeal.id, message.id)
    await desk.appeals.record(Event(appeal.id, f"addition:{message.id}", now, "applicant", "addition"))
    await handovers.add_later(desk, message, now)
    if appeal.state is State.CLARIFICATION:
        await show_in_group(desk, await desk.appeals.change(appeal, moved(appeal, State.IN_PROGRESS)), now)
    await desk.deliveries.add(
        Delivery(
            key=f"addition:{message.id}",
            chat=STAFF_GROUP,
            topic=f"appeal:{appeal.id}",
            content=Notice("addition", {"message": message.id}),
            due=now,
            about=f"appeal:{appeal.id}",
        )
    )
    return True


async def tell_applicant(desk: Desk, appeal: Appeal, notice: str, key: str, now: datetime) -> None:
    await applicants.tell(desk, appeal, Notice(notice, {"appeal": appeal.id}), key, now)


async def _record(
    desk: Desk,
    appeal: Appeal,
    key: str,
    now: datetime,
    officer: Officer,
    action: str,
    details: dict[str, object] | None = None,
) -> None:
    await desk.appeals.record(Event(appeal.id, key, now, f"officer:{officer.telegram_id}", action, details=details))
