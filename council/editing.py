"""An officer edits a message that has become an answer or a question to the resident.

* What has not left yet (a draft, or an answer in its half minute) gets the new words, and must be read and confirmed
  once more: nothing goes that was not shown.
* What the resident has read is edited in their chat and marked there, and they are told that it was: a correction that
  nobody notices is none.
* The letter of record (393/96-ВР art. 15) never changes by an edit: mail and paper keep the words that were confirmed,
  and so does the row of the message. The edit is a line of the history. The officer is told so; a correction that
  matters goes out as a message of its own.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from council import applicants
from council.answering import RELEASE
from council.appeals import Appeal, CaseMessage, Event, MessageKind, MessageState
from council.deliveries import Delivery, Notice
from council.pages import pages
from council.people import Officer
from council.phrases import DomainError, _
from council.ports import Desk
from council.rights import must_handle

EDITED = "message_edited"
SETTLES = timedelta(minutes=1)
"""A person who corrects one slip often corrects a second: the resident is told once of both."""

_READ = frozenset({MessageKind.ANSWER, MessageKind.INTERIM})


async def edited(desk: Desk, key: str, text: str, officer: Officer, press: str, now: datetime) -> CaseMessage | None:
    """The message behind the edited one as it stands now; None where nothing follows from the edit.

    `key` is the draft's own, `press` identifies the edit, so that a redelivered one is one line of history.
    """
    message = await desk.appeals.message_by_key(key)
    if message is None or message.state is MessageState.TAKEN_BACK or not text:
        return None
    if text == (await shown(desk, message))[0].text:
        return None
    appeal = await desk.appeals.get(message.appeal)
    must_handle(officer, appeal)
    if message.state is not MessageState.SENT:
        return await _look_again(desk, message, text)
    if message.kind not in _READ:
        raise DomainError(_("This message has served its purpose: an edit changes nothing. Reply to the card anew."))
    await _correct(desk, appeal, message, text, officer, press, now)
    return message


async def _look_again(desk: Desk, message: CaseMessage, text: str) -> CaseMessage | None:
    """Not gone yet: the new words wait to be read and confirmed. A note simply has the new words."""
    await desk.jobs.cancel(f"{RELEASE}:{message.id}")
    changed = await desk.appeals.change_message(message, replace(message, text=text, state=MessageState.DRAFT))
    return None if message.kind is MessageKind.NOTE else changed


async def _correct(
    desk: Desk, appeal: Appeal, message: CaseMessage, text: str, officer: Officer, press: str, now: datetime
) -> None:
    details = {"message": message.id, "text": text}
    actor = f"officer:{officer.telegram_id}"
    event = Event(appeal.id, f"edited:{message.id}:{press}", now, actor, EDITED, details=details)
    before = (await shown(desk, message))[0]
    if not await desk.appeals.record(event):
        return
    for part in range(max(len(pages(before.text)), len(pages(text)))):
        await _part(desk, appeal, message, part, now)
    for chat in await applicants.chats(desk, appeal):
        notice = Notice("answer_changed", {"message": message.id})
        key = f"answer_changed:{message.id}:{chat}"
        await desk.deliveries.refresh(
            Delivery(key=key, chat=chat, content=notice, due=now + SETTLES, about=f"appeal:{appeal.id}")
        )


async def _part(desk: Desk, appeal: Appeal, message: CaseMessage, part: int, now: datetime) -> None:
    """A part that the reader has is edited in its place; one that they have not comes now."""
    name = f"answer:{message.id}:{part}"
    params = {"message": message.id, "part": part}
    for key, chat in await applicants.keyed(desk, appeal, name):
        copy = await desk.deliveries.sent_as(key, chat)
        if copy is None:
            await desk.deliveries.add(
                Delivery(key=key, chat=chat, content=Notice("answer", params), due=now, about=f"appeal:{appeal.id}")
            )
        else:
            edit = Notice("answer_edited", {**params, "message_id": copy})
            about = f"appeal:{appeal.id}"
            await desk.deliveries.refresh(
                Delivery(key=f"answer_edited:{key}", chat=chat, content=edit, due=now, about=about)
            )


async def shown(desk: Desk, message: CaseMessage) -> tuple[CaseMessage, datetime | None]:
    """The message with the words that its reader sees now, and when they were last edited."""
    edits = [
        event
        for event in await desk.appeals.history(message.appeal)
        if event.action == EDITED and event.details is not None and event.details["message"] == message.id
    ]
    if not edits:
        return message, None
    return replace(message, text=str((edits[-1].details or {})["text"])), edits[-1].at
