"""Signing a petition on the council's page: the link from the bot, id.gov.ua, and one deliberate press.

Nothing is signed by opening an address. Forms carry a proof that this very page was open in this browser; the only
cookie of the whole site lives here, for half an hour.
"""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus

from aiohttp import web

from council import signing_links
from council.identity import IdentityProvider
from council.links import LinkKind, url
from council.petition_rules import Conditions
from council.petitions import Petition
from council.phrases import DomainError
from council.signing_links import Declared, SigningLink, Step
from council.voices import Voice
from handlers.texts import _, say
from handlers.web.petitions import home
from handlers.web.room import Page, Room

COOKIE = "signing"
COOKIE_FOR = 1800
BACK = "/sign/return"
LINK = "[A-Za-z0-9_-]{20,64}"

Work = Callable[[Room, IdentityProvider, web.Request], Awaitable[web.StreamResponse]]


async def start(room: Room, provider: IdentityProvider, request: web.Request) -> web.StreamResponse:
    """What will be signed, what everyone will see, and the conditions; opening it changes nothing."""
    async with room.storage.reading() as desk:
        link = await signing_links.look(desk, request.match_info["token"], room.clock.now())
        petition = await desk.petitions.get(link.petition)
    return _begun(room, provider, request, petition)


def _begun(
    room: Room, provider: IdentityProvider, request: web.Request, petition: Petition, refusal: str = ""
) -> web.Response:
    browser = _browser(request) or secrets.token_urlsafe(24)
    text = room.html(
        room.asked(request),
        "sign_start.html",
        petition=petition,
        conditions=_conditions(room),
        proof=_proof(browser, request.path),
        official=provider.official,
        refusal=refusal,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    response = room.personal(Page(text, status=status), form=f"'self' {provider.origin}")
    _keep(room, response, browser)
    return response


async def send(room: Room, provider: IdentityProvider, request: web.Request) -> web.StreamResponse:
    """On to the identification, from the browser that has the link now on."""
    browser, form = await _proven(request)
    token, now = request.match_info["token"], room.clock.now()
    declared = Declared(resident=form.get("resident") == "yes", age=form.get("age") == "yes")
    async with room.storage.unit() as desk:
        link = await signing_links.look(desk, token, now)
        if not _declares(_conditions(room), declared):
            petition = await desk.petitions.get(link.petition)
            told = _("Tick that the conditions fit you. Without that the petition cannot be signed here.")
            return _begun(room, provider, request, petition, told)
        state = await signing_links.send(desk, room.house.community, token, browser, declared, now)
    return _led(provider.address(state, room.origin + BACK))


def _conditions(room: Room) -> Conditions:
    return room.house.community.petitions.conditions


def _declares(conditions: Conditions, declared: Declared) -> bool:
    return (declared.resident or not conditions.resident) and (declared.age or not conditions.min_age)


async def come_back(room: Room, provider: IdentityProvider, request: web.Request) -> web.StreamResponse:
    """Back from the service. The state is taken once; nothing is signed yet."""
    state, code, browser = request.query.get("state", ""), request.query.get("code", ""), _browser(request)
    async with room.storage.unit() as desk:
        link = await signing_links.came_back(desk, state, browser, room.clock.now())
    if not code:
        raise DomainError(_("Who you are was not confirmed. Nothing was signed. Begin again from the bot."))
    found = await provider.identify(code)
    async with room.storage.unit() as desk:
        await signing_links.recognise(desk, room.house.community, link, state, found, room.clock.now())
    return _led(f"/sign/as/{state}")


async def confirm(room: Room, provider: IdentityProvider, request: web.Request) -> web.StreamResponse:
    """«Підписати як …?»; once signed, the receipt."""
    state, browser = request.match_info["state"], _browser(request)
    async with room.storage.reading() as desk:
        link = await signing_links.under(desk, state, browser)
        petition = await desk.petitions.get(link.petition)
        voice = await desk.signing.voice(link.petition, link.commitment) if link.commitment else None
    if voice is not None:
        return _receipt(room, request, petition, voice)
    return _asked_once_more(room, provider, request, petition, link)


def _asked_once_more(
    room: Room, provider: IdentityProvider, request: web.Request, petition: Petition, link: SigningLink
) -> web.Response:
    if link.step is not Step.KNOWN or link.person is None or room.clock.now() >= link.expires:
        raise DomainError(signing_links.DEAD)
    proof = _proof(_browser(request), request.path)
    values = {"petition": petition, "name": str(link.person.name), "proof": proof, "official": provider.official}
    return room.personal(Page(room.html(room.asked(request), "sign_confirm.html", **values)))


def _receipt(room: Room, request: web.Request, petition: Petition, voice: Voice) -> web.Response:
    values = {"petition": petition, "voice": voice, "home": home(room), "bot": _bot(room, petition)}
    return room.personal(Page(room.html(room.asked(request), "sign_receipt.html", **values)))


async def sign(room: Room, provider: IdentityProvider, request: web.Request) -> web.StreamResponse:
    """The signature itself. Pressed twice, it is one, and the receipt is the same."""
    browser, _form = await _proven(request)
    state = request.match_info["state"]
    async with room.storage.unit() as desk:
        await signing_links.sign(desk, room.house.community, state, browser, room.clock.now())
    room.wake()
    return _led(request.path)


# who presses


def _browser(request: web.Request) -> str:
    return request.cookies.get(COOKIE, "")


def _keep(room: Room, response: web.Response, browser: str) -> None:
    """Lax: the person comes back here from another site, and must be the same then."""
    response.set_cookie(
        COOKIE,
        browser,
        max_age=COOKIE_FOR,
        path="/sign",
        httponly=True,
        samesite="Lax",
        secure=room.origin.startswith("https://"),
    )


def _proof(browser: str, path: str) -> str:
    """What only a page of ours could put into this browser's form at this address."""
    return hmac.digest(browser.encode(), path.encode(), hashlib.sha256).hex()


async def _proven(request: web.Request) -> tuple[str, dict[str, str]]:
    """(the browser, what was sent). Raises DomainError for a form of another site, or one from another browser."""
    browser = _browser(request)
    form = {name: str(value) for name, value in (await request.post()).items()}
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if not browser or not ours or not hmac.compare_digest(form.get("proof", ""), _proof(browser, request.path)):
        raise DomainError(_("This page was open for too long, or in another browser. Begin again from the bot."))
    return browser, form


def _led(address: str) -> web.Response:
    """To another address with a GET, whatever came; nobody keeps where it led."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address, "Cache-Control": "no-store"})


# wiring


async def _guarded(room: Room, provider: IdentityProvider, work: Work, request: web.Request) -> web.StreamResponse:
    """A refusal is a page that says why, and leads back to the bot."""
    try:
        return await work(room, provider, request)
    except DomainError as error:
        text = room.html(
            room.asked(request), "sign_refused.html", why=say(error.phrase, html=False), bot=_bot(room, None)
        )
        return room.personal(Page(text, status=HTTPStatus.CONFLICT))


def _bot(room: Room, petition: Petition | None) -> str:
    name = room.house.bot_username
    return f"https://t.me/{name}" if petition is None else url(name, LinkKind.PETITION, petition.id)


def pages(room: Room, provider: IdentityProvider) -> None:
    def add(method: str, path: str, work: Work) -> None:
        room.form(method, path, partial(_guarded, room, provider, work))

    add("GET", BACK, come_back)
    add("GET", f"/sign/as/{{state:{LINK}}}", confirm)
    add("POST", f"/sign/as/{{state:{LINK}}}", sign)
    add("GET", f"/sign/{{token:{LINK}}}", start)
    add("POST", f"/sign/{{token:{LINK}}}", send)
