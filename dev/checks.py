"""`dev check`: everything that a machine can say without running the tests."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from dev import environment
from dev.places import LOCK, ROOT

OURS = ["coalition", "forums", "recognition"]
TYPED = [*OURS, "dev", *(["benchmarks"] if (ROOT / "benchmarks").is_dir() else [])]

# As a public site is run. Only `check --deploy` sees them; it connects to nothing.
PRODUCTION = {
    "DEBUG": "no",
    "DEMO": "no",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SITE_URL": "https://common-ground.example",
    "ALLOWED_HOSTS": "common-ground.example",
}


@dataclass
class Check:
    """A program of .venv that ends with status 0 when all is well."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)

    def run(self) -> tuple[bool, str, float]:
        """Is all well, what did it say, how many seconds did it take?"""
        began = time.monotonic()
        done = subprocess.run(
            [environment.VENV / "bin" / self.command[0], *self.command[1:]],
            cwd=ROOT,
            env=os.environ | {"SECRET_KEY": "for-checks"} | self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode == 0, done.stdout.strip(), time.monotonic() - began


def checks() -> list[Check]:
    # makemigrations would like to compare with a database, and warns that there is none.
    ruff = ["--quiet", "--output-format", "concise", "."]
    django = ["python", "-W", "ignore::RuntimeWarning", "manage.py"]
    return [
        Check("types", ["mypy", *TYPED]),
        Check("lint", ["ruff", "check", *ruff]),
        Check("format", ["ruff", "format", "--check", *ruff]),
        Check("import rules", ["lint-imports", "--no-logo"]),
        Check("template lint", ["djlint", "--lint", "--quiet", "templates"]),
        Check("template format", ["djhtml", "--tabwidth", "2", "--check", "templates"]),
        Check("migrations", [*django, "makemigrations", "--check", "--dry-run"]),
        Check("settings", [*django, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


def check() -> int:
    """Run all of them, two at a time, and say which are not content; 1 if any."""
    hosts = list(lines_with_a_host(LOCK))
    faults = [] if not hosts else ["lock file"]
    for line in hosts:
        print(f"✗ lock file\n{LOCK.name} names a host: {line}\n")
    wanted = checks()
    with ThreadPoolExecutor(2) as two:
        for one, (good, said, seconds) in zip(wanted, two.map(Check.run, wanted), strict=True):
            print(f"{'✓' if good else '✗'} {one.name} ({seconds:.1f} s)", flush=True)
            if not good:
                faults.append(one.name)
                print(f"{said}\n", flush=True)
    print(f"\nNot right yet: {', '.join(faults)}" if faults else "\nAll is well.")
    return 1 if faults else 0


def fix() -> int:
    """Repair what a machine can, then say what is left."""
    for command in (
        ["ruff", "check", "--fix", "--quiet", "."],
        ["ruff", "format", "--quiet", "."],
        ["djhtml", "--tabwidth", "2", "templates"],
    ):
        _, said, _ = Check("fix", command).run()
        print(said or f"✓ {' '.join(command)}", file=sys.stderr)
    return check()


def lines_with_a_host(file: Path) -> Iterator[str]:
    """A lock file with hosts would tie everybody to the mirror of whoever wrote it."""
    return (line for line in file.read_text().splitlines() if "://" in line)
