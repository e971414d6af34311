"""Bells do not pile up in the broker: what waits behind old ones would never be answered."""

import os
import uuid

import pytest
import redis
from celery import Celery
from celery.signals import task_prerun
from django.conf import settings as site

from coalition import bell
from coalition.session_cache import redis_url


@pytest.fixture
def queue():
    """A task that nobody else rings for, its queue in the broker, and how many bells hang there."""
    name = f"test-bell-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    app = Celery(name, broker=site.CELERY_BROKER_URL, set_as_current=False)
    app.conf.task_default_queue = name

    @app.task(name=name, shared=False)
    def task(*ids):
        pass

    broker = redis.Redis.from_url(redis_url(site.CELERY_BROKER_URL))
    yield task, lambda: broker.llen(name)
    broker.delete(name, *broker.keys(f"bell:{name}*"), f"_kombu.binding.{name}")


@pytest.mark.django_db(transaction=True)
def test_few_bells_hang_for_the_same_thing(queue, settings):
    settings.OUTBOX_LANES = 3
    task, hanging = queue

    for _ in range(10):
        bell.ring(task, 7)
    assert hanging() == 3

    bell.ring(task, 8)
    assert hanging() == 4


@pytest.mark.django_db(transaction=True)
def test_whoever_answers_takes_its_bell_down_first(queue, settings):
    """So that a ring for what comes after it is not lost on it."""
    settings.OUTBOX_LANES = 1
    task, hanging = queue

    bell.ring(task, 7)
    bell.ring(task, 7)
    assert hanging() == 1

    task.push_request(bell=f"bell:{task.name}:7:1")
    task_prerun.send(sender=task, task=task)
    bell.ring(task, 7)
    assert hanging() == 2


@pytest.mark.django_db(transaction=True)
def test_a_bell_that_nobody_answers_is_rung_again_by_the_sweep(queue, settings):
    settings.OUTBOX_LANES = 1
    task, hanging = queue

    bell.ring(task, 7)

    broker = redis.Redis.from_url(redis_url(site.CELERY_BROKER_URL))
    assert 0 < broker.ttl(f"bell:{task.name}:7:1") <= settings.OUTBOX_SWEEP_S


@pytest.mark.django_db(transaction=True)
def test_bells_ring_while_nobody_can_count_them(queue, monkeypatch):
    task, hanging = queue
    nobody = redis.Redis(port=1, socket_connect_timeout=0.1)
    monkeypatch.setattr(bell, "_redis", lambda: nobody)

    bell.ring(task, 7)
    bell.ring(task, 7)

    assert hanging() == 2
