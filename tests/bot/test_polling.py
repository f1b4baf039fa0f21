"""Updates are confirmed only when they are written down, and nothing that Telegram does stops the asking."""

import asyncio

import pytest
from aiogram import Bot

from bot.nursery import Nursery
from bot.polling import Polling
from bot.raw import chat_of, kept
from demo.clock import LocalClock
from demo.faults import Trouble
from demo.people import Person
from demo.telegram import LocalTelegram
from storage.house import Storage
from tests.bot.office import Until


@pytest.fixture
def polling(bot: Bot, storage: Storage, clock: LocalClock) -> Polling:
    return Polling(bot, storage, clock, asyncio.Event())


async def stored(storage: Storage) -> int:
    async with storage.reading() as desk:
        return await desk.inbox.waiting()


async def test_nothing_is_confirmed_before_it_is_written(
    polling: Polling, telegram: LocalTelegram, olena: Person, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk() -> None:
        raise OSError

    monkeypatch.setattr(storage, "unit", full_disk)
    with pytest.raises(OSError):
        await polling.once()
    monkeypatch.undo()
    assert await polling.once() == 1
    assert await stored(storage) == 1


async def test_a_repeated_update_is_one(
    polling: Polling, telegram: LocalTelegram, olena: Person, storage: Storage
) -> None:
    await polling.once()
    olena.writes("Hello")
    await polling.once()
    olena.writes("Again")
    await polling.once()
    telegram.redeliver(2)
    await polling.once()
    assert await stored(storage) == 3


async def test_an_update_that_nobody_can_decode_is_stored_like_others(
    polling: Polling, telegram: LocalTelegram, olena: Person, storage: Storage
) -> None:
    telegram.push_update({"message": {"chat": {"id": olena.id}, "nonsense": True}})
    assert await polling.once() == 2
    assert await stored(storage) == 2


@pytest.mark.parametrize("trouble", [Trouble.ERROR, Trouble.BAD_GATEWAY, Trouble.CUT, Trouble.TOO_MANY])
async def test_after_trouble_it_asks_again(
    polling: Polling,
    telegram: LocalTelegram,
    olena: Person,
    storage: Storage,
    clock: LocalClock,
    until: Until,
    trouble: Trouble,
) -> None:
    telegram.faults.next(trouble, "getUpdates", times=2)
    nursery = Nursery()
    nursery.keep(polling.run, "polling", clock)
    await until(lambda: stored(storage))
    await nursery.close()


@pytest.mark.parametrize(("code", "told"), [(401, "BOT_TOKEN"), (409, "Another copy")])
async def test_what_an_administrator_can_mend_is_said_once(
    polling: Polling,
    telegram: LocalTelegram,
    olena: Person,
    storage: Storage,
    clock: LocalClock,
    until: Until,
    capsys: pytest.CaptureFixture[str],
    code: int,
    told: str,
) -> None:
    telegram.faults.next(Trouble.ERROR, "getUpdates", times=3, code=code, description="Conflict: other")
    nursery = Nursery()
    nursery.keep(polling.run, "polling", clock)
    await until(lambda: stored(storage))
    await nursery.close()
    assert capsys.readouterr().out.count(told) == 1


async def test_a_forgotten_webhook_is_removed(
    polling: Polling,
    telegram: LocalTelegram,
    bot: Bot,
    olena: Person,
    storage: Storage,
    clock: LocalClock,
    until: Until,
) -> None:
    text = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    telegram.faults.next(Trouble.ERROR, "getUpdates", code=409, description=text)
    nursery = Nursery()
    nursery.keep(polling.run, "polling", clock)
    await until(lambda: stored(storage))
    await nursery.close()
    assert telegram.called("deleteWebhook")


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"edited_message": {"chat": {"id": 7}}}, 7),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 7}}}, 7),
        ({"my_chat_member": {"chat": {"id": 7}, "from": {"id": 8}}}, 7),
        ({"poll_answer": {"user": {"id": 7}}}, 7),
        ({"something_new": {"text": "?"}}, 0),
        ({"something_new": "?"}, 0),
    ],
)
def test_the_order_is_kept_for_a_chat(update: dict, chat: int) -> None:
    assert chat_of({"update_id": 1, **update}) == chat


@pytest.mark.parametrize("press", [None, [], {"id": "1"}, {"id": "1", "message": [5]}, {"id": "1", "message": {}}])
def test_what_no_press_looks_like_is_kept_as_it_came(press: object) -> None:
    update = {"update_id": 1, "callback_query": press}
    assert kept(update) == update


def test_of_the_message_under_a_button_only_its_place_is_kept() -> None:
    under = {"message_id": 7, "date": 0, "chat": {"id": 5}, "text": "Olena", "reply_markup": {"inline_keyboard": []}}
    press = {"id": "1", "data": "menu", "message": under}
    stored = kept({"update_id": 1, "callback_query": press})
    assert stored["callback_query"] == {**press, "message": {"message_id": 7, "date": 0, "chat": {"id": 5}}}
    message = {"update_id": 2, "message": under}
    assert kept(message) == message
