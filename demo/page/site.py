"""The page's own server: its files, the stream of what happens, and the acts of who sits before it."""

from io import BytesIO
from pathlib import Path
from typing import Any, Self

import segno
from aiohttp import web

from demo.cloud import Cloud
from demo.errors import ApiError
from demo.page import guard
from demo.page.acts import ACTS, Stagehand, perform, upload
from demo.page.backstage import Backstage
from demo.page.scene import Scene
from demo.page.stream import stream
from demo.schema import Upload

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "audio/ogg"})
"""What a browser may draw; anything else it only saves."""
LARGEST = 20 * 1024 * 1024


class PageSite:
    """Start it, open `url` in a browser of this machine."""

    def __init__(self, scene: Scene, backstage: Backstage) -> None:
        self.scene, self.backstage = scene, backstage
        self.stage = Stagehand(scene, backstage)
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> Self:
        """Raises OSError when the port is taken; port 0 takes a free one."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        self._runner = runner
        self.url = f"http://{host}:{runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def application(self) -> web.Application:
        app = web.Application(middlewares=[guard.guarded], client_max_size=LARGEST)
        app.on_response_prepare.append(guard.sign)
        app.router.add_get("/", self.page)
        app.router.add_get("/static/{name}", self.static)
        app.router.add_get("/events", self.events)
        app.router.add_get("/backstage", self.behind)
        app.router.add_get("/links", self.links)
        app.router.add_get("/file/{file}", self.file)
        app.router.add_get("/code/{payload}", self.code)
        app.router.add_post("/act", self.act)
        app.router.add_post("/upload", self.upload)
        return app

    async def page(self, request: web.Request) -> web.StreamResponse:
        return shown(STATIC / "index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        file = STATIC / Path(request.match_info["name"]).name
        if file.suffix not in TYPES or not file.is_file():
            raise web.HTTPNotFound(text="There is no such file")
        return shown(file)

    async def events(self, request: web.Request) -> web.StreamResponse:
        return await stream(request, self.scene)

    async def behind(self, request: web.Request) -> web.StreamResponse:
        """What waits behind the scenes."""
        return web.json_response({"outbox": await self.backstage.outbox(), "letters": await self.backstage.letters()})

    async def links(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(
            [
                {"payload": link.payload, "url": link_of(self.cloud, link.payload), "uk": link.uk, "en": link.en}
                for link in self.scene.links
            ]
        )

    async def file(self, request: web.Request) -> web.StreamResponse:
        try:
            stored = self.cloud.files.by_id(request.match_info["file"])
        except ApiError as error:
            raise web.HTTPNotFound(text=error.description) from None
        if stored.mime in SHOWN:
            return web.Response(body=stored.content, content_type=stored.mime)
        headers = {"Content-Disposition": "attachment"}
        return web.Response(body=stored.content, content_type="application/octet-stream", headers=headers)

    async def code(self, request: web.Request) -> web.StreamResponse:
        """The QR code of a deep link."""
        out = BytesIO()
        segno.make(link_of(self.cloud, request.match_info["payload"]), error="m").save(out, kind="svg", scale=4)
        return web.Response(body=out.getvalue(), content_type="image/svg+xml")

    async def act(self, request: web.Request) -> web.StreamResponse:
        try:
            asked = await request.json()
            if not isinstance(asked, dict) or asked.get("do") not in ACTS:
                raise ValueError("no such act")
            await perform(self.stage, asked)
        except LookupError as error:
            return refusal(409, error)
        except (ValueError, TypeError) as error:
            return refusal(400, error)
        return web.json_response({"ok": True})

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The body is the file; the query tells the rest."""
        asked = dict(request.query)
        content = await request.read()
        file = Upload(asked.get("name", "file"), request.content_type, content)
        try:
            upload(self.stage, asked, file)
        except (LookupError, ValueError) as error:
            return refusal(409, error)
        return web.json_response({"ok": True})

    @property
    def cloud(self) -> Cloud:
        return self.scene.telegram.cloud


def link_of(cloud: Cloud, payload: str) -> str:
    return f"https://t.me/{cloud.bot.username}?start={payload}"


def shown(file: Path) -> web.Response:
    return web.Response(body=file.read_bytes(), content_type=TYPES[file.suffix], charset="utf-8")


def refusal(status: int, error: Exception) -> web.Response:
    said: Any = error.args[0] if error.args else ""
    return web.json_response({"ok": False, "error": str(said)}, status=status)
