"""The staff and petitions: one card each in the service topic, with the steps that are possible now."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import petitioning, signing
from council.calendar import local_day
from council.forms import Filling, Form
from council.people import TelegramId
from council.petition_news import show_to_staff
from council.petition_rules import Mode
from council.petition_staff_forms import NAMES, Act, day_of, form, form_name
from council.petitioning import must_moderate
from council.petitions import Outcome, Petition, PetitionId, State
from council.phrases import DomainError
from council.phrases import _ as msgid
from council.voices import FLAG_NAMES, Flag, Suspect
from handlers import forms
from handlers.forms import Conversation
from handlers.house import House
from handlers.petition_cards import staff_card
from handlers.questions import label, shown, way_button
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, ngettext, number
from handlers.turn import Event, Turn
from storage.desk import Desk


class Check(CallbackData, prefix="pc"):
    """A button of the staff's card: `claim`, `again`, `suspects`, an Act that asks, or `off:FLAG`, `on:FLAG`."""

    act: str
    petition: Id
    flag: str = ""


async def header(desk: Desk, house: House, petition: Petition, today: date) -> Screen:
    """The card in the service topic with its buttons, always the truth."""
    screen = staff_card(house, petition, today, await _holder(desk, petition))
    return Screen(screen.text, column(*_buttons(petition)))


async def _holder(desk: Desk, petition: Petition) -> str:
    """The position of the moderator who took the check; never a name of a Telegram account."""
    if petition.claimed_by is None:
        return ""
    grants = await desk.roles.of(TelegramId(petition.claimed_by))
    return next((grant.position for grant in grants if grant.position), "")


def _buttons(petition: Petition) -> list[Button]:
    steps: dict[State, Sequence[Button]] = {
        State.CHECKING: (
            *([_press(_("I am checking it"), "claim", petition)] if petition.claimed_by is None else []),
            _asking(Act.PUBLISH, petition),
            _asking(Act.REFUSE, petition),
        ),
        State.REFUSED: (_press(_("Look at it again"), "again", petition),),
        State.COLLECTING: _while_collecting(petition),
        State.CONSIDERATION: (_asking(Act.SESSION, petition), _asking(Act.DECIDE, petition)),
        State.DECIDED: (_asking(Act.ANSWER, petition),),
    }
    return list(steps.get(petition.state, ()))


def _while_collecting(petition: Petition) -> Sequence[Button]:
    return (
        *([_asking(Act.COUNT, petition)] if petition.mode is Mode.EXTERNAL else []),
        *([_asking(Act.START, petition)] if petition.reached_at is not None else []),
        *([_press(_("Doubtful ones"), "suspects", petition)] if petition.mode is not Mode.EXTERNAL else []),
    )


def _press(text: str, act: str, petition: Petition, flag: str = "") -> Button:
    return Button(text, Check(act=act, petition=petition.id, flag=flag).pack())


def _asking(act: Act, petition: Petition) -> Button:
    return _press(_(NAMES[act]), act.value, petition)


async def press(callback: CallbackQuery, callback_data: Check, turn: Turn, state: FSMContext) -> str:
    petition = await turn.desk.petitions.get(PetitionId(callback_data.petition))
    must_moderate(turn.officer)
    act = callback_data.act
    if act == "claim":
        await petitioning.claim(turn.desk, petition, turn.officer, turn.now)
        return _("The check is yours.")
    if act == "again":
        await petitioning.look_again(turn.desk, petition, turn.officer, turn.now)
        return _("It is in the check again.")
    if act == "publish" and petition.mode is not Mode.EXTERNAL:
        await turn.say(callback, _sure(petition))
        return ""
    if act == "publish!":
        await petitioning.publish(turn.desk, turn.house.community, petition, turn.officer, turn.now)
        return _("Published.")
    return await _further(callback, turn, state, petition, callback_data)


def _sure(petition: Petition) -> Screen:
    text = _("Publish {number} now? From today on it collects, and its words cannot be changed any more.")
    return Screen(text.format(number=petition.number), column(_press(_("Yes, publish it"), "publish!", petition)))


async def _further(callback: CallbackQuery, turn: Turn, state: FSMContext, petition: Petition, pressed: Check) -> str:
    if pressed.act == "suspects":
        await turn.say(callback, await _suspects(turn, petition))
        return ""
    if pressed.act in ("off", "on") and pressed.flag in set(Flag):
        return await _turn_doubtful(callback, turn, petition, pressed)
    if pressed.act not in set(Act):
        return _("This button is of an older card. The newest card shows what is possible.")
    if turn.resident is not None and forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    name = form_name(Act(pressed.act))
    await forms.begin(callback, turn, state, name, f"{turn.update_id:x}", {"_petition": petition.id})
    return ""


# the doubtful ones


async def _suspects(turn: Turn, petition: Petition) -> Screen:
    """How many voices each flag has, before anything is decided; every button names its number."""
    lines = [_("<b>{number}</b>: doubtful ones").format(number=petition.number)]
    buttons = []
    for flag in Flag:
        found = len(await signing.suspected(turn.desk, petition, Suspect(frozenset({flag}))))
        lines.append(f"{_(FLAG_NAMES[flag])}: {number(found)}")
        if found:
            text = ngettext("Declare {n} invalid: {flag}", "Declare {n} invalid: {flag}", found)
            buttons.append(_press(text.format(n=number(found), flag=_(FLAG_NAMES[flag])), "off", petition, flag.value))
        buttons.append(_press(_("Restore: {flag}").format(flag=_(FLAG_NAMES[flag])), "on", petition, flag.value))
    lines.append(_("A flag takes nothing away. Every change is kept in the log and can be undone."))
    return Screen("\n".join(lines), column(*buttons))


async def _turn_doubtful(callback: CallbackQuery, turn: Turn, petition: Petition, pressed: Check) -> str:
    suspect = Suspect(frozenset({Flag(pressed.flag)}))
    change = signing.invalidate if pressed.act == "off" else signing.restore
    changed, count = await change(turn.desk, petition, suspect, turn.now)
    await show_to_staff(turn.desk, changed, turn.now)
    await turn.show(callback, await _suspects(turn, changed))
    return ngettext("{n} changed.", "{n} changed.", count).format(n=number(count))


# the steps that ask


def _conversation(act: Act) -> Conversation:
    def build(turn: Turn) -> Form:
        return form(act, turn.house.community)

    async def review(turn: Turn, built: Form, filling: Filling) -> Screen:
        return await _review(turn, act, built, filling)

    async def finish(event: Event, turn: Turn, state: FSMContext, built: Form, filling: Filling) -> None:
        await _finish(event, turn, state, act, filling)

    return Conversation(form_name(act), build, review, finish, _stopped, shelved=False, takes_files=False)


async def _review(turn: Turn, act: Act, built: Form, filling: Filling) -> Screen:
    petition = await _petition(turn, filling)
    lines = [f"<b>{petition.number}</b>: {_(NAMES[act])}"]
    for step in built.steps:
        options = {option.code: label(option) for option in step.options}
        said = filling.answers.get(step.name)
        lines.append(f"<b>{_(step.title)}</b>: {shown(options.get(str(said), said)) if said else _('not given')}")
    button = partial(way_button, filling)
    return Screen("\n\n".join(lines), column(button(_("Confirm"), "@send"), button(_("Cancel"), "@cancel")))


async def _finish(event: Event, turn: Turn, state: FSMContext, act: Act, filling: Filling) -> None:
    petition = await _petition(turn, filling)
    await _done(turn, act, petition, filling)
    await state.clear()
    await turn.show(event, Screen(_("Done: {step}.").format(step=_(NAMES[act]))))


async def _done(turn: Turn, act: Act, petition: Petition, filling: Filling) -> Petition:
    desk, here, officer, now, said = turn.desk, turn.house.community, turn.officer, turn.now, filling.answers
    match act:
        case Act.REFUSE:
            return await petitioning.refuse(desk, here, petition, said["ground"], said["text"], officer, now)
        case Act.PUBLISH:
            return await petitioning.publish(desk, here, petition, officer, now, said["page"])
        case Act.COUNT:
            day = day_of(said["day"]) or local_day(now, here.zone)
            return await petitioning.count_outside(desk, here, petition, int(said["count"]), day, now)
        case Act.START:
            return await petitioning.start(desk, here, petition, officer, now, day_of(said.get("day")))
        case Act.SESSION:
            day = day_of(said["day"]) or local_day(now, here.zone)
            return await petitioning.set_session(desk, here, petition, day, officer, now)
        case Act.DECIDE:
            return await petitioning.decide(desk, petition, Outcome(said["outcome"]), officer, now)
    return await petitioning.answer(desk, here, petition, said["text"], officer, now)


async def _petition(turn: Turn, filling: Filling) -> Petition:
    return await turn.desk.petitions.get(PetitionId(int(filling.answers["_petition"])))


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was changed."))


def router() -> Router:
    router = Router(name="petitions of staff")
    forms.CONVERSATIONS.update({form_name(act): _conversation(act) for act in Act})
    router.callback_query.register(press, Check.filter())
    return router
