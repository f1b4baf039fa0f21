"""A letter from an office in its case's topic: an officer makes it a step, reads it whole in private, or puts it aside.

Nothing of it reaches the resident before an officer has chosen what it is and has seen exactly what goes.
"""

from collections.abc import Awaitable, Callable
from datetime import date

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import answering, by_mail
from council.appeals import FINAL, Appeal, CaseMessage, Event, Kind, MessageKind
from council.community import Community, GroupText
from council.decision_forms import FORMS, Decision
from council.decisions import must_still_be_possible
from council.deliveries import ChatId, Notice
from council.mail_words import MailStep, StepKind, steps_of
from council.masking import masked_for
from council.office_mail import REGISTRY, OfficeMail, OfficeMailId, OfficeMailState
from council.pages import pages
from council.phrases import DomainError
from council.phrases import _ as msgid
from council.ports import Desk
from council.rights import must_handle
from council.taking_mail import came_key
from handlers import forms
from handlers.house import House
from handlers.screens import Button, Id, Screen, column
from handlers.staff import answers, registry_files
from handlers.staff.decisions import facts
from handlers.texts import _, day, escaped, ngettext
from handlers.turn import Turn

LONGEST = 2500


class MailPress(CallbackData, prefix="ol"):
    """A button under a letter: `answer`, `interim`, `ask`, `register`, `extend`, `open`, `dismiss`, `again`."""

    act: str
    mail: Id


async def card(desk: Desk, house: House, mail: OfficeMail) -> Screen:
    """The letter as the group may see it, and what it may become."""
    appeal = await desk.appeals.get(mail.appeal)
    words = await desk.appeals.message(mail.message)
    lines = [
        _("<b>{number}</b>: a letter from an office").format(number=appeal.number),
        await _whose(desk, house.community, mail),
        _shown(house.community, appeal, words.text),
        *await _files(desk, mail),
    ]
    if mail.state is not OfficeMailState.WAITING:
        lines.append(_STANDS[mail.state]())
    return Screen("\n".join(line for line in lines if line), column(*_buttons(appeal, mail, words)))


_STANDS: dict[OfficeMailState, Callable[[], str]] = {
    OfficeMailState.USED: lambda: _("It has become a step of the case."),
    OfficeMailState.DISMISSED: lambda: _("Put aside. The resident sees nothing of it."),
    OfficeMailState.UNCLEAR: lambda: _("It was answered with how to write."),
    OfficeMailState.CONFIRMING: lambda: _("It waits for the word of the office's own mailbox."),
}


async def _whose(desk: Desk, community: Community, mail: OfficeMail) -> str:
    """From which mailbox, and whether anybody vouches for it; an address that is not on the map may be a person's."""
    came = await _came(desk, mail)
    if came is None or not (came.details or {}).get("known"):
        return _("From an address that is not on the map of mailboxes. Make sure whose it is before you use it.")
    department = community.department(mail.mailbox)
    office = _("the registry") if mail.mailbox == REGISTRY or department is None else str(department.name)
    if mail.proved:
        return _("From: {office}. The council's mail server has proved it.").format(office=escaped(office))
    return _("From: {office}. Not proved: anybody can write such a sender.").format(office=escaped(office))


async def _came(desk: Desk, mail: OfficeMail) -> Event | None:
    history = await desk.appeals.history(mail.appeal)
    return next((event for event in history if event.key == came_key(mail)), None)


def _shown(community: Community, appeal: Appeal, text: str) -> str:
    """As much as the group may read of this case; a complaint's letters open in private only."""
    if appeal.kind is Kind.COMPLAINT or community.group_text is GroupText.NONE:
        return _("The words open in your private chat.")
    if not text:
        return _("There are no words in it.")
    told = text if community.group_text is GroupText.FULL else masked_for(text, appeal.submission)
    return f"<blockquote>{escaped(told[:LONGEST])}</blockquote>"


async def _files(desk: Desk, mail: OfficeMail) -> list[str]:
    kept = len(await desk.attachments.of_message(mail.message))
    came = await _came(desk, mail)
    left_out = int(str((came.details or {}).get("left_out", 0))) if came else 0
    refused = ngettext(
        "{count} file was not accepted: look at it in the mailbox.",
        "{count} files were not accepted: look at them in the mailbox.",
        left_out,
    )
    return [
        _("Files: {count}").format(count=kept) if kept else "",
        refused.format(count=left_out) if left_out else "",
    ]


def _buttons(appeal: Appeal, mail: OfficeMail, words: CaseMessage) -> list[Button]:
    def button(text: str, act: str) -> Button:
        return Button(text, MailPress(act=act, mail=mail.id).pack())

    opens = button(_("Read it whole in my private chat"), "open")
    if mail.state is not OfficeMailState.WAITING:
        return [opens] if appeal.state in FINAL else [opens, button(_("Use it again"), "again")]
    first = _named_step(words.text)
    buttons = [button(_("This is the final answer"), "answer"), button(_("This is an interim reply"), "interim")]
    buttons.append(button(_("This is a question to the resident"), "ask"))
    if first is not None and first.kind is StepKind.REGISTER:
        buttons.insert(0, button(_("Enter the number {number}").format(number=first.number), "register"))
    if first is not None and first.kind is StepKind.EXTEND and first.day is not None:
        buttons.insert(0, button(_("Extend the term to {day}").format(day=day(first.day)), "extend"))
    return [*buttons, opens, button(_("Put it aside"), "dismiss")]


def _named_step(text: str) -> MailStep | None:
    """The first step that the letter names, where it is whole."""
    try:
        return next(iter(steps_of(text)), None)
    except DomainError:
        return None


async def press(callback: CallbackQuery, callback_data: MailPress, turn: Turn, state: FSMContext) -> str:
    mail = await turn.desk.office_mails.get(OfficeMailId(callback_data.mail))
    appeal = await turn.desk.appeals.get(mail.appeal)
    must_handle(turn.officer, appeal)
    if callback_data.act == "open":
        return await _open(turn, mail)
    if callback_data.act == "again":
        return await _again(callback, turn, mail)
    if mail.state is not OfficeMailState.WAITING:
        await turn.show(callback, await card(turn.desk, turn.house, mail), about=f"appeal:{mail.appeal}")
        return _("A colleague has dealt with this letter already.")
    act = ACTS.get(callback_data.act)
    return await act(callback, turn, state, mail) if act else _("This button is no longer in use.")


async def _open(turn: Turn, mail: OfficeMail) -> str:
    """The whole letter with its files, for the one who pressed; the opening is logged."""
    await answering.open_data(turn.desk, mail.appeal, turn.officer, str(turn.update_id), turn.now)
    words = await turn.desk.appeals.message(mail.message)
    for part in range(len(pages(words.text or "…"))):
        await turn.tell(ChatId(turn.me), Notice("office_mail_whole", {"mail": mail.id, "part": part}))
    for file in await turn.desk.attachments.of_message(mail.message):
        await turn.tell(ChatId(turn.me), Notice("case_file", {"attachment": file.id}))
    return _("Sent to your private chat with the bot.")


async def _again(callback: CallbackQuery, turn: Turn, mail: OfficeMail) -> str:
    if mail.state is not OfficeMailState.WAITING:
        mail = await turn.desk.office_mails.move(mail, OfficeMailState.WAITING, turn.now)
    await turn.show(callback, await card(turn.desk, turn.house, mail), about=f"appeal:{mail.appeal}")
    return ""


async def _used(callback: CallbackQuery, turn: Turn, mail: OfficeMail) -> None:
    """The letter leaves the list of those that wait; it can be taken up again where the step was not sent."""
    used = await turn.desk.office_mails.move(mail, OfficeMailState.USED, turn.now)
    await turn.show(callback, await card(turn.desk, turn.house, used), about=f"appeal:{mail.appeal}")


def _as_reply(kind: MessageKind) -> Callable[[CallbackQuery, Turn, FSMContext, OfficeMail], Awaitable[str]]:
    async def reply(callback: CallbackQuery, turn: Turn, state: FSMContext, mail: OfficeMail) -> str:
        """The words become the officer's own draft: shown as it goes, confirmed, half a minute to take it back."""
        words = await turn.desk.appeals.message(mail.message)
        step = _named_step(words.text)
        text = step.text if step is not None and step.kind.value == kind.value else words.text
        key = f"mailed:{mail.id}:{turn.update_id}"
        draft = await answering.draft(turn.desk, mail.appeal, key, text, turn.officer, turn.now)
        await by_mail.copy_files(turn.desk, mail, draft, turn.now)
        await _used(callback, turn, mail)
        said = callback.message if isinstance(callback.message, Message) else None
        event: CallbackQuery | Message = said or callback
        if kind is MessageKind.ANSWER:
            signed = await answering.choose_kind(turn.desk, draft, kind, step.who if step else "")
            await answers.prepare_final(event, turn, signed)
        else:
            await answers.preview(event, turn, await answering.choose_kind(turn.desk, draft, kind, ""))
        return ""

    return reply


def _as_decision(
    decision: Decision, given: Callable[[Turn, str, MailStep | None], dict[str, object]]
) -> Callable[[CallbackQuery, Turn, FSMContext, OfficeMail], Awaitable[str]]:
    async def decide(callback: CallbackQuery, turn: Turn, state: FSMContext, mail: OfficeMail) -> str:
        """The form of the decision, filled with what the letter says: the officer sees its letter before it goes."""
        appeal = await turn.desk.appeals.get(mail.appeal)
        await must_still_be_possible(turn.desk, appeal, decision, turn.officer)
        if turn.resident is not None and forms.in_form(await state.get_state()):
            raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
        words = await turn.desk.appeals.message(mail.message)
        answered = facts(turn, appeal) | given(turn, words.text, _named_step(words.text))
        await _used(callback, turn, mail)
        said = callback.message if isinstance(callback.message, Message) else None
        await forms.begin(said or callback, turn, state, FORMS[decision].name, f"{turn.update_id:x}", answered)
        return ""

    return decide


def _question(turn: Turn, text: str, step: MailStep | None) -> dict[str, object]:
    return {"text": (step.text if step is not None and step.kind is StepKind.ASK else text)[:2000]}


def _number(turn: Turn, text: str, step: MailStep | None) -> dict[str, object]:
    today: date = turn.house.community.local(turn.now).date()
    return {"number": step.number, "date": (step.day or today).isoformat()} if step else {}


def _extension(turn: Turn, text: str, step: MailStep | None) -> dict[str, object]:
    if step is None or step.day is None:
        return {}
    return {"until": step.day.isoformat(), "reason": step.text, "who": step.who}


async def _dismiss(callback: CallbackQuery, turn: Turn, state: FSMContext, mail: OfficeMail) -> str:
    aside = await turn.desk.office_mails.move(mail, OfficeMailState.DISMISSED, turn.now)
    await turn.show(callback, await card(turn.desk, turn.house, aside), about=f"appeal:{mail.appeal}")
    return _("Put aside. The resident sees nothing of it.")


ACTS = {
    "answer": _as_reply(MessageKind.ANSWER),
    "interim": _as_reply(MessageKind.INTERIM),
    "ask": _as_decision(Decision.ASK, _question),
    "register": _as_decision(Decision.REGISTER, _number),
    "extend": _as_decision(Decision.EXTEND, _extension),
    "dismiss": _dismiss,
}


async def whole(desk: Desk, mail: OfficeMail, part: int) -> Screen:
    """One page of the letter's own words, for a private chat."""
    appeal = await desk.appeals.get(mail.appeal)
    told = pages((await desk.appeals.message(mail.message)).text or "…")
    return Screen(f"<b>{appeal.number}</b>\n{escaped(told[min(part, len(told) - 1)])}")


async def conflict(desk: Desk, appeal: Appeal, key: str) -> Screen | None:
    """Another registry number came for a case that has one: the first stands, and a person looks which is right."""
    history = await desk.appeals.history(appeal.id)
    said = next((event.details or {} for event in history if event.key == key), None)
    if said is None:
        return None
    text = _(
        "<b>{number}: two registry numbers.</b> Registered: No. {index} of {day}. Now came: No. {other}. "
        "The first number stands. Look in the registry which is right."
    )
    registered = day(appeal.registry_date) if appeal.registry_date else "…"
    other = escaped(str(said.get("number", "")))
    return Screen(text.format(number=appeal.number, index=escaped(appeal.registry_index), day=registered, other=other))


def router() -> Router:
    router = Router(name="letters of offices")
    router.callback_query.register(press, MailPress.filter())
    router.include_router(registry_files.router())
    return router
