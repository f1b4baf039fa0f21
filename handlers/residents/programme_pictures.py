"""The programme's pictures on a press, each in a message of its own with its words and the way back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from council.deliveries import ChatId
from council.phrases import DomainError, NotFound
from council.phrases import _ as msgid
from council.pictures import Picture
from council.programme import MeasureId
from handlers import pictures, programme_pictures
from handlers.residents.programme import open_book, standing_at, to_view
from handlers.residents.programme_lists import IndicatorPress, MeasurePress, PicturePress
from handlers.screens import Button, column
from handlers.texts import _
from handlers.turn import Turn


async def press(callback: CallbackQuery, callback_data: PicturePress, turn: Turn) -> None:
    """The picture in a message of its own, with the way back to what it shows."""
    picture, back = await _drawn(turn, callback_data.what, callback_data.subject)
    if picture is None:
        raise DomainError(msgid("There is nothing to draw: the document names no figures here."))
    await turn.tell(ChatId(turn.me), pictures.photo(picture, column(back)))


async def _drawn(turn: Turn, what: str, subject: str) -> tuple[Picture | None, Button]:
    match what:
        case "cost" | "done":
            book = await open_book(turn, subject)
            back = Button(_("To the programme"), to_view(subject, what))
            return programme_pictures.money(book) if what == "cost" else programme_pictures.goals(book), back
        case "money":
            programme, measure = await turn.desk.programmes.measure(MeasureId(subject))
            back = Button(_("Back to the measure"), MeasurePress(measure=measure.id).pack())
            return programme_pictures.money(await standing_at(turn, programme), [measure]), back
    return await _indicator(turn, subject)


async def _indicator(turn: Turn, subject: str) -> tuple[Picture | None, Button]:
    prefix, _slash, code = subject.partition("/")
    book = await open_book(turn, prefix)
    for indicator in book.programme.indicators:
        if indicator.code == code:
            back = Button(_("Back to the indicator"), IndicatorPress(programme=prefix, indicator=code).pack())
            return programme_pictures.indicator(book, indicator), back
    raise NotFound(_("This indicator is not in the programme any more."))


def router() -> Router:
    router = Router(name="programme pictures")
    router.callback_query.register(press, PicturePress.filter())
    return router
