"""What happens to a petition, as its author, its followers and the staff hear of it."""

from datetime import datetime
from enum import StrEnum

from council.deliveries import STAFF_GROUP, ChatId, Delivery, Lane, Notice
from council.people import ResidentId
from council.petitions import Petition
from council.ports import Desk

TOPIC = "petitions"
"""The service topic of the staff group: one card a petition, and the queue of those in check with its clock."""


MAIL = "petition_mail"
"""The job that queues the author's mail."""


class News(StrEnum):
    """An event worth a message. `MARK_…` are per cent of the threshold; SUBMITTED is said where it was sent."""

    SUBMITTED = "submitted"
    REFUSED = "refused"
    PUBLISHED = "published"
    MARK_25 = "mark_25"
    MARK_50 = "mark_50"
    MARK_75 = "mark_75"
    MARK_100 = "mark_100"
    ENDING = "ending"
    NOT_REACHED = "not_reached"
    STARTED = "started"
    SESSION = "session"
    DECIDED = "decided"
    ANSWERED = "answered"


BY_MAIL = frozenset({News.PUBLISHED, News.REFUSED, News.STARTED, News.NOT_REACHED, News.ANSWERED})
"""Goes to the author's e-mail as well: publication, refusal with reasons, start, result (393/96-ВР art. 23-1)."""

FOR_AUTHOR_ONLY = frozenset({News.REFUSED})


async def spread(desk: Desk, petition: Petition, news: News, now: datetime) -> None:
    """Tells the author, by e-mail too, and whoever follows; once each, however often it is called."""
    await _mail(desk, petition, news, now)
    readers: list[ResidentId] = [petition.author]
    if news not in FOR_AUTHOR_ONLY:
        readers += [reader for reader in await desk.petitions.followers(petition.id) if reader != petition.author]
    for reader in readers:
        await _tell(desk, petition, news, reader, now)


async def _mail(desk: Desk, petition: Petition, news: News, now: datetime) -> None:
    """A job, since only the process knows whether the house has mail."""
    if news in BY_MAIL:
        key = _key(petition, news)
        await desk.jobs.add(f"{MAIL}:{key}", MAIL, now, {"petition": petition.id, "news": news.value, "key": key})


def _key(petition: Petition, news: News) -> str:
    """A refusal may come twice, with other reasons; everything else happens once."""
    return f"{petition.id}:{petition.version if news is News.REFUSED else ''}{news}"


async def _tell(desk: Desk, petition: Petition, news: News, reader: ResidentId, now: datetime) -> None:
    resident = await desk.residents.get(reader)
    await desk.deliveries.add(
        Delivery(
            key=f"petition:{_key(petition, news)}:{reader}",
            chat=ChatId(resident.telegram_id),
            content=Notice("petition_news", {"petition": petition.id, "news": news.value}),
            due=now,
        )
    )


async def show_to_staff(desk: Desk, petition: Petition, now: datetime) -> None:
    """Queues the petition's card in the service topic: a new one, or an edit of the one in place."""
    await desk.deliveries.refresh(
        Delivery(
            key=f"card:petition:{petition.id}",
            chat=STAFF_GROUP,
            topic=TOPIC,
            content=Notice("petition_card", {"petition": petition.id}),
            due=now,
            lane=Lane.CARD,
            about=f"petition:{petition.id}",
        )
    )
