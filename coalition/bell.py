"""The bell: tells a worker that there is something in a queue. Nothing depends on it.

A ring that is lost, doubled or late changes nothing: the sweep rings again. So a page must not
fail, nor wait, because the broker is down.
"""

import logging
from functools import partial

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

HEARD_FOR_S = 60  # an older ring is for something that the sweep has rung for since
log = logging.getLogger(__name__)


def ring(task: Task, *ids: int) -> None:
    """Ask for the task once the transaction is committed."""
    transaction.on_commit(partial(_ring, task, ids))


def _ring(task: Task, ids: tuple[int, ...]) -> None:
    try:
        task.apply_async(ids, expires=HEARD_FOR_S, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("%s was not rung for: %s", task.name, error)
