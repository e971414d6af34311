"""Holding on to what one knows while the database restarts."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

R = TypeVar("R")


def insist(do: Callable[[], R], seconds: float | None = None) -> R:
    """Do it in spite of a database that restarts: whoever calls knows what must not be forgotten.

    `do` may run twice, the first time with a commit whose answer got lost. Three leases long."""
    give_up = time.monotonic() + (seconds or 3 * settings.OUTBOX_LEASE_S)
    wait = 0.05
    while True:
        try:
            return do()
        except (DatabaseError, InterfaceError) as error:
            if not is_outage(error):
                raise
            connection.close()
            if time.monotonic() > give_up:
                raise
        time.sleep(wait * random.uniform(0.5, 1.5))
        wait = min(2 * wait, 1)


def is_outage(error: Exception) -> bool:
    """The database was not there, rather than of another opinion. psycopg2 says so in three ways,
    one of them a bare DatabaseError ("server closed the connection unexpectedly")."""
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
