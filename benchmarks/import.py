"""Bring in 160,000 people: our import beside its limit and beside django-import-export.

django-import-export runs with use_bulk and skip_unchanged, on fewer rows: once with the same job
as ours (rows checked, a preview, the import), once without check and preview.

The limit is the least that such an import can be: every row looked at in Python as ours looks at
it, COPY to a table that waits, one upsert into the same table. Ours checks and writes, with faults
by row, duplicates, undo and progress. Each runs in a process of its own, on the same database,
emptied between; peak memory is that of the process. Rounds alternate, and the best of each counts.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version

import django
import psycopg2

Figures = dict[str, float]


def main() -> None:
    options = _options()
    _print_machine(options)
    first, again, limit, upload = [], [], [], []
    for _ in range(options.rounds):
        _run("empty", options.rows)
        upload.append(_run("upload", options.rows))
        limit.append(_run("limit", options.rows))
        _run("empty", options.rows)
        upload.append(_run("upload", options.rows))
        first.append(_run("ours", options.rows))
        upload.append(_run("upload", options.rows))
        again.append(_run("ours", options.rows))
    best = {"limit": _best(limit), "ours": _best(first), "ours, nothing changed": _best(again)}
    for name, found in best.items():
        _print(name, options.rows, found, best["limit"])
    _print("  (reading and keeping the upload)", options.rows, _best(upload), best["limit"])
    small = _ours_alone(options.few)
    _print(f"ours, {options.few:,} rows", options.few, small, None)
    _run("empty", options.export_rows)
    theirs = _run("import_export_checked", options.export_rows)
    _print("django-import-export, checked", options.export_rows, theirs, None)
    _run("empty", options.export_rows)
    unchecked = _run("import_export", options.export_rows)
    _print("  the same, nothing checked", options.export_rows, unchecked, None)
    _run("empty", options.rows)
    _print_goals(best, small, options, theirs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev bench import", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=160_000, help="people (160,000)")
    parser.add_argument("--few", type=int, default=40_000, help="for memory beside (40,000)")
    parser.add_argument("--export-rows", type=int, default=8_000, help="django-import-export's")
    parser.add_argument("--rounds", type=int, default=2)
    return parser.parse_args()


def _ours_alone(rows: int) -> Figures:
    _run("empty", rows)
    _run("upload", rows)
    return _run("ours", rows)


def _run(name: str, rows: int) -> Figures:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks._imports", name, str(rows)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.decode().splitlines()[-1])


def _best(found: list[Figures]) -> Figures:
    fastest = min(found, key=lambda one: one["seconds"])
    return {**fastest, "mb": max(one["mb"] for one in found)}


def _print(name: str, rows: int, found: Figures, limit: Figures | None) -> None:
    times = f"{found['seconds'] / limit['seconds']:5.2f} × the limit" if limit else ""
    rate = rows / found["seconds"]
    print(f"{name:34} {found['seconds']:7.2f} s {rate:9,.0f} rows/s {found['mb']:6.0f} MB  {times}")


def _print_goals(
    best: dict[str, Figures], small: Figures, options: argparse.Namespace, theirs: Figures
) -> None:
    limit = best["limit"]["seconds"]
    faster = (options.rows / best["ours"]["seconds"]) / (options.export_rows / theirs["seconds"])
    peak = max(best["ours"]["mb"], best["ours, nothing changed"]["mb"], small["mb"])
    goals = [
        ("times the limit", best["ours"]["seconds"] / limit, "≤ 1.5"),
        ("unchanged, times the limit", best["ours, nothing changed"]["seconds"] / limit, "≤ 0.8"),
        ("times as fast as django-import-export", faster, "≥ 20"),
        ("MB at most", peak, "< 120"),
    ]
    print("\nGoals")
    for name, value, goal in goals:
        print(f"{name:40} {value:7.2f}   {goal}")


def _print_machine(options: argparse.Namespace) -> None:
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        server = connection.info.server_version // 10000
    print(
        f"{options.rows:,} people of 8 columns, {options.rounds} rounds, {os.cpu_count()} cores,"
        f" {platform.machine()}, Python {platform.python_version()}, Django {django.__version__},"
        f" psycopg2 {version('psycopg2-binary')}, PostgreSQL {server},"
        f" django-import-export {version('django-import-export')},"
        f" load {os.getloadavg()[0]:.1f}\n",
        flush=True,
    )


if __name__ == "__main__":
    main()
