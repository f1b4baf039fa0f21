"""A survey before it is released, exactly as a resident will meet it; nothing of such a walk is kept."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import forms as engine
from council.building import Built, BuiltId, must_build
from council.deliveries import WALK
from council.forms import Filling, Form, moved_on
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers import forms
from handlers.forms import Conversation
from handlers.residents import surveys
from handlers.screens import Button, Id, Screen, column
from handlers.staff import campaigns
from handlers.staff.built_words import LIST, BuiltPress
from handlers.texts import _
from handlers.turn import Event, Turn

NAME = "survey-preview"


class Look(CallbackData, prefix="bl"):
    """«Begin» under the first screen of a survey that is only looked at."""

    built: Id


def _back(built: BuiltId | int) -> Button:
    return Button(_("Back to the survey’s card"), BuiltPress(act="show", built=built).pack())


async def open_it(callback: CallbackQuery, turn: Turn, built: Built) -> str:
    """The first screen; from the group it leads to the private chat, where residents are."""
    if turn.resident is None:
        look = BuiltPress(act="look", built=built.id).pack()
        return await campaigns.in_private_chat(callback, turn, Button(_("Look at it as a resident"), look))
    screen = surveys.opening(turn, built.survey)
    go = Button(_("Begin"), Look(built=built.id).pack())
    await turn.show(callback, Screen(f"{_said()}\n\n{screen}", column(go, _back(built.id))))
    return ""


def _said() -> str:
    return _("<i>You are only looking: nothing is kept or counted.</i>")


async def begin(callback: CallbackQuery, callback_data: Look, turn: Turn, state: FSMContext) -> str:
    must_build(turn.officer)
    if turn.resident is None:
        return await campaigns.in_private_chat(callback, turn, Button(_("Begin"), callback_data.pack()))
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    built = await turn.desk.built.get(BuiltId(callback_data.built))
    version = await turn.desk.surveys.version(built.survey)
    notes = {
        "_survey": built.survey.id,
        "_version": version,
        "_known_profile": False,
        "_built": built.id,
        "_kept": False,
    }
    filling = Filling(form=f"{NAME}.{built.survey.id}", version=version, key=f"{turn.update_id:x}", at=engine.REVIEW)
    filling = filling.model_copy(update={"answers": {**notes, "_built": built.id}})
    form = await surveys.form_of(turn, filling)
    await forms.go_on(callback, turn, state, forms.CONVERSATIONS[NAME], form, moved_on(form, filling), _said())
    return ""


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """Nothing is kept: no answer, no entry in the ledger, no count."""
    await state.clear()
    text = _("This is the end that people see: their answers are accepted, and the tie to them is erased.")
    await turn.show(event, Screen(f"{text}\n\n{_said()}", column(_back(int(filling.answers["_built"])))), about=WALK)


def _stopped(turn: Turn) -> Screen:
    return Screen(_said(), column(Button(_("All built surveys"), LIST)))


def router() -> Router:
    router = Router(name="survey preview")
    forms.CONVERSATIONS[NAME] = Conversation(
        NAME, surveys.build, surveys.review, finish, _stopped, shelved=False, of=surveys.form_of
    )
    router.callback_query.register(begin, Look.filter())
    return router
