"""The token bucket that all workers share."""

from uuid import uuid4

import pytest
import redis
from django.conf import settings as site

from coalition import throttle
from coalition.session_cache import redis_url

RATE = {"rate": 50, "size": 10}


@pytest.fixture
def name():
    return f"test-{uuid4()}"


def test_there_is_one_token_at_first_and_then_as_many_as_come_in(name):
    """So a flushed Redis lets nothing through twice."""
    assert throttle.take(name, **RATE, patience_s=0)
    assert not throttle.take(name, **RATE, patience_s=0)
    assert throttle.take(name, **RATE, patience_s=1)


def test_no_more_are_saved_than_the_bucket_holds(name):
    bucket = redis.Redis.from_url(redis_url(site.CELERY_BROKER_URL))
    bucket.hset(f"throttle:{name}", mapping={"tokens": 500, "at": 0})

    taken = [throttle.take(name, rate=0.001, size=10, patience_s=0) for _ in range(12)]

    assert taken == [True] * 10 + [False] * 2
    bucket.close()


def test_without_redis_each_goes_at_its_own_slow_pace(monkeypatch, settings):
    settings.OUTBOX_LANES = 1
    nobody = redis.Redis(port=1, socket_connect_timeout=0.1)
    monkeypatch.setattr(throttle, "_redis", lambda: nobody)

    assert throttle.take("any", **RATE, patience_s=0)
