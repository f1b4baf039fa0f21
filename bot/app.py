"""The assembly: everything that runs, started in order and ended in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot import heartbeat, jobs, profile, retention
from bot.connectors import mail
from bot.delivery import Delivery
from bot.files import Fetcher
from bot.fsm import UnitStorage
from bot.inbox import Inbox
from bot.jobs import Jobs
from bot.keys import keys
from bot.nursery import Nursery
from bot.pace import Pace
from bot.polling import Polling
from bot.post import Post
from bot.session import make_bot
from bot.settings import Settings, SettingsError, sentence
from council import community
from council.clock import Clock
from council.people import ReplyChannel
from council.phrases import _
from handlers import dispatcher
from handlers.house import House
from handlers.jobs import JOBS
from handlers.texts import Catalogues
from storage.files import Files
from storage.house import Storage

log = structlog.get_logger(__name__)

USERNAME = "bot_username"


@dataclass
class App:
    """The running bot. `wake` after writing to the storage from outside (tests, the command line)."""

    settings: Settings
    clock: Clock
    storage: Storage
    files: Files
    bot: Bot
    house: House
    inbox: Inbox
    delivery: Delivery
    jobs: Jobs

    def wake(self) -> None:
        self.inbox.wake.set()
        self.delivery.wake.set()

    async def idle(self, deadline: float = 15) -> None:
        """Waits until nothing is left to handle or to send now; raises TimeoutError after `deadline` seconds."""
        await _until(self._quiet, deadline)

    async def _quiet(self) -> bool:
        if len(self.inbox):
            return False
        async with self.storage.reading() as desk:
            if await desk.inbox.waiting():
                return False
        return await self.delivery.quiet()


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock, *, polling: bool = True, pace: Pace | None = None
) -> AsyncIterator[App]:
    """The whole bot, until the block is left: then it stops asking for updates, ends what it began, and sends the rest.

    Raises SettingsError, council.sources.ContentError and storage.errors.StorageError before anything is started.
    """
    async with AsyncExitStack() as stack:
        app = await _assembled(settings, clock, pace, stack)
        nursery = Nursery()
        stack.push_async_callback(nursery.close)
        await heartbeat.awake(app.storage, app.house, clock)
        await app.jobs.settle("purge", "disk", "forget", "sweep")
        _start_loops(app, nursery)
        receiving = Nursery()
        if polling:
            receiver = Polling(app.bot, app.storage, clock, app.inbox.wake)
            receiving.keep(receiver.run, "polling", clock)
        receiving.keep(app.inbox.run, "inbox", clock)
        try:
            yield app
        finally:
            await receiving.close()
            await _flush(app)


def _start_loops(app: App, nursery: Nursery) -> None:
    clock = app.clock
    nursery.keep(app.delivery.run, "delivery", clock)
    nursery.keep(app.jobs.run, "jobs", clock)
    if server := mail.server(app.settings):
        carrier = mail.Carrier(server, app.storage, app.files, app.house, clock, app.delivery.wake.set)
        nursery.keep(carrier.run, "mail", clock)
    nursery.keep(partial(heartbeat.beat, app.storage, clock), "heartbeat", clock)
    nursery.keep(partial(profile.keep_published, app.bot, app.storage, app.house, clock), "profile", clock)


async def _until(true: Callable[[], Awaitable[bool]], deadline: float) -> None:
    async with asyncio.timeout(deadline):
        while not await true():  # noqa: ASYNC110 - what is waited for is rows, and they ring no bell
            await asyncio.sleep(0.01)


async def _flush(app: App, patience: float = 3) -> None:
    """What is under way is ended and recorded; what could not be sent in time waits in the outbox."""
    await app.inbox.close()
    try:
        await _until(app.delivery.quiet, patience)
    except TimeoutError:
        log.info("left_for_the_next_start")
    await app.delivery.close()


async def _assembled(settings: Settings, clock: Clock, pace: Pace | None, stack: AsyncExitStack) -> App:
    found = keys(settings)
    if found.made:
        log.warning("keys_made", file=str(found.file), advice="keep a copy of this file apart from the backups")
    here = community.load(settings.content_dir, settings.timezone)
    storage = await Storage.open(settings.database, found.keyring, clock.now())
    stack.push_async_callback(storage.close)
    bot = make_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    stack.push_async_callback(bot.session.close)
    house = House(
        community=here,
        texts=Catalogues(zone=settings.timezone),
        admins=settings.admin_ids,
        staff_chat_id=settings.staff_chat_id,
        bot_username=await _username(bot, storage, clock.now()),
        zone=settings.timezone,
        carried=frozenset({ReplyChannel.EMAIL} if mail.server(settings) else ()),
    )
    return _wired(settings, clock, storage, Files(settings.data_dir, found.keyring), bot, house, pace)


def _wired(
    settings: Settings, clock: Clock, storage: Storage, files: Files, bot: Bot, house: House, pace: Pace | None
) -> App:
    delivery = Delivery(Post(bot, storage, files, house, clock, pace or Pace()))
    fetcher = Fetcher(bot, files)
    inbox = Inbox(bot, dispatcher.build(house, UnitStorage()), storage, fetcher, house, clock, delivery.wake)
    registry = {
        **JOBS,
        "purge": jobs.purge,
        "disk": jobs.disk_watch(settings.data_dir),
        "forget": retention.forget,
        "sweep": retention.sweep(files),
    }
    worker = Jobs(storage, house, clock, registry, delivery.wake.set)
    return App(settings, clock, storage, files, bot, house, inbox, delivery, worker)


async def _username(bot: Bot, storage: Storage, now: datetime) -> str:
    """Asked of Telegram, and remembered for the day when Telegram is away. Raises SettingsError for a wrong token."""
    try:
        name = (await bot.me()).username or ""
    except (TelegramUnauthorizedError, TelegramNotFound):
        wrong = _("Telegram does not know this token. Take the token of your bot from @BotFather")
        raise SettingsError([sentence("bot_token", wrong)]) from None
    except AiogramError as error:
        log.warning("telegram_not_reached", why=type(error).__name__)
        async with storage.reading() as desk:
            return await desk.notes.get(USERNAME) or ""
    async with storage.unit() as desk:
        await desk.notes.put(USERNAME, name, now)
    return name
