"""The code on a slip: an appeal that an officer wrote down becomes its author's own in Telegram, once."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import binding
from council.links import LinkKind
from handlers import forms, links
from handlers.residents.my import case_card
from handlers.screens import Button, Screen, column
from handlers.texts import _
from handlers.turn import Turn


class Mine(CallbackData, prefix="mine"):
    """«Yes, it is my appeal»; `key` is the secret of the slip."""

    key: str


async def opened(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """Whose case it is nobody is told, only its number, and one question is asked."""
    appeal = await binding.opened(turn.desk, turn.house.community, value, turn.person, turn.now)
    if appeal.resident == turn.person.id:
        screen = await case_card(turn, appeal)
        await turn.say(message, await forms.with_form(state, screen), about=f"appeal:{appeal.id}")
    else:
        await turn.say(message, await forms.with_form(state, _question(appeal.number, value)))


def _question(number: str, token: str) -> Screen:
    text = _(
        "<b>{number}</b>: is this your appeal, written down for you at the council?\n\n"
        "If yes, you will see here where it stands and what the council answers. The code works once, so press "
        "«Yes» only if the slip is yours."
    ).format(number=number)
    return Screen(text, column(Button(_("Yes, it is my appeal"), Mine(key=token).pack()), Button(_("No"), "menu")))


async def confirm(callback: CallbackQuery, callback_data: Mine, turn: Turn) -> None:
    appeal = await binding.bind(turn.desk, turn.house.community, callback_data.key, turn.person, turn.officer, turn.now)
    card = await case_card(turn, appeal)
    note = _("Done: this appeal is yours here now. We will write to you about every step. It stands in «My appeals».")
    await turn.show(callback, Screen(f"{note}\n\n{card.text}", card.rows), about=f"appeal:{appeal.id}")


def router() -> Router:
    router = Router(name="binding")
    links.OPENERS[LinkKind.BINDING] = opened
    router.callback_query.register(confirm, Mine.filter())
    return router
