"""Child processes that never outlive us: started, stopped, and finished off after a kill -9."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from dev.places import Command

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LEDGER = "processes"  # in a data folder: one line for each child, "pid birth signal"


def start(
    command: Command,
    folder: Path,
    *,
    output: IO[bytes] | int,
    env: Mapping[str, str] | None = None,
    as_user: Mapping[str, Any] | None = None,
    goodbye: signal.Signals = signal.SIGTERM,
    pass_fds: tuple[int, ...] = (),
    cwd: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, and note it down in the folder's ledger.

    Linux sends it `goodbye` when we die, even by kill -9. Elsewhere, and when it does not listen,
    finish_leftovers() ends it at the next start.
    """
    child = subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=die_with_parent(goodbye),
        pass_fds=pass_fds,
        **(as_user or {}),
    )
    with open(folder / LEDGER, "a") as ledger:
        ledger.write(f"{child.pid} {birth(child.pid)} {int(goodbye)}\n")
    return child


def stop(child: subprocess.Popen[bytes], sig: int, patience_s: float) -> None:
    """Ask a child to end, and end it together with its own children if it takes too long."""
    if child.poll() is None:
        child.send_signal(sig)
        try:
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            kill_group(child.pid)
            child.wait()


def finish_leftovers(folder: Path, patience_s: float = 10) -> None:
    """End what an earlier run on this folder left behind. Call it with the folder claimed."""
    ledger = folder / LEDGER
    if not ledger.exists():
        return
    left = [(pid, born) for pid, born, sig in _entries(ledger) if _goodbye(pid, born, sig)]
    deadline = time.monotonic() + patience_s
    while any(is_group_alive(*entry) for entry in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid, born in left:
        if is_group_alive(pid, born):
            kill_group(pid)
    ledger.unlink()


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def is_group_alive(pid: int, born: str) -> bool:
    """Does that process live, or anything that it started? Its number may belong to another now."""
    now = birth(pid)
    return any(_group(pid)) if now is None else now == born


def birth(pid: int) -> str | None:
    """When a running process was started, in the system's own words; None when it has ended."""
    if sys.platform.startswith("linux"):
        fields = _stat(Path(f"/proc/{pid}/stat"))
        return fields[19] if fields else None
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return "_".join(shown.stdout.split()) or None


def _group(leader: int) -> Iterator[int]:
    """The running members of a process group, or just its number where nobody lists them."""
    if sys.platform.startswith("linux"):
        for file in Path("/proc").glob("[0-9]*/stat"):
            fields = _stat(file)
            if fields and int(fields[2]) == leader:
                yield int(file.parent.name)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, 0)
        yield leader


def _stat(file: Path) -> list[str] | None:
    """Fields 3 and on of /proc/PID/stat, see proc(5): state first, group third, start twentieth.

    None when it has ended, even if nobody has taken note of that: containers often have no init.
    """
    try:
        fields = file.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields if fields[0] not in "ZX" else None


def _entries(ledger: Path) -> Iterator[tuple[int, str, int]]:
    for line in ledger.read_text().splitlines():
        pid, born, sig = line.split()
        yield int(pid), born, int(sig)


def _goodbye(pid: int, born: str, sig: int) -> bool:
    """Ask a leftover to end; False when there is none."""
    if not is_group_alive(pid, born):
        return False
    try:
        os.kill(pid, sig) if birth(pid) else kill_group(pid)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def die_with_parent(goodbye: signal.Signals) -> Callable[[], None] | None:
    """For preexec_fn. It runs after the change of user, which would have cleared the request."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask_the_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(goodbye), 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask_the_kernel
