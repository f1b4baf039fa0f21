"""How many pages a second: a kept page with all its headers against a bare aiohttp handler of the same length."""

import asyncio
import tempfile
import time
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.web import quietly
from handlers.web.limits import Limit
from tests.benchmarks.table import Line, show
from tests.council.petitions import community, published
from tests.handlers.web.site import a_site

PAGES, TOGETHER = 4000, 20


async def pages(_server: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with a_site(Path(folder), community()) as site:
            async with site.room.storage.unit() as desk:
                await published(desk, site.community, now=site.clock.now())
            await site.changes()
            site.room.limit = Limit(rate=1e9, burst=10**9)
            ours = web.Application(middlewares=[quietly])
            site.room.mount(ours)
            body = (await site.sees("/initiatives/1")).text.encode()
            bare = web.Application()
            bare.router.add_get("/initiatives/1", lambda _: _bare(body))
            async with TestServer(bare) as one, TestServer(ours) as two:
                figures = [
                    [await _rate(str(server.make_url("/initiatives/1"))) for server in (one, two)] for _ in "123"
                ]
    best = [max(figure[place] for figure in figures) for place in (0, 1)]
    show("a public page", (Line("pages a second, kept page", best[0], best[1], 0.6, at_least=True),))


async def _bare(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="text/html")


async def _rate(url: str) -> float:
    """The reader takes its share of the same processor, from both alike."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=TOGETHER)) as session:

        async def reads() -> None:
            for _ in range(PAGES // TOGETHER):
                async with session.get(url, headers={"Accept-Encoding": "identity"}) as answer:
                    await answer.read()

        begun = time.perf_counter()
        await asyncio.gather(*(reads() for _ in range(TOGETHER)))
        return PAGES / (time.perf_counter() - begun)
