"""A campaign from its release to the mail catcher, and what each part of it costs.

`main` runs with Django on a database of its own (benchmarks._own), beside the engines of the bench.
"""

import os
import shutil
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from benchmarks import _stages
from benchmarks._meter import Meter, Spent
from benchmarks._workers import running
from recognition import epochs

ALL = 160_000


def main() -> None:
    few, many, naive = map(int, sys.argv[1:])
    call_command("migrate", interactive=False, verbosity=0)
    with running() as meter:
        _campaign(meter, 100)  # so that all is warm
        first, most = _campaign(meter, few), _campaign(meter, many)
        each = _campaign(meter, naive, naive=True)
    _print_stages(most)
    _print_costs([first, most, each])
    _print_goals(first, most, each)


def _campaign(meter: Meter, letters: int, *, naive: bool = False) -> Spent:
    """Prepare, release and wait; only what comes after the release is counted."""
    from benchmarks import _campaign, _naive  # noqa: PLC0415 - they want migrated tables
    from recognition import tasks  # noqa: PLC0415

    for name in ("LETTERS_DIR", "MAIL_CATCHER_DIR"):
        _empty(Path(os.environ[name]))
    campaign = _campaign.released(letters)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum has by the time when people release
    with meter.measuring(letters) as spent:
        if naive:
            _naive.send_all(campaign)
        else:
            tasks.wake(campaign.pk)
        meter.wait_for(campaign)
    spent.name = "a task each" if naive else f"{letters:,} letters"
    return spent


def _empty(folder: Path) -> None:
    """Except for how far the database had come: without it nothing goes, as after a restore."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != epochs.FILE:
            entry.unlink()


def _print_stages(spent: Spent) -> None:
    print(f"\nWorker, by stage, of {spent.name}{'ms CPU a letter':>24}{'letters/s/core':>18}")
    rest = spent.each("worker") - sum(spent.stages.values())
    stages = {**{name: spent.stages.get(name, 0) for name in _stages.STAGES}, "the rest": rest}
    for name, cost in stages.items():
        print(f"  {name:42}{cost:>12.2f}{1000 / max(cost, 0.001):>18,.0f}")


def _print_costs(columns: list[Spent]) -> None:
    print(f"\n{'Whole way':40}" + "".join(f"{spent.name:>18}" for spent in columns))
    for label, value in (
        ("letters/s", lambda spent: spent.letters / spent.wall),
        ("ms CPU a letter: worker", lambda spent: spent.each("worker")),
        ("  PostgreSQL", lambda spent: spent.each("postgres")),
        ("  broker", lambda spent: spent.each("broker")),
        ("  together", lambda spent: spent.together),
        ("  (mail catcher, apart)", lambda spent: spent.each("catcher")),
        ("MB, the largest process of the worker", lambda spent: spent.worker_mb),
        ("kB a letter: PDF", lambda spent: spent.kb("LETTERS_DIR")),
        ("  mail", lambda spent: spent.kb("MAIL_CATCHER_DIR")),
        ("  database", lambda spent: spent.kb("database")),
        ("  its log (WAL)", lambda spent: spent.kb("wal")),
    ):
        print(f"{label:40}" + "".join(f"{value(spent):>18,.2f}" for spent in columns))


def _print_goals(few: Spent, many: Spent, naive: Spent) -> None:
    print(f"\n{'Goals':66}{'found':>8}{'goal':>9}")
    for label, value, goal in (
        ("ms CPU a letter, the whole way", many.together, "< 8"),
        (f"minutes for {ALL:,} at that rate", ALL * many.wall / many.letters / 60, "≤ 15"),
        (f"{many.name} beside {few.name}, CPU a letter", many.together / few.together, "≤ 1.10"),
        ("MB of a worker process", many.worker_mb, "< 200"),
        ("times as cheap as a task for each letter", naive.together / many.together, ""),
    ):
        print(f"{label:66}{value:8.2f}{goal:>9}")
