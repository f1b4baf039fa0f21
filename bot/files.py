"""Files that people send are copied at once, before the unit of work: a Telegram file_id is not a copy."""

from dataclasses import dataclass, replace

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.types import Message, Update
from aiohttp import ClientError

from council import attachments, registry_files
from council.appeals import AttachmentKind
from council.attachments import Incoming
from council.phrases import DomainError, Phrase, _
from council.signed_files import carries_signature
from storage.files import Files

log = structlog.get_logger(__name__)

TROUBLE = (TelegramNetworkError, TelegramServerError, ClientError, TimeoutError)
"""The network's or Telegram's: a little later the same download may pass."""


@dataclass(frozen=True)
class Sent:
    """A file as the sender's app declares it."""

    kind: AttachmentKind
    file_id: str
    key: str
    name: str
    mime: str
    size: int | None


class Fetcher:
    def __init__(self, bot: Bot, files: Files) -> None:
        self._bot, self._files = bot, files

    async def fetch(self, update: Update, *, last_try: bool) -> Incoming | None:
        """The file of the update, stored, or refused with the reason; None when there is none to take.

        Raises what the network raised, until the last try: then the person is asked to send the file again.
        """
        sent = _wanted(update)
        if sent is None:
            return None
        if _is_of_registry(sent):
            return await self._of_registry(sent, last_try=last_try)
        try:
            attachments.check_declared(sent.kind, sent.name, sent.mime, sent.size)
            content = await self._content(sent)
            mime = attachments.check_content(content, sent.mime, sent.name)
        except DomainError as error:
            return _refused(sent, error.phrase)
        except TROUBLE as error:
            log.warning("download_failed", update_id=update.update_id, why=type(error).__name__)
            if not last_try:
                raise
            return _refused(sent, Phrase(_("The file could not be taken over from Telegram. Please send it again.")))
        stored = await self._files.put(content)
        return Incoming(
            sent.kind,
            sent.key,
            sent.name,
            mime,
            stored.size,
            stored.sha256,
            stored.path,
            file_id=sent.file_id,
            signed=carries_signature(mime, content),
        )

    async def _of_registry(self, sent: Sent, *, last_try: bool) -> Incoming:
        """Its bytes for the registrar; for everybody else it is refused as any file of an unknown kind."""
        refused = Phrase(attachments.UNKNOWN)
        try:
            content = await self._content(sent)
        except DomainError as error:
            return _refused(sent, error.phrase)
        except TROUBLE as error:
            log.warning("download_failed", why=type(error).__name__)
            if not last_try:
                raise
            return _refused(sent, refused)
        return replace(_refused(sent, refused), content=content)

    async def drop(self, incoming: Incoming | None) -> None:
        """The copy of an update whose unit was undone: the next attempt makes its own."""
        if incoming is not None and incoming.path:
            await self._files.drop(incoming.path)

    async def _content(self, sent: Sent) -> bytes:
        try:
            file = await self._bot.get_file(sent.file_id)
            if file.file_path is None:
                raise DomainError(_("The file could not be taken over from Telegram. Please send it again."))
            content = await self._bot.download_file(file.file_path)
        except TelegramBadRequest as error:
            raise _no_download(error) from error
        return content.read() if content is not None else b""


def _no_download(error: AiogramError) -> DomainError:
    if "too big" in str(error):
        limit = attachments.MAX_BYTES // 2**20
        return DomainError(
            _("The file is too big: up to {limit} MB. Send a smaller one or describe it in words."), limit=limit
        )
    return DomainError(_("The file could not be taken over from Telegram. Please send it again."))


def _refused(sent: Sent, why: Phrase) -> Incoming:
    return Incoming(sent.kind, sent.key, sent.name, sent.mime, sent.size or 0, "", "", refused=why)


def _is_of_registry(sent: Sent) -> bool:
    named = sent.name.lower().endswith((".csv", ".xml"))
    return named and sent.kind is AttachmentKind.DOCUMENT and (sent.size or 0) <= registry_files.BIGGEST


def _wanted(update: Update) -> Sent | None:
    """Residents' files in private chats; in a group those that answer a message of the bot, and the registry's."""
    message = update.message
    sent = _sent(message) if message is not None else None
    if message is None or sent is None:
        return None
    return sent if message.chat.type == "private" or _answers_us(message) or _is_of_registry(sent) else None


def _answers_us(message: Message) -> bool:
    told = message.reply_to_message
    return told is not None and told.from_user is not None and told.from_user.is_bot


def _sent(message: Message) -> Sent | None:
    if message.photo:
        best = message.photo[-1]
        return Sent(AttachmentKind.PHOTO, best.file_id, best.file_unique_id, "", "image/jpeg", best.file_size)
    files = (
        (AttachmentKind.DOCUMENT, message.document, ""),
        (AttachmentKind.VIDEO, message.video or message.video_note, "video/mp4"),
        (AttachmentKind.VOICE, message.voice, "audio/ogg"),
        (AttachmentKind.AUDIO, message.audio, "audio/mpeg"),
    )
    for kind, file, usual in files:
        if file is not None:
            name, mime = getattr(file, "file_name", None) or "", getattr(file, "mime_type", None) or usual
            return Sent(kind, file.file_id, file.file_unique_id, name, mime, file.file_size)
    return None
