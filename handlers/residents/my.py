"""My appeals: the list, and a card with what has happened and what is next."""

from collections.abc import Mapping, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import answering, editing
from council.appeals import (
    KIND_NAMES,
    STATE_NAMES,
    Appeal,
    AppealId,
    CaseMessage,
    Direction,
    Event,
    MessageId,
    MessageKind,
    MessageState,
)
from council.collectives import Collective
from council.deliveries import ChatId, Notice
from council.links import LinkKind
from council.pages import pages
from council.phrases import NotFound
from council.phrases import _ as msgid
from council.rights import may_handle
from council.submitting import due_of
from handlers import forms, links
from handlers.answer_pages import answer_page
from handlers.residents import followups, registry
from handlers.residents.appeals import own_case, seen_case
from handlers.residents.menu import typed
from handlers.residents.together import co_card_ways
from handlers.screens import Button, Screen, column, open_case
from handlers.staff.cases import reported
from handlers.texts import _, day, escaped, moment, say
from handlers.turn import Turn

PAGE = 5

STEPS: Mapping[str, str] = {
    "submitted": msgid("you handed it over to the council"),
    "entered": msgid("an officer of the council wrote it down for you"),
    "bound": msgid("you tied it to your Telegram"),
    "taken": msgid("the council took it into work"),
    "interim_sent": msgid("the council wrote to you"),
    "answer_sent": msgid("the council answered here"),
    "posted": msgid("the official answer was sent to you"),
    "addition": msgid("you added to it"),
    "register": msgid("registered by the council"),
    "ask": msgid("the council asked you a question"),
    "question_closed": msgid("the question was closed without an answer"),
    "extend": msgid("the term was extended"),
    "forward": msgid("forwarded to another body"),
    "return": msgid("returned to you with an explanation"),
    "refuse": msgid("the council refused"),
    "defer": msgid("the answer was deferred"),
    "not_consider": msgid("left without consideration"),
    "retype": msgid("the council considers it as another kind"),
    "transferred": msgid("the council gave it to another of its departments"),
    "urgent": msgid("the council decided whether it is urgent"),
    "served": msgid("the letter on it was sent to you"),
    "withdrawn": msgid("you withdrew it"),
    "signer_left": msgid("one of those who signed it has left"),
    "official": msgid("you made it an official appeal"),
    "repeated": msgid("you said that it is not solved"),
    "closed": msgid("closed: two weeks have passed since the answer"),
    "feedback": msgid("you rated the answer"),
    "transcribed": msgid("you confirmed the words of your voice message"),
}
"""What a resident sees of the history; who of the staff did it, and their inner steps, stay inside."""


async def command(message: Message, turn: Turn, state: FSMContext) -> None:
    await turn.say(message, await forms.with_form(state, await _page(turn, 0)))


async def page(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    offset = _number(callback.data, 1)
    await turn.show(callback, await forms.with_form(state, await _page(turn, offset)))


async def _page(turn: Turn, offset: int) -> Screen:
    count = await turn.desk.appeals.count_of(turn.person.id)
    signed = await _signed(turn) if not offset else []
    if not count and not signed:
        return Screen(
            _("You have no appeals yet."),
            column(Button(_("Submit an appeal"), "appeal:new"), Button(_("Menu"), "menu")),
        )
    cases = await turn.desk.appeals.of_resident(turn.person.id, PAGE, offset)
    buttons = [Button(_title(case), f"case:{case.id}:{offset}") for case in cases]
    return Screen(
        _("<b>My appeals</b>: {count}").format(count=count),
        (*column(*buttons, *signed), *_turns(offset, count), (Button(_("Menu"), "menu"),)),
    )


async def _signed(turn: Turn) -> list[Button]:
    """Appeals of others that the person has signed."""
    joined = [case for _draft, case in await turn.desk.collectives.joined_by(turn.person.id) if case is not None]
    cases = [await turn.desk.appeals.get(case) for case in joined[:PAGE]]
    return [Button(_("Signed: {case}").format(case=_title(case)), f"case:{case.id}:0") for case in cases]


def _title(case: Appeal) -> str:
    return f"{case.number}: {_(STATE_NAMES[case.state])}"


def _turns(offset: int, count: int) -> tuple[tuple[Button, ...], ...]:
    newer = Button(_("‹ Newer"), f"my:{max(0, offset - PAGE)}") if offset else None
    older = Button(_("Older ›"), f"my:{offset + PAGE}") if offset + PAGE < count else None
    row = tuple(button for button in (newer, older) if button)
    return (row,) if row else ()


async def card(callback: CallbackQuery, turn: Turn) -> None:
    appeal, signed = await seen_case(turn, AppealId(_number(callback.data, 1)))
    screen = await co_card(turn, appeal, signed) if signed else await case_card(turn, appeal, _number(callback.data, 2))
    await turn.show(callback, screen, about=f"appeal:{appeal.id}")


async def opened(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """The link to a case: for its author, and, from the card in the registry, for an officer whose role covers it.

    For everybody else it leads nowhere.
    """
    appeal = await turn.desk.appeals.get(AppealId(_number(value, 0)))
    if appeal.resident != turn.person.id and may_handle(turn.officer, appeal):
        await turn.tell(ChatId(turn.me), Notice("case_card", {"appeal": appeal.id}), about=f"duty:{appeal.id}")
        return
    appeal = await own_case(turn, appeal.id)
    screen = await case_card(turn, appeal)
    await turn.say(message, await forms.with_form(state, screen), about=f"appeal:{appeal.id}")


async def case_card(turn: Turn, appeal: Appeal, offset: int = 0) -> Screen:
    """Number and state first, then the date and its reason, then what has happened."""
    due = due_of(appeal, turn.house.community)
    history = await turn.desk.appeals.history(appeal.id)
    lines = [
        f"<b>{appeal.number}</b>: {_(STATE_NAMES[appeal.state])}",
        _("Kind: {kind}. Handed over on {day}.").format(
            kind=_(KIND_NAMES[appeal.kind]), day=moment(appeal.received_at)
        ),
        _("The answer must come by <b>{day}</b>: {because}.").format(day=day(due.day), because=say(due.because)),
        reported(turn.house.community, appeal.submission.reported),
        _("Department: {department}").format(department=escaped(_department(turn, appeal))),
        await registry.line(turn.desk, appeal),
        f"<i>{escaped(appeal.submission.text[:600])}</i>"
        if appeal.submission.text
        else _("You sent a voice message or photos."),
        _timeline(history),
    ]
    sent = [one for one in await turn.desk.appeals.messages(appeal.id) if _was_sent(one)]
    buttons = [_read_button(one) for one in sent[-3:]]
    ways = [*buttons, *followups.ways(appeal, history), Button(_("My appeals"), f"my:{offset}")]
    return Screen("\n\n".join(line for line in lines if line), column(*ways, Button(_("Menu"), "menu")))


async def co_card(turn: Turn, appeal: Appeal, signed: Collective) -> Screen:
    """The case as one of those who signed it sees it: they read, and may leave; the contact person acts."""
    due = due_of(appeal, turn.house.community)
    lines = [
        f"<b>{appeal.number}</b>: {_(STATE_NAMES[appeal.state])}",
        _("You have signed this appeal together with {contact}.").format(contact=escaped(signed.contact)),
        _("The answer must come by <b>{day}</b>: {because}.").format(day=day(due.day), because=say(due.because)),
        f"<i>{escaped(appeal.submission.text[:600])}</i>",
    ]
    sent = [one for one in await turn.desk.appeals.messages(appeal.id) if _was_sent(one)]
    buttons = [_read_button(one) for one in sent[-3:]]
    return Screen("\n\n".join(lines), column(*buttons, *co_card_ways(signed), Button(_("Menu"), "menu")))


def _was_sent(message: CaseMessage) -> bool:
    read = {MessageKind.ANSWER, MessageKind.INTERIM, MessageKind.DECISION}
    return message.direction is Direction.OUT and message.state is MessageState.SENT and message.kind in read


def _read_button(message: CaseMessage) -> Button:
    """What was decided and why can be read as long as the case is there, not only where the letter once came."""
    label = _("Read the letter") if message.kind is MessageKind.DECISION else _("Read the answer")
    return Button(label, f"read:{message.id}:0")


def _department(turn: Turn, appeal: Appeal) -> str:
    department = turn.house.community.department(appeal.department)
    return department.name.in_(turn.house.texts.current_locale) if department else ""


def _timeline(events: Sequence[Event]) -> str:
    known = [event for event in events if event.action in STEPS]
    return "\n".join(f"{moment(event.at)} — {_(STEPS[event.action])}" for event in known)


async def voice(callback: CallbackQuery, turn: Turn) -> None:
    """The author's word on what an officer heard in their voice message."""
    written = await turn.desk.appeals.message(MessageId(_number(callback.data, 2)))
    appeal = await own_case(turn, written.appeal)
    if (callback.data or "").startswith("voice:yes"):
        await answering.accept_transcript(turn.desk, appeal, written, turn.now)
        text = _("Thank you. Your words are written in {number}.").format(number=appeal.number)
    else:
        text = _("Reply to this message and write it in your own words. The council will see it.")
    await turn.show(callback, Screen(text, column(*_ways(appeal))), about=f"appeal:{appeal.id}")


async def read(callback: CallbackQuery, turn: Turn) -> None:
    """An answer once more, a page at a time."""
    answer = await turn.desk.appeals.message(MessageId(_number(callback.data, 1)))
    appeal, _signed = await seen_case(turn, answer.appeal)
    if not _was_sent(answer):
        raise NotFound("There is no such message.")
    answer, edited = await editing.shown(turn.desk, answer)
    part, parts = _number(callback.data, 2), len(pages(answer.text))
    shown = answer_page(turn.house, appeal, answer, part, edited)
    more = [Button(_("Read on"), f"read:{answer.id}:{part + 1}")] if part + 1 < parts else []
    await turn.show(callback, Screen(shown.text, column(*more, *_ways(appeal))), about=f"appeal:{appeal.id}")


def _ways(appeal: Appeal) -> tuple[Button, ...]:
    return open_case(appeal.id), Button(_("Menu"), "menu")


def _number(data: str | None, place: int) -> int:
    """A number inside a button's data; invented data count as 0."""
    parts = (data or "").split(":")
    found = parts[place] if len(parts) > place else ""
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else 0


def router() -> Router:
    router = Router(name="my")
    links.OPENERS[LinkKind.CASE] = opened
    router.message.register(command, Command("my"))
    router.message.register(command, F.text, typed("My appeals"))
    router.callback_query.register(page, F.data.startswith("my:"))
    router.callback_query.register(card, F.data.startswith("case:"))
    router.callback_query.register(read, F.data.startswith("read:"))
    router.callback_query.register(voice, F.data.startswith("voice:"))
    return router
