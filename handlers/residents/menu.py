"""The first screen, the main menu, help and the language."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cache

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from council.community import Community
from council.forms import plain_words
from council.privacy import NOTICE_VERSION, digest
from handlers import danger, forms, links, rooms
from handlers.house import House
from handlers.residents import privacy
from handlers.residents.appeals import begin_appeal, return_draft
from handlers.screens import Button, Screen, column
from handlers.staff import assisted
from handlers.texts import Catalogues, _, current, escaped
from handlers.turn import Event, Turn

LANGUAGES = {"uk": "Українська", "en": "English"}

LONGEST_BUTTON = 100
"""Characters of which no button below the chat has more, however it is typed."""


def welcome(community: Community) -> Screen:
    """Two lines on what the bot does, one on data, four buttons."""
    council = escaped(community.council.name.in_(current().current_locale))
    text = _(
        "<b>{council}</b> reads what you write here.\n"
        "Submit an appeal, ask for information or report a problem. The answer comes here too.\n\n"
        "We ask for your name and address only when the law needs them."
    ).format(council=council)
    return Screen(
        text,
        column(
            Button(_("Submit an appeal"), "appeal:new"),
            Button(_("My appeals"), "my:0"),
            Button(_("More on your data"), "privacy"),
            Button(_other_language(), "language"),
        ),
    )


def _other_language() -> str:
    return LANGUAGES["en" if current().current_locale == "uk" else "uk"]


def menu(house: House) -> Screen:
    return Screen(
        _("<b>Menu</b>\nChoose what you need."),
        column(
            Button(_("Submit an appeal"), "appeal:new"),
            Button(_("My appeals"), "my:0"),
            *rooms.doors(house),
            Button(_("Your data"), "privacy"),
            Button(_("Help"), "help"),
            Button(_other_language(), "language"),
        ),
    )


def help_screen(community: Community) -> Screen:
    """What can be done here, and where a person is reached; lines whose facts are missing are left out."""
    parts = [
        _("<b>Help</b>"),
        _("To write to the council, press «Submit an appeal». One question at a time will be asked."),
        _("To see where your appeal stands, press «My appeals»."),
        _("If you make a mistake, press «Back». You can stop at any time: what you wrote is kept for a week."),
        *_reach(community),
        _("<b>The bot does not call for help.</b> In danger call:") + "\n" + danger.numbers_of(community),
    ]
    return Screen("\n\n".join(parts), column(Button(_("Submit an appeal"), "appeal:new"), Button(_("Menu"), "menu")))


def _reach(community: Community) -> Sequence[str]:
    contacts, address, locale = community.contacts, community.address, current().current_locale
    lines = [
        _("Phone of the council: {phone}").format(phone=escaped(contacts.phone)) if contacts.phone else "",
        _("Address: {address}").format(address=escaped(address.in_(locale))) if address else "",
        _("E-mail: {email}").format(email=escaped(contacts.email)) if contacts.email else "",
        _("Website: {website}").format(website=escaped(contacts.website)) if contacts.website else "",
    ]
    known = [line for line in lines if line]
    return ["\n".join(known)] if known else []


async def start(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """What a deep link promised, or the first screen; a form in progress is not lost, it waits with its own button."""
    first = not await turn.desk.residents.notices_of(turn.person.id)
    if first:
        await turn.greet(message, Screen(_("The buttons «Menu» and «Help» are always below.")))
    if not command.args:
        await _first_screen(message, turn, state)
    elif not await links.opened(message, turn, state, command.args):
        await _first_screen(message, turn, state, links.leads_nowhere())


async def _first_screen(message: Message, turn: Turn, state: FSMContext, note: str = "") -> None:
    screen = welcome(turn.house.community)
    said = Screen(f"{note}\n\n{screen.text}", screen.rows) if note else screen
    await turn.say(message, await forms.with_form(state, said))
    await turn.desk.residents.notice_shown(turn.person.id, f"{NOTICE_VERSION}-short", digest(screen.text), turn.now)


async def show_menu(event: Event, turn: Turn, state: FSMContext) -> None:
    screen = menu(turn.house)
    shown = Screen(screen.text, (*column(*assisted.door(turn.officer)), *screen.rows))
    await turn.show(event, await forms.with_form(state, shown))


async def show_help(event: Event, turn: Turn, state: FSMContext) -> None:
    screen = help_screen(turn.house.community)
    if turn.officer.grants:
        screen = Screen(f"{screen.text}\n\n{_of_officers()}", screen.rows)
    await turn.show(event, await forms.with_form(state, screen))


def _of_officers() -> str:
    return _(
        "You work for the council. Here too: /queue shows what nobody has taken, /mine what is in your hands, "
        "/overdue what is late, /find and a number one case. /assist writes down an appeal for a person who came or "
        "called."
    )


async def continue_form(event: Event, turn: Turn, state: FSMContext) -> None:
    loaded = await forms.load(turn, state)
    if loaded is None:
        await turn.show(event, menu(turn.house))
        return
    conversation, form, filling, _changed = loaded
    await forms.go_on(event, turn, state, conversation, form, filling)


async def change_language(event: Event, turn: Turn, state: FSMContext) -> None:
    """One button: Ukrainian and English change places, and the small keyboard follows."""
    locale = "en" if current().current_locale == "uk" else "uk"
    await turn.desk.residents.speak(turn.person.id, locale)
    with turn.house.texts.use_locale(locale):
        await turn.greet(event, Screen(_("We now speak English.")))
        await turn.say(event, await forms.with_form(state, menu(turn.house)))


async def cancel(message: Message, turn: Turn, state: FSMContext) -> None:
    loaded = await forms.load(turn, state)
    if loaded is None:
        await turn.say(message, Screen(_("There is nothing to cancel."), menu(turn.house).rows))
        return
    await forms.cancel(message, turn, state, loaded[0], loaded[2])


def typed(msgid: str) -> Callable[[Message, Turn], Awaitable[bool]]:
    """The filter of a button's words, pressed on the keyboard below or typed, in any language."""

    async def says(message: Message, turn: Turn) -> bool:
        said = message.text or ""
        return len(said) <= LONGEST_BUTTON and plain_words(said) in _words(turn.house.texts, msgid)

    return says


@cache
def _words(texts: Catalogues, msgid: str) -> frozenset[str]:
    return frozenset(plain_words(texts.gettext(msgid, locale=locale)) for locale in texts.available_locales)


def router() -> Router:
    router = Router(name="menu")
    router.message.register(start, CommandStart())
    router.message.register(show_menu, Command("menu"))
    router.message.register(show_menu, F.text, typed("Menu"))
    router.message.register(show_help, Command("help"))
    router.message.register(show_help, F.text, typed("Help"))
    router.message.register(change_language, Command("language"))
    router.message.register(cancel, Command("cancel"))
    router.message.register(begin_appeal, Command("appeal"))
    router.message.register(begin_appeal, F.text, typed("Submit an appeal"))
    router.message.register(continue_form, F.text, typed("Continue my form"))
    router.message.register(return_draft, F.text, typed("Bring it back"))
    router.message.register(privacy.show, Command("privacy"))
    router.message.register(privacy.show, F.text, typed("Your data"))
    router.callback_query.register(show_menu, F.data == "menu")
    router.callback_query.register(show_help, F.data == "help")
    router.callback_query.register(change_language, F.data == "language")
    router.callback_query.register(continue_form, F.data == "form:continue")
    return router
