"""The last router of the staff group: a button that nobody took is answered too."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.texts import _


async def stale(callback: CallbackQuery) -> str:
    """A button of another time: the toast says so."""
    return _("This button is no longer in use.")


def router() -> Router:
    router = Router(name="staff closing")
    router.callback_query.register(stale)
    return router
