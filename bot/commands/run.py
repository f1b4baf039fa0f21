"""`run`: the bot, until it is told to stop (SIGTERM, Ctrl-C)."""

import asyncio
import gc
import signal

import structlog

from bot.app import running
from bot.clock import SystemClock
from bot.commands import DONE
from bot.settings import Settings

log = structlog.get_logger(__name__)


async def run(settings: Settings) -> int:
    for name in settings.not_used_yet():
        log.warning("setting_not_used_yet", setting=name)
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    async with running(settings, SystemClock()) as app:
        log.info("started", bot=app.bot.id, folder=str(settings.data_dir.resolve()))
        settle_memory()
        await stop.wait()
        log.info("stopping")
    return DONE


def settle_memory() -> None:
    """What was loaded stays: the collector need not look through it again (a pause of 0.1 s about each second)."""
    gc.collect()
    gc.freeze()
