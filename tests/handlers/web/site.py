"""The public pages on a real SQLite file and a real socket, and somebody with a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from council.community import Community
from council.identity import IdentityProvider
from council.petitions import Petition
from demo.clock import LocalClock
from handlers.house import House
from handlers.texts import KYIV, Catalogues
from handlers.web.pages import public_pages
from handlers.web.room import Room
from storage.house import Storage
from storage.keys import Keyring
from tests.council.desk import NOW


@dataclass(frozen=True)
class Seen:
    status: int
    text: str
    headers: Any

    def says(self, *texts: str) -> bool:
        return all(text in self.text for text in texts)


@dataclass
class Site:
    room: Room
    client: "TestClient[web.Request, web.Application]"
    clock: LocalClock
    community: Community

    async def sees(self, path: str, method: str = "GET", **headers: str) -> Seen:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.request(method, path, headers=named, allow_redirects=False) as answer:
            return Seen(answer.status, await answer.text(), answer.headers)

    async def changes(self) -> None:
        """Two seconds later, when the pages have looked for changes."""
        await self.room.refresh()


CATALOGUES = Catalogues()


@asynccontextmanager
async def a_site(
    folder: Path,
    community: Community,
    origin: str = "https://rada.example",
    provider: IdentityProvider | None = None,
) -> AsyncIterator[Site]:
    storage = await Storage.open(f"sqlite://{folder}/bot.db", Keyring.make()[1], NOW)
    clock = LocalClock(0, NOW)
    house = House(community, CATALOGUES, frozenset(), None, "hromada_bot", KYIV)
    room = public_pages(Room(house, storage, clock, origin), provider)
    app = web.Application()
    room.mount(app)
    try:
        async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
            yield Site(room, client, clock, community)
    finally:
        await storage.close()


def path_of(site: Site, petition: Petition) -> str:
    home = "initiatives" if petition.mode == "initiative" else "petitions"
    return f"/{home}/{petition.id}"
