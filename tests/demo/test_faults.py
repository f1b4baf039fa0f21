"""Bad days to order, as the bot meets them."""

import asyncio

import aiohttp
import pytest

from demo import LocalTelegram, Person, Trouble


async def send(telegram: LocalTelegram, person: Person, patience: float = 5) -> tuple[int, str]:
    limit = aiohttp.ClientTimeout(total=patience)
    async with aiohttp.ClientSession(timeout=limit) as session:
        form = {"chat_id": person.id, "text": "a"}
        async with session.post(f"{telegram.url}/bot{telegram.token}/sendMessage", data=form) as response:
            return response.status, await response.text()


@pytest.mark.parametrize(
    ("trouble", "status", "text"),
    [
        (Trouble.TOO_MANY, 429, '"retry_after": 3'),
        (Trouble.TOO_MANY_BARE, 429, '"description": "Too Many Requests"}'),
        (Trouble.ERROR, 500, "Internal Server Error"),
        (Trouble.BAD_GATEWAY, 502, "<title>502 Bad Gateway</title>"),
    ],
)
async def test_refused_without_being_done(
    telegram: LocalTelegram, olena: Person, trouble: Trouble, status: int, text: str
) -> None:
    telegram.faults.next(trouble, "sendMessage")
    assert (await send(telegram, olena))[0] == status
    telegram.faults.next(trouble)
    assert text in (await send(telegram, olena))[1]
    assert olena.received == []
    assert (await send(telegram, olena))[0] == 200
    assert telegram.violations == []


async def test_any_error_by_its_words(telegram: LocalTelegram, olena: Person) -> None:
    telegram.faults.next(Trouble.ERROR, "sendMessage", code=400, description="Bad Request: TOPIC_CLOSED")
    status, text = await send(telegram, olena)
    assert status == 400
    assert "TOPIC_CLOSED" in text


async def test_cut_before_and_after(telegram: LocalTelegram, olena: Person) -> None:
    telegram.faults.next(Trouble.CUT, "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await send(telegram, olena)
    assert olena.received == []
    telegram.faults.next(Trouble.CUT_AFTER, "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await send(telegram, olena)
    assert len(olena.received) == 1


async def test_done_but_never_answered(telegram: LocalTelegram, olena: Person) -> None:
    telegram.faults.next(Trouble.HANG_AFTER, "sendMessage")
    with pytest.raises(asyncio.TimeoutError):
        await send(telegram, olena, patience=0.2)
    assert len(olena.received) == 1


async def test_done_with_an_answer_that_fits_no_model(telegram: LocalTelegram, olena: Person) -> None:
    telegram.faults.next(Trouble.GARBAGE_AFTER)
    assert (await send(telegram, olena))[1] == '{"ok": true, "result": {"unexpected": "shape"}}'
    assert len(olena.received) == 1


async def test_a_fault_lasts_as_many_times_as_told(telegram: LocalTelegram, olena: Person) -> None:
    telegram.faults.next(Trouble.ERROR, times=2)
    assert [(await send(telegram, olena))[0] for _ in range(3)] == [500, 500, 200]


async def test_people_who_cannot_be_reached(telegram: LocalTelegram, olena: Person) -> None:
    stranger = telegram.person("Незнайома")
    assert "bot can't initiate conversation with a user" in (await send(telegram, stranger))[1]
    olena.leaves_telegram()
    assert "user is deactivated" in (await send(telegram, olena))[1]
