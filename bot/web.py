"""The small web server: health for whoever runs the bot, numbers for Prometheus, the webhook, and the public pages.

It writes no access log: a path may hold a secret, an address belongs to a person.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import structlog
from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.health import Health
from bot.logs import failure
from bot.settings import Settings, SettingsError, sentence
from bot.webhook import Webhook
from bot.workflow_events import PATH, Events
from council.phrases import _
from handlers.web.room import Room

log = structlog.get_logger(__name__)

BIGGEST = 4 * 2**20
"""Bytes. Telegram cuts its own answers at about 4 MB; a real update is a few kilobytes."""
DRAIN = 10.0
"""Seconds that requests under way get to end when the bot stops."""

AWAY = (
    "Сторінка зараз не відкривається. Спробуйте за хвилину.\nThis page cannot be opened now. Try again in a minute.\n"
)
"""For who reads, in both languages: where this is said, nothing else may be relied on."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(
    health: Health, webhook: Webhook | None, room: Room | None = None, events: Events | None = None
) -> web.Application:
    """`room` is given where PUBLIC_URL names the host of the public pages, `events` where WORKFLOW_SECRET is set."""
    app = web.Application(client_max_size=BIGGEST, middlewares=[quietly])
    app.on_response_prepare.append(_nameless)
    pages = Pages(health)
    app.router.add_get("/healthz", pages.healthz)
    app.router.add_get("/readyz", pages.readyz)
    app.router.add_get("/metrics", pages.metrics)
    if webhook is not None:
        app.router.add_post(webhook.path, webhook.take)
    if events is not None:
        app.router.add_post(PATH, events.take)
    if room is not None:
        room.mount(app)
    return app


@asynccontextmanager
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    """Listens until the block is left; then takes nothing new, ends what is under way, and returns.

    Raises SettingsError where the address or the port cannot be used.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN, handle_signals=False)
    await runner.setup()
    try:
        await _listen(runner, settings)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    host, port = settings.http_host, settings.http_port
    try:
        await web.TCPSite(runner, host, port).start()
    except PermissionError:
        wrong = _("the port {port} needs the rights of root; take one above 1023")
        raise SettingsError([sentence("http_port", wrong, port=port)]) from None
    except OSError as error:
        if "in use" in str(error):
            wrong = _("another program listens on {host}:{port}; stop it or take another port")
            raise SettingsError([sentence("http_port", wrong, host=host, port=port)]) from None
        wrong = _("this computer has no address {host}")
        raise SettingsError([sentence("http_host", wrong, host=host)]) from None


class Pages:
    def __init__(self, health: Health) -> None:
        self._health = health

    async def healthz(self, _: web.Request) -> web.Response:
        """503 names the loops that do not go round any more: the process should be started anew."""
        silent = self._health.pulse.silent()
        return web.json_response({"alive": not silent, "silent": silent}, status=_status(not silent))

    async def readyz(self, _: web.Request) -> web.Response:
        """503 names the parts that are not ready; what is only degraded leaves the answer 200."""
        parts = await self._health.parts()
        lacking = self._health.not_ready(parts)
        told = {"ready": not lacking, "not_ready": lacking, "parts": parts, "degraded": self._health.lacking(parts)}
        return web.json_response(told, status=_status(not lacking))

    async def metrics(self, _: web.Request) -> web.Response:
        await self._health.lags()
        page = self._health.metrics.page()
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def _status(fine: bool) -> int:
    return HTTPStatus.OK if fine else HTTPStatus.SERVICE_UNAVAILABLE


@web.middleware
async def quietly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A failure is logged by its kind and place; aiohttp's own line would name the address it came from."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        log.error("request_failed", **failure(error))
        return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, text=AWAY)


async def _nameless(_: web.Request, response: web.StreamResponse) -> None:
    """Nobody needs to know which program of which version answers."""
    response.headers.popall("Server", None)
