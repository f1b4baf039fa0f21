"""The author of an initiative gets publication, refusal and result by e-mail too, once each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.connectors.mail import LEASE, Carrier, Server
from council import petitioning
from council.deliveries import STAFF_GROUP
from council.mails import Mail
from council.people import ReplyChannel
from council.petition_news import News
from council.petitions import Outcome, Petition
from demo.clock import LocalClock
from handlers import petition_jobs
from handlers.house import House
from storage.desk import Desk
from storage.files import Files
from storage.house import Storage
from tests.bot.postman import Inbox, smtp
from tests.council.desk import NOW, reached
from tests.council.petitions import MODERATOR, community, considered, published, submitted

REASONS = "Тут <багато> образ & лайки."


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    return LocalClock(speed=0, start=NOW)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest.fixture
def carrier(storage: Storage, files: Files, house: House, clock: LocalClock, inbox: Inbox) -> Carrier:
    target = Server("127.0.0.1", inbox.port, "none", None, None, "rada@example.org")
    return Carrier(target, storage, files, replace(house, community=community()), clock, lambda: None)


async def queued(desk: Desk, house: House, petition: Petition, news: News, carried: bool = True) -> Mail | None:
    """Plays the job that the news has left."""
    ways = frozenset({ReplyChannel.EMAIL} if carried else ())
    key = f"{petition.id}:{news}"
    params = {"petition": petition.id, "news": news.value, "key": key}
    await petition_jobs.mail(desk, replace(house, carried=ways), params, NOW)
    return await desk.mails.by_key(f"petition:{key}")


async def refused(desk: Desk) -> Petition:
    here = community()
    return await petitioning.refuse(desk, here, await submitted(desk, here), "hatred", REASONS, MODERATOR, NOW)


async def test_the_refusal_arrives_with_ground_and_reasons(
    storage: Storage, house: House, carrier: Carrier, inbox: Inbox
) -> None:
    async with storage.unit() as desk:
        petition = await refused(desk)
        await queued(desk, house, petition, News.REFUSED)
    assert await carrier.once() == 1
    assert inbox.last()["To"] == "olena@example.com"
    assert inbox.last()["Subject"] == "Ініціатива ІН-2026-0001"
    assert REASONS in inbox.text()
    assert "393/96-ВР, ст. 23-1" in inbox.text()
    assert "<b>" not in inbox.text()


async def test_the_answer_arrives_in_full(storage: Storage, house: House, carrier: Carrier, inbox: Inbox) -> None:
    here, long = community(), "Одну лавку поставимо у травні. " * 100
    async with storage.unit() as desk:
        decided = await petitioning.decide(desk, await considered(desk, here), Outcome.PARTLY, MODERATOR, NOW)
        petition = await petitioning.answer(desk, here, decided, long, MODERATOR, NOW)
        await queued(desk, house, petition, News.ANSWERED)
    await carrier.once()
    assert long.strip() in inbox.text()
    assert "підтримано частково" in inbox.text()


async def test_a_repeated_attempt_is_the_same_letter(
    storage: Storage, house: House, carrier: Carrier, inbox: Inbox, clock: LocalClock
) -> None:
    async with storage.unit() as desk:
        await queued(desk, house, await published(desk, community()), News.PUBLISHED)
        [mail] = await desk.mails.take(NOW, LEASE)
        await desk.mails.free()
    await carrier.once()
    clock.jump(LEASE)
    assert await carrier.once() == 0
    assert len(inbox.mails) == 1
    again = await carrier._written(mail)
    assert again is not None
    assert again["Message-ID"] == inbox.last()["Message-ID"]


async def test_a_refusal_taken_back_is_not_mailed(
    storage: Storage, house: House, carrier: Carrier, inbox: Inbox
) -> None:
    async with storage.unit() as desk:
        petition = await refused(desk)
        await queued(desk, house, petition, News.REFUSED)
        await petitioning.look_again(desk, petition, MODERATOR, NOW)
    await carrier.once()
    assert inbox.mails == []


async def test_an_unknown_mailbox_is_told_to_the_moderators(
    storage: Storage, house: House, carrier: Carrier, inbox: Inbox
) -> None:
    inbox.strangers = {"olena@example.com"}
    async with storage.unit() as desk:
        await queued(desk, house, await published(desk, community()), News.PUBLISHED)
    await carrier.once()
    async with storage.unit() as desk:
        assert "petition_not_mailed" in await reached(desk, STAFF_GROUP)


async def test_without_a_mail_server_nothing_waits(storage: Storage, house: House) -> None:
    async with storage.unit() as desk:
        petition = await published(desk, community())
        assert await queued(desk, house, petition, News.PUBLISHED, carried=False) is None
