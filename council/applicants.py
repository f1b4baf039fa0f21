"""Who hears of a case: its author, where they have Telegram, and the co-authors who wished to."""

from collections.abc import Sequence
from datetime import datetime

from council.appeals import Appeal
from council.deliveries import ChatId, Delivery, Notice
from council.ports import Desk


async def chats(desk: Desk, appeal: Appeal) -> Sequence[ChatId]:
    """The author first; empty for who came to an officer and has not tied the case to their Telegram."""
    author = await desk.residents.get(appeal.resident)
    own = [ChatId(author.telegram_id)] if author.has_telegram else []
    return [*own, *await _co_authors(desk, appeal)]


async def _co_authors(desk: Desk, appeal: Appeal) -> Sequence[ChatId]:
    if not appeal.submission.signers:
        return []
    collective = await desk.collectives.of_appeal(appeal.id)
    joined = await desk.collectives.coauthors(collective.draft) if collective else []
    people = [await desk.residents.get(one.resident) for one in joined if one.notify]
    return [ChatId(person.telegram_id) for person in people]


async def tell(desk: Desk, appeal: Appeal, notice: Notice, key: str, now: datetime) -> None:
    """A step of the case, to everybody who hears of it; done again it changes nothing."""
    for own, chat in await keyed(desk, appeal, key):
        await _queue(desk, appeal, chat, notice, own, now)


async def keyed(desk: Desk, appeal: Appeal, key: str) -> Sequence[tuple[str, ChatId]]:
    """The chats of everybody who hears of the case, each with the key of what is told there."""
    heard = await chats(desk, appeal)
    return [(key if place == 0 else f"{key}:{chat}", chat) for place, chat in enumerate(heard)]


async def ask(desk: Desk, appeal: Appeal, notice: Notice, key: str, now: datetime) -> None:
    """What only the author can answer; silent for who has no Telegram."""
    author = await desk.residents.get(appeal.resident)
    if author.has_telegram:
        await _queue(desk, appeal, ChatId(author.telegram_id), notice, key, now)


async def _queue(desk: Desk, appeal: Appeal, chat: ChatId, notice: Notice, key: str, now: datetime) -> None:
    await desk.deliveries.add(
        Delivery(key=key, chat=chat, content=notice, due=now, about=f"appeal:{appeal.id}"),
    )
