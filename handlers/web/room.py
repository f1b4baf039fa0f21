"""The room of the public pages: each in the reader's language, in one layout, cached, with careful headers.

A page is a function of what was asked, and reads the database only when nothing of it is on the shelf. What changes
pages is watched in the background by cheap signs, so that a reader of a kept page causes no query at all.
"""

import gzip
import hashlib
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from multidict import CIMultiDict

from council.calendar import local_day
from council.clock import Clock
from council.phrases import NotFound, Phrase
from handlers.house import House
from handlers.texts import DEFAULT, _, current, day, locale_for, moment, ngettext, number, say
from handlers.web.limits import Limit, place
from handlers.web.shelf import Shelf
from storage.desk import Desk
from storage.house import Storage

LANGUAGES = ("uk", "en")
FRESH = 2.0
"""Seconds after which a change is seen on the pages."""
BROWSER = 10
"""Seconds for which a browser or a proxy may show a page without asking."""
STYLE_FOR = 31_536_000
LONGEST = 200
"""Characters of a parameter that a page reads; the rest is left out."""
READING, AT_ONCE = 20.0, 400
"""Pages a second of one address, and how many at once: phones of a whole village may share an address."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action {form}; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CAREFUL: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Page:
    """What is answered. `file` is the name under which a browser saves it; an empty one is shown."""

    text: str
    kind: str = "text/html"
    status: int = HTTPStatus.OK
    file: str = ""


@dataclass(frozen=True)
class Asked:
    """What a reader wants: the path with the values in it, the parameters that the page takes, the language.

    `chosen` is true where the reader picked the language: links then keep it.
    """

    path: str
    named: Mapping[str, str]
    params: Mapping[str, str]
    language: str = DEFAULT
    chosen: bool = False

    def link(self, path: str, **params: object) -> str:
        """An address within the site, in the same language. Empty parameters are left out."""
        wanted = {name: str(value) for name, value in params.items() if value not in ("", None)}
        if self.chosen:
            wanted["lang"] = self.language
        return f"{quote(path)}?{urlencode(wanted)}" if wanted else quote(path)

    def again(self, **params: object) -> str:
        """This page with other parameters."""
        return self.link(self.path, **{**self.params, **params})

    def in_(self, language: str) -> str:
        return replace(self, language=language, chosen=True).again()

    def page(self) -> int:
        """The page of a list that was asked for, from 1."""
        asked = self.params.get("page", "")
        return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


@dataclass(frozen=True)
class Door:
    """The way to a capability's pages from the head of every page; `title` gives its words, `path` leads there."""

    path: str
    title: Callable[[], str]


Show = Callable[[Asked], Awaitable[Page]]
Sign = Callable[[Desk], Awaitable[object]]
"""What is different whenever a page of a capability would be: asked of the database every two seconds, by one query."""


@dataclass(frozen=True)
class Kept:
    """A page ready to send, packed once: `plain` and `packed` bodies with their headers."""

    status: int
    plain: bytes
    packed: bytes
    etag: str
    headers: CIMultiDict[str]
    packed_headers: CIMultiDict[str]


@dataclass
class Room:
    """Everything the pages share. `origin` is PUBLIC_URL, without a slash at its end.

    `wake` is called after something was queued to be sent.
    """

    house: House
    storage: Storage
    clock: Clock
    origin: str
    doors: list[Door] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)
    limit: Limit = field(default_factory=lambda: Limit(READING, AT_ONCE))
    forms: Limit = field(default_factory=lambda: Limit(0.5, 30))
    wake: Callable[[], None] = lambda: None
    beat: Callable[[], None] = lambda: None
    _routes: list[web.RouteDef] = field(default_factory=list)
    _seen: object = None

    def __post_init__(self) -> None:
        self._style = _style()
        self.style = f"/style-{hashlib.sha256(self._style.encode()).hexdigest()[:12]}.css"
        self._templates = _templates()
        self.careful = dict(CAREFUL)
        if self.origin.startswith("https://"):
            self.careful["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    # pages

    def add(self, path: str, show: Show, takes: Sequence[str] = ()) -> None:
        """Adds a page that anyone may read. Only the parameters in `takes` make another page of it."""
        self._routes.append(web.get(path, partial(self._read, show, frozenset(takes))))

    def form(self, method: str, path: str, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> None:
        """Adds a page that is made for one person and kept nowhere."""
        self._routes.append(web.route(method, path, partial(self._unkept, handler)))

    def mount(self, app: web.Application) -> None:
        """The pages as part of the process's web server; the last one answers whatever nobody took."""
        self.add("/", self._home)
        self._routes.append(web.get(self.style, self._send_style))
        self._routes.append(web.get("/robots.txt", self._robots))
        app.add_routes(self._routes)
        app.router.add_get("/{rest:.*}", partial(self._read, self._lost, frozenset()))

    def html(self, asked: Asked, template: str, **values: object) -> str:
        """The template in the reader's language; call it inside the page's own work, where a language is chosen."""
        here = {"asked": asked, "house": self.house, "doors": self.doors, "origin": self.origin, "room": self}
        return self._templates.get_template(template).render({**here, **values})

    def today(self) -> Any:
        return local_day(self.clock.now(), self.house.community.zone)

    async def _home(self, asked: Asked) -> Page:
        return Page(self.html(asked, "home.html"))

    async def _lost(self, asked: Asked) -> Page:
        raise NotFound("There is nothing under this number.")

    # reading

    async def _read(self, show: Show, takes: frozenset[str], request: web.Request) -> web.StreamResponse:
        if not self.limit.allows(caller(request), time.monotonic()):
            return self._refused(request)
        query = request.query
        chosen = query.get("lang", "") if query else ""
        language = chosen if chosen in LANGUAGES else preferred(request)
        params = tuple((name, query[name][:LONGEST]) for name in sorted(takes) if query.get(name)) if query else ()
        key = (request.path, params, language, chosen in LANGUAGES)
        kept: Kept | None = self.shelf.peek(key)
        if kept is None:
            asked = Asked(request.path, dict(request.match_info), dict(params), language, chosen in LANGUAGES)
            kept = await self._shown(show, asked, key)
        return _sent(request, kept)

    async def _shown(self, show: Show, asked: Asked, key: Hashable) -> Kept:
        """A page that is not there is made anew each time: invented addresses take no room on the shelf."""
        with self.house.texts.speaking(asked.language):
            try:
                return await self.shelf.get(key, partial(self._made, show, asked))
            except NotFound:
                lost = Page(self.html(asked, "lost.html"), status=HTTPStatus.NOT_FOUND)
                return self._packed(lost, asked.language)

    async def _made(self, show: Show, asked: Asked) -> Kept:
        return self._packed(await show(asked), asked.language)

    def _packed(self, page: Page, language: str) -> Kept:
        plain = page.text.encode()
        packed = gzip.compress(plain, 6, mtime=0)
        etag = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
        headers = CIMultiDict(self.careful)
        headers["Content-Type"] = f"{page.kind}; charset=utf-8"
        headers["Content-Language"] = language
        headers["Content-Security-Policy"] = POLICY.format(form="'self'")
        headers["Cache-Control"] = f"public, max-age={BROWSER}" if page.status == HTTPStatus.OK else "no-store"
        headers["Vary"] = "Accept-Language, Accept-Encoding"
        headers["ETag"] = etag
        if page.file:
            headers["Content-Disposition"] = f'attachment; filename="{page.file}"'
        if not page.kind.startswith("text/html"):
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            headers["Access-Control-Allow-Origin"] = "*"
        packed_headers = CIMultiDict(headers)
        packed_headers["Content-Encoding"] = "gzip"
        return Kept(page.status, plain, packed, etag, headers, packed_headers)

    async def kept(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """Something that several pages are made of: read once a generation."""
        found = self.shelf.peek(key)
        return found if found is not None else await self.shelf.get(key, make)

    # what belongs to one person

    async def _unkept(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]], request: web.Request
    ) -> web.StreamResponse:
        if not self.forms.allows(caller(request), time.monotonic()):
            return self._refused(request)
        with self.house.texts.speaking(language_of(request)):
            return await handler(request)

    def personal(self, page: Page, *, form: str = "'self'") -> web.Response:
        """A page for one person's eyes: no proxy and no browser keeps it. `form` is where its forms may lead."""
        response = web.Response(text=page.text, status=page.status, content_type=page.kind)
        response.headers.update(self.careful)
        response.headers["Content-Security-Policy"] = POLICY.format(form=form)
        response.headers["Cache-Control"] = "no-store"
        return response

    def asked(self, request: web.Request) -> Asked:
        chosen = request.query.get("lang", "")
        return Asked(request.path, dict(request.match_info), {}, language_of(request), chosen in LANGUAGES)

    def _refused(self, request: web.Request) -> web.Response:
        with self.house.texts.speaking(language_of(request)):
            text = self.html(self.asked(request), "busy.html")
        response = self.personal(Page(text, status=HTTPStatus.TOO_MANY_REQUESTS))
        response.headers["Retry-After"] = "60"
        return response

    # style

    async def _send_style(self, request: web.Request) -> web.Response:
        """Its address has the content's hash in it, so a browser keeps it for a year."""
        headers = {**self.careful, "Cache-Control": f"public, max-age={STYLE_FOR}, immutable"}
        return web.Response(text=self._style, content_type="text/css", headers=headers)

    async def _robots(self, request: web.Request) -> web.Response:
        """Everything may be found but the pages of one person; and no machine need try every search."""
        return web.Response(text="User-agent: *\nDisallow: /sign/\nDisallow: /*?\n", headers=self.careful)

    # freshness

    async def keep_fresh(self) -> None:
        """Looks for changes; nobody's request waits for it."""
        while True:
            self.beat()
            await self.refresh()
            await self.clock.sleep(FRESH)

    async def refresh(self) -> None:
        """Clears the shelf where anything has changed, or another day has begun."""
        async with self.storage.reading() as desk:
            seen = (self.today(), *[await sign(desk) for sign in self.signs])
        if seen != self._seen:
            self._seen = seen
            self.shelf.clear()


def caller(request: web.Request) -> str:
    return place(request.remote or "", request.headers.get("X-Forwarded-For", ""))


def preferred(request: web.Request) -> str:
    """By the browser's first language, as the bot goes by Telegram's: English for the English, else Ukrainian."""
    return locale_for(request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip())


def language_of(request: web.Request) -> str:
    chosen = request.query.get("lang", "")
    return chosen if chosen in LANGUAGES else preferred(request)


def _sent(request: web.Request, kept: Kept) -> web.Response:
    asked = request.headers
    if kept.etag in asked.get("If-None-Match", ""):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=kept.headers)
    if "gzip" in asked.get("Accept-Encoding", ""):
        return web.Response(status=kept.status, body=kept.packed, headers=kept.packed_headers)
    return web.Response(status=kept.status, body=kept.plain, headers=kept.headers)


def _style() -> str:
    source, _name, _fresh = PackageLoader("handlers.web").get_source(Environment(autoescape=True), "style.css")
    return source


def _templates() -> Environment:
    """Everything a person wrote is escaped; a name that a template lacks is a failure, not an empty place."""
    made = Environment(
        loader=PackageLoader("handlers.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=_, ngettext=ngettext, day=day, moment=moment, number=number, language=lambda: current().current_locale
    )
    made.filters["said"] = lambda phrase: say(phrase, html=False) if isinstance(phrase, Phrase) else phrase
    made.filters["here"] = lambda text: text.in_(current().current_locale) if text else ""
    return made
