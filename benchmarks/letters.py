"""What letters cost: typesetting beside other engines, and the whole way of a campaign.

`python3 dev bench letters` typesets the same letters by typst, WeasyPrint and ReportLab, then sends
campaigns from release to accepted by the mail catcher, on embedded PostgreSQL and Valkey with two
real Celery processes, and prints letters a second, CPU of worker, database and broker, memory and
bytes; beside it, the same letters by one task for each letter. What is counted is CPU time.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import _own
from dev.environment import PYTHON
from dev.places import ROOT

ALL = 160_000


def main() -> int:
    options = _options()
    _print_machine()
    parts = []
    if options.only != "way":
        parts += [lambda: _typesetters(options)]
    if options.only != "typesetters":
        parts += [lambda: _whole_way(options)]
    return max(part() for part in parts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev bench letters", description=__doc__)
    parser.add_argument("--letters", type=int, default=20_000, help="in the campaign (20,000)")
    parser.add_argument("--all", action="store_true", help=f"{ALL:,} letters")
    parser.add_argument("--few", type=int, default=1_000, help="in the one before it (1,000)")
    parser.add_argument("--naive", type=int, default=1_000, help="by one task for each (1,000)")
    parser.add_argument("--sample", type=int, default=50, help="typeset in each round (50)")
    parser.add_argument("--rounds", type=int, default=7, help="for each typesetter (7)")
    parser.add_argument("--keep", type=Path, help="a folder for one PDF of each engine, to look at")
    parser.add_argument("--only", choices=["typesetters", "way"], help="one part of it")
    return parser.parse_args()


def _typesetters(options: argparse.Namespace) -> int:
    words = ["--letters", str(options.sample), "--rounds", str(options.rounds)]
    words += ["--keep", str(options.keep)] if options.keep else []
    run = [str(PYTHON), "-W", "ignore", "-m", "benchmarks._typesetters", *words]
    return subprocess.run(run, cwd=ROOT).returncode


def _whole_way(options: argparse.Namespace) -> int:
    count = ALL if options.all else options.letters
    sys.argv[1:] = [str(options.few), str(count), str(options.naive)]
    return _own.run("letters_on_their_way", "benchmarks._way:main", "_campaign.py", anew=True)


def _print_machine() -> None:
    model = next(_processor(), platform.machine())
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"{model}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()},")
    names = ("Django", "celery", "psycopg2-binary")
    print(", ".join(f"{name} {version(name)}" for name in names), end="\n\n", flush=True)


def _processor() -> Iterator[str]:
    info = Path("/proc/cpuinfo")
    for line in info.read_text().splitlines() if info.exists() else []:
        if line.startswith("model name"):
            yield line.partition(": ")[2]


if __name__ == "__main__":
    sys.exit(main())
