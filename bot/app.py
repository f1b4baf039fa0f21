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

from bot import heartbeat, jobs, profile, retention, web
from bot.backups import Backups
from bot.campaigns import Campaigner
from bot.connectors import answers_folder, handing_over, idgov, incoming, mail, mailbox, ways
from bot.delivery import Delivery
from bot.files import Fetcher
from bot.fsm import UnitStorage
from bot.health import LONG_WORK, Health
from bot.inbox import Inbox
from bot.jobs import JobFunction, Jobs
from bot.keys import keys
from bot.logs import failure
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.pace import Pace
from bot.polling import Polling
from bot.post import Post
from bot.redis import Shared
from bot.replicas import Replica
from bot.rotation import Rotation
from bot.secret import SETUP, secret
from bot.session import Session, make_bot
from bot.settings import Settings, SettingsError, sentence
from bot.shared import Floods, SharedPace
from bot.webhook import Webhook
from bot.workflow_events import Events
from council import community, plain, programme_content, revising, survey_files
from council.clock import Clock
from council.handover_watch import stuck_after
from council.people import ReplyChannel
from council.phrases import _
from council.survey_catalogue import Catalogue, catalogue
from handlers import dispatcher
from handlers.house import House
from handlers.jobs import JOBS, play_rounds, registry_morning, watch_handovers
from handlers.texts import Catalogues
from handlers.web.pages import public_pages
from handlers.web.room import Room
from storage.errors import StorageError
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from storage.lock import alone

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
    replica: Replica
    health: Health
    webhook: Webhook | None
    backups: Backups
    rotation: Rotation
    room: Room | None
    campaigner: Campaigner

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
        return await self.delivery.quiet() and not await self.campaigner.once()


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
        receiving = AsyncExitStack()
        await stack.enter_async_context(receiving)
        if settings.listens:
            await receiving.enter_async_context(
                web.serving(web.application(app.health, app.webhook, app.room, _events(app)), settings)
            )
        await heartbeat.awake(app.storage, app.house, clock)
        if not settings.shares_database:
            await _freed(app.storage)
        await app.jobs.settle("purge", "disk", "forget", "sweep", "rounds", "urns", "proofs", "handovers", "registry")
        _start_loops(app, nursery)
        loops = Nursery()
        receiving.push_async_callback(loops.close)
        _start_receiving(app, loops, polling=polling)
        try:
            yield app
        finally:
            await receiving.aclose()
            await _flush(app)


def _events(app: App) -> Events | None:
    """The signed calls of a document system, where the secret that proves them is set."""
    secret = app.settings.workflow_secret
    if secret is None:
        return None
    return Events(secret.get_secret_value(), app.storage, app.files, app.house, app.clock, app.wake)


async def _freed(storage: Storage) -> None:
    """Where there can be no other process, what is held was held by the last one, which is dead.

    An answer is not to wait for the end of its lease.
    """
    async with storage.unit() as desk:
        jobs, mails, handovers = await desk.jobs.free(), await desk.mails.free(), await desk.handovers.free()
    if jobs or mails or handovers:
        log.info("leases_of_the_last_process_ended", jobs=jobs, mails=mails, handovers=handovers)


def _start_loops(app: App, nursery: Nursery) -> None:
    clock, pulse = app.clock, app.health.pulse
    app.delivery.beat, app.jobs.beat = pulse.watch("delivery"), pulse.watch("jobs", LONG_WORK)
    app.replica.beat = pulse.watch("leases")
    nursery.keep(app.delivery.run, "delivery", clock)
    nursery.keep(app.jobs.run, "jobs", clock)
    app.campaigner.beat = pulse.watch("campaigns", LONG_WORK)
    nursery.keep(app.campaigner.run, "campaigns", clock)
    if server := mail.server(app.settings):
        carrier = mail.Carrier(server, app.storage, app.files, app.house, clock, app.delivery.wake.set)
        nursery.keep(carrier.run, "mail", clock)
    folders = answers_folder.places(app.settings)
    answers = answers_folder.Answers(folders, app.storage, app.house, clock, app.wake, pulse.watch("answers"))
    nursery.keep(answers.run, "answers", clock)
    if box := mailbox.mailbox(app.settings):
        own = app.settings.mail_from or ""
        reader = incoming.Reader(box, own, app.storage, app.files, app.house, clock, app.wake)
        reader.beat = pulse.watch("mailbox", LONG_WORK)
        app.health.degraded.append(reader.lacking)
        nursery.keep(reader.run, "mailbox", clock)
    for way in ways.opened(app.settings, app.house, clock):
        courier = handing_over.Courier(way, app.storage, app.files, app.house, clock, app.delivery.wake.set)
        courier.beat = pulse.watch(f"handover_{way.connector}", LONG_WORK)
        nursery.keep(courier.run, f"handover_{way.connector}", clock)
    nursery.keep(app.replica.keep, "leases", clock)
    nursery.keep(app.backups.run, "backups", clock)
    nursery.keep(app.rotation.run, "keys", clock)
    nursery.keep(partial(retention.scour, app.storage, clock), "scour", clock)
    nursery.keep(partial(heartbeat.beat, app.storage, clock, pulse.watch("heartbeat")), "heartbeat", clock)
    if app.room is not None:
        app.room.beat = pulse.watch("pages")
        nursery.keep(app.room.keep_fresh, "pages", clock)
    nursery.keep(partial(profile.keep_published, app.bot, app.storage, app.house, clock), "profile", clock)


def _start_receiving(app: App, nursery: Nursery, *, polling: bool) -> None:
    clock, pulse = app.clock, app.health.pulse
    if app.webhook is not None:
        app.webhook.beat, app.webhook.reached = pulse.watch("webhook"), app.health.reached
        nursery.keep(app.webhook.keep, "webhook", clock)
    elif polling:
        receiver = Polling(app.bot, app.storage, clock, app.inbox.wake, app.health.metrics)
        receiver.beat, receiver.reached = pulse.watch("polling"), app.health.reached
        nursery.keep(receiver.run, "polling", clock)
    app.inbox.beat = pulse.watch("inbox")
    nursery.keep(app.inbox.run, "inbox", clock)


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
    except StorageError as error:
        log.warning("left_for_the_next_start", **failure(error))
    await app.delivery.close()
    try:
        await app.replica.leave()
    except StorageError as error:
        log.warning("leases_not_given_back", **failure(error))


async def _assembled(settings: Settings, clock: Clock, pace: Pace | None, stack: AsyncExitStack) -> App:
    found = keys(settings)
    if found.made:
        log.warning("keys_made", file=str(found.file), advice="keep a copy of this file apart from the backups")
    here = community.load(settings.content_dir, settings.timezone).connected(ways.connectors(settings))
    programmes = programme_content.load(settings.content_dir)
    sentences = plain.load(settings.content_dir, programmes)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.shares_database:
        stack.enter_context(alone(settings.data_dir))
    storage = await Storage.open(settings.database, found.keyring, clock.now())
    stack.push_async_callback(storage.close)
    surveys = Catalogue(survey_files.load(settings.content_dir))
    async with storage.unit() as desk:
        await revising.synchronise(desk, programmes, clock.now())
        await catalogue(desk, surveys)
    bot = make_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    stack.push_async_callback(bot.session.close)
    health = Health(storage, clock, Metrics(), stuck_after(here))
    if isinstance(bot.session, Session):
        bot.session.reached = health.reached
    shared = await _redis(settings, bot, health, stack)
    house = House(
        community=here,
        texts=Catalogues(zone=settings.timezone),
        admins=settings.admin_ids,
        staff_chat_id=settings.staff_chat_id,
        bot_username=await _username(bot, storage, clock.now()),
        zone=settings.timezone,
        surveys=surveys,
        setup_key=secret(found.keyring, SETUP),
        carried=frozenset({ReplyChannel.EMAIL} if mail.server(settings) else ()),
        pages=settings.public_url or "",
        signs=settings.public_url is not None and settings.has("idgov"),
        plain=sentences,
    )
    parts = Parts(settings, clock, storage, found.keyring, bot, house, health, shared)
    return parts.wired(pace or await parts.pace(stack))


async def _redis(settings: Settings, bot: Bot, health: Health, stack: AsyncExitStack) -> Shared | None:
    if settings.redis_url is None:
        return None
    shared = Shared(settings.redis_url.get_secret_value(), f"hromada:{bot.id}")
    stack.push_async_callback(shared.close)
    health.degraded.append(shared.lacking)
    await shared.ping()
    return shared


@dataclass
class Parts:
    """What the floors below give, from which the loops are made."""

    settings: Settings
    clock: Clock
    storage: Storage
    keyring: Keyring
    bot: Bot
    house: House
    health: Health
    shared: Shared | None

    async def pace(self, stack: AsyncExitStack) -> Pace:
        """Telegram's budgets belong to the bot, not to a process: replicas share them where there is Redis."""
        pace = Pace() if self.shared is None else SharedPace(self.shared, partial(secret, self.keyring), self.clock)
        stack.push_async_callback(pace.close)
        return pace

    def wired(self, pace: Pace) -> App:
        bot, storage, house, clock, metrics = self.bot, self.storage, self.house, self.clock, self.health.metrics
        files = Files(self.settings.data_dir, self.keyring)
        replica = Replica(storage, clock, shared=self.settings.shares_database)
        delivery = Delivery(Post(bot, storage, files, house, clock, pace, metrics), replica)
        talks = dispatcher.build(UnitStorage())
        floods = Floods(self.shared, partial(secret, self.keyring))
        inbox = Inbox(
            bot,
            talks,
            storage,
            Fetcher(bot, files),
            house,
            clock,
            delivery.wake,
            replica=replica,
            metrics=metrics,
            floods=floods,
        )
        pace.expected = inbox.__len__
        worker = Jobs(storage, house, clock, self.registry(files), delivery.wake.set, metrics)
        webhook = self.webhook(inbox.wake)
        backups = Backups(self.settings, storage, self.keyring, house, clock)
        rotation = Rotation(self.settings, storage, files, self.keyring, house, clock)
        return App(
            self.settings,
            clock,
            storage,
            files,
            bot,
            house,
            inbox,
            delivery,
            worker,
            replica,
            self.health,
            webhook,
            backups,
            rotation,
            self.room(delivery.wake.set),
            Campaigner(storage, house, clock, delivery.wake.set),
        )

    def registry(self, files: Files) -> dict[str, JobFunction]:
        return {
            **JOBS,
            "purge": jobs.purge,
            "disk": jobs.disk_watch(self.settings.data_dir),
            "forget": retention.forget,
            "sweep": retention.sweep(files),
            "rounds": play_rounds,
            "urns": retention.urns,
            "proofs": jobs.prove_petitions,
            "handovers": watch_handovers,
            "registry": registry_morning,
        }

    def room(self, wake: Callable[[], None]) -> Room | None:
        """The public pages, where PUBLIC_URL names their host."""
        if self.settings.public_url is None:
            return None
        room = Room(self.house, self.storage, self.clock, self.settings.public_url, wake=wake)
        return public_pages(room, idgov.provider(self.settings))

    def webhook(self, wake: asyncio.Event) -> Webhook | None:
        """The secret is made from the keys where none is set: every replica makes the same."""
        url, given = self.settings.webhook_url, self.settings.webhook_secret
        if url is None:
            return None
        proof = given.get_secret_value() if given else secret(self.keyring, f"webhook:{self.bot.id}")
        return Webhook(self.bot, self.storage, self.clock, wake, url, proof, self.health.metrics)


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
