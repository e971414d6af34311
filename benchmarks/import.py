"""Bring in 160,000 people: our import beside its limit and beside django-import-export.

The limit is the least that such an import can be: every row looked at in Python as ours looks at
it, COPY to a table that waits, one upsert into the same table. Ours checks and writes, with faults
by row, repetitions, people who are there already, progress and undo. django-import-export has
use_bulk, and fewer rows.

Each runs in a process of its own, on the same database, emptied between; memory is that process's
peak. Rounds alternate and the best of each counts. Ratios are of processor time, the program's and
the database's together, so that a neighbour on the machine does not decide.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version
from tempfile import TemporaryDirectory

import django
import psycopg2

Figures = dict[str, float]
OURS = ("upload", "ours", "ours again")
THEIRS = {  # what it is called, and of how many times as many rows, for it is that much quicker
    "theirs": ("django-import-export: rows validated, preview and import", 1),
    "theirs_unvalidated": ("  rows not validated", 10),
    "theirs_unseen": ("  rows not validated, no preview", 10),
}


def main() -> None:
    options = _options()
    _print_machine(options)
    with TemporaryDirectory() as folder:
        os.environ["PEOPLE_IN"] = folder
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    best = _ours_and_limit(options)
    limit = best["limit"]
    print(f"{'':58}{'wall s':>8}{'CPU s':>8}{'rows/s':>9}{'MB':>6}  of the limit")
    _print("limit: rows checked, COPY, one upsert", options.rows, limit, limit)
    _print("  nothing changed", options.rows, best["limit again"], limit)
    _print("ours: check and write", options.rows, best["ours"], limit)
    _print("  nothing changed", options.rows, best["ours again"], limit)
    _print("  before it: the upload read and kept", options.rows, best["upload"], limit)
    few = _alone("ours", options.few)
    _print(f"  of {options.few:,} rows", options.few, few)
    referenced = _alone("ours_with_references", options.rows)
    _print("  with the source’s reference for each row", options.rows, referenced, limit)
    rates = {}
    for name, (label, times) in THEIRS.items():
        rows = options.export_rows * times
        theirs = _alone(name, rows)
        _print(label, rows, theirs)
        rates[name] = rows / theirs["cpu"]
    _run("empty", 0)
    _print_goals(best, few, rates)


def _options() -> argparse.Namespace:
    summary = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="dev bench import", description=summary)
    parser.add_argument("--rows", type=int, default=160_000, help="people (160,000)")
    parser.add_argument("--few", type=int, default=40_000, help="to compare memory (40,000)")
    parser.add_argument("--export-rows", type=int, default=2_000, help="django-import-export's")
    parser.add_argument("--rounds", type=int, default=2, help="of which the best counts (2)")
    return parser.parse_args()


def _ours_and_limit(options: argparse.Namespace) -> dict[str, Figures]:
    found = defaultdict(list)
    for _ in range(options.rounds):
        for contestant in ("limit", "ours"):
            _run("empty", 0)
            for label in (contestant, f"{contestant} again"):
                found["upload"].append(_run("upload", options.rows))
                found[label].append(_run(contestant, options.rows))
    return {name: {**_best(rounds), "rows": options.rows} for name, rounds in found.items()}


def _alone(name: str, rows: int) -> Figures:
    _run("empty", 0)
    _run("upload", rows)
    return _run(name, rows)


def _run(name: str, rows: int) -> Figures:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks._imports", name, str(rows)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.decode().splitlines()[-1])


def _best(rounds: list[Figures]) -> Figures:
    """The least time, and the most memory."""
    return {
        "wall": min(one["wall"] for one in rounds),
        "cpu": min(one["cpu"] for one in rounds),
        "mb": max(one["mb"] for one in rounds),
    }


def _print(label: str, rows: int, took: Figures, limit: Figures | None = None) -> None:
    ratio = f"{took['cpu'] / limit['cpu']:14.2f}" if limit else ""
    times = f"{took['wall']:8.2f}{took['cpu']:8.2f}{rows / took['cpu']:9,.0f}"
    print(f"{label:58}{times}{took['mb']:6.0f}{ratio}", flush=True)


def _print_goals(best: dict[str, Figures], few: Figures, theirs: dict[str, float]) -> None:
    limit, ours, again = (best[name]["cpu"] for name in ("limit", "ours", "ours again"))
    rate = best["ours"]["rows"] / ours
    print(f"\n{'Goals':66}{'found':>8}{'goal':>9}")
    for label, value, goal in (
        ("check and write, of the limit", ours / limit, "≤ 1.5"),
        ("  with the upload", (ours + best["upload"]["cpu"]) / limit, ""),
        ("nothing changed, of the limit", again / limit, "≤ 0.8"),
        ("  with the upload", (again + best["upload"]["cpu"]) / limit, ""),
        ("times as fast as django-import-export", rate / theirs["theirs"], "≥ 20"),
        ("  where it does not validate rows", rate / theirs["theirs_unvalidated"], ""),
        ("  where it shows no preview either", rate / theirs["theirs_unseen"], ""),
        ("MB at most", max(few["mb"], *(best[name]["mb"] for name in OURS)), "< 120"),
    ):
        print(f"{label:66}{value:8.2f}{goal:>9}")


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
