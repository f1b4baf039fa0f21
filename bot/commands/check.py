"""`check`: whether everything is in order, one line each, with what to do."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiosmtplib import SMTPException

from bot import group
from bot.clock import SystemClock
from bot.commands import DONE, PROBLEMS, registry_check
from bot.connectors import mail, mailbox
from bot.console import spoken
from bot.keys import Keys, keys
from bot.redis import Shared
from bot.secret import SETUP, secret
from bot.session import make_bot
from bot.settings import Settings
from council import content
from council.phrases import Phrase, _
from handlers import inquiries
from handlers.staff import setup
from storage.errors import NoDatabase, StorageError
from storage.house import Storage
from storage.keys import Keyring


@dataclass(frozen=True)
class Line:
    fine: bool
    phrase: Phrase


async def check(settings: Settings) -> int:
    """Prints a line for each thing looked at. Raises SettingsError where the keys cannot be used."""
    problems = 0
    async for line in _lines(settings):
        problems += not line.fine
        mark = spoken(Phrase(_("in order"))) if line.fine else spoken(Phrase(_("TO DO")))
        print(f"{mark}: {spoken(line.phrase)}")
    return PROBLEMS if problems else DONE


async def _lines(settings: Settings) -> AsyncIterator[Line]:
    found = keys(settings)
    for line in (*_settings(settings), _content(settings), _keys(found)):
        yield line
    yield await _mail(settings)
    yield await _mailbox(settings)
    async for fine, phrase in registry_check.ways_of(settings):
        yield Line(fine, phrase)
    async with AsyncExitStack() as stack:
        bot = make_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
        stack.push_async_callback(bot.session.close)
        token = await _token(bot, settings)
        yield token
        yield await _receiving(bot if token.fine else None, settings)
        if settings.redis_url is not None:
            yield await _redis(settings.redis_url.get_secret_value())
        storage, line = await _database(settings, found)
        yield line
        if storage is not None:
            stack.push_async_callback(storage.close)
            yield await _waiting(storage)
            async for fine, phrase in registry_check.waiting(settings, storage, SystemClock().now()):
                yield Line(fine, phrase)
        yield await _group(bot if token.fine else None, settings, storage, found.keyring)


def _settings(settings: Settings) -> Iterator[Line]:
    if settings.admin_ids:
        yield _fine(_("Administrators in ADMIN_IDS: {count}."), count=len(settings.admin_ids))
    else:
        yield _bad(_("ADMIN_IDS is empty: nobody can bind the staff group. Write there the number of your account."))
    for name in settings.not_used_yet():
        yield _bad(_("{name} is set, but this version does not use it yet. Remove it for now."), name=name)


async def _mail(settings: Settings) -> Line:
    """Whether official answers go by e-mail; without it they are printed, which is no fault."""
    server = mail.server(settings)
    if server is None:
        return _fine(_("Mail is not set up (MAIL_HOST, MAIL_FROM): official answers are printed and sent by hand."))
    try:
        await server.greet()
    except (SMTPException, OSError) as error:
        return _bad(
            _(
                "Mail: the server {host} does not accept us ({reason}). "
                "Check MAIL_HOST, MAIL_PORT, MAIL_SECURITY, MAIL_USER and MAIL_PASSWORD."
            ),
            host=server.host,
            reason=type(error).__name__,
        )
    return _fine(_("Mail: the server {host} accepts us."), host=server.host)


async def _mailbox(settings: Settings) -> Line:
    """Whether letters of the offices are read; without it they answer in the group or by files, which is no fault."""
    box = mailbox.mailbox(settings)
    if box is None:
        return _fine(_("The mailbox is not read (IMAP_HOST): offices answer in the group or by files."))
    try:
        await asyncio.to_thread(_look_into, box)
    except mailbox.TROUBLE as error:
        return _bad(
            _(
                "The mailbox: the server {host} does not let us in ({reason}). "
                "Check IMAP_HOST, IMAP_PORT, IMAP_SECURITY, IMAP_USER and IMAP_PASSWORD."
            ),
            host=box.host,
            reason=type(error).__name__,
        )
    return _fine(_("The mailbox: the server {host} lets us in."), host=box.host)


def _look_into(box: mailbox.Mailbox) -> None:
    with mailbox.opened(box):
        pass


def _content(settings: Settings) -> Line:
    found = content.check(settings.content_dir)
    faults = len(content.faults_of(found))
    where = str(settings.content_dir)
    if faults:
        return _bad(
            _("Content in {where}: faults, {count}. See: python -m bot content check {where}"),
            where=where,
            count=faults,
        )
    return _fine(_("Content in {where} can be used; notes for editors: {count}."), where=where, count=len(found))


def _keys(found: Keys) -> Line:
    if found.file is None:
        return _fine(_("The encryption keys are in FIELD_KEYS."))
    return _fine(
        _("The encryption keys lie in {file}. Keep a copy apart from the backups: without the keys they are useless."),
        file=str(found.file),
    )


async def _token(bot: Bot, settings: Settings) -> Line:
    try:
        me = await bot.me()
    except (TelegramUnauthorizedError, TelegramNotFound):
        return _bad(_("Telegram does not know the token in BOT_TOKEN. Take the token of your bot from @BotFather."))
    except AiogramError:
        return _bad(
            _("Telegram does not answer at {address}. Check the network, and TELEGRAM_API_URL if you set it."),
            address=settings.telegram_api_url,
        )
    return _fine(_("The token is right: the bot is @{name}."), name=me.username or "")


async def _receiving(bot: Bot | None, settings: Settings) -> Line:
    """How updates come; of a webhook what Telegram says of it."""
    if settings.webhook_url is None:
        return _fine(_("The bot asks Telegram for messages itself (no WEBHOOK_URL): one copy may run."))
    try:
        info = await bot.get_webhook_info() if bot is not None else None
    except AiogramError:
        info = None
    if info is None:
        return _bad(_("WEBHOOK_URL is set; it cannot be checked while Telegram does not answer."))
    if info.url != settings.webhook_url:
        return _fine(_("WEBHOOK_URL is set; the bot tells it to Telegram when it starts."))
    if info.last_error_message and info.pending_update_count:
        return _bad(
            _("Telegram cannot reach WEBHOOK_URL ({reason}). Check the proxy in front of the bot. Waiting: {n}."),
            reason=info.last_error_message,
            n=info.pending_update_count,
        )
    return _fine(_("Telegram brings messages to WEBHOOK_URL; waiting there: {n}."), n=info.pending_update_count)


async def _redis(url: str) -> Line:
    shared = Shared(url, "check")
    try:
        answers = await shared.ping()
    finally:
        await shared.close()
    if answers:
        return _fine(_("Redis answers."))
    return _bad(_("Redis does not answer at REDIS_URL: the bot works, but each copy keeps its own pace."))


async def _database(settings: Settings, found: Keys) -> tuple[Storage | None, Line]:
    """Only looked at: the running bot is the only one that writes."""
    try:
        storage = await Storage.look(settings.database, found.keyring)
    except NoDatabase:
        return None, _fine(_("There is no database yet: the first start makes it."))
    except StorageError as error:
        return None, _bad(_("The database cannot be used: {reason}"), reason=str(error))
    return storage, _fine(_("The database opens."))


async def _waiting(storage: Storage) -> Line:
    async with storage.reading() as desk:
        aside, unsent = await desk.inbox.aside_count(), await desk.outbox.waiting()
    if aside:
        return _bad(_("Messages set aside because of a failure: {count}. Send the log to the developers."), count=aside)
    return _fine(_("No message is set aside; waiting to be sent: {count}."), count=unsent)


async def _group(bot: Bot | None, settings: Settings, storage: Storage | None, keyring: Keyring) -> Line:
    note = await _note(storage, group.BINDING)
    chat = int(note) if note else settings.staff_chat_id
    if chat is None:
        uses = int(await _note(storage, setup.USES) or 0)
        return _unbound(setup.code(secret(keyring, SETUP), uses, SystemClock().now()))
    if bot is None:
        return _bad(_("The staff group is bound; its rights cannot be checked while Telegram does not answer."))
    try:
        return _rights(await inquiries.inspect(bot, chat))
    except AiogramError:
        return _bad(_("The bot cannot see the staff group. Add it to the group again and make it an administrator."))


async def _note(storage: Storage | None, name: str) -> str | None:
    if storage is None:
        return None
    async with storage.reading() as desk:
        return await desk.notes.get(name)


def _unbound(code: str) -> Line:
    return _bad(
        _(
            "No staff group yet. Make the bot an administrator of the group and write there within 15 minutes: "
            "/setup {code}"
        ),
        code=code,
    )


def _rights(facts: inquiries.GroupFacts) -> Line:
    title = facts.title
    if facts.public:
        return _bad(_("The staff group “{title}” has a public name: anyone can read it. Make it private."), title=title)
    if not facts.administrator:
        return _bad(
            _("The bot is no administrator of “{title}”. Make it one, with the right to manage topics."), title=title
        )
    if not facts.forum:
        return _fine(
            _("The staff group “{title}” has no topics: cases come as replies. Topics are more convenient."),
            title=title,
        )
    if not facts.manages_topics:
        return _bad(_("In “{title}” the bot may not manage topics. Give it this right."), title=title)
    return _fine(_("The staff group “{title}”: rights and topics are right."), title=title)


def _fine(msgid: str, **params: object) -> Line:
    return Line(True, Phrase(msgid, params))


def _bad(msgid: str, **params: object) -> Line:
    return Line(False, Phrase(msgid, params))
