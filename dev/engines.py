"""PostgreSQL and Valkey for as long as a command needs them."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from dev.places import is_claimed
from dev.postgres import Postgres
from dev.valkey import Valkey


@contextlib.contextmanager
def engines(folder: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Start what DATABASE_URL and REDIS_URL do not name already; yields both variables."""
    with contextlib.ExitStack() as running:
        urls = {}
        for name, engine in _wanted(folder, durable=durable).items():
            running.callback(engine.stop)
            engine.start()
            urls[name] = engine.url
        yield urls


def urls_of_running(folder: Path) -> dict[str, str] | None:
    """Both variables of engines that another command of ours keeps running; None if none does."""
    if not is_claimed(folder.name):
        return None
    return {name: engine.url for name, engine in _wanted(folder, durable=True).items()}


def _wanted(folder: Path, *, durable: bool) -> dict[str, Postgres | Valkey]:
    kinds = {"DATABASE_URL": ("postgres", Postgres), "REDIS_URL": ("valkey", Valkey)}
    return {
        variable: kind(folder / name, durable=durable)
        for variable, (name, kind) in kinds.items()
        if not os.environ.get(variable)
    }
