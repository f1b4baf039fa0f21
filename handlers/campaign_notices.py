"""Messages of campaigns by name: to residents, to the second person, and the card in the campaign's topic."""

from collections.abc import Awaitable, Callable, Mapping

from council.campaign_feeding import Round, silenced
from council.campaigns import TOPIC, Campaign, CampaignId
from council.deliveries import Call
from council.people import TelegramId
from handlers import campaign_words
from handlers.house import House
from handlers.reader import Reader
from handlers.screens import message
from handlers.staff import campaign_card
from handlers.texts import _, current
from storage.desk import Desk


async def _campaign(reader: Reader) -> Campaign:
    return await reader.desk.campaigns.get(CampaignId(reader.number("campaign")))


async def _to_person(reader: Reader) -> Call | None:
    """None where it may not leave at this moment: then it is put back on the list."""
    campaign = await _campaign(reader)
    person = await reader.desk.residents.known(TelegramId(reader.chat))
    here = Round(reader.desk, reader.house.community, reader.house.surveys, campaign, reader.now)
    if person is None or await silenced(here, person.id, reader.chat):
        return None
    return _same_for_all(reader, campaign, current().current_locale)


_RENDERED: dict[tuple[object, ...], Call] = {}


def _same_for_all(reader: Reader, campaign: Campaign, locale: str) -> Call:
    """Rendered once and sent to thousands: it depends on the reader by the language alone."""
    wave, council = reader.number("wave"), str(reader.house.community.council.name)
    key = (council, campaign.id, campaign.kind, campaign.content, wave, locale)
    if key not in _RENDERED:
        if len(_RENDERED) > 20:
            _RENDERED.clear()
        _RENDERED[key] = campaign_words.told(reader.house, campaign, wave)
    return _RENDERED[key]


async def _try(reader: Reader) -> Call:
    return campaign_words.told(reader.house, await _campaign(reader), 1)


async def _card(reader: Reader) -> Call:
    return message(await campaign_card.of(reader.desk, reader.house, await _campaign(reader)))


async def topic_title(desk: Desk, house: House, name: str) -> str:
    """«Розсилка: Вимкнення води»"""
    campaign = await desk.campaigns.get(CampaignId(int(name.removeprefix(TOPIC))))
    words = _("Alert: {title}") if campaign.kind.urgent else _("Campaign: {title}")
    return words.format(title=campaign_words.title(house, campaign))[:128]


NOTICES: Mapping[str, Callable[[Reader], Awaitable[Call | None]]] = {
    "campaign_message": _to_person,
    "campaign_try": _try,
    "campaign_asked": _card,
    "campaign_card": _card,
}
