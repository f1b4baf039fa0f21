"""The bots that are compared, each in a process of its own.

python -m tests.benchmarks.bots echo URL
python -m tests.benchmarks.bots ours URL FOLDER DATABASE GROUP
"""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

NEXT = "Далі"


async def echo(url: str) -> None:
    """What aiogram's own documentation begins with: nothing is kept, nothing is done twice or again.

    It makes the same calls as our bot makes to a resident: a message with a button, and an answer to each press.
    """
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

    from demo.telegram import TOKEN

    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=NEXT, callback_data="next")]])

    async def answer(message: Message) -> None:
        await message.answer(f"Echo: {message.text}", reply_markup=keyboard)

    async def pressed(press: CallbackQuery) -> None:
        await press.answer()
        if isinstance(press.message, Message):
            await press.message.answer(f"Echo: {press.data}", reply_markup=keyboard)

    dispatcher.message.register(answer)
    dispatcher.callback_query.register(pressed)
    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        await dispatcher.start_polling(bot, handle_signals=False)


async def ours(url: str, folder: str, database: str, group: str) -> None:
    """The whole bot as `python -m bot run` starts it, but for the pace: Telegram's limits are lower by far."""
    from bot import lazily, logs

    lazily.load_aiogram()
    from bot.app import running
    from bot.clock import SystemClock
    from bot.commands.run import settle_memory
    from bot.pace import Pace
    from bot.settings import given
    from council.deliveries import Lane
    from demo.telegram import TOKEN

    class Unhurried(Pace):
        def free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
            return now

    logs.configure("ERROR")
    settings = given(
        bot_token=TOKEN,
        telegram_api_url=url,
        data_dir=Path(folder),
        database_url=database,
        content_dir=Path(__file__).parent.parent.parent / "content" / "koriukivka",
        staff_chat_id=int(group),
    )
    async with running(settings, SystemClock(), pace=Unhurried()):
        settle_memory()
        await asyncio.Event().wait()


BOTS = {"echo": echo, "ours": ours}

if __name__ == "__main__":
    asyncio.run(BOTS[sys.argv[1]](*sys.argv[2:]))
