"""How a form is asked in a chat: one question a message, buttons or typed words, back, skip and cancel everywhere.

What is asked is data (council/forms.py); each capability adds its review screen and what happens at the end.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import forms
from council.corrections import KEPT as KEPT_MESSAGES
from council.deliveries import WALK
from council.forms import Answers, Filling, Form
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers import danger, files
from handlers.questions import Press, question
from handlers.screens import Button, Screen, column
from handlers.texts import _, say
from handlers.turn import Event, Turn
from handlers.understanding import after, understood, way_typed

KEPT = timedelta(days=7)
"""How long a cancelled form stays on the shelf."""


@dataclass(frozen=True)
class Conversation:
    """A capability's part of a form: how it is built for this house, its review, and its end.

    A `shelved` form is kept for a week when it is cancelled; an officer's is not. `shaped` is for a form whose
    questions come from the record that it is about: from the facts among its answers (names with an underscore).
    `noted` looks something up after an answer and notes it in the filling, before the next question is shown.
    Where they come from the database (the version of a survey), `of` builds the form; such a name has a dot.
    """

    name: str
    build: Callable[[Turn], Form]
    review: Callable[[Turn, Form, Filling], Awaitable[Screen]]
    finish: Callable[[Event, Turn, FSMContext, Form, Filling], Awaitable[None]]
    cancelled: Callable[[Turn], Screen]
    shelved: bool = True
    takes_files: bool = True
    shaped: Callable[[Form, Answers], Form] = lambda form, answers: form
    noted: Callable[[Turn, Form, Filling], Awaitable[Filling]] | None = None
    of: Callable[[Turn, Filling], Awaitable[Form]] | None = None

    def form(self, turn: Turn, answers: Answers) -> Form:
        """The questions for these answers."""
        return self.shaped(self.build(turn), answers)


CONVERSATIONS: dict[str, Conversation] = {}
"""Every form by name; filled by the capabilities' files."""


async def load(turn: Turn, state: FSMContext) -> tuple[Conversation, Form, Filling, bool] | None:
    """The form a person is in the middle of, under today's questions; None when there is none."""
    data = await state.get_data()
    conversation = CONVERSATIONS.get(_kind((data.get("filling") or {}).get("form", "")))
    if conversation is None:
        return None
    kept = Filling.model_validate(data["filling"])
    form = await conversation.of(turn, kept) if conversation.of else conversation.form(turn, kept.answers)
    filling, changed = forms.resumed(form, kept)
    return conversation, form, filling, changed


def _kind(form: str) -> str:
    """`survey.s5` is a filling of the conversation `survey`."""
    return form.partition(".")[0]


async def keep(state: FSMContext, filling: Filling) -> None:
    await state.set_state(f"{filling.form}:{filling.at}")
    await state.set_data({"filling": filling.model_dump(mode="json")})


async def begin(
    event: Event, turn: Turn, state: FSMContext, name: str, key: str, answers: Answers, note: str = ""
) -> None:
    """Starts the form at its first open question."""
    conversation = CONVERSATIONS[name]
    form = conversation.form(turn, answers)
    await go_on(event, turn, state, conversation, form, forms.begin(form, key, answers), note)


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
    if conversation.noted is not None:
        filling = await conversation.noted(turn, form, filling)
    await keep(state, filling)
    screen = await standing(turn, conversation, form, filling, note)
    await turn.show(event, screen, about=WALK if form.survey else None)


async def standing(turn: Turn, conversation: Conversation, form: Form, filling: Filling, note: str = "") -> Screen:
    """The screen of the question at hand, or the review."""
    step = form.step(filling.at)
    screen = question(form, filling, step) if step else await conversation.review(turn, form, filling)
    return Screen(f"{note}\n\n{screen.text}", screen.rows) if note else screen


def fitting(lines: Sequence[str], room: int = 3500) -> Sequence[str]:
    """As many as a message holds."""
    kept = list(lines)
    while sum(len(line) + 2 for line in kept) > room:
        kept.pop()
    return [*kept, "…"] if len(kept) < len(lines) else kept


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
        if form.step(filling.at) is not None:
            raise DomainError(msgid("Some questions are still without an answer. Answer them, then send."))
        await conversation.finish(event, turn, state, form, filling)
    else:
        await go_on(event, turn, state, conversation, form, after(form, filling, way))


async def cancel(event: Event, turn: Turn, state: FSMContext, conversation: Conversation, filling: Filling) -> None:
    """Puts the form on the shelf for a week; nothing is thrown away by one press."""
    if conversation.shelved:
        data = filling.model_dump(mode="json")
        await turn.desk.drafts.keep(turn.person.id, filling.form, data, turn.now + KEPT)
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
    way = way_typed(turn.house.texts, message.text or "")
    way = way or await _review_button_typed(turn, conversation, form, filling, message.text or "")
    if way is not None:
        await _take_typed(message, turn, state, conversation, form, filling, way)
        return
    note, filling = "", _heard(filling, message)
    if turn.incoming is not None and conversation.takes_files:
        taken = forms.takes_file(form, filling, turn.incoming.kind.value)
        filling, note = await files.taken(turn, filling) if taken else (filling, _("A file is not needed here."))
    try:
        then = understood(turn, message, form, filling)
    except DomainError as refusal:
        then, note = filling, f"{note}\n\n{say(refusal.phrase)}".strip()
    if len(then.answers.get("_parts", ())) > len(filling.answers.get("_parts", ())):
        note = _("A long text has come. If there is more, send it; then press «Done».")
    if turn.resident is not None:
        await danger.warn(message, turn)
    await go_on(message, turn, state, conversation, form, then, note)


def _heard(filling: Filling, message: Message) -> Filling:
    """The filling remembers which messages it is made of: one changed later belongs to what was submitted."""
    return forms.noted(filling, _said=[*filling.answers.get("_said", ()), message.message_id][-KEPT_MESSAGES:])


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


async def with_form(state: FSMContext, screen: Screen) -> Screen:
    """The screen with a way back into the form that waits."""
    if not in_form(await state.get_state()):
        return screen
    return Screen(screen.text, (*column(Button(_("Continue my form"), "form:continue")), *screen.rows))


OFFERED = "offered"
"""The state of who wrote without a form, and is asked whether this is an appeal."""


def underway(raw_state: str | None) -> bool:
    """Whether an appeal may be coming: a form, or words that wait to become one."""
    return in_form(raw_state) or raw_state == OFFERED


def in_form(raw_state: str | None) -> bool:
    return bool(raw_state) and _kind(str(raw_state).partition(":")[0]) in CONVERSATIONS


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
