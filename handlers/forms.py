"""How a form is asked in a chat: one question a message, buttons or typed words, back, skip and cancel everywhere.

What is asked is data (council/forms.py); each capability adds its review screen and what happens at the end.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import forms
from council.appeals import AttachmentKind
from council.community import Text
from council.forms import Answers, Filling, Form, Option, Step
from council.phrases import DomainError, Phrase
from handlers import danger, files
from handlers.screens import Button, Screen, column, packed
from handlers.texts import Catalogues, _, current, escaped, say
from handlers.turn import Event, Turn

KEPT = timedelta(days=7)
"""How long a cancelled form stays on the shelf."""

PAGE = 24
"""Options on one page of a question."""


class Press(CallbackData, prefix="f"):
    """A button of a form: the form's key, the step it stands under, and an option or a way (`@back`, `@skip`…)."""

    key: str
    step: str
    way: str


@dataclass(frozen=True)
class Conversation:
    """A capability's part of a form: how it is built for this house, its review, and its end.

    A `shelved` form is kept for a week when it is cancelled; an officer's is not.
    """

    name: str
    build: Callable[[Turn], Form]
    review: Callable[[Turn, Form, Filling], Awaitable[Screen]]
    finish: Callable[[Event, Turn, FSMContext, Form, Filling], Awaitable[None]]
    cancelled: Callable[[Turn], Screen]
    shelved: bool = True
    takes_files: bool = True


CONVERSATIONS: dict[str, Conversation] = {}
"""Every form by name; filled by the capabilities' files."""


async def load(turn: Turn, state: FSMContext) -> tuple[Conversation, Form, Filling, bool] | None:
    """The form a person is in the middle of, under today's questions; None when there is none."""
    data = await state.get_data()
    conversation = CONVERSATIONS.get((data.get("filling") or {}).get("form", ""))
    if conversation is None:
        return None
    form = conversation.build(turn)
    filling, changed = forms.resumed(form, Filling.model_validate(data["filling"]))
    return conversation, form, filling, changed


async def keep(state: FSMContext, filling: Filling) -> None:
    await state.set_state(f"{filling.form}:{filling.at}")
    await state.set_data({"filling": filling.model_dump(mode="json")})


async def begin(event: Event, turn: Turn, state: FSMContext, name: str, key: str, answers: Answers) -> None:
    """Starts the form at its first open question."""
    conversation = CONVERSATIONS[name]
    form = conversation.build(turn)
    await go_on(event, turn, state, conversation, form, forms.begin(form, key, answers))


async def go_on(
    event: Event,
    turn: Turn,
    state: FSMContext,
    conversation: Conversation,
    form: Form,
    filling: Filling,
    note: str = "",
) -> None:
    """Keeps the filling and shows where it stands, under a note where something is to be said first."""
    await keep(state, filling)
    await turn.show(event, await standing(turn, conversation, form, filling, note))


async def standing(turn: Turn, conversation: Conversation, form: Form, filling: Filling, note: str = "") -> Screen:
    """The screen of the question at hand, or the review."""
    step = form.step(filling.at)
    screen = question(form, filling, step) if step else await conversation.review(turn, form, filling)
    return Screen(f"{note}\n\n{screen.text}", screen.rows) if note else screen


def question(form: Form, filling: Filling, step: Step) -> Screen:
    """One question with its buttons."""
    head = "" if step.aside else _progress(form, filling) + "\n\n"
    answers = packed(_options(filling, step))
    asked = step.question if isinstance(step.question, Phrase) else step.question(filling.answers)
    return Screen(f"{head}<b>{say(asked)}</b>", (*answers, *_ways(form, filling, step)))


def _progress(form: Form, filling: Filling) -> str:
    place, whole = forms.progress(form, filling)
    if whole is None:
        return _("Step {place}").format(place=place)
    return _("Step {place} of {whole}").format(place=place, whole=whole)


def _options(filling: Filling, step: Step) -> list[Button]:
    page = filling.answers.get("_page", 0) if len(step.options) > PAGE else 0
    shown = step.options[page * PAGE : (page + 1) * PAGE]
    picked = filling.answers.get(step.name) or [] if step.multiple else []
    buttons = [_button(filling, step, label(option, picked), option.code) for option in shown]
    if len(step.options) > PAGE:
        buttons.append(_button(filling, step, _("More ›"), "@more"))
    return buttons


def label(option: Option, picked: list[str] | None = None) -> str:
    """The words of an option in the reader's language; chosen ones of several say so in words."""
    words = words_of(option.label)
    return _("✓ {option} (chosen)").format(option=words) if picked and option.code in picked else words


def words_of(what: object) -> str:
    """A Phrase or a text of the content, in the reader's language, plain."""
    if isinstance(what, Phrase):
        return say(what, html=False)
    return what.in_(current().current_locale) if isinstance(what, Text) else str(what)


def _ways(form: Form, filling: Filling, step: Step) -> tuple[tuple[Button, ...], ...]:
    first = forms.progress(form, filling)[0] == 1 and not filling.reviewed
    ways = [
        _button(filling, step, _("Done"), "@done") if _may_be_done(filling, step) else None,
        _button(filling, step, _("Skip"), "@skip") if step.optional(filling.answers) else None,
    ]
    last = [
        None if first else _button(filling, step, _("‹ Back"), "@back"),
        _button(filling, step, _("Cancel"), "@cancel"),
    ]
    rows = (tuple(button for button in row if button) for row in (ways, last))
    return tuple(row for row in rows if row)


def _may_be_done(filling: Filling, step: Step) -> bool:
    return step.multiple or step.aside or bool(step.long and filling.answers.get("_parts"))


def _button(filling: Filling, step: Step, text: str, way: str) -> Button:
    return Button(text, Press(key=filling.key, step=step.name, way=way).pack())


async def press(callback: CallbackQuery, callback_data: Press, turn: Turn, state: FSMContext) -> str:
    """A button of a form. One of an earlier question, or of a form that has ended, leads to where things stand now."""
    loaded = await load(turn, state)
    if loaded is None or loaded[2].key != callback_data.key:
        return await _not_theirs(callback, turn)
    conversation, form, filling, changed = loaded
    if changed or callback_data.step != filling.at:
        await go_on(callback, turn, state, conversation, form, filling, _("Here is where you stopped."))
    else:
        await _take(callback, turn, state, conversation, form, filling, callback_data.way)
    return ""


async def _not_theirs(callback: CallbackQuery, turn: Turn) -> str:
    """In the group a colleague's form stays as it is; in a private chat the person is led on."""
    if turn.resident is None:
        return _("Only the colleague who began this can press here, while it is open.")
    await turn.show(callback, _over())
    return ""


def _over() -> Screen:
    text = _("This form is closed: it was sent or cancelled, or it waited longer than a week. Choose what to do next.")
    return Screen(text, column(Button(_("Menu"), "menu"), Button(_("My appeals"), "my:0")))


async def _take(
    event: Event, turn: Turn, state: FSMContext, conversation: Conversation, form: Form, filling: Filling, way: str
) -> None:
    if way == "@cancel":
        await cancel(event, turn, state, conversation, filling)
    elif way == "@send":
        await conversation.finish(event, turn, state, form, filling)
    else:
        await go_on(event, turn, state, conversation, form, _after(form, filling, way))


def _after(form: Form, filling: Filling, way: str) -> Filling:
    """The filling after a button other than «Send» and «Cancel»."""
    step = form.step(filling.at)
    if way == "@back":
        return forms.back(form, filling)
    if way.startswith("@to-"):
        return forms.reopened(form, forms.noted(filling, _changing=False), way.removeprefix("@to-"))
    if way == "@other":
        return forms.moved_on(form, _forgetting(filling))
    if way == "@change":
        return forms.noted(filling, _changing=not filling.answers.get("_changing"))
    if step is None:
        return filling
    return _answered(form, filling, step, way)


def _answered(form: Form, filling: Filling, step: Step, way: str) -> Filling:
    if way == "@more":
        pages = -(-len(step.options) // PAGE)
        return forms.noted(filling, _page=(filling.answers.get("_page", 0) + 1) % pages)
    if way == "@done":
        return _done(form, filling, step)
    if way == "@skip":
        return _skipped(form, filling, step)
    if way not in {option.code for option in step.options}:
        return filling
    if step.multiple:
        return forms.noted(filling, **{step.name: _toggled(filling.answers.get(step.name) or [], way)})
    return forms.answered(form, filling, _value(step, way))


def _skipped(form: Form, filling: Filling, step: Step) -> Filling:
    if not step.optional(filling.answers):
        raise DomainError(_("This question cannot be skipped. Please answer it."))
    return forms.answered(form, filling, None)


def _done(form: Form, filling: Filling, step: Step) -> Filling:
    """The end of an answer that has several parts."""
    parts = filling.answers.get("_parts")
    if step.long and parts:
        return forms.answered(form, forms.noted(filling, _parts=[]), "\n".join(parts))
    if step.multiple or step.aside:
        return forms.answered(form, filling, filling.answers.get(step.name) or [])
    raise DomainError(_("Please answer this question first."))


def _toggled(picked: list[str], code: str) -> list[str]:
    return [other for other in picked if other != code] if code in picked else [*picked, code]


def _value(step: Step, code: str) -> Any:
    return {"channel": code, "value": ""} if step.name == "contact" else code


def _forgetting(filling: Filling) -> Filling:
    kept = {name: value for name, value in filling.answers.items() if name not in filling.answers.get("_known", ())}
    return filling.model_copy(update={"answers": {**kept, "_known": []}, "reviewed": False})


async def cancel(event: Event, turn: Turn, state: FSMContext, conversation: Conversation, filling: Filling) -> None:
    """Puts the form on the shelf for a week; nothing is thrown away by one press."""
    if conversation.shelved:
        data = filling.model_dump(mode="json")
        await turn.desk.drafts.keep(turn.person.id, conversation.name, data, turn.now + KEPT)
    await state.clear()
    await turn.show(event, conversation.cancelled(turn))


async def typed(message: Message, turn: Turn, state: FSMContext) -> None:
    """A message in the middle of a form: an answer, a way («back», «skip», «cancel»), or a file for it."""
    loaded = await load(turn, state)
    if loaded is None:
        await state.clear()
        await turn.say(message, _over())
        return
    conversation, form, filling, changed = loaded
    if changed:
        await go_on(message, turn, state, conversation, form, filling, _("The questions have changed a little."))
        return
    await _hear(message, turn, state, conversation, form, filling)


async def _hear(
    message: Message, turn: Turn, state: FSMContext, conversation: Conversation, form: Form, filling: Filling
) -> None:
    way = _way_typed(turn.house.texts, message.text or "")
    way = way or await _review_button_typed(turn, conversation, form, filling, message.text or "")
    if way is not None:
        await _take_typed(message, turn, state, conversation, form, filling, way)
        return
    note = ""
    if turn.incoming is not None and conversation.takes_files:
        filling, note = await files.taken(turn, filling)
    try:
        after = _understood(turn, message, form, filling)
    except DomainError as refusal:
        after, note = filling, f"{note}\n\n{say(refusal.phrase)}".strip()
    if len(after.answers.get("_parts", ())) > len(filling.answers.get("_parts", ())):
        note = _("A long text has come. If there is more, send it; then press «Done».")
    if turn.resident is not None:
        await danger.warn(message, turn)
    await go_on(message, turn, state, conversation, form, after, note)


async def _take_typed(
    message: Message, turn: Turn, state: FSMContext, conversation: Conversation, form: Form, filling: Filling, way: str
) -> None:
    """A way that is not open here is refused above the question, not instead of it."""
    try:
        await _take(message, turn, state, conversation, form, filling, way)
    except DomainError as refusal:
        await go_on(message, turn, state, conversation, form, filling, say(refusal.phrase))


async def _review_button_typed(
    turn: Turn, conversation: Conversation, form: Form, filling: Filling, text: str
) -> str | None:
    """The way behind a button of the review whose words were typed."""
    if form.step(filling.at) is not None:
        return None
    rows = (await conversation.review(turn, form, filling)).rows
    typed_ones = (button for row in rows for button in row if forms.same_words(button.text, text))
    return next((Press.unpack(button.data).way for button in typed_ones), None)


def _understood(turn: Turn, message: Message, form: Form, filling: Filling) -> Filling:
    """The filling after what the person sent; raises DomainError with what to do where it is no answer."""
    step = form.step(filling.at)
    text = message.text or message.caption or ""
    if step is None:
        return _at_review(turn, message, filling, text)
    if "voice" in step.takes and _voice_came(turn) and not text:
        return forms.answered(form, forms.noted(filling, _voice=True), "")
    if message.location is not None:
        return _located(form, filling, step, message)
    if message.contact is not None and "contact" in step.takes:
        text = f"+{message.contact.phone_number.lstrip('+')}"
    if not text:
        return _no_words(turn, filling)
    code = forms.chosen(step, _words(turn.house.texts, step), text)
    return _answered(form, filling, step, code) if code else _written(form, filling, step, text)


def _written(form: Form, filling: Filling, step: Step, text: str) -> Filling:
    """A typed answer; a part of a text that Telegram has cut waits for the next part, or for «Done»."""
    if not step.long:
        return forms.answered(form, filling, forms.read(step, text))
    whole, more = forms.joined(filling, text)
    value = forms.read(step, whole)
    if more:
        return forms.noted(filling, _parts=[*filling.answers.get("_parts", ()), text])
    return forms.answered(form, forms.noted(filling, _parts=[]), value)


def _at_review(turn: Turn, message: Message, filling: Filling, text: str) -> Filling:
    if message.location is not None:
        return forms.noted(filling, place=_point(message))
    if text:
        raise DomainError(_("Press «Send» to submit, or «Change» to correct something."))
    return _no_words(turn, filling)


def _no_words(turn: Turn, filling: Filling) -> Filling:
    if turn.incoming is None:
        raise DomainError(_("I can take text, photos, documents, video, voice and places here."))
    return filling


def _voice_came(turn: Turn) -> bool:
    file = turn.incoming
    return file is not None and file.refused is None and file.kind is AttachmentKind.VOICE


def _point(message: Message) -> dict[str, float]:
    assert message.location is not None
    return {"latitude": message.location.latitude, "longitude": message.location.longitude}


def _located(form: Form, filling: Filling, step: Step, message: Message) -> Filling:
    if "location" in step.takes:
        return forms.answered(form, filling, _point(message))
    return forms.noted(filling, place=_point(message))


def _words(texts: Catalogues, step: Step) -> Mapping[str, str]:
    """What may be typed instead of a button, in every language."""
    words: dict[str, str] = {}
    for locale in texts.available_locales:
        with texts.speaking(locale):
            words |= {label(option): option.code for option in step.options}
    return words


def _way_typed(texts: Catalogues, text: str) -> str | None:
    said = text.casefold().strip(" «»‹›.!/")
    ways = {
        "@back": "‹ Back",
        "@skip": "Skip",
        "@cancel": "Cancel",
        "@done": "Done",
        "@send": "Send",
        "@change": "Change",
    }
    for way, msgid in ways.items():
        for locale in texts.available_locales:
            if said == texts.gettext(msgid, locale=locale).casefold().strip(" «»‹›"):
                return way
    return None


def shown(value: object) -> str:
    """An answer as the review shows it."""
    return escaped(str(value)) if value not in (None, "", []) else _("not given")


async def with_form(state: FSMContext, screen: Screen) -> Screen:
    """The screen with a way back into the form that waits."""
    if not in_form(await state.get_state()):
        return screen
    return Screen(screen.text, (*column(Button(_("Continue my form"), "form:continue")), *screen.rows))


def in_form(raw_state: str | None) -> bool:
    return bool(raw_state) and str(raw_state).split(":")[0] in CONVERSATIONS


def router() -> Router:
    router = Router(name="forms")
    router.callback_query.register(press, Press.filter())
    router.message.register(typed, F.chat.type == "private", in_a_form)
    return router


def staff_router() -> Router:
    """The same in the staff group: an officer's form is theirs alone, in the topic where it began."""
    router = Router(name="staff forms")
    router.callback_query.register(press, Press.filter())
    router.message.register(typed, in_a_form)
    return router


async def in_a_form(message: Message, raw_state: str | None = None) -> bool:
    """The filter of messages that answer a question; commands and the bottom keyboard come before it."""
    return in_form(raw_state) and not (message.text or "").startswith("/")
