"""Decisions on a case: chosen under the card, asked as a form in the topic, shown as the letter, then sent."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import decisions
from council.appeal_form import FORMAL
from council.appeals import Appeal, AppealId
from council.decision_forms import FORMS, NAMES, Decision
from council.decision_letters import letter
from council.decisions import latest_extension, must_be_possible, possible
from council.forms import Filling, Form
from council.rights import must_handle
from handlers import forms
from handlers.forms import Conversation, Press
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, say
from handlers.turn import Event, Turn

LETTERS_IN = "uk"
"""Letters of the council are in the state language (2704-VIII); who reads English gets a summary under them."""


class Decide(CallbackData, prefix="d"):
    """A decision on a case; an empty one asks which."""

    appeal: Id
    decision: str = ""


async def choose(callback: CallbackQuery, callback_data: Decide, turn: Turn, state: FSMContext) -> str:
    """Which decision, of those that the kind and state allow; then its questions."""
    appeal = await turn.desk.appeals.get(AppealId(callback_data.appeal))
    must_handle(turn.officer, appeal)
    if callback_data.decision not in set(Decision):
        await turn.say(callback, _choice(appeal), about=f"decide:{appeal.id}")
        return ""
    decision = Decision(callback_data.decision)
    must_be_possible(appeal, decision, turn.officer)
    await forms.begin(callback, turn, state, FORMS[decision].name, f"{turn.update_id:x}", _facts(turn, appeal))
    return ""


def _choice(appeal: Appeal) -> Screen:
    buttons = [
        Button(_(NAMES[decision]), Decide(appeal=appeal.id, decision=decision.value).pack())
        for decision in possible(appeal)
    ]
    if not buttons:
        return Screen(_("Nothing more can be decided on this case."))
    return Screen(_("What should be decided on {number}?").format(number=appeal.number), column(*buttons))


def _facts(turn: Turn, appeal: Appeal) -> dict[str, object]:
    return {
        "_appeal": appeal.id,
        "_formal": appeal.kind in FORMAL,
        "_latest": latest_extension(turn.house.community, appeal).isoformat(),
    }


def _conversation(decision: Decision) -> Conversation:
    async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
        return await _review(turn, decision, filling)

    async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
        await _finish(event, turn, state, decision, filling)

    return Conversation(
        FORMS[decision].name, lambda turn: FORMS[decision], review, finish, _stopped, shelved=False, takes_files=False
    )


async def _review(turn: Turn, decision: Decision, filling: Filling) -> Screen:
    """The letter exactly as it goes."""
    appeal = await _appeal(turn, filling)
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), _fields(FORMS[decision], filling))
    head = _("<b>This goes to the resident:</b>")
    return Screen(f"{head}\n\n{_text(turn, appeal, decision, filling)}", _ways(filling))


def _text(turn: Turn, appeal: Appeal, decision: Decision, filling: Filling) -> str:
    answers = _today_filled(turn, filling)
    with turn.house.texts.use_locale(LETTERS_IN):
        return "\n\n".join(say(phrase) for phrase in letter(appeal, decision, answers))


def _today_filled(turn: Turn, filling: Filling) -> dict[str, object]:
    """«Today» is the day of the confirmation."""
    answers = dict(filling.answers)
    if answers.get("date") == "today":
        answers["date"] = turn.house.community.local(turn.now).date().isoformat()
    return answers


def _ways(filling: Filling) -> tuple[tuple[Button, ...], ...]:
    def button(text: str, way: str) -> Button:
        return Button(text, Press(key=filling.key, step=filling.at, way=way).pack())

    return column(
        button(_("Send to the resident"), "@send"), button(_("Change"), "@change"), button(_("Cancel"), "@cancel")
    )


def _fields(form: Form, filling: Filling) -> tuple[tuple[Button, ...], ...]:
    steps = [step for step in form.steps if step.name in filling.answers]
    ways = [(_(step.title), f"@to-{step.name}") for step in steps] + [(_("‹ Back"), "@change")]
    return column(*(Button(text, Press(key=filling.key, step=filling.at, way=way).pack()) for text, way in ways))


async def _finish(event: Event, turn: Turn, state: FSMContext, decision: Decision, filling: Filling) -> None:
    appeal = await _appeal(turn, filling)
    answers = _today_filled(turn, filling)
    text = _text(turn, appeal, decision, filling)
    await decisions.decide(
        turn.desk, turn.house.community, appeal, decision, answers, text, turn.officer, filling.key, turn.now
    )
    await state.clear()
    done = _("Done: {decision}. The letter goes to the resident.").format(decision=_(NAMES[decision]))
    await turn.show(event, Screen(done))


async def _appeal(turn: Turn, filling: Filling) -> Appeal:
    return await turn.desk.appeals.get(AppealId(int(filling.answers["_appeal"])))


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was decided and nothing went to the resident."))


def router() -> Router:
    router = Router(name="decisions")
    forms.CONVERSATIONS.update({FORMS[decision].name: _conversation(decision) for decision in Decision})
    router.callback_query.register(choose, Decide.filter())
    return router
