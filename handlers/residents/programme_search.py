"""Finding measures by typed words: in any form, in the official text and in our plain one."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council.measures import Ledger
from handlers import danger, forms
from handlers.residents import programme_lists as lists
from handlers.residents.programme import open_book, results, under
from handlers.residents.programme_lists import FindPress
from handlers.screens import Button, Screen, column
from handlers.texts import _, escaped
from handlers.turn import Turn

ASKED = "programme-asked"
"""The state of who was asked for words to search by; one message is taken, then words are an appeal again."""
FOUND = "programme-found"
"""The state of who looks at what was found: its words are kept for the next page."""
LONGEST = 200
"""Characters of a search that are read."""


async def press(callback: CallbackQuery, callback_data: FindPress, turn: Turn, state: FSMContext) -> None:
    """Asks for words, or shows a further page of what was found by them."""
    book = await open_book(turn, callback_data.programme)
    if forms.in_form(await state.get_state()):
        await turn.show(callback, await forms.with_form(state, _busy(book)))
        return
    sought = (await state.get_data()).get("sought") if await state.get_state() == FOUND else None
    if callback_data.page and sought:
        await turn.show(callback, _screen(turn, book, str(sought), callback_data.page))
        return
    await state.set_state(ASKED)
    await state.set_data({"programme": callback_data.programme})
    text = _("What are you looking for? Write one or two words: «road», «school», «internet».")
    await turn.show(callback, under(book, Screen(text)))


def _busy(book: Ledger) -> Screen:
    return under(book, Screen(_("You are in the middle of a form. Finish it or cancel it first.")))


async def heard(message: Message, turn: Turn, state: FSMContext) -> None:
    """The words to search by."""
    await danger.warn(message, turn)
    data = await state.get_data()
    book = await open_book(turn, str(data.get("programme", "")))
    sought = (message.text or "")[:LONGEST]
    await state.set_state(FOUND)
    await state.set_data({"programme": data["programme"], "sought": sought})
    await turn.say(message, _screen(turn, book, sought, 0))


def _screen(turn: Turn, book: Ledger, sought: str, page: int) -> Screen:
    prefix = book.programme.passport.prefix
    found = lists.found(turn.house, book, sought)
    again = Button(_("Search for something else"), FindPress(programme=prefix).pack())
    if not found:
        text = _("Nothing was found by «{words}». Try another word, or a shorter one.").format(words=escaped(sought))
        return under(book, Screen(text, column(again)))
    heading = _("<b>Found by «{words}»</b>").format(words=escaped(sought))
    screen = results(turn, book, heading, found, page, lambda to: FindPress(programme=prefix, page=to).pack())
    return Screen(screen.text, ((again,), *screen.rows))


def router() -> Router:
    router = Router(name="programme search")
    router.callback_query.register(press, FindPress.filter())
    router.message.register(heard, F.text, ~F.text.startswith("/"), StateFilter(ASKED))
    return router
