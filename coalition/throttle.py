"""A token bucket in Redis that all workers share, on the clock of Redis.

Where Redis lost it (FLUSHALL) it begins nearly empty, so that nothing is let through twice; where
Redis is away, each process goes at its own slow pace."""

import logging
import time
from functools import cache

import redis
from django.conf import settings
from redis.exceptions import RedisError

from coalition.session_cache import redis_url

log = logging.getLogger(__name__)
# KEYS[1]; rate a second, size → 0 when a token was taken, else milliseconds to wait.
TAKE = """
local now = redis.call('TIME')
local t = now[1] + now[2] / 1000000
local rate, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(tonumber(kept[1]) or 1, size)
tokens = math.min(size, tokens + math.max(0, t - (tonumber(kept[2]) or t)) * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / rate * 1000) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(t))
redis.call('EXPIRE', KEYS[1], 3600)
return wait
"""


def take(name: str, *, rate: float, size: int, patience_s: float) -> bool:
    """Wait for a token, `rate` of which come in a second; False if that takes too long."""
    give_up = time.monotonic() + patience_s
    while wait := _ask(name, rate, size):
        if time.monotonic() + wait > give_up:
            return False
        time.sleep(wait)
    return True


def _ask(name: str, rate: float, size: int) -> float:
    """Seconds to wait; 0 when a token was taken."""
    try:
        return int(_redis().eval(TAKE, 1, f"throttle:{name}", rate, size)) / 1000
    except RedisError as error:
        log.warning("Redis does not count: %s", error)
        time.sleep(settings.OUTBOX_LANES / rate)
        return 0


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        redis_url(settings.CELERY_BROKER_URL), socket_timeout=2, socket_connect_timeout=2
    )
