"""PostgreSQL, Valkey and who stands in for mail and post, for as long as a command needs them."""

import contextlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from dev.mail import MailCatcher
from dev.post import NotifyStandIn
from dev.postgres import Postgres
from dev.valkey import Valkey


class Engine(Protocol):
    """A service that the site uses. `variables` tell the site where it is, once it is started."""

    name: str
    process: subprocess.Popen[bytes] | None

    @property
    def variables(self) -> dict[str, str]: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


def for_tests(folder: Path) -> list[Engine]:
    """Quick, and nothing is kept."""
    return _without_those_named_outside(
        {
            "DATABASE_URL": Postgres(folder / "postgres", durable=False),
            "REDIS_URL": Valkey(folder / "valkey", durable=False),
        }
    )


def for_site(folder: Path) -> list[Engine]:
    """As in production, with mail and post that go no further than a folder."""
    return _without_those_named_outside(
        {
            "DATABASE_URL": Postgres(folder / "postgres"),
            "REDIS_URL": Valkey(folder / "valkey"),
            "EMAIL_HOST": MailCatcher(folder / "mailcatcher", letterbox=folder / "mail"),
            "NOTIFY_URL": NotifyStandIn(folder / "notify", letterbox=folder / "posted"),
        }
    )


@contextlib.contextmanager
def started(engines: Iterable[Engine]) -> Iterator[dict[str, str]]:
    """Start them in order, stop them in the opposite one; yields the variables of all."""
    with contextlib.ExitStack() as running:
        variables: dict[str, str] = {}
        for engine in engines:
            running.callback(engine.stop)
            engine.start()
            variables |= engine.variables
        yield variables


def _without_those_named_outside(engines: dict[str, Engine]) -> list[Engine]:
    return [engine for variable, engine in engines.items() if not os.environ.get(variable)]
