"""Published results for everybody: what was asked, what people answered, what the council did with it."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council.findings import PublicationId
from council.pages import pages
from handlers import published
from handlers import survey_figures as figures
from handlers.questions import words_of
from handlers.residents import surveys
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _
from handlers.turn import Event, Turn

LIST = "results"
"""The data of the button that lists them."""
PAGE = 10


class Result(CallbackData, prefix="su"):
    """A published result, in the pages of a message."""

    publication: Id
    page: int


def door(turn: Turn) -> Sequence[Button]:
    return [Button(_("Results"), LIST)]


async def listed(callback: CallbackQuery, turn: Turn) -> None:
    """The newest first."""
    buttons = []
    for one in await turn.desk.findings.publications(PAGE):
        survey = await published.definition(turn.desk, one)
        title = " · ".join(filter(None, [words_of(survey.title), figures.wave_name(one.wave)]))
        buttons.append(Button(title, Result(publication=one.id, page=0).pack()))
    text = _("<b>Results of surveys</b>") if buttons else _("No results are published yet.")
    await turn.show(callback, Screen(text, column(*buttons, Button(_("Surveys"), "surveys:0"))))


async def press(callback: CallbackQuery, callback_data: Result, turn: Turn) -> None:
    await show(callback, turn, callback_data.publication, callback_data.page)


async def show(event: Event, turn: Turn, publication: int, page: int = 0) -> None:
    """Raises NotFound for one that nobody published."""
    one = await turn.desk.findings.publication(PublicationId(publication))
    survey = await published.definition(turn.desk, one)
    parts = pages("\n\n".join(published.whole(survey, one, turn.house.community)))
    at = max(0, min(page, len(parts) - 1))
    back = [Button(_("‹ Previous"), Result(publication=publication, page=at - 1).pack())] if at else []
    on = [Button(_("Next ›"), Result(publication=publication, page=at + 1).pack())] if at + 1 < len(parts) else []
    turns = ((*back, *on),) if back or on else ()
    await turn.show(event, Screen(parts[at], (*turns, *column(Button(_("Other results"), LIST)))))


def router() -> Router:
    router = Router(name="survey results")
    surveys.BESIDE["results"] = door
    surveys.RESULTS["show"] = show
    router.callback_query.register(listed, F.data == LIST)
    router.callback_query.register(press, Result.filter())
    return router
