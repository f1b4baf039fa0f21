"""The local Telegram: a Bot API server for one bot, and the people on its other side."""

import asyncio
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from demo.api import Api, Call
from demo.callbacks import Press
from demo.chats import Chat, User
from demo.clock import Clock, LocalClock
from demo.cloud import Cloud
from demo.faults import Faults
from demo.groups import Group
from demo.limits import Limits
from demo.people import Person
from demo.server import application
from demo.webhook import WebhookSender

Json = dict[str, Any]

TOKEN = "4200000042:LOCAL-telegram-knows-one-bot-only-000"  # noqa: S105 - opens nothing but this server
FIRST_PERSON = 700_000_001
FIRST_PHONE = 380_670_000_000


class LocalTelegram:
    """Start it, give the bot `url` and `token`, make people, let them act, look at what they see.

    `clock` may be any clock with now() and sleep(); hand the same one to the bot.
    """

    def __init__(self, clock: Clock | None = None, token: str = TOKEN, limits: bool = True) -> None:
        self.clock = clock or LocalClock()
        self.token = token
        self.cloud = Cloud(self.clock, token)
        self.limits = Limits(self.clock, limits)
        self.faults = Faults()
        self.api = Api(self.cloud, self.limits)
        self.people: list[Person] = []
        self.groups: list[Group] = []
        self.url = ""
        self._webhook = WebhookSender(self.api)
        self._runner: web.AppRunner | None = None
        self._owner = User(FIRST_PERSON - 1, "Власник", "групи")
        self.cloud.users[self._owner.id] = self._owner

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> Self:
        runner = web.AppRunner(application(self.api, self.faults), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        self.url = f"http://{host}:{runner.addresses[0][1]}"
        self._runner = runner
        return self

    async def stop(self) -> None:
        self._webhook.stop()
        self.cloud.updates.stop_poll("Conflict: the local Telegram stops")
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start() if self._runner is None else self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    # the world

    def person(
        self,
        first_name: str,
        last_name: str = "",
        language_code: str | None = "uk",
        username: str | None = None,
    ) -> Person:
        number = len(self.people)
        user = User(FIRST_PERSON + number, first_name, last_name, username, language_code)
        self.people.append(Person(self.cloud, user, f"+{FIRST_PHONE + number}"))
        return self.people[-1]

    def group(self, title: str, forum: bool = True, public: bool = False, supergroup: bool = True) -> Group:
        """A group without the bot: `add_bot` brings it in. A small group (not super) has no topics."""
        number = len(self.groups) + 1
        kind = "supergroup" if supergroup or forum else "group"
        identifier = -1_001_000_000_000 - number if kind == "supergroup" else -4_000_000 - number
        name = f"local_group_{number}" if public else None
        return self._keep(Chat(identifier, kind, title, name, forum))

    def channel(self, title: str, username: str | None = None) -> Group:
        return self._keep(Chat(-1_002_000_000_000 - len(self.groups), "channel", title, username))

    def _keep(self, chat: Chat) -> Group:
        self.groups.append(Group(self.cloud, chat, self._owner))
        return self.groups[-1]

    def push_update(self, update: Json) -> Json:
        """Any object, even one that cannot be decoded; it gets an update_id when it has none."""
        return self.cloud.updates.push(update)

    def redeliver(self, count: int = 1) -> None:
        """The last confirmed updates come again, with the same ids."""
        self.cloud.updates.redeliver(count)

    # what happened

    @property
    def calls(self) -> list[Call]:
        """Every call but getUpdates, in order."""
        return self.api.calls

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def violations(self) -> list[str]:
        """What a strict test must fail on: calls that only a bug in the bot can make."""
        return self.api.violations

    def unanswered(self) -> list[Press]:
        """Presses that reached the bot and that it never tried to answer."""
        delivered = self.cloud.updates.delivered
        presses = self.cloud.presses.all.values()
        return [press for press in presses if press.update_id in delivered and not press.answer and not press.late]

    async def quiet(self, seconds: float = 0.3, at_most: float = 10.0) -> None:
        """Returns when the bot has taken its updates and called nothing for this long (seconds of the wall)."""
        deadline = asyncio.get_running_loop().time() + at_most
        while asyncio.get_running_loop().time() < deadline:
            before = len(self.calls)
            await asyncio.sleep(seconds)
            if before == len(self.calls) and not self.cloud.updates.waiting():
                return
