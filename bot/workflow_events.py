"""POST /workflow/events: what the council's document system tells by a signed call (docs/workflow-back.md).

The call is believed for its signature alone: HMAC-SHA256 by WORKFLOW_SECRET over the time, the key and the body. A call
that is five minutes old, or known under its key, has no effect; each refusal is a line of the log with a word.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog
from aiohttp import web

from bot.connectors.incoming import stored
from bot.logs import failure
from council import workflow_events
from council.attachments import Incoming
from council.clock import Clock
from council.mail_reading import MailFile
from council.phrases import DomainError, NotFound
from council.workflow_events import AnsweredEvent, Result, Told
from handlers.decision_texts import LETTERS_IN, letter_text
from handlers.house import House
from handlers.texts import say
from storage.errors import StorageError
from storage.files import Files
from storage.house import Storage

log = structlog.get_logger(__name__)

PATH = "/workflow/events"
SIGNATURE, TIMESTAMP, KEY = "X-Hromada-Signature", "X-Hromada-Timestamp", "Idempotency-Key"
WINDOW = timedelta(minutes=5)
BIGGEST = 40 * 2**20
"""Bytes of a body: a file of 20 MB is 27 MB in base64."""
A_MINUTE = 120
"""Calls, of whomever."""
SOON = "60"
"""Seconds after which an early event should come again."""


class Denied(Exception):
    """Why a call has no effect: an HTTP status and a word for the log and the answer."""

    def __init__(self, status: int, why: str, told: str = "") -> None:
        super().__init__(why)
        self.status, self.why, self.told = status, why, told


@dataclass
class Events:
    """Takes calls one after another, by the rules of council/workflow_events.py."""

    secret: str = field(repr=False)
    storage: Storage
    files: Files
    house: House
    clock: Clock
    wake: Callable[[], None]
    _calls: deque[datetime] = field(default_factory=deque)

    async def take(self, request: web.Request) -> web.Response:
        """200 with the result; 202: come again; 400, 401, 404, 409, 413, 422, 429, 503 with why."""
        try:
            result = await self._taken(request)
        except Denied as denied:
            log.warning("workflow_event_refused", why=denied.why, status=denied.status)
            headers = {"Retry-After": SOON} if denied.status in (429, 503) else None
            told = {"result": "refused", "why": denied.why, "told": denied.told}
            return web.json_response(told, status=denied.status, headers=headers)
        self.wake()
        if result is Result.EARLY:
            return web.json_response({"result": result.value}, status=202, headers={"Retry-After": SOON})
        return web.json_response({"result": result.value})

    async def _taken(self, request: web.Request) -> Result:
        now = self.clock.now()
        self._must_not_flood(now)
        self._must_be_fresh(request.headers.get(TIMESTAMP, ""), now)
        body = await _read(request)
        self._must_be_theirs(request, body)
        try:
            told = await asyncio.to_thread(workflow_events.parsed, body)
        except ValueError as error:
            raise Denied(400, "wrong_body", str(error)) from None
        if told.id != request.headers.get(KEY, ""):
            raise Denied(400, "key_is_not_the_id")
        return await self._done(told, hashlib.sha256(body).hexdigest(), now)

    def _must_not_flood(self, now: datetime) -> None:
        while self._calls and now - self._calls[0] > timedelta(minutes=1):
            self._calls.popleft()
        if len(self._calls) >= A_MINUTE:
            raise Denied(429, "too_many")
        self._calls.append(now)

    def _must_be_fresh(self, stamp: str, now: datetime) -> None:
        """A call that somebody has overheard is of no use to them later."""
        seconds = int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) < 12 else 0
        if abs(now.timestamp() - seconds) > WINDOW.total_seconds():
            raise Denied(401, "stale")

    def _must_be_theirs(self, request: web.Request, body: bytes) -> None:
        head = f"{request.headers.get(TIMESTAMP, '')}.{request.headers.get(KEY, '')}."
        proof = hmac.new(self.secret.encode(), head.encode("utf-8", "surrogateescape") + body, hashlib.sha256)
        given = request.headers.get(SIGNATURE, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, f"v1={proof.hexdigest()}".encode()):
            raise Denied(401, "wrong_signature")

    async def _done(self, told: Told, digest: str, now: datetime) -> Result:
        try:
            async with self.storage.reading() as desk:
                known = await desk.workflow_events.known(told.id)
                if known is None:
                    await workflow_events.case_of(desk, told)
            if known is not None:
                return _again(known, digest)
            return await self._written(told, digest, await self._files(told), now)
        except NotFound as error:
            raise Denied(404, "no_such_case", self._said(error)) from None
        except DomainError as error:
            raise Denied(422, "not_allowed", self._said(error)) from None
        except StorageError as error:
            log.error("workflow_event_not_stored", **failure(error))
            raise Denied(503, "not_stored") from None

    async def _written(self, told: Told, digest: str, files: Sequence[Incoming], now: datetime) -> Result:
        write, house = partial(letter_text, self.house), self.house
        async with self.storage.unit() as desk:
            known = await desk.workflow_events.known(told.id)
            if known is not None:
                return _again(known, digest)
            return await workflow_events.take(desk, house.community, told, digest, files, write, house.carried, now)

    async def _files(self, told: Told) -> Sequence[Incoming]:
        if not isinstance(told, AnsweredEvent):
            return ()
        return [await stored(self.files, _decoded(file)) for file in told.files]

    def _said(self, error: DomainError) -> str:
        with self.house.texts.speaking(LETTERS_IN):
            return say(error.phrase, html=False)


def _again(known: tuple[str, str], digest: str) -> Result:
    if known[0] != digest:
        raise Denied(409, "another_body_under_a_known_id")
    return Result(known[1])


def _decoded(file: workflow_events.File) -> MailFile:
    try:
        content = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise Denied(400, "wrong_body", "files.content") from None
    if file.sha256 is not None and hashlib.sha256(content).hexdigest() != file.sha256.lower():
        raise Denied(400, "wrong_body", "files.sha256")
    return MailFile(file.name, file.mime, content)


async def _read(request: web.Request) -> bytes:
    """The body, up to the limit: it is measured as it comes, whatever its head says."""
    if (request.content_length or 0) > BIGGEST:
        raise Denied(413, "too_big")
    body = bytearray()
    async for part in request.content.iter_chunked(2**16):
        body += part
        if len(body) > BIGGEST:
            raise Denied(413, "too_big")
    return bytes(body)
