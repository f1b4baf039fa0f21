"""The HTTP connector: one signed POST carries the card and its files to the council's document system.

The body is JSON and may be 300 MB: it is made twice, once to be signed and once to be sent, and is never in memory.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.connectors.handing_over import Refusal
from bot.documents.packages import CARD_JSON, Package, contents
from council.clock import Clock
from council.handover_rules import Connector
from storage.files import Files

CONNECTING, SILENT = 15.0, 120.0
TAKEN = range(200, 300)
KNOWN = 409
"""The other side has this idempotency key: what we were not told last time has arrived."""
SIGNATURE, TIMESTAMP, KEY = "X-Hromada-Signature", "X-Hromada-Timestamp", "Idempotency-Key"
_CHUNK = 3 * 64 * 1024
"""Bytes encoded at once; divisible by three, so that base64 needs no padding inside."""


@dataclass(frozen=True)
class DocumentSystem:
    """Satisfies bot.connectors.handing_over.Way. `url` and `secret` are WORKFLOW_URL and WORKFLOW_SECRET."""

    url: str
    secret: str = field(repr=False)
    clock: Clock
    connector: Connector = Connector.HTTP

    async def carry(self, package: Package, files: Files) -> str:
        """Raises Refusal, aiohttp.ClientError or TimeoutError."""
        stamp = str(int(self.clock.now().timestamp()))
        signature, length = await self._signed(package, files, stamp)
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(length),
            KEY: str(package.key),
            TIMESTAMP: stamp,
            SIGNATURE: f"v1={signature}",
        }
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECTING, sock_read=SILENT)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(self.url, data=body(package, files), headers=headers, allow_redirects=False) as answer,
        ):
            self._must_be_taken(answer)
        return urlsplit(self.url).hostname or ""

    async def _signed(self, package: Package, files: Files, stamp: str) -> tuple[str, int]:
        proof = hmac.new(self.secret.encode(), f"{stamp}.{package.key}.".encode(), hashlib.sha256)
        length = 0
        async for part in body(package, files):
            proof.update(part)
            length += len(part)
        return proof.hexdigest(), length

    def _must_be_taken(self, answer: aiohttp.ClientResponse) -> None:
        if answer.status not in TAKEN and answer.status != KNOWN:
            raise Refusal(f"http {answer.status}", retry_after(answer.headers.get("Retry-After", ""), self.clock.now()))


async def body(package: Package, files: Files) -> AsyncIterator[bytes]:
    """`{"card": …, "files": [{"name", "mime", "size", "sha256", "content"}]}`, the content in base64."""
    card = next((one.content for one in package.pieces if one.name == CARD_JSON), b"null")
    yield b'{"id":"' + str(package.key).encode() + b'","card":' + card + b',"files":['
    between = b""
    async for piece, content in contents(files, package):
        if piece.name == CARD_JSON:
            continue
        told: dict[str, Any] = {"name": piece.name, "mime": piece.mime, "size": piece.size, "sha256": piece.sha256}
        yield between + json.dumps(told, ensure_ascii=False).encode()[:-1] + b',"content":"'
        for start in range(0, len(content), _CHUNK):
            yield base64.b64encode(content[start : start + _CHUNK])
        yield b'"}'
        between = b","
    yield b"]}"


def retry_after(said: str, now: datetime) -> timedelta | None:
    """Seconds or a date (RFC 9110, 10.2.3); None for what cannot be read or has passed."""
    if said.isascii() and said.isdigit() and len(said) < 9:
        return timedelta(seconds=int(said))
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return wait if wait > timedelta() else None
