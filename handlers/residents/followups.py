"""A resident goes on with a case: adds to it, withdraws it, rates the answer."""

from collections.abc import Callable, Sequence
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import answering, corrections, followups, letters, official, repeats, surveys
from council.appeal_form import wish_for
from council.appeals import Appeal, AppealId
from council.appeals import Event as Step
from council.followups import ADDITION, FEEDBACK, is_rated, may_rate, may_withdraw
from council.forms import Filling, Form, Option, begin, given
from council.repeats import REPEAT
from handlers import forms
from handlers.forms import Conversation
from handlers.questions import label, shown, way_button
from handlers.residents import official as making_official
from handlers.residents.appeals import accepted, own_case, start_form
from handlers.screens import Button, Id, Screen, column, open_case
from handlers.texts import _, day
from handlers.turn import Event, Turn

QUOTED = 1000
"""Characters of the old appeal that a new one quotes."""


class Follow(CallbackData, prefix="w"):
    """A way to go on with a case: `add`, `official`, `rate`, `withdraw` (`withdraw!` confirmed), `unsolved`, `anew`."""

    act: str
    appeal: Id


def ways(appeal: Appeal, history: Sequence[Step]) -> list[Button]:
    """The buttons that a case offers its author today."""
    acts = [
        (_("Add to this appeal"), "add", True),
        (_("Submit it as an official appeal"), "official", official.may_become(appeal, history)),
        (_("Rate the answer"), "rate", may_rate(appeal) and not is_rated(history)),
        (_("Withdraw it"), "withdraw", may_withdraw(appeal)),
    ]
    unsolved = [unsolved_button(appeal)] if repeats.may_say_unsolved(appeal, history) else []
    return unsolved + [Button(text, Follow(act=act, appeal=appeal.id).pack()) for text, act, offered in acts if offered]


def unsolved_button(appeal: Appeal) -> Button:
    return Button(_("Not solved"), Follow(act="unsolved", appeal=appeal.id).pack())


async def press(callback: CallbackQuery, callback_data: Follow, turn: Turn, state: FSMContext) -> None:
    appeal = await own_case(turn, AppealId(callback_data.appeal))
    if callback_data.act == "withdraw":
        await turn.show(callback, _sure(appeal))
    elif callback_data.act == "withdraw!":
        await followups.withdraw(turn.desk, appeal, turn.now)
        text = _("<b>{number}</b> is withdrawn. The council will not consider it.").format(number=appeal.number)
        await turn.show(callback, Screen(text, _open(appeal)))
    elif callback_data.act == "unsolved":
        await _unsolved(callback, turn, state, appeal)
    else:
        await _begin(callback, turn, state, appeal, callback_data.act)


def _sure(appeal: Appeal) -> Screen:
    text = _("Withdraw {number}? The council will stop considering it. You can submit a new one at any time.")
    return Screen(
        text.format(number=appeal.number),
        column(
            Button(_("Yes, withdraw it"), Follow(act="withdraw!", appeal=appeal.id).pack()),
            Button(_("No, leave it"), f"case:{appeal.id}:0"),
        ),
    )


async def _unsolved(callback: CallbackQuery, turn: Turn, state: FSMContext, appeal: Appeal) -> None:
    """Within two weeks of the answer the appeal is repeated; later a new one quotes it; what was repeated is shown."""
    history = await turn.desk.appeals.history(appeal.id)
    again = next((event.details for event in history if event.action == "repeated"), None)
    if again is not None:
        text = _("You have said so already. The repeated appeal is {number}.").format(number=again["number"])
        await turn.say(callback, Screen(text, column(open_case(int(str(again["case"]))))))
    elif forms.in_form(await state.get_state()):
        await turn.say(callback, _busy())
    elif repeats.in_time(history, turn.received) or not repeats.may_say_unsolved(appeal, history):
        await _ask_what(callback, turn, state, appeal)
    else:
        await turn.say(callback, _too_late(appeal))


async def _ask_what(callback: CallbackQuery, turn: Turn, state: FSMContext, appeal: Appeal) -> None:
    """Asked in a message of its own: the answer under which it was pressed stays to be read."""
    filling = begin(REPEAT, f"{turn.update_id:x}", {"_appeal": appeal.id})
    await forms.keep(state, filling)
    await turn.say(callback, await forms.standing(turn, forms.CONVERSATIONS[REPEAT.name], REPEAT, filling))


def _too_late(appeal: Appeal) -> Screen:
    text = _("Two weeks have passed since the answer to {number}. You can submit a new appeal: it will quote this one.")
    anew = Follow(act="anew", appeal=appeal.id).pack()
    buttons = (Button(_("Submit a new appeal"), anew), open_case(appeal.id))
    return Screen(text.format(number=appeal.number), column(*buttons))


def _quoting(appeal: Appeal) -> dict[str, object]:
    """The same matter once more: what is known is not asked again, the old words follow the new ones."""
    quote = _("I wrote of this before: {number} of {day}. «{text}»")
    words = appeal.submission.text[:QUOTED]
    matter = {**wish_for(appeal.kind), **({"category": appeal.category} if appeal.category else {})}
    told = quote.format(number=appeal.number, day=day(appeal.received_at), text=words)
    return {**matter, "_told": list(matter), "_quote": told}


async def _begin(callback: CallbackQuery, turn: Turn, state: FSMContext, appeal: Appeal, act: str) -> None:
    """A form in progress is not lost: it must be finished or cancelled first."""
    if forms.in_form(await state.get_state()):
        await turn.show(callback, _busy())
        return
    if act == "anew":
        await start_form(callback, turn, state, _quoting(appeal))
        return
    if act == "official":
        await making_official.begin(callback, turn, state, appeal)
        return
    if act == "rate":
        await followups.must_not_be_rated(turn.desk, appeal)
    name = FEEDBACK.name if act == "rate" else ADDITION.name
    await forms.begin(callback, turn, state, name, f"{turn.update_id:x}", {"_appeal": appeal.id})


def _busy() -> Screen:
    text = _("You are in the middle of a form. Finish it or cancel it first.")
    return Screen(text, column(Button(_("Continue my form"), "form:continue")))


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """What was written, with one button to send it."""
    appeal = await own_case(turn, AppealId(int(filling.answers["_appeal"])))
    answers = given(form, filling)
    lines = [f"<b>{_(step.title)}</b>: {_said(step.options, answers.get(step.name))}" for step in form.steps]
    files = len(await turn.desk.attachments.of_draft(filling.key))
    if files:
        lines.append(_("Files: {count}").format(count=files))
    head = _("To {number}. Check and send.").format(number=appeal.number)

    button = partial(way_button, filling)
    return Screen(
        "\n\n".join([f"<b>{head}</b>", *lines]), column(button(_("Send"), "@send"), button(_("Cancel"), "@cancel"))
    )


def _said(options: tuple[Option, ...], value: object) -> str:
    labels = {option.code: label(option) for option in options}
    return shown(labels.get(str(value), value))


async def _finish_addition(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    appeal = await own_case(turn, AppealId(int(filling.answers["_appeal"])))
    text = filling.answers.get("text") or ""
    await answering.add_from_applicant(turn.desk, appeal, filling.key, text, [filling.key], turn.me, turn.now)
    await corrections.remember(turn.desk, appeal, filling.key, filling.answers.get("_said", ()), turn.now)
    await state.clear()
    told = _("Added to {number}. The council will see it.").format(number=appeal.number)
    await turn.show(event, Screen(told, _open(appeal)))


async def _finish_repeat(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    appeal = await own_case(turn, AppealId(int(filling.answers["_appeal"])))
    text = filling.answers.get("text") or ""
    made = await repeats.repeat(turn.desk, turn.house.community, appeal, text, filling.key, turn.received)
    await letters.receipt(turn.desk, made.appeal, turn.house.carried, turn.now)
    await corrections.remember(turn.desk, made.appeal, filling.key, filling.answers.get("_said", ()), turn.now)
    await state.clear()
    await turn.show(event, accepted(made, known=True), about=f"appeal:{made.appeal.id}")


async def _finish_feedback(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    appeal = await own_case(turn, AppealId(int(filling.answers["_appeal"])))
    said = given(form, filling)
    if await followups.rate(turn.desk, appeal, said, filling.key, turn.now):
        local = turn.house.community.local(turn.now)
        await surveys.note_rating(turn.desk, turn.house.surveys, appeal, said, local)
    await state.clear()
    await turn.show(event, await _thanks(turn, appeal, solved=str(said.get("solved"))))


async def _thanks(turn: Turn, appeal: Appeal, solved: str) -> Screen:
    """Who says that it is not solved is offered at once to have it considered again."""
    thanks = _("Thank you. It helps the council to work better.")
    history = await turn.desk.appeals.history(appeal.id)
    if solved not in {"no", "partly"} or not repeats.may_say_unsolved(appeal, history):
        return Screen(thanks, _open(appeal))
    offer = _("If it is not solved, press «Not solved» and write what is lacking: the council will consider it again.")
    return Screen(f"{thanks}\n\n{offer}", (*column(unsolved_button(appeal)), *_open(appeal)))


def _open(appeal: Appeal) -> tuple[tuple[Button, ...], ...]:
    return column(open_case(appeal.id), Button(_("Menu"), "menu"))


def _cancelled(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was sent."), column(Button(_("My appeals"), "my:0"), Button(_("Menu"), "menu")))


def router() -> Router:
    router = Router(name="followups")
    for form, finish in ((ADDITION, _finish_addition), (FEEDBACK, _finish_feedback), (REPEAT, _finish_repeat)):
        forms.CONVERSATIONS[form.name] = Conversation(
            form.name, _built(form), _review, finish, _cancelled, shelved=False, takes_files=form is not FEEDBACK
        )
    router.callback_query.register(press, Follow.filter())
    return router


def _built(form: Form) -> Callable[[Turn], Form]:
    return lambda turn: form
