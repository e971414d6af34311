"""The bell: tells a worker that there is something in a queue. Nothing depends on it.

A ring that is lost, doubled or late changes nothing: the sweep rings again. So a page must not
fail, nor wait, because the broker is down. Few bells for the same thing hang at a time: whoever
works rings for the next chunk, and for what comes after it, and so does each sweep. Piled up, they
would grow old in the queue, and those for what has to go would expire behind those for what has to
be typeset.
"""

import logging
from functools import cache, partial
from typing import Any

import redis
from celery import Task
from celery.signals import task_prerun
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from coalition.session_cache import PATIENCE_S, redis_url

HEARD_FOR_S = 60  # an older ring is for something that the sweep has rung for since
# KEYS[1]; how many may hang, and for how many seconds each counts → the one that was hung, or nil.
HANG = """
for place = 1, tonumber(ARGV[1]) do
    local bell = KEYS[1] .. ':' .. place
    if redis.call('SET', bell, 1, 'NX', 'EX', ARGV[2]) then return bell end
end
"""
log = logging.getLogger(__name__)


def ring(task: Task, *ids: int) -> None:
    """Ask for the task once the transaction is committed; not if enough bells hang for it."""
    transaction.on_commit(partial(_ring, task, ids))


def _ring(task: Task, ids: tuple[int, ...]) -> None:
    try:
        if bell := _hang(task, ids):
            task.apply_async(ids, expires=HEARD_FOR_S, retry=False, headers={"bell": bell})
    except (OperationalError, OSError) as error:
        log.warning("%s was not rung for: %s", task.name, error)


def _hang(task: Task, ids: tuple[int, ...]) -> str:
    """Its key; empty where enough of them hang. One that nobody answers counts until the sweep."""
    name = ":".join(["bell", task.name, *map(str, ids)])
    places = max(1, settings.OUTBOX_LANES)
    try:
        return (_redis().eval(HANG, 1, name, places, settings.OUTBOX_SWEEP_S) or b"").decode()
    except RedisError:  # whoever counts is away; the broker says so, if it is the same
        return name


@task_prerun.connect
def _take_down(task: Task, **context: Any) -> None:
    """Before it looks for anything: what is rung for from now on may come too late for it."""
    if bell := task.request.get("bell"):
        try:
            _redis().delete(bell)
        except RedisError as error:
            log.warning("%s stays where it hangs: %s", bell, error)


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        redis_url(settings.CELERY_BROKER_URL),
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 1),  # a connection of before its restart fails once
    )
