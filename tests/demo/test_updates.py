"""getUpdates: the queue is confirmed by the offset, one poller at a time, and nothing is kept for ever."""

import asyncio
from datetime import timedelta

from demo import Group, LocalClock, LocalTelegram, Person
from demo.updates import Updates
from tests.demo.conftest import Ask


def ids(updates: list[dict[str, int]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_an_update_comes_again_until_it_is_confirmed(olena: Person, call: Ask) -> None:
    olena.writes("Добрий день")
    first = await call("getUpdates")
    assert first[0]["message"]["text"] == "Добрий день"
    assert await call("getUpdates") == first
    assert await call("getUpdates", offset=first[0]["update_id"] + 1) == []
    assert await call("getUpdates") == []


async def test_a_negative_offset_keeps_the_last(olena: Person, call: Ask) -> None:
    for number in range(5):
        olena.writes(str(number))
    assert [u["message"]["text"] for u in await call("getUpdates", offset=-2)] == ["3", "4"]


async def test_the_limit_cuts_a_batch(olena: Person, call: Ask) -> None:
    for number in range(5):
        olena.writes(str(number))
    assert len(await call("getUpdates", limit=2)) == 2
    assert "limit must be between 1 and 100" in await call("getUpdates", limit=101)


async def test_what_comes_as_a_long_poll_begins_to_wait_ends_it() -> None:
    """Between the look at an empty queue and the wait for a change there must be no gap."""
    updates = Updates(LocalClock())
    poll = asyncio.create_task(updates.poll(100, 50))
    await asyncio.sleep(0)
    updates.push({"message": {}})
    assert len(await asyncio.wait_for(poll, 2)) == 1


async def test_a_long_poll_ends_when_something_comes(olena: Person, call: Ask) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await asyncio.sleep(0.01)
    assert not poll.done()
    olena.writes("Є хто?")
    assert len(await poll) == 1


async def test_a_long_poll_ends_with_its_time(clock: LocalClock, call: Ask) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=300))
    await asyncio.sleep(0.01)
    clock.jump(timedelta(seconds=49))
    await asyncio.sleep(0.01)
    assert not poll.done()
    clock.jump(timedelta(seconds=2))
    assert await asyncio.wait_for(poll, 1) == []


async def test_a_second_poller_ends_the_first(olena: Person, call: Ask) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=50))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(call("getUpdates", timeout=50))
    assert (await first).startswith("Conflict: terminated by other getUpdates request")
    olena.writes("a")
    assert len(await second) == 1


async def test_polling_and_webhook_exclude_each_other(call: Ask) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await asyncio.sleep(0.01)
    assert await call("setWebhook", url="https://bot.example.org/hook") is True
    assert await poll == "Conflict: terminated by setWebhook request"
    assert (await call("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is active")
    await call("deleteWebhook")
    assert await call("getUpdates") == []


async def test_a_press_lives_150_seconds_and_a_message_a_day(
    telegram: LocalTelegram, clock: LocalClock, olena: Person, call: Ask
) -> None:
    await call("sendMessage", chat_id=olena.id, text="Так?", reply_markup=button("Так"))
    olena.presses(olena.received[-1], "Так")
    olena.writes("Так")
    clock.jump(timedelta(seconds=151))
    assert [*(await call("getUpdates"))[0]] == ["update_id", "message"]
    clock.jump(timedelta(days=1))
    assert await call("getUpdates") == []
    assert telegram.unanswered() == []


async def test_an_unanswered_press_is_seen(telegram: LocalTelegram, olena: Person, call: Ask) -> None:
    await call("sendMessage", chat_id=olena.id, text="Так?", reply_markup=button("Так"))
    olena.presses(olena.received[-1], "Так")
    query = (await call("getUpdates"))[0]["callback_query"]
    assert [press.data for press in telegram.unanswered()] == ["data"]
    assert await call("answerCallbackQuery", callback_query_id=query["id"], text="Записано") is True
    assert telegram.unanswered() == []
    assert olena.popups == ["Записано"]
    assert "query is too old" in await call("answerCallbackQuery", callback_query_id=query["id"])


async def test_a_late_answer_is_refused(clock: LocalClock, olena: Person, call: Ask) -> None:
    await call("sendMessage", chat_id=olena.id, text="Так?", reply_markup=button("Так"))
    olena.presses(olena.received[-1], "Так")
    query = (await call("getUpdates"))[0]["callback_query"]
    clock.jump(timedelta(seconds=60))
    assert "query is too old" in await call("answerCallbackQuery", callback_query_id=query["id"])


async def test_reactions_and_members_come_only_when_asked_for(olena: Person, council: Group, call: Ask) -> None:
    sent = await call("sendMessage", chat_id=council.id, text="a")
    message = council.chat.history[sent["message_id"]]
    assert olena.reacts(message, "👍") is None
    await call("getUpdates", allowed_updates=["message", "message_reaction"])
    assert olena.reacts(message, None) is not None
    assert olena.blocks_bot() is None


async def test_twice_and_in_disorder(telegram: LocalTelegram, olena: Person, call: Ask) -> None:
    first, second = olena.writes("перше"), olena.writes("друге")
    assert first
    assert second
    await call("getUpdates")
    await call("getUpdates", offset=second["update_id"] + 1)
    telegram.redeliver(2)
    assert ids(await call("getUpdates")) == [first["update_id"], second["update_id"]]
    telegram.cloud.updates.reversed = True
    assert ids(await call("getUpdates")) == [second["update_id"], first["update_id"]]


async def test_any_object_can_be_pushed(telegram: LocalTelegram, call: Ask) -> None:
    pushed = telegram.push_update({"message": {"shape": "unknown"}})
    assert await call("getUpdates") == [pushed]


def button(text: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": text, "callback_data": "data"}]]}
