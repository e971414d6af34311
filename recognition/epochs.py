"""Is this the database that sent our letters, and does it know of all of them?

Two witnesses that a backup does not bring back as they were: the server's own name for the
database, and a file beside the PDFs that says how far it had come. Reads; only the file is written
here."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from recognition.models import Epoch

FILE = "epoch"


def database() -> str:
    """The server's name for it: another after pg_restore, and in every copy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        server, oid = cursor.fetchone()
    return f"{server}/{oid}"


def is_restored(epoch: Epoch | None) -> bool:
    """Came from a backup, and nobody has said yet that letters may go. A database that has never
    sent any is new, whatever lies beside it."""
    if epoch is None:
        return False
    if epoch.database != database():
        return True
    far = noted(epoch)
    if far > epoch.tick:  # another worker may have gone on since we read the row, which goes first
        epoch.refresh_from_db(fields=["tick"])
    return not 0 <= far <= epoch.tick


def begin(epoch: Epoch) -> None:
    """The first time that a database sends letters: what the file says is of another."""
    _write(epoch, anew=True)


def witness(epoch: Epoch) -> None:
    """Note how far we are, before anything goes. Raises OSError where there is no room for it."""
    _write(epoch)


def noted(epoch: Epoch) -> int:
    """How far the file says that this database was; -1 where it speaks of another, or of none."""
    try:
        text = _path().read_text()
    except FileNotFoundError:
        return -1
    return _read(text, epoch.database)


def _write(epoch: Epoch, *, anew: bool = False) -> None:
    """Aside, and renamed: whoever is killed meanwhile leaves the file as it was, and it is whole
    for whoever reads it."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # another worker may be further
        if anew or noted(epoch) < epoch.tick:
            aside = path.with_name(f".{FILE}")
            aside.write_text(f"{epoch.database} {epoch.tick}\n")
            aside.replace(path)
    finally:
        os.close(folder)


def _read(text: str, database: str) -> int:
    name, _, tick = text.strip().partition(" ")
    return int(tick) if name == database and tick.isdigit() else -1


def _path() -> Path:
    return settings.LETTERS_DIR / FILE
