"""Sessions are kept in the database; Redis only makes them quicker."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition.session_cache import KEPT_AT_MOST_S, SessionCache, redis_url


@pytest.fixture
def redis():
    flush()
    yield client()
    flush()


def client():
    return caches["sessions"]._cache.get_client()


def keys():
    """Ours: other test runs keep theirs in the same Redis."""
    return client().keys(f"{caches['sessions'].key_prefix}:*")


def flush():
    for key in keys():
        client().delete(key)


def is_signed_in(browser):
    return browser.get(reverse("offer_list")).status_code == 200


def asks_for_session(browser):
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("offer_list"))
    return any("django_session" in query["sql"] for query in asked)


def test_a_session_comes_from_redis_while_it_is_there(as_, lena, redis):
    browser = as_(lena)
    browser.get(reverse("offer_list"))

    assert not asks_for_session(browser)
    key = keys()[0]
    assert b"_auth_user_id" in redis.get(key)
    assert redis.ttl(key) <= KEPT_AT_MOST_S


def test_a_flushed_redis_signs_nobody_out(as_, lena, redis):
    browser = as_(lena)

    flush()

    assert is_signed_in(browser)


def test_a_redis_that_is_away_signs_nobody_out(as_, lena, monkeypatch):
    away = SessionCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr(caches._connections, "sessions", away, raising=False)

    browser = as_(lena)

    assert caches["sessions"] is away
    assert is_signed_in(browser)
    browser.post(reverse("account_logout"))
    assert not is_signed_in(browser)


def test_signing_out_reaches_redis_and_the_database(as_, lena, redis):
    browser = as_(lena)
    browser.get(reverse("offer_list"))

    browser.post(reverse("account_logout"))

    assert not [k for k in keys() if b"_auth_user_id" in redis.get(k)]
    assert not any("_auth_user_id" in session.get_decoded() for session in Session.objects.all())
    assert not is_signed_in(browser)


def test_what_is_not_ours_in_redis_is_as_nothing(as_, lena, redis):
    browser = as_(lena)
    browser.get(reverse("offer_list"))
    redis.set(keys()[0], b"\x80\x04not json")

    assert is_signed_in(browser)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("redis+socket:///run/valkey.socket?virtual_host=3", "unix:///run/valkey.socket?db=3"),
        ("redis+socket:///run/valkey.socket", "unix:///run/valkey.socket?db=0"),
        ("rediss://:secret@redis.example:6380/2", "rediss://:secret@redis.example:6380/2"),
    ],
)
def test_celerys_address_is_understood(said, meant):
    assert redis_url(said) == meant


def test_a_page_takes_no_second_core_from_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_parallel_workers_per_gather")
        assert cursor.fetchone() == ("0",)
