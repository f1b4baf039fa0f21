"""What the calendar does to petitions: alarms, reminders, ends. Nothing is published or refused by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from council import letters, petition_appeals, petition_mail, petitioning
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.people import ReplyChannel
from council.petition_news import TOPIC, News
from council.petitions import Petition, PetitionId, State
from handlers.house import House
from storage.desk import Desk


async def alarm(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    """The second morning: a check that nobody made is said aloud in the topic and to the head in private."""
    petition = await _petition(desk, params)
    if petition.state is not State.CHECKING:
        return
    notice, key = Notice("petition_alarm", {"petition": petition.id}), f"petition-alarm:{petition.id}"
    await desk.deliveries.add(Delivery(key=key, chat=STAFF_GROUP, topic=TOPIC, content=notice, due=now))
    for head in await petition_appeals.heads(desk):
        await desk.deliveries.add(Delivery(key=f"{key}:{head}", chat=head, content=notice, due=now))


async def ending(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    await petitioning.remind_of_the_end(desk, house.community, await _petition(desk, params), now)


async def end(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    """Tells what did not collect enough; where signatures have force a case opens, and the author has its number."""
    petition = await _petition(desk, params)
    if await petitioning.end(desk, house.community, petition, now):
        appeal = await petition_appeals.open_case(desk, house.community, petition, now)
        if appeal is not None:
            await letters.receipt(desk, appeal, house.carried, now)


async def mail(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    """Where mail is not set up the author reads it in Telegram alone."""
    if ReplyChannel.EMAIL in house.carried:
        petition, news = await _petition(desk, params), News(params["news"])
        await petition_mail.queue(desk, petition, news, str(params["key"]), now)


async def forget(desk: Desk, house: House, params: Mapping[str, Any], now: datetime) -> None:
    await petitioning.forget(desk, house.community, await _petition(desk, params), now)


async def _petition(desk: Desk, params: Mapping[str, Any]) -> Petition:
    return await desk.petitions.get(PetitionId(int(params["petition"])))
