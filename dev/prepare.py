"""Brings a database up to date with the code, in one Django process. Runs in .venv.

Progress goes to stderr; stdout carries the people of the demo, for `dev run` to show when ready.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection

from dev import environment, inside


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Hash and compress the static files, unless they are the ones collected last time."""
    stamp, wanted = Path(settings.STATIC_ROOT).with_suffix(".stamp"), _static_state()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def _static_state() -> str:
    state = hashlib.sha256(environment.packages().encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = os.stat(storage.path(name))
            state.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return state.hexdigest()


def has_data() -> bool:
    user = get_user_model()
    existing = connection.introspection.table_names()
    return user._meta.db_table in existing and user.objects.exists()


def empty() -> None:
    """Leave nothing in the database, not even tables; works while others are connected."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def seed() -> None:
    if "seed_demo" in get_commands():
        if not has_data():
            say("Building the demo world, once …")
        call_command("seed_demo", if_empty=True, stdout=sys.stderr)


def show_people() -> None:
    if "demo_people" in get_commands():
        call_command("demo_people")


def main() -> int:
    parser = argparse.ArgumentParser(prog="prepare", description=__doc__)
    parser.add_argument("--static", action="store_true", help="collect static files")
    parser.add_argument("--rebuild", action="store_true", help="throw away all data first")
    parser.add_argument("--yes", action="store_true", help="even if there is any")
    options = parser.parse_args()
    django.setup()
    if options.rebuild:
        if has_data() and not options.yes:
            return inside.DATA_EXISTS
        empty()
    migrate()
    if options.static:
        collect_static()
    if settings.DEMO:
        seed()
        show_people()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
    sys.exit(main())
