"""The chat in the terminal, driven by lines as from a pipe; a few lines of code play the bot."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from demo import LocalClock, LocalTelegram, run_terminal, stage

MENU = {"inline_keyboard": [[{"text": "Подати", "callback_data": "new"}], [{"text": "Сайт", "url": "https://a.ua"}]]}


async def echo(telegram: LocalTelegram) -> None:
    """Shows a menu to everybody who writes, and says what was pressed."""
    offset = 0
    while True:
        updates = await telegram.api.call("getUpdates", {"offset": offset, "timeout": 50}, {})
        for update in updates:
            offset = update["update_id"] + 1
            await answer(telegram, update)


async def answer(telegram: LocalTelegram, update: dict[str, Any]) -> None:
    if message := update.get("message"):
        text = f"<b>Чую</b>: {message.get('text', 'щось')}"
        params = {"chat_id": message["chat"]["id"], "text": text, "parse_mode": "HTML", "reply_markup": MENU}
        await telegram.api.call("sendMessage", params, {})
    elif query := update.get("callback_query"):
        await telegram.api.call("answerCallbackQuery", {"callback_query_id": query["id"]}, {})
        await telegram.api.call("sendMessage", {"chat_id": query["from"]["id"], "text": "Натиснуто"}, {})


async def talk(lines: Sequence[str]) -> tuple[str, LocalTelegram]:
    async def typed() -> AsyncIterator[str]:
        for line in lines:
            yield line

    said: list[str] = []
    async with LocalTelegram(LocalClock()) as telegram:
        people = stage(telegram)
        telegram.cloud.updates.drop()
        bot = asyncio.create_task(echo(telegram))
        await run_terminal(telegram, people.resident, people.officer, people.group, typed(), said.append)
        bot.cancel()
    return "\n".join(said), telegram


async def test_a_resident_writes_and_presses() -> None:
    said, telegram = await talk(["/start", "1", "/quit", "не дійде"])
    assert "Чую: /start\n   1) Подати\n    · Сайт → https://a.ua" in said
    assert "Натиснуто" in said
    assert "не дійде" not in said
    assert telegram.violations == []
    assert telegram.unanswered() == []


async def test_the_officer_writes_in_the_group() -> None:
    said, telegram = await talk(["/as officer", "усім", "/topic", "/reply 4 гаразд", "/private", "мені"])
    assert "бот → Рада: навчальна група / загальна" in said
    assert "0. загальна" in said
    assert [m.text for m in telegram.groups[0].messages if m.kind == "text"][-2:] == ["гаразд", "Чую: гаразд"]
    assert telegram.people[1].received[-1].text == "Чую: мені"


async def test_help_photo_wrong_number_and_a_slash_for_the_bot() -> None:
    said, telegram = await talk(["/help", "7", "/photo яма", "//help", "/later 2"])
    assert "Число — натиснути кнопку" in said
    assert "Такої кнопки немає" in said
    assert [m.kind for m in telegram.people[0].messages if not m.from_bot] == ["photo", "text"]
    assert "Чую: /help" in said
    assert "Тепер " in said
