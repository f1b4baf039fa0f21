"""The council's side of a hand-over, played for real: an HTTP peer with moods, and cases to hand over."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.connectors.document_system import KEY, SIGNATURE, TIMESTAMP
from council.appeals import Appeal, AttachmentKind, Kind
from council.community import Community
from council.handover_rules import Connector
from council.people import TelegramId
from council.submitting import submit
from storage.desk import Desk
from storage.files import Files
from tests.council.desk import FORM, KORIUKIVKA, NOW, filled

SECRET = "d1CkZ0pX7mLQ4wvT"
REGISTRY = "registry@example.org"


def koriukivka(*ways: Connector, **workflow: Any) -> Community:
    """The community in a house with these ways, a mailbox and an ЄДРПОУ code (an invented one)."""
    contacts = KORIUKIVKA.contacts.model_copy(update={"registry_email": REGISTRY})
    legal = KORIUKIVKA.legal.model_copy(update={"edrpou": "04061990"})
    flow = KORIUKIVKA.workflow.model_copy(update=workflow)
    told = {"contacts": contacts, "legal": legal, "workflow": flow}
    return KORIUKIVKA.model_copy(update=told).connected(frozenset(ways or Connector))


async def submits(desk: Desk, community: Community, key: str = "1f", who: int = 501, **changed: Any) -> Appeal:
    resident = await desk.residents.met(TelegramId(who), NOW)
    form = filled(changed.pop("kind", Kind.APPLICATION), key, **changed)
    return (await submit(desk, community, FORM, form, resident, NOW)).appeal


async def with_file(
    desk: Desk, files: Files, draft: str, content: bytes, name: str = "паспорт Коваль.jpg", mime: str = "image/jpeg"
) -> None:
    """A file that waits with the draft of this key."""
    stored = await files.put(content)
    key = f"{name}:{hashlib.sha256(content).hexdigest()}"
    await desk.attachments.add(
        draft, key, AttachmentKind.DOCUMENT, name, mime, stored.size, stored.sha256, stored.path, NOW
    )


@dataclass
class Peer:
    """A document system: `taken` by idempotency key, `moods` are its next answers: a status, or how it misbehaves."""

    moods: list[str] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: int = 0
    url: str = ""
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None

    async def receive(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        mood = self.moods.pop(0) if self.moods else "200"
        if mood == "cut":
            await request.content.read(10)
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        body = await request.read()
        if not self._proved(request, body):
            return web.Response(status=401)
        if mood.startswith("wait "):
            return web.Response(status=429, headers={"Retry-After": mood.removeprefix("wait ")})
        if mood == "moved":
            return web.Response(status=302, headers={"Location": self.url})
        if mood not in {"200", "lost"}:
            return web.Response(status=int(mood))
        key = request.headers[KEY]
        known = key in self.taken
        self.taken.setdefault(key, json.loads(body))
        if mood == "lost":
            assert request.transport is not None
            request.transport.close()
        return web.Response(status=409 if known else 201)

    def _proved(self, request: web.Request, body: bytes) -> bool:
        said = f"{request.headers[TIMESTAMP]}.{request.headers[KEY]}.".encode() + body
        right = hmac.new(SECRET.encode(), said, hashlib.sha256).hexdigest()
        return hmac.compare_digest(request.headers[SIGNATURE], f"v1={right}")

    def only(self) -> dict[str, Any]:
        [one] = self.taken.values()
        return one

    def files(self) -> dict[str, bytes]:
        return {one["name"]: base64.b64decode(one["content"]) for one in self.only()["files"]}


@asynccontextmanager
async def document_system() -> AsyncIterator[Peer]:
    peer = Peer()
    app = web.Application(client_max_size=400 * 1024 * 1024)

    async def received(request: web.Request) -> web.StreamResponse:
        return await (peer.answer or peer.receive)(request)

    app.router.add_post("/cases", received)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    peer.url = f"http://127.0.0.1:{port}/cases"
    try:
        yield peer
    finally:
        await runner.cleanup()
