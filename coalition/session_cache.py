"""Redis before the sessions in the database: quicker while it is there, and missed by nobody."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE_S = 0.5
# Signing out also deletes from here; should Redis not hear of it, this is how long it may go on.
KEPT_AT_MOST_S = 600


def redis_url(broker_url: str) -> str:
    """As redis-py writes it: Celery calls a Unix socket redis+socket://…?virtual_host=0."""
    if not broker_url.startswith("redis+socket://"):
        return broker_url
    path, _, query = broker_url.removeprefix("redis+socket://").partition("?")
    number = query.removeprefix("virtual_host=") or "0"
    return f"unix://{path}?{urlencode({'db': number})}"


class AsJson:
    """Not pickle: whoever could write into Redis would run code in our processes."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, value: bytes) -> Any:
        return json.loads(value)


class SessionCache(RedisCache):
    """A cache that is empty while Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        at_once = {
            "serializer": AsJson,
            "socket_timeout": PATIENCE_S,
            "socket_connect_timeout": PATIENCE_S,
            "retry": Retry(NoBackoff(), 1),  # a connection of before its restart fails once
        }
        params = {**params, "OPTIONS": {**at_once, **params.get("OPTIONS", {})}}
        super().__init__(redis_url(server), params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _or(default, lambda: super(SessionCache, self).get(key, default, version))

    def set(self, key: str, value: Any, timeout: Any = None, version: int | None = None) -> None:
        kept = min(int(timeout or KEPT_AT_MOST_S), KEPT_AT_MOST_S)
        _or(None, lambda: super(SessionCache, self).set(key, value, kept, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return _or(False, lambda: super(SessionCache, self).delete(key, version))

    def has_key(self, key: str, version: int | None = None) -> bool:
        return _or(False, lambda: super(SessionCache, self).has_key(key, version))


def _or(otherwise: Any, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (RedisError, ValueError):  # away; or what stands there is not ours
        return otherwise
