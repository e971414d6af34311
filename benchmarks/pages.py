"""What lists and searches cost in a register of 160,000 people, beside bare Django pages.

Makes a database of its own beside that of the other benchmarks, so that the world stands from one
run to the next, and measures in it: see _pages.py.
"""

import hashlib
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from dev.environment import PYTHON
from dev.places import ROOT

DATABASE = "pages"
INSIDE = "import django; django.setup(); from benchmarks._pages import main; main()"


def main() -> int:
    here = urlsplit(os.environ["DATABASE_URL"])
    link = psycopg2.connect(urlunsplit(here))
    link.autocommit = True
    _make_database(link.cursor())
    link.close()
    url = urlunsplit(here._replace(path=f"/{DATABASE}"))
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "coalition.settings"}
    return subprocess.run([PYTHON, "-c", INSIDE, *sys.argv[1:]], env=env).returncode


def _make_database(cursor: psycopg2.extensions.cursor) -> None:
    """Anew when the schema or the world changed since: the comment on it says what it was for."""
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [DATABASE],
    )
    wanted, there = _recipe(), cursor.fetchone()
    if there != (wanted,):
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
        cursor.execute(f"COMMENT ON DATABASE {DATABASE} IS %s", [wanted])


def _recipe() -> str:
    files = sorted(ROOT.glob("*/migrations/0*.py"))
    made_by = hashlib.sha256((ROOT / "benchmarks" / "_world.py").read_bytes())
    for file in files:
        made_by.update(file.read_bytes())
    return made_by.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
