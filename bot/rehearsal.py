"""The bot behind the demo: started on a local Telegram and a mail server that delivers to nobody, and started again."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import App, running
from bot.pace import Pace
from bot.settings import Settings, given
from council.deliveries import STAFF_GROUP, Lane
from council.people import Role, TelegramId
from demo.clock import LocalClock
from demo.people import Person
from demo.postbox import Postbox
from demo.stage import Stage
from demo.telegram import LocalTelegram

Json = dict[str, Any]

PATIENCE = 6.0
"""Seconds of the wall that a jump of the clock waits for what became due."""
SENDER = "rada@example.org"
LISTED = 30


class Hurried(Pace):
    """While the story is told nobody waits for Telegram's pace; afterwards it is kept as in life."""

    told = False

    def free_at(self, chat: int, lane: Lane, now: datetime) -> datetime:
        return super().free_at(chat, lane, now) if self.told else max(now, self._held.get(chat, now))


class Rehearsal:
    """Satisfies demo.page.Backstage."""

    def __init__(self, telegram: LocalTelegram, clock: LocalClock, postbox: Postbox, settings: Settings) -> None:
        self.telegram, self.clock, self.postbox, self.settings = telegram, clock, postbox, settings
        self.pace = Hurried()
        self._context: AbstractAsyncContextManager[App] | None = None
        self._app: App | None = None
        self._turn = asyncio.Lock()

    @property
    def app(self) -> App:
        if self._app is None:
            raise LookupError("The bot is starting")
        return self._app

    async def start(self) -> None:
        self._context = running(self.settings, self.clock, pace=self.pace)
        self._app = await self._context.__aenter__()

    async def stop(self) -> None:
        self._app, context, self._context = None, self._context, None
        if context is not None:
            await context.__aexit__(None, None, None)

    async def restart(self) -> None:
        async with self._turn:
            await self.stop()
            told, self.pace = self.pace.told, Hurried()
            self.pace.told = told
            await self.start()

    async def employ(self, person: Person, role: str, position: str = "") -> None:
        account = TelegramId(person.id)
        if role not in set(Role):
            raise LookupError("There is no such role")
        async with self.app.storage.unit() as desk:
            await desk.roles.give(account, Role(role), "", position or person.name, account, self.clock.now())

    async def settle(self) -> None:
        """Until the bot has taken what was written, done what is due and sent it: within PATIENCE."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._settled()
        except TimeoutError:
            return

    async def _settled(self) -> None:
        while self.telegram.cloud.updates.pending():  # noqa: ASYNC110 - the queue rings no bell when it is empty
            await asyncio.sleep(0.005)
        self.app.wake()
        while self._jobs_due():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await self.app.idle(PATIENCE)

    def _jobs_due(self) -> int:
        now = int(self.clock.now().timestamp() * 1000)
        with closing(sqlite3.connect(f"file:{self.settings.data_dir / 'bot.db'}?mode=ro", uri=True)) as book:
            due: int = book.execute("select count(*) from jobs where not done and due <= ?", (now,)).fetchone()[0]
        return due

    async def outbox(self) -> Sequence[Json]:
        async with self.app.storage.reading() as desk:
            rows = await desk.outbox.listed(LISTED)
        return [
            {"to": self._name(chat), "lane": lane.name.lower(), "due": due.isoformat(), "attempts": attempts}
            for chat, lane, due, attempts in rows
        ]

    def _name(self, number: int) -> str:
        chat = self.telegram.cloud.chats.get(number)
        if number == STAFF_GROUP or chat is None:
            return self.telegram.groups[0].title
        return chat.title or (chat.user.name if chat.user else "")

    async def letters(self) -> Sequence[Json]:
        return [
            {"to": one.to, "subject": one.subject, "at": one.at.isoformat(), "text": one.text, "files": one.files}
            for one in reversed(self.postbox.letters)
        ]


def settings_of(telegram: LocalTelegram, people: Stage, postbox: Postbox, folder: Path, content_dir: Path) -> Settings:
    """No setting of the environment is used, so that the demo never meets real data."""
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        staff_chat_id=people.group.id,
        admin_ids={people.officer.id},
        content_dir=content_dir,
        data_dir=folder,
        mail_host=postbox.host,
        mail_port=postbox.port,
        mail_security="none",
        mail_from=SENDER,
    )
