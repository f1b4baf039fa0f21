"""The card of a built survey: look at it as a resident, take it out as a file, release it, close it."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import building
from council.building import BUILDERS, BUILT_STATES, Built, BuiltId, BuiltState, must_build, must_decide
from council.deliveries import Call, ChatId
from council.survey_catalogue import catalogue
from handlers import survey_figures as figures
from handlers.screens import Button, Screen, column, message
from handlers.staff import builder, campaigns, survey_preview
from handlers.staff.built_words import LIST, BuiltPress, button, card
from handlers.texts import _, number
from handlers.turn import Turn

PAGE = 20
MOVES = {
    "hand": BuiltState.WAITING,
    "release": BuiltState.RELEASED,
    "decline": BuiltState.DECLINED,
    "close": BuiltState.CLOSED,
    "open": BuiltState.RELEASED,
}


async def press(callback: CallbackQuery, callback_data: BuiltPress, turn: Turn, state: FSMContext) -> str:
    """The survey is read anew: a stale button shows where it stands."""
    must_build(turn.officer)
    built = await turn.desk.built.get(BuiltId(callback_data.built))
    match callback_data.act:
        case "look":
            return await survey_preview.open_it(callback, turn, built)
        case "file":
            await turn.send(callback, Call("sendDocument", {"document": {"survey_file": built.id}}))
            return _("The file is being made.")
        case "copy":
            return await _copy(callback, turn, state, built)
        case "hand":
            return await _hand_over(callback, turn, built)
        case "release" | "decline" | "close" | "open":
            return await _move(callback, turn, built, MOVES[callback_data.act])
    await turn.show(callback, await card(turn, built))
    return ""


async def _copy(callback: CallbackQuery, turn: Turn, state: FSMContext, built: Built) -> str:
    if turn.resident is None:
        return await campaigns.in_private_chat(callback, turn, button(_("Copy it and change the copy"), "copy", built))
    await builder.begin_from(callback, turn, state, built.survey)
    return ""


async def _hand_over(callback: CallbackQuery, turn: Turn, built: Built) -> str:
    """Tells everybody who may release it, but its author; told once however often it is pressed."""
    others = {grant.telegram_id for grant in await turn.desk.roles.holders(*BUILDERS)} - {built.author}
    if not others:
        return _("Nobody else may release it. The administrator gives the role with /roles.")
    for one in sorted(others):
        text = _("<b>A survey waits for a second person.</b>\n{title}").format(title=figures.title(built.survey))
        await turn.tell(ChatId(one), message(Screen(text, column(button(_("Open it"), "show", built)))))
    return _("Handed over: {count} people may release it.").format(count=number(len(others)))


async def _move(callback: CallbackQuery, turn: Turn, built: Built, state: BuiltState) -> str:
    must_decide(turn.officer, built) if state is BuiltState.RELEASED else must_build(turn.officer)
    moved = await turn.desk.built.move(built, state, turn.me, building.position_of(turn.officer), turn.now)
    await catalogue(turn.desk, turn.house.surveys)
    if built.author != turn.me:
        text = _("Your survey «{title}»: {state}.").format(
            title=figures.title(built.survey), state=_(BUILT_STATES[moved.state])
        )
        await turn.tell(ChatId(built.author), message(Screen(text, column(button(_("Open it"), "show", moved)))))
    await turn.show(callback, await card(turn, moved))
    return _("Done.")


async def listed(callback: CallbackQuery, turn: Turn) -> str:
    must_build(turn.officer)
    found = await turn.desk.built.all(PAGE)
    buttons = [button(f"{one.survey.title.uk}: {_(BUILT_STATES[one.state])}", "show", one) for one in found]
    text = _("<b>Surveys built here</b>") if found else _("No survey was built here yet.")
    await turn.show(callback, Screen(text, column(*buttons, Button(_("Back to campaigns"), campaigns.MENU))))
    return ""


def entry(turn: Turn) -> Sequence[Button]:
    return [Button(_("Surveys built here"), LIST)] if turn.officer.has(*BUILDERS) else []


def router() -> Router:
    """In an officer's private chat and in the group."""
    router = Router(name="built surveys")
    campaigns.ENTRIES["built"] = entry
    router.callback_query.register(press, BuiltPress.filter())
    router.callback_query.register(listed, lambda callback: callback.data == LIST)
    return router
