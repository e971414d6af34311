"""Where things are: the checkout and its data folders. And how we say what is wrong."""

import contextlib
import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
# A socket's path has about 104 bytes on macOS and 108 on Linux; PostgreSQL adds /.s.PGSQL.5432.
LONGEST_SOCKET_FOLDER = 85

Command = Sequence[str | Path]


class Problem(Exception):
    """What went wrong and what to do, in a sentence for the person at the terminal."""


def home() -> Path:
    """The folder that holds our data: $DEV_HOME, or var/ in the checkout."""
    return Path(os.environ.get("DEV_HOME") or ROOT / "var").resolve()


@contextlib.contextmanager
def claimed(name: str) -> Iterator[Path]:
    """The data folder `name` (run, test, …), ours alone until we leave.

    The lock dies with us, however we die. Raises Problem when another process has it.
    """
    folder = home() / name
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        if not try_lock(lock.fileno()):
            raise Problem(
                f"Another `python3 dev` is at work in {folder}. Stop that first, "
                "or set DEV_HOME to another folder."
            )
        yield folder


def is_claimed(name: str) -> bool:
    """Is another process working on that data folder?"""
    try:
        with open(home() / name / "lock") as lock:
            return not try_lock(lock.fileno())
    except FileNotFoundError:
        return False


def try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def short_hash(text: object) -> str:
    return hashlib.sha256(str(text).encode()).hexdigest()[:10]


def socket_folder(wanted: Path) -> Path:
    """`wanted`, or a folder below /tmp, always the same, where that path is too long."""
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET_FOLDER:
        return wanted
    name = f"common-ground-{os.getuid()}-{short_hash(wanted)}"
    return Path(tempfile.gettempdir()).resolve() / name


def make_private(folder: Path, owner: int, group: int) -> None:
    """A folder for that user only. Raises Problem when somebody else has made it before us."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
        raise Problem(f"{folder} belongs to somebody else; remove it.")
    os.chown(folder, owner, group, follow_symlinks=False)
