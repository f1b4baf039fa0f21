"""A survey with another person on an officer's phone: counted apart, and nothing of the person stays on the phone."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import forms as engine
from council import scoring, survey_form, surveys
from council.assisted import may_write_down, must_write_down
from council.deliveries import WALK, Call, ChatId
from council.forms import Filling, Form, moved_on
from council.phrases import DomainError, NotFound
from council.phrases import _ as msgid
from council.survey import Audience, Survey
from council.survey_catalogue import catalogue
from council.surveys import ASSISTED, Finished
from handlers import forms
from handlers.forms import Conversation
from handlers.questions import words_of
from handlers.residents import survey_end
from handlers.residents import surveys as asked
from handlers.screens import Button, Screen, column
from handlers.staff import campaigns
from handlers.texts import _, escaped
from handlers.turn import Event, Turn

LIST = "helped"
"""The data of the button that lists the surveys to take with another person."""


class Help(CallbackData, prefix="sh"):
    """Begins with another person; `begun`: the words that come first were read out."""

    survey: str
    begun: int


def door(turn: Turn) -> Sequence[Button]:
    """Under the list of surveys, for who works with people."""
    return [Button(_("Take a survey with another person"), LIST)] if may_write_down(turn.officer) else []


async def listed(callback: CallbackQuery, turn: Turn) -> str:
    must_write_down(turn.officer)
    if turn.resident is None:
        return await campaigns.in_private_chat(callback, turn, *door(turn))
    closed = await turn.desk.built.closed()
    known = (await catalogue(turn.desk, turn.house.surveys)).values()
    fits = [one for one in known if one.id not in closed and _for_visitors(turn, one)]
    buttons = [
        Button(words_of(one.title), Help(survey=one.id, begun=0).pack())
        for one in sorted(fits, key=lambda one: one.place)
    ]
    text = _("<b>With another person</b>\nWhich survey? The answers are counted apart and are not tied to you.")
    await turn.show(callback, Screen(text, column(*buttons, Button(_("My surveys"), "surveys:0"))))
    return ""


def _for_visitors(turn: Turn, survey: Survey) -> bool:
    today = turn.house.community.local(turn.now).date()
    return survey.listed and survey.audience is Audience.RESIDENTS and survey.open_on(today)


async def press(callback: CallbackQuery, callback_data: Help, turn: Turn, state: FSMContext) -> str:
    must_write_down(turn.officer)
    if turn.resident is None:
        return await campaigns.in_private_chat(callback, turn, *door(turn))
    survey = (await catalogue(turn.desk, turn.house.surveys)).get(callback_data.survey)
    if survey is None or not _for_visitors(turn, survey) or survey.id in await turn.desk.built.closed():
        raise NotFound(msgid("There is no such survey any more. /surveys shows those that are open."))
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    if callback_data.begun:
        await _begin(callback, turn, state, survey)
    else:
        await turn.show(callback, _opening(turn, survey), about=WALK)
    return ""


def _opening(turn: Turn, survey: Survey) -> Screen:
    head = _("<b>Read this to the person. Begin only if they agree.</b>")
    tail = _("The worker sees the answers while helping. After the end they are erased from this phone.")
    go = Button(_("The person agrees: begin"), Help(survey=survey.id, begun=1).pack())
    text = "\n\n".join([head, asked.opening(turn, survey), tail])
    return Screen(text, column(go, Button(_("Another survey"), LIST)))


async def _begin(callback: CallbackQuery, turn: Turn, state: FSMContext, survey: Survey) -> None:
    notes = {"_channel": ASSISTED, "_kept": False, "_officer": False}
    local = turn.house.community.local(turn.now)
    key = f"{turn.update_id:x}"
    filling, _version = await surveys.begun(turn.desk, survey, notes, key, turn.person.id, local)
    told = {**filling.answers, "_known_profile": False}
    filling = filling.model_copy(update={"form": f"{survey_form.HELPED}.{survey.id}", "answers": told})
    form = await asked.form_of(turn, filling)
    await forms.go_on(callback, turn, state, forms.CONVERSATIONS[survey_form.HELPED], form, moved_on(form, filling))


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """One message for the person to read; the next press puts the next person's first screen in its place."""
    survey = await turn.desk.surveys.definition(str(filling.answers["_survey"]), filling.version)
    done = await surveys.finish(turn.desk, survey, turn.house.community, form, filling, turn.person, turn.now)
    await state.clear()
    following = Button(_("Next person"), Help(survey=survey.id, begun=0).pack())
    head = f"{_('<b>Thank you! The answers are accepted.</b>')} {_('They are erased from this phone.')}"
    rows = column(following, Button(_("Another survey"), LIST), Button(_("Menu"), "menu"))
    await turn.show(event, Screen("\n\n".join([head, *_result(done)]), rows), about=WALK)


def _result(done: Finished) -> Sequence[str]:
    """For the person beside: the level, what is strong, and what to learn next; kept nowhere."""
    if done.score is None or done.survey.scoring is None:
        return []
    steps = [one for one in scoring.next_steps(done.survey, done.score) if one.advice]
    advice = [f"<b>{_in(one.title)}</b>\n{_in(one.advice)}" for one in steps if one.advice]
    return [*survey_end.result(done, done.score, None), _("<b>Your next steps</b>"), *advice]


def _in(text: object) -> str:
    return escaped(words_of(text))


async def noted(turn: Turn, form: Form, filling: Filling) -> Filling:
    """What was typed for the person goes from the chat as soon as it is taken."""
    typed = [int(one) for one in filling.answers.get("_said", ())]
    if typed:
        await turn.tell(ChatId(turn.me), Call("deleteMessages", {"message_ids": typed}), about=WALK)
        filling = engine.noted(filling, _said=[])
    return await asked.noted(turn, form, filling)


def _stopped(turn: Turn) -> Screen:
    text = _("Stopped. Nothing was kept, and what was typed is erased from this phone.")
    return Screen(text, column(Button(_("Take a survey with another person"), LIST), Button(_("Menu"), "menu")))


def router() -> Router:
    router = Router(name="surveys with help")
    asked.BESIDE["helped"] = door
    forms.CONVERSATIONS[survey_form.HELPED] = Conversation(
        survey_form.HELPED,
        asked.build,
        asked.review,
        finish,
        _stopped,
        shelved=False,
        noted=noted,
        of=asked.form_of,
    )
    router.callback_query.register(listed, F.data == LIST)
    router.callback_query.register(press, Help.filter())
    return router
