"""Shared state in Redis (or Valkey): short time-outs, one round trip a call, keys that end by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.coordination.face import CoordinationLost

if TYPE_CHECKING:
    from redis.asyncio import Redis

SECONDS = 0.5
"""Longest wait for one answer; redis-py's own defaults block for seconds where Redis is away."""
PREFIX = "resync:"

_CLAIM = """
for _, key in ipairs(KEYS) do if redis.call('EXISTS', key) == 1 then return 0 end end
for _, key in ipairs(KEYS) do redis.call('SET', key, '1', 'PX', ARGV[1]) end
return 1
"""
_LEASE = """
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_YIELD = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
_ALLOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local wait = empty + ARGV[1] - now - ARGV[2]
if wait > 0 then return wait end
redis.call('SET', KEYS[1], empty + ARGV[1], 'PX', ARGV[2] + ARGV[1])
return 0
"""


class InRedis:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._claim = redis.register_script(_CLAIM)
        self._lease = redis.register_script(_LEASE)
        self._yield = redis.register_script(_YIELD)
        self._allow = redis.register_script(_ALLOW)

    async def claim(self, keys: Sequence[str], seconds: float) -> bool:
        async with _answered():
            return bool(await self._claim(keys=[_key("seen", k) for k in keys], args=[_ms(seconds)]))

    async def forget(self, keys: Sequence[str]) -> None:
        async with _answered():
            await self._redis.delete(*(_key("seen", k) for k in keys))

    async def lease(self, name: str, holder: str, seconds: float) -> bool:
        async with _answered():
            return bool(await self._lease(keys=[_key("lease", name)], args=[holder, _ms(seconds)]))

    async def yield_lease(self, name: str, holder: str) -> None:
        async with _answered():
            await self._yield(keys=[_key("lease", name)], args=[holder])

    async def allow(self, key: str, times: int, seconds: float) -> float:
        async with _answered():
            wait = await self._allow(keys=[_key("rate", key)], args=[_ms(seconds / times), _ms(seconds)])
            return float(wait) / 1000

    async def ping(self) -> None:
        async with _answered():
            await self._redis.ping()

    async def close(self) -> None:
        await self._redis.aclose()


def open_redis(url: str) -> InRedis:
    """Connects lazily. Raises ValueError for an address that is none."""
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    made: Redis = Redis.from_url(
        url,
        socket_timeout=SECONDS,
        socket_connect_timeout=SECONDS,
        retry=Retry(NoBackoff(), 1),
        protocol=3,
        decode_responses=True,
    )
    return InRedis(made)


@asynccontextmanager
async def _answered() -> AsyncIterator[None]:
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError, TimeoutError) as fault:
        raise CoordinationLost(f"Redis does not answer ({type(fault).__name__}). Nothing was claimed.") from fault


def _key(kind: str, name: str) -> str:
    return f"{PREFIX}{kind}:{name}"


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))
