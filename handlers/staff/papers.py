"""The official letter on the staff side: its number, its paper, and the asking until it went out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council import letters
from council.appeals import Appeal, AppealId, Attachment, CaseMessage, MessageId, State
from council.decision_forms import NAMES, Decision
from council.deliveries import ChatId, Notice
from council.people import CHANNEL_NAMES, ReplyChannel
from council.phrases import DomainError
from council.ports import Desk
from council.rights import must_handle
from council.signed_files import VERIFY_AT
from handlers.house import House
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, day, escaped, say
from handlers.turn import Turn

WITH_LETTER = frozenset({State.ANSWER_SHOWN, State.ANSWERED})


class DecisionPress(CallbackData, prefix="pd"):
    """A button about the letter of a decision: `letter`, `number`, `sent`."""

    act: str
    message: Id


class PaperPress(CallbackData, prefix="p"):
    """A button about the letter of a case: `letter`, `number`."""

    act: str
    appeal: Id


async def lines(desk: Desk, appeal: Appeal) -> Sequence[str]:
    """What the card says of the letter: how it goes, and its number or that it has none yet."""
    answer = await _answer(desk, appeal)
    if answer is None:
        return []
    return [line for line in (_to_be_sent(appeal), _number_line(answer)) if line]


async def _answer(desk: Desk, appeal: Appeal) -> CaseMessage | None:
    official = appeal.state in WITH_LETTER and letters.channel_of(appeal) is not None
    return await letters.answer_of(desk, appeal.id) if official else None


def _to_be_sent(appeal: Appeal) -> str:
    if appeal.state is not State.ANSWER_SHOWN:
        return ""
    return _("<b>To be sent: {channel}.</b> Until then the term runs.").format(channel=_channel(appeal))


def _channel(appeal: Appeal) -> str:
    return _(CHANNEL_NAMES[letters.channel_of(appeal) or ReplyChannel.POST])


def _number_line(answer: CaseMessage) -> str:
    number, on = answer.outgoing_number, answer.outgoing_date
    if not number or on is None:
        return _("Outgoing number: none yet.")
    return _("Outgoing number: {number} of {day}.").format(number=escaped(number), day=day(on))


def how_to_verify(file: Attachment) -> str:
    """The bot passes a signed file on and says where its signature is verified; it verifies none itself."""
    told = _("Verify the signature at {page}: the bot has not verified it.\nSHA-256: {digest}")
    return told.format(page=VERIFY_AT, digest=file.sha256)


async def buttons(desk: Desk, appeal: Appeal) -> list[Button]:
    """Where there is a letter: to print it, and to give it its number."""
    answer = await _answer(desk, appeal)
    if answer is None:
        return []
    number = Button(_("Add the outgoing number"), PaperPress(act="number", appeal=appeal.id).pack())
    letter = Button(_("Letter to print"), PaperPress(act="letter", appeal=appeal.id).pack())
    return [letter] if answer.outgoing_number else [letter, number]


def wanted(house: House, appeal: Appeal, why: str) -> str:
    """What the topic is asked; nothing personal in it."""
    asked = _("The official answer to {number} is still to be sent {channel}.")
    how = _("Press «Letter to print»: it comes to your private chat. When it is sent, press the last button.")
    told = [_reason(why), asked.format(number=appeal.number, channel=_channel(appeal)), how]
    return "\n".join(line for line in told if line)


def _reason(why: str) -> str:
    reasons = {
        "refused": _("<b>The mail server refused the letter for good.</b>"),
        "delayed": _("<b>The letter has not gone by e-mail yet</b>; the bot tries on."),
    }
    return reasons.get(why, "")


async def wanted_decision(desk: Desk, appeal: Appeal, letter: CaseMessage, why: str) -> Screen:
    """The same for the letter of a decision, which has its own buttons."""
    history = await desk.appeals.history(appeal.id)
    decision = next(event.action for event in history if event.key == f"decision:{letter.id}")
    asked = _("{number}, «{decision}»: the letter is still to be sent {channel}.")
    what = asked.format(number=appeal.number, decision=_(NAMES[Decision(decision)]), channel=_channel(appeal))
    how = _("Press «Letter to print»: it comes to your private chat. When it is sent, press the last button.")
    text = "\n".join(line for line in (_reason(why), what, how) if line)
    return Screen(text, column(*_decision_buttons(letter)))


def _decision_buttons(letter: CaseMessage) -> list[Button]:
    def button(text: str, act: str) -> Button:
        return Button(text, DecisionPress(act=act, message=letter.id).pack())

    number = [] if letter.outgoing_number else [button(_("Add the outgoing number"), "number")]
    return [button(_("Letter to print"), "letter"), *number, button(_("The letter is sent"), "sent")]


async def press_decision(callback: CallbackQuery, callback_data: DecisionPress, turn: Turn) -> str:
    acts = {"letter": _print_decision, "number": _ask_decision, "sent": _decision_sent}
    act = acts.get(callback_data.act)
    return await act(callback, turn, MessageId(callback_data.message)) if act else _("This button is no longer in use.")


async def _print_decision(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    letter = await letters.open_decision(turn.desk, message_id, turn.officer, str(turn.update_id), turn.now)
    await turn.tell(ChatId(turn.me), Notice("printed_letter", {"message": letter.id}), about=f"data:{letter.appeal}")
    return _("Sent to your private chat with the bot.")


async def _ask_decision(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    letter = await turn.desk.appeals.message(message_id)
    must_handle(turn.officer, await turn.desk.appeals.get(letter.appeal))
    await ask_number(callback, turn, message_id)
    return ""


async def _decision_sent(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> str:
    today = turn.house.community.local(turn.now).date()
    await letters.served(turn.desk, message_id, turn.officer, today, turn.now)
    await turn.show(callback, Screen(_("The letter went out on {day}.").format(day=day(today))))
    return _("Noted: the letter went out today.")


async def press(callback: CallbackQuery, callback_data: PaperPress, turn: Turn) -> str:
    acts = {"letter": _print, "number": _ask}
    act = acts.get(callback_data.act)
    return await act(callback, turn, AppealId(callback_data.appeal)) if act else _("This button is no longer in use.")


async def _print(callback: CallbackQuery, turn: Turn, appeal_id: AppealId) -> str:
    """The letter has name and address: to the private chat of who pressed, and logged."""
    answer = await letters.open_letter(turn.desk, appeal_id, turn.officer, str(turn.update_id), turn.now)
    await turn.tell(ChatId(turn.me), Notice("printed_letter", {"message": answer.id}), about=f"data:{appeal_id}")
    return _("Sent to your private chat with the bot.")


async def _ask(callback: CallbackQuery, turn: Turn, appeal_id: AppealId) -> str:
    answer = await letters.must_be_answered(turn.desk, appeal_id, turn.officer)
    await ask_number(callback, turn, answer.id)
    return ""


async def ask_number(callback: CallbackQuery, turn: Turn, message_id: MessageId) -> None:
    text = _("Reply to this message with the outgoing number and date, for example: 02-15/123 of 22.12.2026.")
    await turn.say(callback, Screen(text), about=f"outgoing:{message_id}")


async def number(message: Message, turn: Turn, message_id: MessageId) -> CaseMessage | None:
    """The number that the officer wrote, without a date today's; None where they are asked again.

    A reply to the refusal is a number too, so the refusal is about the same letter.
    """
    today = turn.house.community.local(turn.now).date()
    try:
        return await letters.number(turn.desk, message_id, message.text or "", turn.officer, today, turn.now)
    except DomainError as refused:
        await turn.say(message, Screen(say(refused.phrase)), about=f"outgoing:{message_id}", reply=True)
        return None


def number_lines(answer: CaseMessage) -> Sequence[str]:
    """For the resident: the number of the letter, where it has one."""
    return [_number_line(answer)] if answer.outgoing_number else []


def number_noted(answer: CaseMessage) -> Screen:
    return Screen(_number_line(answer))


async def remind(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> datetime | None:
    """The job of each working morning, until the letter went out."""
    return await letters.remind(desk, house.community, MessageId(int(params["message"])), house.carried, now)


def router() -> Router:
    router = Router(name="staff papers")
    router.callback_query.register(press, PaperPress.filter())
    router.callback_query.register(press_decision, DecisionPress.filter())
    return router
