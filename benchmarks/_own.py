"""A database of its own for a benchmark, beside that of the others: its world stands from one run
to the next, until the schema or what fills it changes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from dev.environment import PYTHON
from dev.places import ROOT


def run(database: str, inside: str, filled_by: str, *, anew: bool = False) -> int:
    """Call `inside` (module:function) with Django set up on that database, or on an empty one."""
    here = urlsplit(os.environ["DATABASE_URL"])
    link = psycopg2.connect(urlunsplit(here))
    link.autocommit = True
    _make(link.cursor(), database, ROOT / "benchmarks" / filled_by, anew)
    link.close()
    url = urlunsplit(here._replace(path=f"/{database}"))
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "coalition.settings"}
    module, _, function = inside.partition(":")
    code = f"import django; django.setup(); from {module} import {function}; {function}()"
    return subprocess.run([PYTHON, "-c", code, *sys.argv[1:]], env=env).returncode


def _make(cursor: psycopg2.extensions.cursor, database: str, filled_by: Path, anew: bool) -> None:
    """Anew when the schema or the world changed since: the comment on it says what it was for."""
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [database],
    )
    wanted, there = _recipe(filled_by), cursor.fetchone()
    if anew or there != (wanted,):
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {database}")
        cursor.execute(f"COMMENT ON DATABASE {database} IS %s", [wanted])


def _recipe(filled_by: Path) -> str:
    made_by = hashlib.sha256(filled_by.read_bytes())
    for file in sorted(ROOT.glob("*/migrations/0*.py")):
        made_by.update(file.read_bytes())
    return made_by.hexdigest()
