"""The database of the bot, for commands that tell what is in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import SystemClock
from bot.keys import keys
from bot.settings import Settings
from council.phrases import DomainError, _
from storage.house import Storage, sqlite_file


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Storage]:
    """Raises DomainError where the bot was never started, and what Storage.open raises."""
    database = sqlite_file(settings.database)
    if database is not None and not database.is_file():
        raise DomainError(_("There is no database yet: start the bot once."))
    storage = await Storage.open(settings.database, keys(settings).keyring, SystemClock().now())
    try:
        yield storage
    finally:
        await storage.close()
