"""Mails are taken by one replica at a time, and end once."""

import asyncio
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from council.appeals import Appeal
from council.mails import Mail, MailState, receipt_key
from storage.house import Storage
from tests.council.petitions import community, submitted
from tests.storage.examples import MINUTE, NOW, a_case

LEASE = timedelta(minutes=10)


@pytest_asyncio.fixture
async def case(storage: Storage) -> Appeal:
    async with storage.unit() as desk:
        return await a_case(desk)


async def queue(storage: Storage, case: Appeal, key: str = "receipt:1", now: datetime = NOW) -> bool:
    async with storage.unit() as desk:
        return await desk.mails.add(key, case.id, None, now)


async def take(storage: Storage, now: datetime = NOW) -> list[Mail]:
    async with storage.unit() as desk:
        return list(await desk.mails.take(now, LEASE))


async def waiting(storage: Storage, now: datetime = NOW) -> int:
    async with storage.reading() as desk:
        return await desk.mails.waiting(now)


async def test_a_mail_is_queued_once(storage: Storage, case: Appeal) -> None:
    key = receipt_key(case.id)
    assert await queue(storage, case, key)
    assert not await queue(storage, case, key)
    [mail] = await take(storage)
    assert (mail.key, mail.appeal, mail.message, mail.state, mail.added_at, mail.attempts) == (
        key,
        case.id,
        None,
        MailState.WAITING,
        NOW,
        0,
    )


async def test_a_mail_of_a_dead_replica_is_taken_over_after_its_lease(storage: Storage, case: Appeal) -> None:
    await queue(storage, case)
    assert len(await take(storage)) == 1
    assert await take(storage, NOW + MINUTE) == []
    assert await waiting(storage) == 1
    assert len(await take(storage, NOW + LEASE)) == 1


async def test_replicas_never_share_a_mail(storage: Storage, case: Appeal) -> None:
    for n in range(12):
        await queue(storage, case, f"receipt:{n}")
    taken = await asyncio.gather(*(take(storage) for _ in range(4)))
    keys = [mail.key for mails in taken for mail in mails]
    assert len(keys) == len(set(keys)) == 12


async def test_a_failed_mail_comes_again_when_it_is_due(storage: Storage, case: Appeal) -> None:
    await queue(storage, case)
    [mail] = await take(storage)
    async with storage.unit() as desk:
        await desk.mails.again(mail, NOW + MINUTE, "smtp 451")
    assert await take(storage) == []
    assert await waiting(storage) == 0
    [again] = await take(storage, NOW + MINUTE)
    assert again.attempts == 1


async def test_a_mail_ends_once_and_for_good(storage: Storage, case: Appeal) -> None:
    await queue(storage, case)
    [mail] = await take(storage)
    async with storage.unit() as desk:
        assert await desk.mails.end(mail, MailState.SENT, "", NOW)
        assert not await desk.mails.end(mail, MailState.REFUSED, "late", NOW)
        await desk.mails.again(mail, NOW, "late")
        kept = await desk.mails.by_key(mail.key)
    assert kept is not None
    assert kept.state is MailState.SENT
    assert await take(storage, NOW + LEASE) == []
    assert await waiting(storage, NOW + LEASE) == 0


async def test_a_mail_may_be_about_a_petition(storage: Storage) -> None:
    async with storage.unit() as desk:
        petition = await submitted(desk, community())
        assert await desk.mails.add_news("petition:1:published", petition.id, "published", NOW)
        assert not await desk.mails.add_news("petition:1:published", petition.id, "published", NOW)
    [mail] = await take(storage)
    assert (mail.petition, mail.news, mail.appeal) == (petition.id, "published", None)
    with pytest.raises(LookupError):
        _ = mail.case
