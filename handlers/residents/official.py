"""A resident makes a problem report an official appeal: three questions, or one for who is remembered."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import letters, official
from council.appeals import Appeal, AppealId, Kind
from council.deadlines import due
from council.forms import Filling, Form, given
from council.official import NAME, known_answers
from handlers import forms
from handlers.forms import Conversation
from handlers.questions import fields, way_button
from handlers.residents.appeals import accepted, notice_was_shown, own_case, said
from handlers.screens import Button, Screen, column
from handlers.texts import _, day, say
from handlers.turn import Event, Turn


async def begin(callback: CallbackQuery, turn: Turn, state: FSMContext, appeal: Appeal) -> None:
    """Starts the questions; raises DomainError where the report cannot be made official any more."""
    await official.must_be_possible(turn.desk, appeal)
    answers = known_answers(appeal, turn.person.identity)
    await forms.begin(callback, turn, state, NAME, f"{turn.update_id:x}", answers)


def build(turn: Turn) -> Form:
    return official.build(turn.house.community)


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """What changes by it, and whose name it will bear."""
    appeal = await own_case(turn, AppealId(int(filling.answers["_appeal"])))
    asked = [step for step in form.steps if step.name in given(form, filling)]
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), fields(filling, asked))
    by = due(Kind.APPLICATION, turn.received, turn.house.community)
    lines = [
        _("<b>Make {number} an official appeal?</b>").format(number=appeal.number),
        _("Then the term of the law runs from today. The answer must come by <b>{day}</b>: {because}.").format(
            day=day(by.day), because=say(by.because)
        ),
        *[f"<b>{_(step.title)}</b>: {said(step, filling.answers)}" for step in asked],
    ]
    return Screen("\n\n".join(lines), _buttons(filling))


def _buttons(filling: Filling) -> tuple[tuple[Button, ...], ...]:
    ways = [(_("Send"), "@send"), (_("Change"), "@change"), (_("Cancel"), "@cancel")]
    return column(*(way_button(filling, text, way) for text, way in ways))


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    appeal = await own_case(turn, AppealId(int(filling.answers["_appeal"])))
    answers = {**filling.answers, **given(form, filling)}
    made = await official.make(turn.desk, turn.house.community, appeal, answers, filling.key, turn.received)
    await letters.receipt(turn.desk, made.appeal, turn.house.carried, turn.now)
    await state.clear()
    await notice_was_shown(turn)
    screen = accepted(made, known=turn.person.identity is not None)
    await turn.show(event, screen, about=f"appeal:{made.appeal.id}")


def cancelled(turn: Turn) -> Screen:
    text = _("Stopped. Your problem report stays as it is.")
    return Screen(text, column(Button(_("My appeals"), "my:0"), Button(_("Menu"), "menu")))


def router() -> Router:
    router = Router(name="official")
    forms.CONVERSATIONS[NAME] = Conversation(NAME, build, review, finish, cancelled, shelved=False, takes_files=False)
    return router
