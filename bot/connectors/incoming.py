"""The way back by mail: a loop reads the mailbox, writes each letter down, and only then marks it as read.

The place up to which we have read is kept in the unit that writes the letter, so a kill repeats at most the mark. What
has no effect leaves a line in the log with a word and never with anything of the letter.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from bot import alarms
from bot.connectors.mailbox import TROUBLE, Mailbox, Open, Place, opened, place_of
from bot.logs import failure
from council import attachments, mail_reading
from council.appeals import AttachmentKind
from council.attachments import Incoming
from council.clock import Clock
from council.mail_reading import Letter, MailFile, Nature
from council.phrases import DomainError
from council.signed_files import carries_signature
from council.taking_mail import Taken, refusal
from handlers import office_post
from handlers.entrance import staff_chat
from handlers.house import House
from storage.desk import Desk
from storage.errors import StorageError
from storage.files import Files
from storage.house import Storage

log = structlog.get_logger(__name__)

EVERY = 30.0
LONGEST_PAUSE = 600.0
NOTE = "imap_place"
FIRST_LOOK = timedelta(days=7)
"""How far back a mailbox is read that we see for the first time."""
A_ROUND = 50
"""Letters a round: whoever waits for a stop of the bot waits for one letter."""
TRIES = 3
"""Of one letter, before it is set aside for a person to look at."""
DEGRADED_AFTER = 3
ALARM_AFTER = 10
"""Rounds in a row that failed: about half an hour."""
MOST_FILES = 20
"""Files of one letter that are kept."""


@dataclass
class Reader:
    """Reads the mailbox of the council. `own` is the address the bot writes from: its own letters are not answers."""

    box: Mailbox
    own: str
    storage: Storage
    files: Files
    house: House
    clock: Clock
    wake: Callable[[], None]
    beat: Callable[[], None] = lambda: None
    _failed: int = 0
    _tried: dict[int, int] = field(default_factory=dict)

    async def run(self) -> None:
        while True:
            self.beat()
            pause = EVERY if await self.once() else min(EVERY * 2**self._failed, LONGEST_PAUSE)
            await self.clock.sleep(pause)

    def lacking(self) -> str | None:
        """For /readyz: the bot works on, but hears no letter."""
        return "mailbox" if self._failed >= DEGRADED_AFTER else None

    async def once(self) -> bool:
        """Reads what is new; False where the server did not let us."""
        with ExitStack() as stack:
            try:
                inbox = await asyncio.to_thread(stack.enter_context, opened(self.box))
                await self._all(inbox)
            except (*TROUBLE, StorageError) as error:
                await self._not_read(error)
                return False
            finally:
                await asyncio.to_thread(stack.close)
        self._failed = 0
        return True

    async def _not_read(self, error: Exception) -> None:
        self._failed += 1
        log.warning("mailbox_not_read", why=type(error).__name__, rounds=self._failed)
        if self._failed >= ALARM_AFTER:
            async with self.storage.unit() as desk:
                await alarms.tell_admins(desk, self.house, alarms.NO_MAILBOX, self.clock.now())

    async def _all(self, inbox: Open) -> None:
        async with self.storage.reading() as desk:
            place = place_of(await desk.notes.get(NOTE))
        since = (self.clock.now() - FIRST_LOOK).date()
        for uid in (await asyncio.to_thread(inbox.after, place, since))[:A_ROUND]:
            self.beat()
            await self._one(inbox, Place(inbox.validity, uid))

    async def _one(self, inbox: Open, place: Place) -> None:
        raw, whole = await self._fetched(inbox, place.uid)
        try:
            ours = await self._written(raw, whole, place)
        except (OSError, StorageError):
            raise
        except Exception as error:
            await self._not_written(place, error)
            return
        self._tried.pop(place.uid, None)
        if ours:
            await asyncio.to_thread(inbox.mark, place.uid)
            self.wake()

    async def _fetched(self, inbox: Open, uid: int) -> tuple[bytes, bool]:
        """The letter, or only the head of one that is too big; False then."""
        whole = await asyncio.to_thread(inbox.size, uid) <= mail_reading.BIGGEST
        return await asyncio.to_thread(inbox.letter if whole else inbox.head, uid), whole

    async def _not_written(self, place: Place, error: Exception) -> None:
        """Tried again by the next rounds; then left unread for a person, or nobody behind it would be heard.

        A full disk or a database that is away is no fault of the letter: it waits for as long as they do.
        """
        self._tried[place.uid] = tried = self._tried.get(place.uid, 0) + 1
        log.error("letter_failed", tried=tried, **failure(error))
        if tried < TRIES:
            raise OSError("a letter could not be written down") from error
        async with self.storage.unit() as desk:
            await desk.notes.put(NOTE, str(place), self.clock.now())
            await alarms.tell_admins(desk, self.house, alarms.LETTER_SET_ASIDE, self.clock.now())

    async def _written(self, raw: bytes, whole: bool, place: Place) -> bool:
        """Whether the letter was about a case of ours; the place is kept with it."""
        now = self.clock.now()
        try:
            letter = await asyncio.to_thread(mail_reading.read, raw)
        except DomainError:
            return await self._passed(place, "unreadable", now)
        if letter.sender == self.own.lower():
            return await self._passed(place, "own", now)
        if letter.nature is Nature.BOUNCE:
            return await self._came_back(letter, place, now)
        async with self.storage.reading() as desk:
            refused = await refusal(desk, self.house.community, letter, now)
        if refused is not None:
            return await self._refused(refused, place, now)
        return await self._taken(letter, whole, place, now)

    async def _passed(self, place: Place, why: str, now: datetime) -> bool:
        log.info("letter_passed", why=why)
        async with self.storage.unit() as desk:
            await desk.notes.put(NOTE, str(place), now)
        return False

    async def _refused(self, taken: Taken, place: Place, now: datetime) -> bool:
        _tell_log(taken)
        async with self.storage.unit() as desk:
            await office_post.refused(desk, self.house, taken, now)
            await desk.notes.put(NOTE, str(place), now)
        return False

    async def _came_back(self, letter: Letter, place: Place, now: datetime) -> bool:
        """A letter of ours did not arrive: its hand-over shows it."""
        async with self.storage.unit() as desk:
            known = await office_post.came_back(desk, letter, now)
            await desk.notes.put(NOTE, str(place), now)
        log.warning("letter_came_back", ours=known, status=letter.refused)
        return known

    async def _taken(self, letter: Letter, whole: bool, place: Place, now: datetime) -> bool:
        kept, left_out = await self._stored(letter.files)
        post = office_post.Post(letter, kept, left_out + (not whole))
        try:
            async with self.storage.unit() as desk:
                taken = await office_post.take(desk, self.house, post, await self._has_group(desk), now)
                await desk.notes.put(NOTE, str(place), now)
        except DomainError as error:
            async with self.storage.unit() as desk:
                group = await self._has_group(desk)
                taken = await office_post.decline(desk, self.house, post, group, error.phrase, now)
                await desk.notes.put(NOTE, str(place), now)
        _tell_log(taken)
        return taken.refused is None

    async def _has_group(self, desk: Desk) -> bool:
        return await staff_chat(desk, self.house) is not None

    async def _stored(self, files: Sequence[MailFile]) -> tuple[Sequence[Incoming], int]:
        """What a case takes, by its content; and how many files were left out."""
        kept = []
        for file in files[:MOST_FILES]:
            try:
                kept.append(await stored(self.files, file))
            except DomainError as error:
                log.info("file_of_letter_refused", why=error.phrase.msgid)
        return kept, len(files) - len(kept)


async def stored(files: Files, file: MailFile) -> Incoming:
    """A file that came by another way than Telegram, checked by its content and kept. Raises DomainError."""
    mime = attachments.check_content(file.content, file.mime, file.name)
    copy = await files.put(file.content)
    key, signed = sha256(file.content).hexdigest(), carries_signature(mime, file.content)
    return Incoming(_kind(mime), key, file.name, mime, copy.size, copy.sha256, copy.path, signed=signed)


def _kind(mime: str) -> AttachmentKind:
    return AttachmentKind.PHOTO if mime in ("image/jpeg", "image/png") else AttachmentKind.DOCUMENT


def _tell_log(taken: Taken) -> None:
    case = taken.appeal.number if taken.appeal else None
    if taken.refused is not None:
        log.warning("letter_refused", why=taken.refused.value, case=case)
    elif taken.mail is not None:
        log.info("letter_taken", case=case, mailbox=taken.mail.mailbox, now=taken.mail.state.value)
