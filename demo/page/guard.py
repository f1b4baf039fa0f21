"""Who may ask: this machine's browser, on the page itself. A site elsewhere must neither read nor act here.

A name of another site that suddenly points to 127.0.0.1 (DNS rebinding) shows in Host; a form or a script of another
site shows in Origin and Sec-Fetch-Site. The page itself talks to nothing but this server (Content-Security-Policy).
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
NAMES = ("127.0.0.1", "localhost", "[::1]")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    check(request)
    return await handler(request)


async def sign(request: web.Request, response: web.StreamResponse) -> None:
    """Every answer tells the browser what the page may do, a stream and a refusal too."""
    response.headers.update(HEADERS)


def check(request: web.Request) -> None:
    host = request.headers.get("Host", "")
    if host.rsplit(":", 1)[0] not in NAMES:
        raise web.HTTPMisdirectedRequest(text="Open the demo by its own address: http://127.0.0.1:PORT")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        raise web.HTTPForbidden(text="Only the demo's own page may ask")
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise web.HTTPForbidden(text="Only the demo's own page may ask")
    if request.method == "POST" and origin is None:
        raise web.HTTPForbidden(text="Only the demo's own page may act")
