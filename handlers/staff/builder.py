"""«New survey» in /campaign: up to ten questions, looked at as a resident sees them, and handed to a second person."""

from collections.abc import Sequence
from functools import partial

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import builder_form, building
from council.builder_form import MOST, NO_MORE
from council.building import must_build
from council.calendar import local_day
from council.forms import Answers, Filling, Form, given
from council.phrases import DomainError
from council.phrases import _ as msgid
from council.survey import Survey
from handlers import forms
from handlers.forms import Conversation
from handlers.questions import way_button
from handlers.screens import Button, Screen, column
from handlers.staff import campaigns
from handlers.staff.built_words import card, in_words
from handlers.texts import _, say
from handlers.turn import Event, Turn

BEGIN = "build"
"""The data of the button that begins it."""
SHORT = 40


def entry(turn: Turn) -> Sequence[Button]:
    return [Button(_("New survey"), BEGIN)] if turn.officer.has(*building.BUILDERS) else []


async def begin(callback: CallbackQuery, turn: Turn, state: FSMContext) -> str:
    """In the officer's private chat; from the group it leads there."""
    must_build(turn.officer)
    if turn.resident is None:
        return await campaigns.in_private_chat(callback, turn, Button(_("New survey"), BEGIN))
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    shelved = await turn.desk.drafts.take(turn.person.id, builder_form.NAME, turn.now)
    if shelved is None:
        await forms.begin(callback, turn, state, builder_form.NAME, f"{turn.update_id:x}", {})
        return ""
    filling = Filling.model_validate(shelved)
    form = build(turn)
    note = _("You have begun this survey. Go on here.")
    await forms.go_on(callback, turn, state, forms.CONVERSATIONS[form.name], form, filling, note)
    return ""


async def begin_from(event: Event, turn: Turn, state: FSMContext, survey: Survey) -> None:
    """A copy of a built survey to change: it opens at the review."""
    must_build(turn.officer)
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    answers = builder_form.answers_from(survey)
    await forms.begin(event, turn, state, builder_form.NAME, f"{turn.update_id:x}", answers)


def build(turn: Turn) -> Form:
    return builder_form.build()


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """Everything as it was written; nobody sees it yet."""
    answers = given(form, filling)
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), column(*_fields(filling, answers)))
    today = local_day(turn.now, turn.house.community.zone)
    try:
        survey = builder_form.survey_of(answers, today)
    except DomainError as refusal:
        return Screen(say(refusal.phrase), column(way_button(filling, _("Change"), "@change")))
    head = _("<b>Check the survey. Nobody sees it yet.</b>")
    button = partial(way_button, filling)
    ways = (
        button(_("Look at it and hand it over"), "@send"),
        button(_("Change"), "@change"),
        button(_("Put it aside"), "@cancel"),
    )
    return Screen("\n\n".join([head, *in_words(survey)]), column(*ways))


def _fields(filling: Filling, answers: Answers) -> Sequence[Button]:
    """What may be changed, in words of what it is now."""
    button = partial(way_button, filling)
    heads = {
        "title": _("Title"),
        "purpose": _("Purpose"),
        "audience": _("Who answers"),
        "traits": _("District and age"),
        "opens": _("First day"),
        "closes": _("Last day"),
    }
    told = [button(words, f"@to-{name}") for name, words in heads.items()]
    for number in range(1, builder_form.count(answers) + 1):
        told += [button(words, f"@to-q{number}_{part}") for part, words in _parts(number, answers).items()]
    if (number := builder_form.count(answers) + 1) <= MOST and answers.get(f"q{number}_type") == NO_MORE:
        told.append(button(_("Add a question"), f"@to-q{number}_type"))
    return [*told, button(_("‹ Back"), "@change")]


def _parts(number: int, answers: Answers) -> dict[str, str]:
    asked = str(answers.get(f"q{number}_text", ""))
    words = f"{number}. {asked if len(asked) <= SHORT else asked[: SHORT - 1] + '…'}"
    names = {
        "text": words,
        "type": _("{n}. How it is answered, or end here").format(n=number),
        "options": _("{n}. Answers to choose from").format(n=number),
        "scale": _("{n}. What the marks mean").format(n=number),
    }
    return {part: name for part, name in names.items() if f"q{number}_{part}" in answers}


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """Keeps the definition and shows its card: to look at it, and to hand it to a second person."""
    must_build(turn.officer)
    survey = builder_form.survey_of(given(form, filling), local_day(turn.now, turn.house.community.zone))
    position = building.position_of(turn.officer)
    built = await turn.desk.built.add(survey, filling.key, turn.me, position, turn.now)
    await state.clear()
    await turn.show(event, await card(turn, built))


def put_aside(turn: Turn) -> Screen:
    text = _("Put aside for a week. «New survey» in /campaign goes on where you stopped.")
    return Screen(text, column(Button(_("New survey"), BEGIN)))


def router() -> Router:
    """In an officer's private chat and in the group."""
    router = Router(name="survey builder")
    campaigns.ENTRIES["builder"] = entry
    forms.CONVERSATIONS[builder_form.NAME] = Conversation(
        builder_form.NAME, build, review, finish, put_aside, takes_files=False
    )
    router.callback_query.register(begin, F.data == BEGIN)
    return router
