"""Redis: what replicas share and may lose. When it is away, each goes on by itself, and says so."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

PATIENCE = 0.5
"""Seconds: a screen that somebody waits for waits no longer for Redis."""
AGAIN_AFTER = 5.0
"""Seconds (of the computer's clock) for which an ill Redis is not asked."""


class Shared:
    """Runs scripts on Redis; its keys begin with `prefix`. `away` says why it cannot, None when it can."""

    def __init__(self, url: str, prefix: str) -> None:
        self._prefix = prefix
        self._client = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._silent_until = 0.0
        self.away: str | None = None

    async def run(self, script: str, keys: Sequence[str], values: Sequence[Any]) -> Any:
        """What the script returns, or None while Redis is away."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            async with asyncio.timeout(2 * PATIENCE):
                return self._found(await self._asked(script, [f"{self._prefix}:{key}" for key in keys], values))
        except (RedisError, OSError, TimeoutError) as error:
            self._lost(error)
            return None

    async def _asked(self, script: str, keys: Sequence[str], values: Sequence[Any]) -> Any:
        answer: Any = self._client.eval(script, len(keys), *keys, *values)
        return await answer

    async def ping(self) -> bool:
        return bool(await self.run("return 1", [], []))

    def lacking(self) -> str | None:
        """For /readyz."""
        return "redis" if self.away else None

    async def close(self) -> None:
        await self._client.aclose()

    def _lost(self, error: Exception) -> None:
        self._silent_until = time.monotonic() + AGAIN_AFTER
        if self.away is None:
            log.warning("redis_away", why=type(error).__name__, meanwhile="each replica keeps its own pace")
        self.away = type(error).__name__

    def _found(self, said: Any) -> Any:
        if self.away is not None:
            log.info("redis_back")
        self.away = None
        return said
