"""The virtual environment .venv: made once, filled from the lock file, every hash checked."""

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from dev.places import LOCK, ROOT, Command, Problem

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# What the installed packages take, with room for pip's own work.
NEEDED_BYTES = 1_500_000_000


def ensure() -> None:
    """Make or refresh the environment, unless its stamp says that it is as the lock file wants.

    Raises Problem when there is no room, no pip, or no network.
    """
    if is_current():
        return
    with open(ROOT / ".venv.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once: the second waits, then uses it
        if not is_current():
            _build()


def is_current() -> bool:
    return PYTHON.exists() and _stamped() == [interpreter(), packages()]


def write_stamp() -> None:
    _stamp().write_text(f"{interpreter()}\n{packages()}\n")


def interpreter() -> str:
    """An environment does not survive another Python, another machine type, or being moved.

    Its own Python counts, not the one that runs us: two of them may take turns.
    """
    asked = subprocess.run([PYTHON, "--version"], capture_output=True, text=True)
    return f"{asked.stdout.strip()} {platform.machine()} {VENV.resolve()}"


def packages() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def site_packages() -> Path:
    return next((VENV / "lib").glob("python3.*/site-packages"))


def _stamp() -> Path:
    return VENV / "stamp"


def _stamped() -> list[str]:
    """Two lines: which interpreter in which place, and which packages. None: not finished."""
    return _stamp().read_text().splitlines() if _stamp().is_file() else []


def _build() -> None:
    _require_room()
    print("Setting up .venv: once, and about a minute …", flush=True)
    pip = _existing_pip() or _new_venv()
    _stamp().unlink(missing_ok=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    # The lock is whole: whatever is needed stands in it, and nothing else comes in.
    checked = [
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--no-deps",
        "--requirement",
        str(LOCK),
    ]
    if subprocess.run([*pip, "install", *options, *checked]).returncode:
        raise Problem(
            "pip could not install the packages; what it says stands above. It needs a network "
            "once, or a mirror of the Python Package Index named by PIP_INDEX_URL."
        )
    write_stamp()


def _require_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise Problem(
            f"There is too little room: setting up needs {NEEDED_BYTES / 1e9:.1f} GB "
            f"below {ROOT}, and {free / 1e9:.1f} GB are free."
        )


def _existing_pip() -> list[str] | None:
    """The pip of an environment that only needs other packages: quicker than a new one."""
    is_usable = PYTHON.exists() and _stamped()[:1] == [interpreter()]
    return _pip() if is_usable else None


def _new_venv() -> list[str]:
    where = VENV.resolve()  # .venv may be a link to a place with more room
    command = [sys.executable, "-m", "venv", "--clear"]
    if subprocess.run([*command, where], capture_output=True).returncode:
        # Debian without python3-venv: no ensurepip, so the system's pip fills it from outside.
        made = subprocess.run([*command, "--without-pip", where], capture_output=True, text=True)
        if made.returncode:
            raise Problem(f"Python could not make {where}: {made.stderr.strip()}")
    return _pip()


def _pip() -> list[str]:
    if _runs([PYTHON, "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip"]
    # Of the Python below, should .venv's own be running us.
    outside = [
        getattr(sys, "_base_executable", sys.executable),
        "-m",
        "pip",
        "--python",
        str(PYTHON),
    ]
    if _runs([*outside, "--version"]):
        return outside
    raise Problem(
        "This Python has neither pip nor venv. On Debian or Ubuntu, one command brings them: "
        "apt-get install python3-venv"
    )


def _runs(command: Command) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0
