"""The HTTP face: /bot<token>/<method> as GET, form, multipart or JSON, and /file/bot<token>/<path>."""

import asyncio
import json
from typing import Any

from aiohttp import web

from demo.api import Api
from demo.errors import ApiError
from demo.faults import AFTERWARDS, Fault, Faults, Trouble
from demo.schema import Upload, method_names

HTML_502 = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def application(api: Api, faults: Faults) -> web.Application:
    server = Server(api, faults)
    app = web.Application(client_max_size=60 * 1024 * 1024)
    app.router.add_route("*", "/bot{token}/{method}", server.method)
    app.router.add_get("/file/bot{token}/{path:.+}", server.file)
    app.router.add_route("*", "/{anything:.*}", server.unknown)
    return app


class Server:
    def __init__(self, api: Api, faults: Faults) -> None:
        self._api = api
        self._faults = faults

    async def method(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._api.cloud.token:
            return refusal(ApiError(401, "Unauthorized"))
        given = request.match_info["method"]
        name = method_names().get(given.lower(), given)
        try:
            raw, uploads = await parameters(request)
            if delay := self._faults.delay(name):
                await asyncio.sleep(delay)
            fault = self._faults.take(name)
            if fault and fault.trouble not in AFTERWARDS:
                return await self._instead(request, name, raw, fault)
            result = await self._api.call(name, raw, uploads)
        except ApiError as error:
            return refusal(error)
        return await afterwards(request, fault) if fault else answer(result)

    async def _instead(self, request: web.Request, name: str, raw: dict[str, Any], fault: Fault) -> web.StreamResponse:
        call = self._api.noted(name, raw)
        error = fault.error()
        self._api.fail(call, error or ApiError(502, fault.trouble))
        if error:
            return refusal(error)
        if fault.trouble is Trouble.CUT:
            return cut(request)
        return web.Response(status=502, text=HTML_502, content_type="text/html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._api.cloud.token:
            return refusal(ApiError(401, "Unauthorized"))
        fault = self._faults.take("file")
        if fault:
            return cut(request) if fault.trouble is Trouble.CUT else web.Response(status=502, text=HTML_502)
        stored = self._api.cloud.files.at(request.match_info["path"])
        if stored is None:
            return refusal(ApiError(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        return refusal(ApiError(404, "Not Found"))


async def parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters of the query and of the body, and the files that came with them."""
    raw: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        try:
            raw |= await request.json()
        except (ValueError, TypeError):
            raise ApiError(400, "Bad Request: can't parse request JSON object", blame=True) from None
        return raw, uploads
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large", blame=True) from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            raw[name] = value
    return raw, uploads


def answer(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refusal(error: ApiError) -> web.Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    return web.json_response(error.body(), status=error.code, headers=headers)


async def afterwards(request: web.Request, fault: Fault) -> web.StreamResponse:
    """The call is done, but the bot does not learn of it."""
    if fault.trouble is Trouble.GARBAGE_AFTER:
        return web.Response(text=json.dumps({"ok": True, "result": {"unexpected": "shape"}}))
    if fault.trouble is Trouble.HANG_AFTER:
        await left(request)
    return cut(request)


def cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


async def left(request: web.Request) -> None:
    """Waits until the bot gives the connection up (aiohttp has no event for it)."""
    while request.transport and not request.transport.is_closing():  # noqa: ASYNC110
        await asyncio.sleep(0.05)
