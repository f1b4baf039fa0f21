"""id.gov.ua, the state's service of identification (OAuth2): who signs a petition.

It needs an agreement with the service and gives the council a client's id and secret. Data come unencrypted only where
the agreement says so: an answer in an envelope (`encryptedUserInfo`, ДСТУ) needs a library of the state's that is not
free, and is refused with a plain word. The tax code passes through here and is kept nowhere.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import structlog

from bot.settings import Settings
from council.identity import Identified, NotIdentified, identified
from council.phrases import _

log = structlog.get_logger(__name__)

FIELDS = "lastname,givenname,middlename,drfocode,unzr"
"""What a signature needs, and nothing more of what the service offers."""
WAYS = "dig_sign,bank_id,mobile_id"
PATIENCE = aiohttp.ClientTimeout(total=20, connect=8)
BIGGEST = 64 * 2**10
OFFICIAL = "https://id.gov.ua"


class IdGov:
    """Satisfies council.identity.IdentityProvider."""

    def __init__(self, url: str, client_id: str, client_secret: str) -> None:
        self._url, self._id, self._secret = url, client_id, client_secret
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.official = self.origin == OFFICIAL

    def address(self, state: str, back: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": self._id,
            "auth_type": WAYS,
            "state": state,
            "redirect_uri": back,
        }
        return f"{self._url}/?{urlencode(asked)}"

    async def identify(self, code: str) -> Identified:
        """Raises NotIdentified: the service is away, the code was used, or it told too little."""
        try:
            async with aiohttp.ClientSession(timeout=PATIENCE) as session:
                told = await self._told(session, code)
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
            log.warning("idgov_failed", why=type(error).__name__)
            raise NotIdentified(
                _("The service of identification does not answer. Nothing was signed. Try again in a few minutes.")
            ) from None
        return identified(told)

    async def _told(self, session: aiohttp.ClientSession, code: str) -> Mapping[str, Any]:
        grant = {"grant_type": "authorization_code", "client_id": self._id, "client_secret": self._secret}
        access = await self._asked(session, "get-access-token", {**grant, "code": code})
        who = {"access_token": str(access["access_token"]), "user_id": str(access["user_id"])}
        try:
            told = await self._asked(session, "get-user-info", {**who, "fields": FIELDS})
        finally:
            await self._leave(session, who)
        if "encryptedUserInfo" in told:
            log.error("idgov_answers_in_an_envelope")
            raise NotIdentified(_("The service's answer cannot be read here. Nothing was signed. Tell the council."))
        return told

    async def _asked(self, session: aiohttp.ClientSession, what: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        """The answer of the service. Its addresses hold secrets: never logged, never followed elsewhere."""
        async with session.get(f"{self._url}/{what}", params=params, allow_redirects=False) as answer:
            body = await answer.content.read(BIGGEST)
            told = _read(body)
            if answer.status != 200 or str(told.get("error", "0")) not in {"", "0"}:
                log.warning("idgov_refused", what=what, status=answer.status)
                raise NotIdentified(_("Who you are was not confirmed. Nothing was signed. Begin again from the bot."))
            return told

    async def _leave(self, session: aiohttp.ClientSession, who: Mapping[str, str]) -> None:
        """Ends the session there; a person on somebody's computer must not leave it open."""
        try:
            await self._asked(session, "get-user-logout", who)
        except (aiohttp.ClientError, TimeoutError, ValueError, NotIdentified) as error:
            log.info("idgov_logout_failed", why=type(error).__name__)


def _read(body: bytes) -> Mapping[str, Any]:
    """Raises ValueError for what is no JSON object."""
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("not an object")
    return told


def provider(settings: Settings) -> IdGov | None:
    """The service of the settings; None where it is not set up."""
    url, client, secret = settings.idgov_url, settings.idgov_client_id, settings.idgov_client_secret
    if url is None or client is None or secret is None:
        return None
    return IdGov(url, client, secret.get_secret_value())
