"""The pace and the flood guard of several replicas together: counted in Redis, by Redis' own clock.

Chats and accounts stand there as keyed hashes, and everything ends by itself after a minute or so.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from aiogram.types import Update

from bot.nursery import Nursery
from bot.pace import GROUP, OVERALL, Pace, Private
from bot.redis import Shared
from council.clock import Clock
from council.deliveries import MANY, Lane
from handlers.flood import MINUTE, PER_MINUTE, Guard

Hashed = Callable[[str], str]

TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local group, kept, burst, name, forced = ARGV[3] ~= '0', tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6], ARGV[7] == '1'

local function window(key, size, length, spare)
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now - length)
    local taken = redis.call('ZCARD', key)
    if taken < size - spare then return 0 end
    local oldest = redis.call('ZRANGE', key, taken - (size - spare), taken - (size - spare), 'WITHSCORES')
    return math.max(0, oldest[2] + length - now)
end

local wait = math.max(0, redis.call('PTTL', KEYS[3]), window(KEYS[1], tonumber(ARGV[1]), 1000, 0))
local empty_until = 0
if group then
    wait = math.max(wait, window(KEYS[2], tonumber(ARGV[2]), 60000, kept))
else
    empty_until = math.max(now, tonumber(redis.call('GET', KEYS[2]) or 0))
    wait = math.max(wait, empty_until - (burst - 1) * 1000 - now)
end
if wait > 0 and not forced then return math.ceil(wait) end

redis.call('ZADD', KEYS[1], now, name)
redis.call('PEXPIRE', KEYS[1], 2000)
if group then
    redis.call('ZADD', KEYS[2], now, name)
    redis.call('PEXPIRE', KEYS[2], 61000)
else
    redis.call('SET', KEYS[2], empty_until + 1000, 'PX', empty_until + 1000 - now)
end
return 0
"""
"""Telegram's budgets as bot/pace.py keeps them: takes a place (0), or says in how many milliseconds to ask again."""

HOLD = """
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) end
return 1
"""

COUNT = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('ZADD', KEYS[1], 'NX', now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
"""
"""How many updates of the account came in that time; the same update is counted once."""


class SharedPace(Pace):
    """The local pace first, which costs nothing; then the common one. Without Redis the local one alone."""

    def __init__(
        self, shared: Shared, hashed: Hashed, clock: Clock, overall: int = OVERALL, group: int = GROUP
    ) -> None:
        super().__init__(overall, group)
        self._shared, self._hashed, self._clock, self._sizes = shared, hashed, clock, (overall, group)
        self._news = Nursery()

    async def claim(self, chat: int, lane: Lane, now: datetime) -> datetime:
        free = self.free_at(chat, lane, now)
        if free <= now:
            free = now + timedelta(milliseconds=await self._ask(chat, self.kept(chat, lane, now) if chat <= 0 else 0))
        if free <= now:
            self.fly(chat, lane, now)
        elif lane not in MANY:
            self._waiting[chat] = now
        return free

    def take(self, chat: int, now: datetime) -> None:
        """What is sent without asking counts for the others too."""
        super().take(chat, now)
        self._news.start(self._tell_taken(chat), "pace:take")

    def hold(self, chat: int, until: datetime) -> None:
        super().hold(chat, until)
        self._news.start(self._tell_held(chat, until), "pace:hold")

    async def close(self) -> None:
        await self._news.settled(1)
        await self._news.close()

    async def _ask(self, chat: int, kept: int, *, forced: bool = False) -> int:
        """Milliseconds to wait; 0 when the place is taken, and when nobody knows because Redis is away."""
        keys = ("pace:all", self._key("pace", chat), self._key("held", chat))
        values = (*self._sizes, int(chat <= 0), kept, Private.BURST, secrets.token_hex(8), int(forced))
        return int(await self._shared.run(TAKE, keys, values) or 0)

    async def _tell_taken(self, chat: int) -> None:
        await self._ask(chat, 0, forced=True)

    async def _tell_held(self, chat: int, until: datetime) -> None:
        left = (until - self._clock.now()) // timedelta(milliseconds=1)
        if left > 0:
            await self._shared.run(HOLD, [self._key("held", chat)], [left])

    def _key(self, what: str, chat: int) -> str:
        return f"{what}:{self._hashed(f'{what}:{chat}')[:24]}"


class Floods:
    """How far over the limit of the flood guard a message is (handlers/flood.py), on all replicas together."""

    def __init__(self, shared: Shared | None = None, hashed: Hashed = str) -> None:
        self._shared, self._hashed = shared, hashed
        self._own = Guard()

    async def excess(self, update: Update, received: datetime) -> int:
        """Messages of people in private chats only; asked before the unit of work, in which nothing else is awaited."""
        message = update.message
        if message is None or message.from_user is None or message.chat.type != "private":
            return 0
        account = message.from_user.id
        own = self._own.excess(account, received)
        if self._shared is None:
            return own
        key = f"flood:{self._hashed(f'flood:{account}')[:24]}"
        counted = await self._shared.run(COUNT, [key], [update.update_id, MINUTE // timedelta(milliseconds=1)])
        return own if counted is None else max(0, counted - PER_MINUTE)
