"""The bots that are compared, each in a process of its own: `python -m tests.benchmarks.bots NAME URL FOLDER`."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bot import logs
from bot.app import running
from bot.clock import SystemClock
from bot.pace import Pace
from bot.settings import given
from council.deliveries import Lane
from demo.telegram import TOKEN


async def echo(url: str, _: Path) -> None:
    """What aiogram's own documentation begins with: nothing is kept, nothing is done twice or again."""
    dispatcher = Dispatcher()

    async def answer(message: Message) -> None:
        await message.answer(f"Echo: {message.text}")

    dispatcher.message.register(answer)
    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        await dispatcher.start_polling(bot, handle_signals=False)


class Unhurried(Pace):
    """What is measured is our own speed: Telegram's limits are lower by far."""

    def free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        return now


async def ours(url: str, folder: Path) -> None:
    settings = given(bot_token=TOKEN, telegram_api_url=url, data_dir=folder)
    async with running(settings, SystemClock(), pace=Unhurried()):
        await asyncio.Event().wait()


BOTS = {"echo": echo, "ours": ours}

if __name__ == "__main__":
    logs.configure("ERROR")
    asyncio.run(BOTS[sys.argv[1]](sys.argv[2], Path(sys.argv[3])))
