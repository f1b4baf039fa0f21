"""Messages about petitions: the staff's card, the news, and the alarm of a check that nobody made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from council.calendar import local_day
from council.deliveries import Call, ChatId
from council.petition_appeals import becomes_an_appeal
from council.petition_news import TOPIC, News
from council.petitions import Petition, PetitionId, State, check_due
from council.submitting import due_of
from handlers.house import House
from handlers.petition_cards import news_text, open_petition
from handlers.petition_words import words
from handlers.reader import Reader
from handlers.residents import signing
from handlers.residents.petitions import Ways
from handlers.screens import Button, Screen, column, message
from handlers.staff import petitions
from handlers.texts import _, day

__all__ = ["NOTICES", "TOPIC", "topic_title"]


def topic_title(house: House) -> str:
    return words(house.community.petitions.in_mode, "all")


async def _petition(reader: Reader) -> Petition:
    return await reader.desk.petitions.get(PetitionId(reader.number("petition")))


async def _card(reader: Reader) -> Call:
    today = local_day(reader.now, reader.house.community.zone)
    return message(await petitions.header(reader.desk, reader.house, await _petition(reader), today))


async def _news(reader: Reader) -> Call:
    petition, news = await _petition(reader), News(str(reader.params["news"]))
    buttons = [open_petition(petition)]
    buttons += await _further(reader, petition, news)
    return message(Screen(news_text(reader.house, petition, news), column(*buttons)))


async def _receipt(reader: Reader) -> Call | None:
    """Nothing where names and receipts have been erased meanwhile."""
    petition = await _petition(reader)
    voice = await reader.desk.petitions.by_commitment(petition.id, str(reader.params["commitment"]))
    return message(signing.receipt(petition, voice)) if voice else None


async def _further(reader: Reader, petition: Petition, news: News) -> Sequence[Button]:
    """An appeal is the other way: the author's words go into it by themselves, the others write their own."""
    author = await reader.desk.residents.get(petition.author)
    if news is News.NOT_REACHED and reader.chat == ChatId(author.telegram_id):
        if becomes_an_appeal(petition, reader.house.community.petitions):
            return [Button(_("My appeals"), "my:0")]
        return [Button(_("Submit it as an appeal"), Ways(act="appeal", petition=petition.id).pack())]
    return [Button(_("Submit an appeal"), "appeal:new")] if news in {News.REFUSED, News.NOT_REACHED} else []


async def _became_appeal(reader: Reader) -> Call:
    petition, appeal = await _petition(reader), await reader.appeal()
    told = _(
        "<b>{petition} did not collect enough signatures.</b> By law it is now a collective appeal: {appeal}. "
        "The answer is due by {day}."
    )
    due = due_of(appeal, reader.house.community).day
    return message(Screen(told.format(petition=petition.number, appeal=appeal.number, day=day(due))))


async def _alarm(reader: Reader) -> Call | None:
    """Nothing where the check was made between the alarm and its sending."""
    petition = await _petition(reader)
    if petition.state is not State.CHECKING:
        return None
    told = _(
        "<b>{number} waits for its check.</b> Moderator, head: publish or refuse it by {day}. "
        "Nothing is published or refused by itself."
    )
    due = check_due(petition, reader.house.community).day
    return message(Screen(told.format(number=petition.number, day=day(due))))


async def _not_mailed(reader: Reader) -> Call:
    petition = await _petition(reader)
    told = _(
        "<b>{number}: the e-mail to the author did not go.</b> The author reads it in Telegram. "
        "Please also hand it over in another way."
    )
    return message(Screen(told.format(number=petition.number)))


NOTICES: Mapping[str, Callable[[Reader], Awaitable[Call | None]]] = {
    "petition_card": _card,
    "petition_news": _news,
    "petition_alarm": _alarm,
    "petition_receipt": _receipt,
    "petition_became_appeal": _became_appeal,
    "petition_not_mailed": _not_mailed,
}
