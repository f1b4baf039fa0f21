"""An invented service of identification that speaks like id.gov.ua: for trying and testing, and it says so.

It strictly keeps to what the real one does: a code works once, an access token belongs to its code.
"""

import html
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from aiohttp import web

OLENA = {
    "lastname": "КОВАЛЬ",
    "givenname": "ОЛЕНА ІВАНІВНА",
    "middlename": "",
    "drfocode": "2991352445",
    "unzr": "",
}
"""Born on 24 November 1981; the number is invented, its check digit fits."""
TARAS = {"lastname": "Шевчук", "givenname": "Тарас", "middlename": "Петрович", "drfocode": "", "unzr": "20120305-01234"}
"""Fourteen years old, known by the register's number."""
PEOPLE: Mapping[str, Mapping[str, str]] = {"olena": OLENA, "taras": TARAS}


@dataclass
class FakeIdGov:
    """A running service on this machine; `people` are those who may be chosen on its page."""

    client_id: str = "hromada"
    client_secret: str = "not-a-secret"  # noqa: S105
    people: dict[str, Mapping[str, str]] = field(default_factory=lambda: dict(PEOPLE))
    answers: dict[str, Mapping[str, object]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""
    _codes: dict[str, str] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/", self._choose)
        app.router.add_post("/", self._chosen)
        app.router.add_get("/get-access-token", self._token)
        app.router.add_get("/get-user-info", self._info)
        app.router.add_get("/get-user-logout", self._logout)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def code_for(self, person: str) -> str:
        """A code as after the person has proved who they are."""
        code = secrets.token_hex(8)
        self._codes[code] = person
        return code

    async def _choose(self, request: web.Request) -> web.Response:
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(request.query.get(name, ""))}">'
            for name in ("state", "redirect_uri")
        )
        buttons = "".join(
            f'<p><button name="person" value="{key}">{html.escape(one["lastname"])} {html.escape(one["givenname"])}'
            "</button></p>"
            for key, one in self.people.items()
        )
        page = (
            '<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>Вигаданий id.gov.ua</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>'
            "<h1>Це вигаданий id.gov.ua</h1><p>Для спроби й перевірки: люди тут вигадані. Хто ви?</p>"
            f'<form method="post">{fields}{buttons}<p><button name="person" value="">Відмовитися</button></p></form>'
            "</main></body></html>"
        )
        return web.Response(text=page, content_type="text/html")

    async def _chosen(self, request: web.Request) -> web.Response:
        form = await request.post()
        back, state, person = str(form["redirect_uri"]), str(form["state"]), str(form["person"])
        said = {"code": self.code_for(person)} if person else {"error": "access_denied", "error_description": "refused"}
        raise web.HTTPSeeOther(f"{back}?{urlencode({**said, 'state': state})}")

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        query = request.query
        known = (query.get("client_id"), query.get("client_secret")) == (self.client_id, self.client_secret)
        person = self._codes.pop(query.get("code", ""), None)
        if not known or person is None or query.get("grant_type") != "authorization_code":
            return web.json_response({"error": "invalid_grant", "error_description": "code"}, status=400)
        token = secrets.token_hex(16)
        self._tokens[token] = person
        return web.json_response(
            {"access_token": token, "token_type": "bearer", "expires_in": 600, "refresh_token": "r", "user_id": person}
        )

    async def _info(self, request: web.Request) -> web.Response:
        self.asked.append("info")
        person = self._tokens.get(request.query.get("access_token", ""))
        if person is None or person != request.query.get("user_id"):
            return web.json_response({"error": "invalid_token"}, status=401)
        wanted = request.query.get("fields", "").split(",")
        told = self.answers.get(person) or {name: self.people[person].get(name, "") for name in wanted}
        return web.json_response(told)

    async def _logout(self, request: web.Request) -> web.Response:
        self.asked.append("logout")
        self._tokens.pop(request.query.get("access_token", ""), None)
        return web.json_response({"error": "0", "message": "ok"})
