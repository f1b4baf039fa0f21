"""What the author of a petition gets by e-mail beside Telegram: publication, refusal, start, result.

The law asks for it (393/96-ВР art. 23-1: the answer goes to the author in writing). What cannot be mailed is told to
the moderators, who hand it over in another way.
"""

from datetime import datetime

from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.letters import TRIED_FOR, Failure, pause_after
from council.mails import Mail, MailState
from council.petition_news import TOPIC, News
from council.petitions import Petition, PetitionId, State
from council.ports import Desk


async def queue(desk: Desk, petition: Petition, news: News, key: str, now: datetime) -> None:
    """Puts the mail on its way, once a key."""
    if petition.identity is not None:
        await desk.mails.add_news(f"petition:{key}", petition.id, news.value, now)


async def petition_of(desk: Desk, mail: Mail) -> Petition:
    """The petition that the mail is about. Raises LookupError for a mail of a case."""
    if mail.petition is None:
        raise LookupError(mail.key)
    return await desk.petitions.get(PetitionId(mail.petition))


async def still_wanted(desk: Desk, mail: Mail, now: datetime) -> bool:
    """Not where a refusal was taken back meanwhile, nor after the author's address is erased."""
    petition = await petition_of(desk, mail)
    if petition.identity is None:
        return False
    return mail.news != News.REFUSED or petition.state is State.REFUSED


async def drop(desk: Desk, mail: Mail, now: datetime) -> None:
    await desk.mails.end(mail, MailState.DROPPED, "", now)


async def mailed(desk: Desk, mail: Mail, now: datetime) -> None:
    await desk.mails.end(mail, MailState.SENT, "", now)


async def not_mailed(desk: Desk, mail: Mail, failure: Failure, now: datetime) -> None:
    """Tried again after a growing pause; what was refused for good is told to the moderators."""
    if not failure.final and now < mail.added_at + TRIED_FOR:
        await desk.mails.again(mail, now + pause_after(mail.attempts), failure.reason)
        return
    if await desk.mails.end(mail, MailState.REFUSED, failure.reason, now):
        await _tell_moderators(desk, mail, now)


async def _tell_moderators(desk: Desk, mail: Mail, now: datetime) -> None:
    await desk.deliveries.add(
        Delivery(
            key=f"petition_not_mailed:{mail.id}",
            chat=STAFF_GROUP,
            topic=TOPIC,
            content=Notice("petition_not_mailed", {"petition": mail.petition, "news": mail.news}),
            due=now,
        )
    )
