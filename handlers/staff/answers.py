"""An answer: reply in the topic, choose what it is, see exactly what goes, confirm, take back within half a minute.

Plain text in a topic is a note and stays inside: what goes to a resident is sent on purpose.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council import answering, letters
from council.appeals import AppealId, CaseMessage, MessageId, MessageKind, MessageState
from council.deliveries import STAFF_GROUP, ChatId, Delivery
from council.pages import pages
from council.ports import Desk
from council.signed_files import any_signed
from handlers import files
from handlers.answer_pages import answer_page
from handlers.house import House
from handlers.screens import Button, Id, Screen, column, edit
from handlers.staff import papers
from handlers.texts import _, say
from handlers.turn import Turn


class AnswerPress(CallbackData, prefix="a"):
    """A button under an answer: `final`, `interim`, `note`, `send`, `drop`, `back`.

    `seen` is the mark of the text under which it stands: what was edited since is not sent unseen.
    """

    act: str
    message: Id
    seen: str


async def heard(message: Message, turn: Turn) -> None:
    """A message in a case's topic: a reply on purpose becomes a draft, everything else is a note."""
    signed = await _about(message, turn, "signatory:")
    if signed is not None:
        await _sign(message, turn, MessageId(signed))
        return
    unnumbered = await _about(message, turn, "outgoing:")
    if unnumbered is not None:
        await _number_heard(message, turn, MessageId(unnumbered))
        return
    case = await _about(message, turn, "appeal:" if message.chat.id == turn.staff_chat else "duty:")
    case = case or await _of_lost_card(message, turn)
    if case is not None:
        await _draft(message, turn, AppealId(case))
        return
    await _note(message, turn)


async def of_duty(message: Message, turn: Turn) -> bool:
    """The filter of private chats: a reply to a card that came to an officer there, or to what they are asked of it."""
    return any([await _about(message, turn, what) is not None for what in ("duty:", "signatory:", "outgoing:")])


async def _about(message: Message, turn: Turn, what: str) -> int | None:
    """The number behind the answered message of ours, when it is about `what`."""
    if message.reply_to_message is None:
        return None
    about = await turn.desk.deliveries.about(ChatId(message.chat.id), message.reply_to_message.message_id)
    return int(about.removeprefix(what)) if about is not None and about.startswith(what) else None


async def _of_lost_card(message: Message, turn: Turn) -> int | None:
    """The topic's case, for a reply to a message of ours that the outbox does not know.

    When the connection breaks after Telegram has done its work, the card is sent once more and its first copy stays
    unknown: an officer who replies to that one must not lose the answer as a note.
    """
    answered = message.reply_to_message
    ours = answered is not None and answered.from_user is not None and answered.from_user.id == _me(message)
    if not ours or answered is None or answered.forum_topic_created is not None:
        return None
    if await turn.desk.deliveries.about(ChatId(message.chat.id), answered.message_id) is not None:
        return None
    return await _case_of_topic(message, turn)


def _me(message: Message) -> int | None:
    return message.bot.id if message.bot else None


async def _case_of_topic(message: Message, turn: Turn) -> int | None:
    topic = message.message_thread_id if message.is_topic_message else None
    name = await turn.desk.topics.by_thread(message.chat.id, topic) if topic else None
    if not name or not name.startswith("appeal:"):
        return None
    return await turn.desk.appeals.latest_of(AppealId(int(name.removeprefix("appeal:"))))


async def _note(message: Message, turn: Turn) -> None:
    case, text = await _case_of_topic(message, turn), message.text or message.caption or ""
    if case is not None and text:
        await answering.write_note(turn.desk, AppealId(case), f"update:{turn.update_id}", text, turn.me, turn.now)


async def _draft(message: Message, turn: Turn, appeal_id: AppealId) -> None:
    """Text or files in reply to the card: kept, and the officer is asked what it is. An album is one draft."""
    key = draft_key(message)
    known = await turn.desk.appeals.message_by_key(key)
    text = message.text or message.caption or ""
    draft = known or await answering.draft(turn.desk, appeal_id, key, text, turn.officer, turn.now)
    refusal = await _with_file(turn, draft)
    if known is None or refusal:
        await ask_what(message, turn, draft, refusal)


def draft_key(message: Message) -> str:
    """Of the draft that a message becomes; an album is one."""
    return f"reply:{message.chat.id}:{message.media_group_id or message.message_id}"


def mark(text: str) -> str:
    """Tells one text from another in a button; nothing can be read from it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


async def ask_what(message: Message, turn: Turn, draft: CaseMessage, refusal: str = "") -> None:
    appeal = await turn.desk.appeals.get(draft.appeal)
    screen = _choice(draft, refusal, voice=not appeal.submission.text)
    await turn.say(message, screen, about=f"draft:{draft.id}", reply=True)


async def _with_file(turn: Turn, draft: CaseMessage) -> str:
    """Ties the file that came to the draft; the reason, where it cannot be sent."""
    if turn.incoming is None:
        return ""
    if turn.incoming.refused is not None:
        return say(turn.incoming.refused)
    await files.store(turn, draft.key, turn.incoming)
    await turn.desk.attachments.attach(draft.key, draft.appeal, draft.id)
    return ""


def _choice(draft: CaseMessage, refusal: str, voice: bool) -> Screen:
    text = _("What is this? Nothing has gone to the resident yet.")
    buttons = [
        _button(_("Final answer"), "final", draft),
        _button(_("Interim reply"), "interim", draft),
        _button(_("What the voice message says"), "voice", draft) if voice else None,
        _button(_("Only a note"), "note", draft),
    ]
    return Screen(f"{refusal}\n\n{text}".strip(), column(*(button for button in buttons if button)))


def _button(text: str, act: str, draft: CaseMessage) -> Button:
    return Button(text, AnswerPress(act=act, message=draft.id, seen=mark(draft.text)).pack())


async def press(callback: CallbackQuery, callback_data: AnswerPress, turn: Turn) -> str:
    """A button under an answer; only for the officer who wrote it."""
    act = ACTS.get(callback_data.act)
    if callback_data.act == "send" and await _edited_since(callback, callback_data, turn):
        return _("The text has been edited since. Read it once more.")
    return await act(callback, turn, MessageId(callback_data.message)) if act else _("This button is no longer in use.")


async def _edited_since(callback: CallbackQuery, pressed: AnswerPress, turn: Turn) -> bool:
    draft = await answering.draft_of(
        turn.desk, MessageId(pressed.message), turn.officer, MessageState.DRAFT, MessageState.HELD, MessageState.SENT
    )
    if draft.state is not MessageState.DRAFT or pressed.seen == mark(draft.text):
        return False
    await preview(callback, turn, draft)
    return True


async def _final(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await prepare_final(callback, turn, draft)
    return ""


async def prepare_final(event: CallbackQuery | Message, turn: Turn, draft: CaseMessage) -> None:
    """A final answer names who signs it: by the community's default, else the officer is asked.

    A file with a signature of its own needs no name under the text.
    """
    signatory = draft.signatory or turn.house.community.signatory.line
    chosen = await answering.choose_kind(turn.desk, draft, MessageKind.ANSWER, signatory)
    if signatory or any_signed(await turn.desk.attachments.of_message(draft.id)):
        await preview(event, turn, chosen)
        return
    await turn.show(
        event,
        Screen(
            _("Who signs this answer? Reply to this message: post and name, for example «Mayor Ivan Ivanenko»."),
            column(_button(_("It is an interim reply"), "interim", draft), _button(_("Do not send"), "drop", draft)),
        ),
        about=f"signatory:{draft.id}",
    )


async def _sign(message: Message, turn: Turn, message_id: MessageId) -> None:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    words = " ".join((message.text or "").split())[:200]
    signed = await answering.choose_kind(turn.desk, draft, MessageKind.ANSWER, words)
    await preview(message, turn, signed)


async def _interim(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await preview(callback, turn, await answering.choose_kind(turn.desk, draft, MessageKind.INTERIM, ""))
    return ""


async def _keep_inside(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await answering.choose_kind(turn.desk, draft, MessageKind.NOTE, "")
    await turn.show(callback, Screen(_("Kept as a note. Nothing went to the resident.")))
    return ""


async def _voice(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await answering.ask_transcript(turn.desk, draft, turn.officer, turn.now)
    await turn.show(callback, Screen(_("Sent to the resident to confirm. Their words will appear on the card.")))
    return ""


async def preview(event: CallbackQuery | Message, turn: Turn, draft: CaseMessage) -> None:
    """Exactly what the resident will get, and how many files."""
    appeal = await turn.desk.appeals.get(draft.appeal)
    attached = await turn.desk.attachments.of_message(draft.id)
    parts = pages(draft.text)
    head = _("<b>This goes to the resident:</b>")
    tail = _("… and {count} more parts").format(count=len(parts) - 1) if len(parts) > 1 else ""
    sent = answer_page(turn.house, appeal, draft, 0).text
    file_line = _("Files: {count}").format(count=len(attached)) if attached else ""
    await turn.show(
        event,
        Screen(
            "\n\n".join(part for part in (head, sent, tail, file_line) if part),
            column(
                _button(_("Send to the resident"), "send", draft),
                *_to_number(draft),
                _button(_("Do not send"), "drop", draft),
            ),
        ),
        about=f"draft:{draft.id}",
    )


def _to_number(draft: CaseMessage) -> list[Button]:
    """A final answer may get its outgoing number before it goes: the mail then carries it."""
    unnumbered = draft.kind is MessageKind.ANSWER and not draft.outgoing_number
    return [_button(_("Add the outgoing number"), "number", draft)] if unnumbered else []


async def _number(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await papers.ask_number(callback, turn, draft.id)
    return ""


async def _number_heard(message: Message, turn: Turn, message_id: MessageId) -> None:
    """Before the answer goes it is shown again with its number; afterwards the number is noted."""
    numbered = await papers.number(message, turn, message_id)
    if numbered is None:
        return
    if numbered.state is MessageState.DRAFT:
        await preview(message, turn, numbered)
    else:
        await turn.say(message, papers.number_noted(numbered), reply=True)


async def _send(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await answering.confirm(turn.desk, draft, turn.officer, _prompt(callback, turn), turn.now)
    seconds = int(answering.TAKE_BACK.total_seconds())
    text = _("It goes in {seconds} seconds. Until then you can take it back.").format(seconds=seconds)
    await turn.show(
        callback, Screen(text, column(_button(_("Take it back"), "back", draft))), about=f"draft:{draft.id}"
    )
    return ""


def _prompt(callback: CallbackQuery, turn: Turn) -> Mapping[str, int]:
    """The message under which the officer pressed."""
    pressed = callback.message
    chat = pressed.chat.id if pressed else turn.me
    return {
        "chat": STAFF_GROUP if chat == turn.staff_chat else chat,
        "prompt": pressed.message_id if pressed else 0,
    }


async def _back(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    held = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.HELD)
    await answering.take_back(turn.desk, held)
    await turn.show(
        callback, Screen(_("Taken back. Nothing went to the resident. Reply to the card to write it anew."))
    )
    return ""


async def _drop(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    draft = await answering.draft_of(turn.desk, message_id, turn.officer, MessageState.DRAFT)
    await answering.drop(turn.desk, draft)
    await turn.show(callback, Screen(_("Not sent. Nothing went to the resident. Reply to the card to write it anew.")))
    return ""


async def release(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    """The job of the half minute's end: the answer leaves, the officer's prompt says so."""
    sent = await letters.release(desk, house.community, MessageId(int(params["message"])), house.carried, now)
    message = await desk.appeals.message(MessageId(int(params["message"])))
    with house.texts.speaking(house.community.staff_language):
        text = (
            _("Sent to the resident.")
            if sent
            else _("Not sent: it was taken back, or the case was answered meanwhile.")
        )
        await desk.deliveries.add(
            Delivery(
                key=f"released:{message.id}",
                chat=ChatId(int(params["chat"])),
                content=edit(Screen(text), int(params["prompt"])),
                due=now,
                topic=f"appeal:{message.appeal}" if int(params["chat"]) == STAFF_GROUP else None,
            )
        )


ACTS = {
    "final": _final,
    "interim": _interim,
    "voice": _voice,
    "note": _keep_inside,
    "send": _send,
    "number": _number,
    "drop": _drop,
    "back": _back,
}


CONTENT = F.content_type.in_({"text", "photo", "document", "video", "voice", "audio"})


def router() -> Router:
    router = Router(name="staff answers")
    router.callback_query.register(press, AnswerPress.filter())
    router.message.register(heard, CONTENT)
    return router


def private_router() -> Router:
    """The same for an officer whose cases come to their private chat."""
    router = Router(name="duty answers")
    router.callback_query.register(press, AnswerPress.filter())
    router.message.register(heard, CONTENT, of_duty)
    return router
