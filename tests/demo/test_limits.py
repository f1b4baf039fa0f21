"""Telegram's pace, on a clock that a test moves."""

from datetime import timedelta

import pytest

from demo import Group, LocalClock, LocalTelegram, Person
from tests.demo.conftest import Ask


@pytest.fixture(autouse=True)
def paced(telegram: LocalTelegram) -> None:
    telegram.limits.on = True


async def test_a_person_gets_a_burst_and_then_one_a_second(clock: LocalClock, olena: Person, call: Ask) -> None:
    for _ in range(5):
        assert "message_id" in await call("sendMessage", chat_id=olena.id, text="a")
    assert await call("sendMessage", chat_id=olena.id, text="a") == "Too Many Requests: retry after 1"
    clock.jump(timedelta(seconds=1))
    assert "message_id" in await call("sendMessage", chat_id=olena.id, text="a")
    assert "retry after" in await call("sendMessage", chat_id=olena.id, text="a")


async def test_a_group_gets_twenty_a_minute_whatever_they_are(clock: LocalClock, council: Group, call: Ask) -> None:
    topic = await call("createForumTopic", chat_id=council.id, name="a")
    sent = await call("sendMessage", chat_id=council.id, text="0", message_thread_id=topic["message_thread_id"])
    for number in range(18):
        clock.jump(timedelta(seconds=1))
        await call("editMessageText", chat_id=council.id, message_id=sent["message_id"], text=f"a{number}")
    assert await call("sendMessage", chat_id=council.id, text="a") == "Too Many Requests: retry after 42"
    clock.jump(timedelta(seconds=42))
    assert "message_id" in await call("sendMessage", chat_id=council.id, text="a")


async def test_thirty_a_second_in_all(telegram: LocalTelegram, clock: LocalClock, call: Ask) -> None:
    people = [telegram.person(f"П{number}") for number in range(31)]
    for person in people:
        person.starts()
    answers = [await call("sendMessage", chat_id=person.id, text="a") for person in people]
    assert answers[-1] == "Too Many Requests: retry after 1"
    assert all("message_id" in answer for answer in answers[:-1])
    assert telegram.limits.refusals == 1
    assert telegram.violations == []


async def test_answers_to_presses_are_free(olena: Person, call: Ask) -> None:
    for _ in range(40):
        assert "query is too old" in await call("answerCallbackQuery", callback_query_id="1")
        assert await call("sendChatAction", chat_id=olena.id, action="typing") is True
