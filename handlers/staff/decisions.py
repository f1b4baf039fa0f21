"""Decisions on a case: chosen under the card, asked as a form in the topic, shown as the letter, then sent."""

from dataclasses import replace
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import decisions
from council.appeal_form import FORMAL
from council.appeals import Appeal, AppealId
from council.decision_forms import FORMS, NAMES, TODAY, Decision
from council.decisions import latest_extension, must_still_be_possible, open_to, proposed, warned_of
from council.forms import Filling, Form, Step
from council.phrases import DomainError
from council.phrases import _ as msgid
from council.rights import must_handle
from council.transferring import departments_for, may_transfer
from handlers import forms
from handlers.decision_texts import letter_text
from handlers.forms import Conversation
from handlers.questions import fields, way_button
from handlers.screens import Button, Id, Screen, column
from handlers.staff import transferring
from handlers.texts import _, escaped, say
from handlers.turn import Event, Turn


class Decide(CallbackData, prefix="d"):
    """A decision on a case; an empty one asks which."""

    appeal: Id
    decision: str = ""


async def choose(callback: CallbackQuery, callback_data: Decide, turn: Turn, state: FSMContext) -> str:
    """Which decision, of those that the kind and state allow; then its questions."""
    appeal = await turn.desk.appeals.get(AppealId(callback_data.appeal))
    must_handle(turn.officer, appeal)
    if callback_data.decision not in set(Decision):
        await turn.say(callback, _choice(turn, appeal), about=f"decide:{appeal.id}")
        return ""
    decision = Decision(callback_data.decision)
    await must_still_be_possible(turn.desk, appeal, decision, turn.officer)
    if turn.resident is not None and forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    await forms.begin(callback, turn, state, FORMS[decision].name, f"{turn.update_id:x}", facts(turn, appeal))
    return ""


def _choice(turn: Turn, appeal: Appeal) -> Screen:
    buttons = [
        Button(_(NAMES[decision]), Decide(appeal=appeal.id, decision=decision.value).pack())
        for decision in open_to(turn.officer, appeal)
    ]
    if may_transfer(turn.officer, appeal) and departments_for(turn.house.community, appeal):
        buttons.append(transferring.button(appeal))
    if not buttons:
        return Screen(_("Nothing more can be decided on this case."))
    return Screen(_("What should be decided on {number}?").format(number=appeal.number), column(*buttons))


def facts(turn: Turn, appeal: Appeal) -> dict[str, object]:
    """What the questions of a decision need to know of the case."""
    return {
        "_appeal": appeal.id,
        "_formal": appeal.kind in FORMAL and not appeal.term,
        "_latest": latest_extension(turn.house.community, appeal).isoformat(),
    }


def _conversation(decision: Decision) -> Conversation:
    async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
        return await _review(turn, decision, filling)

    async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
        await _finish(event, turn, state, decision, filling)

    def build(turn: Turn) -> Form:
        return _built(turn, decision)

    return Conversation(FORMS[decision].name, build, review, finish, _stopped, shelved=False, takes_files=False)


async def _review(turn: Turn, decision: Decision, filling: Filling) -> Screen:
    """The letter exactly as it goes; what the law does not allow is said here, and cannot be sent."""
    appeal = await _appeal(turn, filling)
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), fields(filling, _answered(decision, filling)))
    try:
        after = proposed(turn.house.community, appeal, decision, filling.answers, turn.now)
    except DomainError as refusal:
        return Screen(say(refusal.phrase), _ways(filling, sendable=False))
    warned = [say(phrase) for phrase in warned_of(appeal, after, turn.now)]
    head = _("<b>This goes to the resident:</b>")
    shown = [*warned, head, escaped(letter_text(turn.house, appeal, after, decision, filling.answers))]
    return Screen("\n\n".join(shown), _ways(filling, sendable=True))


def _built(turn: Turn, decision: Decision) -> Form:
    """«Today» is the day on which the button stood there, so that the letter shown is the letter sent."""
    today = turn.house.community.local(turn.now).date().isoformat()
    form = FORMS[decision]
    return replace(form, steps=tuple(_dated(step, today) for step in form.steps))


def _dated(step: Step, today: str) -> Step:
    options = tuple(replace(option, code=today) if option.code == TODAY else option for option in step.options)
    return replace(step, options=options)


def _answered(decision: Decision, filling: Filling) -> list[Step]:
    return [step for step in FORMS[decision].steps if step.name in filling.answers]


def _ways(filling: Filling, sendable: bool) -> tuple[tuple[Button, ...], ...]:
    button = partial(way_button, filling)
    send = [button(_("Send to the resident"), "@send")] if sendable else []
    return column(*send, button(_("Change"), "@change"), button(_("Cancel"), "@cancel"))


async def _finish(event: Event, turn: Turn, state: FSMContext, decision: Decision, filling: Filling) -> None:
    appeal = await _appeal(turn, filling)
    community, answers = turn.house.community, filling.answers
    await must_still_be_possible(turn.desk, appeal, decision, turn.officer)
    after = proposed(community, appeal, decision, answers, turn.now)
    text = letter_text(turn.house, appeal, after, decision, answers)
    await decisions.decide(
        turn.desk,
        community,
        appeal,
        decision,
        answers,
        text,
        turn.officer,
        filling.key,
        turn.now,
        turn.house.carried,
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
