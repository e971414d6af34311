"""The demo world: built once in a run, and copied for each journey. To build it takes half a
minute, to copy the database a second."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

CUT_OFF = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"


@contextmanager
def kept() -> Iterator[None]:
    """While it lasts, a built world is there to be copied; afterwards it is gone."""
    _replace(_copy())
    try:
        yield
    finally:
        _replace(_copy())


def build_or_copy() -> None:
    """Into the test database, which is empty."""
    here, copy = connection.settings_dict["NAME"], _copy()
    assert here.startswith("test_")
    if _exists(copy):
        _replace(here, of=copy)
        return
    call_command("seed_demo")
    _replace(copy, of=here)


def _copy() -> str:
    return f"{connection.settings_dict['NAME']}_demo"


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        return cursor.fetchone() is not None


def _replace(name: str, of: str = "") -> None:
    """A database by this name goes, and another one comes in its place; without `of`, none.
    Whoever is still connected to either, such as a thread of a test that is over, is cut off."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'drop database if exists "{name}" with (force)')
        if of:
            cursor.execute(CUT_OFF, [of])
            cursor.execute(f'create database "{name}" template "{of}"')
