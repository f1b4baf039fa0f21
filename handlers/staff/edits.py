"""An officer edits an own message that has become an answer: read again before it goes, or corrected after it went."""

from aiogram import Router
from aiogram.types import Message

from council import editing
from council.appeals import CaseMessage, MessageKind, MessageState
from handlers.screens import Screen
from handlers.staff import answers
from handlers.texts import _
from handlers.turn import Turn


async def edited(message: Message, turn: Turn) -> None:
    text = message.text or message.caption or ""
    key = answers.draft_key(message)
    found = await editing.edited(turn.desk, key, text, turn.officer, str(turn.update_id), turn.now)
    if found is None:
        return
    if found.state is MessageState.SENT:
        await turn.say(message, Screen(_corrected(found)), reply=True)
    else:
        await _look_again(message, turn, found)


async def _look_again(message: Message, turn: Turn, draft: CaseMessage) -> None:
    """The same question as before the edit: what it is, or whether it may go."""
    if draft.kind is MessageKind.INTERIM or draft.signatory:
        await answers.preview(message, turn, draft)
    else:
        await answers.ask_what(message, turn, draft)


def _corrected(message: CaseMessage) -> str:
    told = _("The resident's message is edited too, and marked. They are told of it.")
    if message.kind is not MessageKind.ANSWER:
        return told
    letter = _(
        "The official letter stays as it was confirmed: an edit never changes it. "
        "If it matters, reply to the card and send the correction as a message of its own."
    )
    return f"{told}\n\n{letter}"


async def of_draft(message: Message, turn: Turn) -> bool:
    """The filter of private chats: only what an officer wrote there as an answer."""
    return await turn.desk.appeals.message_by_key(answers.draft_key(message)) is not None


def router() -> Router:
    router = Router(name="staff edits")
    router.edited_message.register(edited)
    return router


def private_router() -> Router:
    router = Router(name="duty edits")
    router.edited_message.register(edited, of_draft)
    return router
