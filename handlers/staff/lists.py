"""Lists of cases: /queue, /mine, /overdue by date with ten cases a page, and /find for one by its number.

In the staff group they show the whole council's; in an officer's private chat only what is theirs.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council import lists
from council.appeals import KIND_NAMES, STATE_NAMES, Appeal, AppealId, Kind, State
from council.deadlines import Due
from council.deliveries import STAFF_GROUP, ChatId, Notice
from council.lists import OPEN, Listing, Page, Reach, sought
from council.people import TelegramId
from council.phrases import _ as msgid
from council.repeats import home
from council.rights import may_handle, must_handle, must_work_here, reach
from council.speaking_up import bring_out
from council.submitting import due_of
from handlers.house import House
from handlers.screens import Button, Screen, column, packed
from handlers.staff import assisted
from handlers.staff.cases import in_hands
from handlers.texts import _, day, escaped, ngettext, number
from handlers.turn import Turn
from storage.desk import Desk


class ListPress(CallbackData, prefix="l"):
    """Another page of a list; `owner` is whose cases are listed, so that a colleague's press shows the same list."""

    name: str
    page: int
    owner: int


class OpenPress(CallbackData, prefix="o"):
    """A case of a list, where no link leads to its topic."""

    appeal: int


Ask = Callable[[int, int], Awaitable[Listing]]
Hands = Callable[[Desk, Appeal], Awaitable[Sequence[str]]]


def _reach(turn: Turn) -> Reach | None:
    return reach(turn.officer) if _alone(turn) else None


def _alone(turn: Turn) -> bool:
    """Whether the list is asked for in a private chat."""
    return turn.resident is not None


async def _known(_desk: Desk, _appeal: Appeal) -> Sequence[str]:
    """In whose hands the cases are is said above the list."""
    return ()


@dataclass(frozen=True)
class Kept:
    """A list by its command: how it is asked for, what stands above it, and what is said when it is empty.

    `hands` says whose each case is, where the list alone does not.
    """

    ask: Callable[[Turn, TelegramId], Ask]
    head: str
    nothing: str
    hands: Hands


KEPT: Mapping[str, Kept] = {
    "queue": Kept(
        lambda turn, _owner: lambda limit, offset: turn.desk.appeals.waiting(limit, offset, _reach(turn)),
        msgid("<b>Nobody has taken these: {count}</b>"),
        msgid("Every open case is in somebody's hands."),
        _known,
    ),
    "mine": Kept(
        lambda turn, owner: lambda limit, offset: turn.desk.appeals.in_hands(owner, limit, offset),
        msgid("<b>In the hands of {position}: {count}</b>"),
        msgid("You have no open case. /queue shows what waits."),
        _known,
    ),
    "overdue": Kept(
        lambda turn, _owner: lambda limit, offset: turn.desk.appeals.overdue(turn.now, limit, offset, _reach(turn)),
        msgid("<b>The day of the answer has passed: {count}</b>"),
        msgid("No case is overdue."),
        in_hands,
    ),
}


async def command(message: Message, turn: Turn, command: CommandObject) -> None:
    """/queue, /mine or /overdue: its first page."""
    must_work_here(turn.officer, turn.house.admins)
    await turn.say(message, await _listed(turn, command.command, 0, turn.me))


async def page(callback: CallbackQuery, callback_data: ListPress, turn: Turn) -> str:
    must_work_here(turn.officer, turn.house.admins)
    if callback_data.name not in KEPT:
        return _("This button is no longer in use.")
    owner = turn.me if _alone(turn) else TelegramId(callback_data.owner)
    await turn.show(callback, await _listed(turn, callback_data.name, callback_data.page, owner))
    return ""


async def _listed(turn: Turn, name: str, page_number: int, owner: TelegramId) -> Screen:
    kept = KEPT[name]
    found = await lists.page(kept.ask(turn, owner), max(0, min(page_number, 10**6)))
    doors = column(*assisted.door(turn.officer)) if name == "queue" else ()
    if not found.total:
        return Screen(_(kept.nothing), doors)
    head = _(kept.head).format(count=number(found.total), position=escaped(await _position(turn, owner)))
    where = _("Shown: {first} to {last}.").format(first=found.first, last=found.first - 1 + len(found.cases))
    shown = await _with_cases(turn, f"{head}\n{where}", found.cases, kept.hands, found.first)
    return Screen(shown.text, (*shown.rows, *_turns(found, name, owner), *doors))


async def _position(turn: Turn, owner: TelegramId) -> str:
    grants = await turn.desk.roles.of(owner)
    return grants[0].position if grants else _("no role any more")


def _turns(found: Page, name: str, owner: TelegramId) -> tuple[tuple[Button, ...], ...]:
    def turned(text: str, page_number: int) -> Button:
        return Button(text, ListPress(name=name, page=page_number, owner=owner).pack())

    back = [turned(_("‹ Previous"), found.number - 1)] if found.number else []
    on = [turned(_("Next ›"), found.number + 1)] if found.has_next else []
    return ((*back, *on),) if back or on else ()


async def find(message: Message, turn: Turn, command: CommandObject) -> None:
    """One case by the intake number, its last digits, or the registry's number; the likeliest first."""
    must_work_here(turn.officer, turn.house.admins)
    found = _theirs(turn, await turn.desk.appeals.found(sought(command.args or ""), lists.PAGE))
    if not found.total:
        text = _("No case has this number. Try the last digits of the intake number, or the registry's number whole.")
        await turn.say(message, Screen(text), reply=True)
        return
    shown = await _with_cases(turn, _found(found), found.cases, in_hands)
    more = _("These are the first ten. Write more of the number to see fewer.")
    rest = f"\n\n{more}" if found.total > len(found.cases) else ""
    await turn.say(message, Screen(shown.text + rest, shown.rows), reply=True)


def _theirs(turn: Turn, found: Listing) -> Listing:
    """In a private chat a case of somebody else's looks as if it did not exist."""
    if not _alone(turn):
        return found
    cases = tuple(case for case in found.cases if may_handle(turn.officer, case))
    return Listing(cases, len(cases))


def _found(found: Listing) -> str:
    if found.total >= lists.MOST:
        return _("<b>Many cases have such a number</b>")
    return _("<b>Found: {count}</b>").format(count=number(found.total))


async def _with_cases(turn: Turn, head: str, cases: Sequence[Appeal], hands: Hands, first: int = 1) -> Screen:
    """The cases with their places, and a button for each."""
    places = list(enumerate(cases, first))
    lines = [f"{place}. {await _case(turn, case, hands)}" for place, case in places]
    buttons = [await _open(turn, place, case) for place, case in places]
    return Screen("\n\n".join([head, *lines]), packed(buttons))


async def _case(turn: Turn, case: Appeal, hands: Hands) -> str:
    """Number, topic, date, state and whose it is: no personal data, and of a complaint not even its topic."""
    stands = "; ".join(part for part in (_date(turn, case), _state(case)) if part)
    return "\n".join([f"<b>{case.number}</b>: {_about(turn.house, case)}", stands, *await hands(turn.desk, case)])


def _about(house: House, case: Appeal) -> str:
    category = None if case.kind is Kind.COMPLAINT else house.community.category(case.category)
    return escaped(str(category.title)) if category else _(KIND_NAMES[case.kind])


def _state(case: Appeal) -> str:
    """In the words of the staff: what was shown to the resident has not left the council yet."""
    if case.state is State.ANSWER_SHOWN:
        return _("the answer is shown, the official letter is to be sent")
    return _(STATE_NAMES[case.state])


def _date(turn: Turn, case: Appeal) -> str:
    if case.state not in OPEN:
        return ""
    due = due_of(case, turn.house.community)
    today = turn.house.community.local(turn.now).date()
    return _("Answer by {day}: {left}").format(day=day(due.day), left=_left(turn, due, today))


def _left(turn: Turn, due: Due, today: date) -> str:
    """How long is left; for a day off the working day before it, since nobody sends letters on a Sunday."""
    calendar = turn.house.community.calendar
    if due.moment < turn.now:
        return _("<b>overdue</b>")
    if due.day == today:
        return _("<b>today</b>")
    if not calendar.is_working_day(due.day):
        return _("a day off, so send it by {day}").format(day=day(calendar.previous_working_day(due.day)))
    n = (due.day - today).days
    return ngettext("{n} day left", "{n} days left", n).format(n=number(n))


async def _open(turn: Turn, place: int, case: Appeal) -> Button:
    """A link to the topic of the case; where there is none, a button that brings its card."""
    text = _("Open {place}").format(place=place)
    link = "" if _alone(turn) else await _link(turn, case.id)
    return Button(text, url=link) if link else Button(text, OpenPress(appeal=case.id).pack())


async def _link(turn: Turn, appeal_id: AppealId) -> str:
    """Links lead into supergroups only, whose ids begin with -100."""
    chat = turn.staff_chat or 0
    topic = await turn.desk.topics.get(await home(turn.desk, f"appeal:{appeal_id}"), chat)
    if topic is None or topic.thread_id is None or not str(chat).startswith("-100"):
        return ""
    return f"https://t.me/c/{str(chat).removeprefix('-100')}/{topic.thread_id}"


async def open_case(callback: CallbackQuery, callback_data: OpenPress, turn: Turn) -> str:
    """A message in reply to the card, which leads to it; a case of the queue message gets its card first."""
    must_work_here(turn.officer, turn.house.admins)
    appeal = await turn.desk.appeals.get(AppealId(callback_data.appeal))
    if _alone(turn):
        must_handle(turn.officer, appeal)
        await turn.tell(ChatId(turn.me), Notice("case_card", {"appeal": appeal.id}), about=f"duty:{appeal.id}")
        return _("Look below: the card is there.")
    if appeal.listed:
        await bring_out(turn.desk, appeal, turn.now)
    name = f"appeal:{appeal.id}"
    await turn.tell(STAFF_GROUP, Notice("case_opened", {"appeal": appeal.id}), topic=name, about=name)
    return _("Look below: the reply leads to the card.")


def router() -> Router:
    router = Router(name="staff lists")
    router.message.register(command, Command(*KEPT))
    router.message.register(find, Command("find"))
    router.callback_query.register(page, ListPress.filter())
    router.callback_query.register(open_case, OpenPress.filter())
    return router
