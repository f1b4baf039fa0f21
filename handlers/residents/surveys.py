"""Surveys: the list, what a person is told before the first question, the questions, and the end."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from textwrap import shorten
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import survey_form, surveys
from council.deliveries import WALK
from council.forms import Filling, Form, Step, given, moved_on
from council.links import LinkKind
from council.phrases import NotFound, Phrase
from council.phrases import _ as msgid
from council.programme import MeasureId
from council.survey import Survey
from council.survey_account import note_place
from council.survey_catalogue import catalogue
from council.survey_form import MORE, name
from council.surveys import AlreadyAnswered
from council.urns import wave
from handlers import forms, links, rooms
from handlers.forms import Conversation
from handlers.questions import leaving, way_button, words_of
from handlers.residents import survey_end
from handlers.residents.menu import typed
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, current, escaped, ngettext, say
from handlers.turn import Event, Turn

PAGE = 8
ASKED, ANSWERED = 70, 90
"""Characters of a question and of its answer on the review."""


class Opening(CallbackData, prefix="survey"):
    """A survey, and what it is about (a measure, a counter) where that is not the whole community."""

    survey: str
    subject: str


class Take(CallbackData, prefix="sv"):
    """«Begin» under the words that say what happens to the answers."""

    survey: str
    subject: str
    campaign: Id = 0


RESULTS_OF = frozenset({"results"})
"""`?start=s_results-7` leads to a published result."""
RESULTS: dict[str, Callable[[Event, Turn, int], Awaitable[None]]] = {}
"""How it is shown; filled by its own room."""

# the list

BESIDE: dict[str, Callable[[Turn], Sequence[Button]]] = {}
"""What else stands under the list, by the capability that hangs it here in its `router()`."""


async def command(message: Message, turn: Turn, state: FSMContext) -> None:
    await turn.say(message, await forms.with_form(state, await _list(turn, 0)), about=WALK)


async def page(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    offset = (callback.data or "").partition(":")[2]
    first = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 5 else 0
    await turn.show(callback, await forms.with_form(state, await _list(turn, first)), about=WALK)


async def _list(turn: Turn, offset: int) -> Screen:
    begun = await turn.desk.drafts.kept(turn.person.id, turn.now)
    known = await catalogue(turn.desk, turn.house.surveys)
    closed = await turn.desk.built.closed()
    open_ones = [one for one in known.values() if one.id not in closed and _is_listed(turn, one)]
    listed = sorted(open_ones, key=lambda one: (name(one.id, "") not in begun, one.place))
    buttons = [Button(_title(one, begun), Opening(survey=one.id, subject="").pack()) for one in listed]
    text = _("<b>Surveys</b>\nChoose one. You need not answer, and your answers are kept without your name.")
    beside = [button for door in BESIDE.values() for button in door(turn)]
    rows = (*column(*buttons[offset : offset + PAGE]), *_turns(offset, len(listed)), *column(*beside), _menu())
    return Screen(text, rows)


def _is_listed(turn: Turn, survey: Survey) -> bool:
    is_open = survey.open_on(_local(turn).date())
    return survey.listed and is_open and surveys.may_take(survey, turn.officer)


def _title(survey: Survey, begun: Sequence[str]) -> str:
    title = survey.title.in_(current().current_locale)
    return _("{title} (begun)").format(title=title) if name(survey.id, "") in begun else title


def _turns(offset: int, count: int) -> tuple[tuple[Button, ...], ...]:
    back = Button(_("‹ Back"), f"surveys:{max(0, offset - PAGE)}") if offset else None
    more = Button(_("More ›"), f"surveys:{offset + PAGE}") if offset + PAGE < count else None
    row = tuple(button for button in (back, more) if button)
    return (row,) if row else ()


def _menu() -> tuple[Button, ...]:
    return (Button(_("Menu"), "menu"),)


# before the first question


async def press(callback: CallbackQuery, callback_data: Opening, turn: Turn) -> None:
    await _open(callback, turn, callback_data.survey.lower(), callback_data.subject)


async def link(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """`?start=s_s5`, and `s_s7-MEASURE` for what a survey is about."""
    code, _dash, subject = value.lower().partition("-")
    if code in RESULTS_OF and subject.isdecimal() and len(subject) < 10:
        await RESULTS["show"](message, turn, int(subject))
        return
    await _open(message, turn, code, subject)


async def counter(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """`?start=c_CODE`: the QR code of a counter."""
    rating = next((one.id for one in turn.house.surveys.values() if one.subject == "counter"), "")
    if turn.house.community.counter(value) is None:
        raise NotFound("There is no such counter.")
    await _open(message, turn, rating, value)


async def invited(event: Event, turn: Turn, code: str, campaign: int) -> None:
    """For who was invited by a campaign: it counts how many of them begin and finish, and nothing more."""
    await _open(event, turn, code, "", campaign)


async def _open(event: Event, turn: Turn, code: str, subject: str, campaign: int = 0) -> None:
    """Says who asks, why, how long, and what happens to the answers; or that this person has answered."""
    survey = await _survey(turn, code, subject)
    try:
        await surveys.must_be_open(turn.desk, survey, subject, turn.person.id, turn.officer, _local(turn))
    except AlreadyAnswered as known:
        await turn.show(event, Screen(say(known.phrase), survey_end.ways()), about=WALK)
        return
    begun = name(survey.id, subject) in await turn.desk.drafts.kept(turn.person.id, turn.now)
    await turn.show(event, _opening(turn, survey, subject, campaign, begun=begun), about=WALK)


async def _survey(turn: Turn, code: str, subject: str) -> Survey:
    """Raises NotFound for a survey or a subject that nobody has made: anyone may write a link."""
    survey = (await catalogue(turn.desk, turn.house.surveys)).get(code)
    if survey is None or survey.subject == "appeal" or (subject and not survey.subject):
        raise NotFound(msgid("There is no such survey any more. /surveys shows those that are open."))
    if survey.subject == "measure":
        await turn.desk.programmes.measure(MeasureId(subject))
    if survey.subject == "counter" and subject and turn.house.community.counter(subject) is None:
        raise NotFound("There is no such counter.")
    return survey


def _local(turn: Turn) -> Any:
    return turn.house.community.local(turn.now)


def _opening(turn: Turn, survey: Survey, subject: str, campaign: int, *, begun: bool) -> Screen:
    take = Take(survey=survey.id, subject=subject, campaign=campaign).pack()
    go = Button(_("Continue") if begun else _("Begin"), take)
    ways = column(go, Button(_("Other surveys"), "surveys:0"), Button(_("Menu"), "menu"))
    return Screen(opening(turn, survey), ways)


def opening(turn: Turn, survey: Survey) -> str:
    """Who asks and why, how long it takes, and what happens to the answers: said before the first question."""
    locale = current().current_locale
    council = escaped(turn.house.community.council.name.in_(locale))
    length = _length(survey, officer=bool(turn.officer.grants))
    lines = [
        f"<b>{escaped(survey.title.in_(locale))}</b>\n{escaped(survey.purpose.in_(locale))}",
        f"{_('This is asked by: {council}.').format(council=council)}\n{length}",
        _("You need not answer. You may skip questions and stop at any time."),
        _("Until you finish, the draft is tied to you, and it is encrypted. Then the tie is erased."),
        _(
            "Your answers are kept without your name and without the time. "
            "They are shown only in groups of five or more."
        ),
    ]
    if survey.publish_words:
        lines.append(_("What you write in words may be published without your name, after a moderator has read it."))
    return "\n\n".join(lines)


def _length(survey: Survey, *, officer: bool) -> str:
    """«Запитань: до 8. Це приблизно 3 хвилини.»"""
    counts = [len(survey.asked_in(variant.code)) for variant in survey.variants_for(officer=officer)]
    count = max(counts, default=len(survey.questions))
    text = ngettext(
        "Up to {count} questions, about {n} minute.", "Up to {count} questions, about {n} minutes.", survey.minutes
    )
    return text.format(count=count, n=survey.minutes)


# the questions


async def take(callback: CallbackQuery, callback_data: Take, turn: Turn, state: FSMContext) -> None:
    """Begins, or goes on with what was begun; another form in hand is not lost."""
    survey = await _survey(turn, callback_data.survey, callback_data.subject)
    if forms.in_form(await state.get_state()):
        await turn.show(callback, _busy())
        return
    await surveys.must_be_open(turn.desk, survey, callback_data.subject, turn.person.id, turn.officer, _local(turn))
    shelved = await turn.desk.drafts.take(turn.person.id, name(survey.id, callback_data.subject), turn.now)
    filling = Filling.model_validate(shelved) if shelved else await _begun(turn, survey, callback_data)
    form = await form_of(turn, filling)
    await forms.go_on(callback, turn, state, forms.CONVERSATIONS[CONVERSATION], form, moved_on(form, filling))


async def _begun(turn: Turn, survey: Survey, pressed: Take) -> Filling:
    subject = pressed.subject
    notes = {"_subject": subject, "_officer": bool(turn.officer.grants)}
    if pressed.campaign:
        notes |= {"_source": f"k{pressed.campaign}"}
    if survey.subject == "counter" and subject:
        notes |= {"_opening": True, "_source": subject}
    filling, _version = await surveys.begun(
        turn.desk, survey, notes, f"{turn.update_id:x}", turn.person.id, _local(turn)
    )
    return filling.model_copy(update={"form": name(survey.id, subject)})


def _busy() -> Screen:
    text = _("You are in the middle of a form. Finish it or cancel it first.")
    return Screen(text, column(Button(_("Continue my form"), "form:continue")))


CONVERSATION = "survey"


async def form_of(turn: Turn, filling: Filling) -> Form:
    """The form of this very walk: the version in which it began, for the person who takes it."""
    notes = filling.answers
    survey = await turn.desk.surveys.definition(str(notes["_survey"]), filling.version)
    profile = await turn.desk.surveys.profile(turn.person.id) if notes.get("_known_profile") else None
    return survey_form.build(survey, filling.version, turn.house.community, profile, notes)


def build(turn: Turn) -> Form:
    """Every question of every survey: what buttons may carry."""
    built = [
        survey_form.build(survey, 1, turn.house.community, None, {"_officer": True, "_opening": True})
        for survey in turn.house.surveys.values()
    ]
    return Form(CONVERSATION, 1, tuple(step for form in built for step in form.steps), survey=True)


async def noted(turn: Turn, form: Form, filling: Filling) -> Filling:
    """Counts, without the person, how far people come."""
    survey = await turn.desk.surveys.definition(str(filling.answers["_survey"]), filling.version)
    return await note_place(turn.desk, survey, wave(survey, _local(turn)), filling)


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """What was answered; it can be changed until the end, and not after it."""
    asked = [step for step in form.steps if step.name in given(form, filling) and step.name != MORE]
    if filling.answers.get("_changing"):
        buttons = [
            way_button(filling, shorten(_asked(step, filling), 40, placeholder="…"), f"@to-{step.name}")
            for step in asked
        ]
        return Screen(
            _("What would you like to change?"), column(*buttons, way_button(filling, _("‹ Back"), "@change"))
        )
    lines = [f"<b>{escaped(_asked(step, filling))}</b>\n{escaped(_said(step, filling))}" for step in asked]
    head = _(
        "<b>This was the last question. Finish?</b>\n"
        "After that the answers cannot be changed: nobody will know which are yours."
    )
    button = partial(way_button, filling)
    ways = button(_("Finish"), "@send"), button(_("Change"), "@change"), button(leaving(form), "@cancel")
    return Screen("\n\n".join([head, *forms.fitting(lines)]), column(*ways))


def _asked(step: Step, filling: Filling) -> str:
    asked = step.question if isinstance(step.question, Phrase) else step.question(filling.answers)
    return shorten(say(asked, html=False), ASKED, placeholder="…")


def _said(step: Step, filling: Filling) -> str:
    value = filling.answers.get(step.name)
    if value == "" and "voice" in step.takes:
        return _("a voice message")
    if value in (None, "", []):
        return _("skipped")
    labels = {option.code: words_of(option.label) for option in step.options}
    told = value if isinstance(value, list) else [value]
    words = [labels.get(str(one), _("a place on the map") if isinstance(one, dict) else str(one)) for one in told]
    return shorten(", ".join(words), ANSWERED, placeholder="…")


# the end


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """The answers go their way, the person goes theirs."""
    survey = await turn.desk.surveys.definition(str(filling.answers["_survey"]), filling.version)
    try:
        done = await surveys.finish(turn.desk, survey, turn.house.community, form, filling, turn.person, turn.now)
    except AlreadyAnswered as known:
        await turn.desk.surveys.erase_draft(turn.person, filling.form)
        await state.clear()
        await turn.show(event, Screen(say(known.phrase), survey_end.ways()), about=WALK)
        return
    await state.clear()
    await survey_end.shown(event, turn, done)


def _later(turn: Turn) -> Screen:
    text = _("Your answers are kept for a week. Open /surveys on any device and press «Continue».")
    return Screen(text, column(Button(_("Surveys"), "surveys:0"), Button(_("Menu"), "menu")))


def router() -> Router:
    router = Router(name="surveys")
    forms.CONVERSATIONS[CONVERSATION] = Conversation(
        CONVERSATION, build, review, finish, _later, noted=noted, of=form_of
    )
    rooms.DOORS["surveys"] = lambda house: [Button(_("Surveys"), "surveys:0")] if house.surveys else []
    links.OPENERS[LinkKind.SURVEY] = link
    links.OPENERS[LinkKind.COUNTER] = counter
    router.message.register(command, Command("surveys"))
    router.message.register(command, F.text, typed("Surveys"))
    router.callback_query.register(page, F.data.startswith("surveys:"))
    router.callback_query.register(press, Opening.filter())
    router.callback_query.register(take, Take.filter())
    router.callback_query.register(survey_end.save, survey_end.Save.filter())
    return router
