"""`/assist`: an officer writes down an appeal for a person who came, called or sent a letter, and prints a slip."""

from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import appeal_form, assisted, assisted_form, binding, letters
from council.appeals import Appeal, AppealId, Kind, Receipt
from council.deliveries import Call, ChatId
from council.forms import Answers, Filling, Form, given
from council.people import Officer
from council.phrases import DomainError
from council.phrases import _ as msgid
from council.privacy import digest, read_out
from council.submitting import Submitted
from handlers import forms
from handlers.forms import Conversation
from handlers.questions import fields, way_button
from handlers.residents.appeals import asked, lines
from handlers.screens import Button, Id, Screen, column, message
from handlers.texts import _, day, say
from handlers.turn import Event, Turn

BEGIN = "assist"
"""The data of the button that begins it."""


class Slip(CallbackData, prefix="slip"):
    """A slip for the author of this case, to the private chat of whoever presses."""

    appeal: Id


def door(officer: Officer) -> tuple[Button, ...]:
    """The button for who may write appeals down; nothing for everybody else."""
    return (Button(_("Write down an appeal for a person"), BEGIN),) if assisted.may_write_down(officer) else ()


async def begin(event: Event, turn: Turn, state: FSMContext) -> None:
    """In the officer's private chat: the form, or the way back into the one begun."""
    assisted.must_write_down(turn.officer)
    loaded = await forms.load(turn, state)
    if loaded is not None and loaded[0].name == assisted_form.NAME:
        conversation, form, filling, _changed = loaded
        await forms.go_on(event, turn, state, conversation, form, filling, _("You have begun this form. Go on here."))
    elif loaded is not None:
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    else:
        answers = assisted.scope_of(turn.officer, turn.house.community)
        await forms.begin(event, turn, state, assisted_form.NAME, f"{turn.update_id:x}", answers)


async def in_group(event: Event, turn: Turn) -> str:
    """Personal data do not stand in the group: the form begins in the officer's private chat."""
    assisted.must_write_down(turn.officer)
    here = Screen(
        _("Here you write down an appeal for a person who came, called or wrote."), column(*door(turn.officer))
    )
    await turn.tell(ChatId(turn.me), message(here))
    told = _("Go on in your private chat with the bot: personal data do not stand in the group.")
    if isinstance(event, Message):
        chat = Button(_("Open the private chat"), url=f"https://t.me/{turn.house.bot_username}")
        await turn.say(event, Screen(told, column(chat)), reply=True)
    return told


def build(turn: Turn) -> Form:
    community = turn.house.community
    return assisted_form.build(community, community.local(turn.now).date())


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    answers = given(form, filling)
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), fields(filling, asked(form, filling)))
    told = lines(turn.house.community, form, filling, hidden=("came", "notice"))
    files = len(await turn.desk.attachments.of_draft(filling.key))
    shown = [
        _("<b>Check it with the person and hand it over.</b>"),
        *told,
        _("Files: {count}").format(count=files) if files else "",
        _("No name was given: the person can learn the answer only by the slip, or by asking.")
        if not answers.get("name")
        else "",
    ]
    return Screen("\n\n".join(line for line in shown if line), _ways(filling))


def _ways(filling: Filling) -> tuple[tuple[Button, ...], ...]:
    button = partial(way_button, filling)
    kind = appeal_form.kind_of(filling.answers)
    formal = kind in appeal_form.FORMAL
    buttons = [
        button(_("Hand over to the council"), "@send"),
        button(_("Change"), "@change"),
        button(_("Add a file"), "@to-files"),
        button(_("The person has benefits"), "@to-benefits") if formal else None,
        button(_("Comes for another person"), "@to-for_whom") if formal else None,
        button(_("Others sign too"), "@to-named") if formal else None,
        button(_("It is urgent"), "@to-urgency") if kind is Kind.INFORMATION_REQUEST else None,
        button(_("Cancel"), "@cancel"),
    ]
    return column(*(one for one in buttons if one))


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """The case as any other, its number for the person, and the slip to print."""
    community = turn.house.community
    heard = digest(say(read_out(community)))
    entered = await assisted.enter(turn.desk, community, form, filling, turn.officer, heard, turn.received)
    await letters.receipt(turn.desk, entered.appeal, turn.house.carried, turn.now)
    await state.clear()
    await turn.show(event, _handed_over(entered, given(form, filling)))
    await _print(turn, entered.appeal)


def _handed_over(entered: Submitted, answers: Answers) -> Screen:
    appeal, due = entered.appeal, entered.due
    by_post = answers.get("receipt") == Receipt.POST
    text = [
        _("<b>Handed over to the council.</b>\nNumber <b>{number}</b>").format(number=appeal.number),
        _("The answer must come by <b>{day}</b>: {because}.").format(day=day(due.day), because=say(due.because)),
        _("Below is the slip for the person: print it and send it by post.")
        if by_post
        else _("Below is the slip for the person: print it and hand it over. No printer? Write down the number."),
    ]
    again = Button(_("The slip once more"), Slip(appeal=appeal.id).pack())
    return Screen(
        "\n\n".join(text), column(again, Button(_("Write down another appeal"), BEGIN), Button(_("Menu"), "menu"))
    )


async def hand_out(callback: CallbackQuery, callback_data: Slip, turn: Turn) -> str:
    """The slip once more, with a new code: the first may be lost."""
    appeal = await turn.desk.appeals.get(AppealId(callback_data.appeal))
    await binding.must_hand_out(turn.desk, appeal, turn.officer)
    await _print(turn, appeal)
    return _("Sent to your private chat with the bot.")


async def _print(turn: Turn, appeal: Appeal) -> None:
    code = await binding.slip(turn.desk, turn.house.community, appeal, turn.now)
    caption = _("{number}: the slip for the person. The code on it opens this appeal: give it to nobody else.")
    document = {"document": {"slip": f"{appeal.id}:{code}"}, "caption": caption.format(number=appeal.number)}
    await turn.tell(ChatId(turn.me), Call("sendDocument", document))


def cancelled(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was handed over, and what you wrote is erased."), column(*door(turn.officer)))


def router() -> Router:
    router = Router(name="assisted")
    forms.CONVERSATIONS[assisted_form.NAME] = Conversation(
        assisted_form.NAME, build, review, finish, cancelled, shelved=False, shaped=assisted_form.shaped
    )
    router.message.register(begin, Command("assist"))
    router.callback_query.register(begin, F.data == BEGIN)
    router.callback_query.register(hand_out, Slip.filter())
    return router


def staff_router() -> Router:
    router = Router(name="assisted in the group")
    router.message.register(in_group, Command("assist"))
    router.callback_query.register(in_group, F.data == BEGIN)
    router.callback_query.register(hand_out, Slip.filter())
    return router
