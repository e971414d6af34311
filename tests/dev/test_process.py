"""Nothing that we start outlives us for long, and nothing else is touched."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dev import process
from dev.places import ROOT

# Starts a shell that starts a sleeper, tells who they are, and waits to be killed.
SUPERVISOR = """
import subprocess, sys, time
from pathlib import Path
from dev import process
folder = Path(sys.argv[1])
command = ["sh", "-c", sys.argv[2]]
print(process.start(command, folder, output=subprocess.DEVNULL).pid, flush=True)
time.sleep(60)
"""


def killed_supervisor(folder: Path, script: str) -> int:
    """What a supervisor leaves that was killed with kill -9: the number of its child's group."""
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, folder, script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as supervisor:
        group = int(supervisor.stdout.readline())
        time.sleep(0.2)  # for the shell to get going
        supervisor.kill()
    return group


def lives(group: int) -> bool:
    """Does any of its members run? (A zombie does not, and containers often keep them.)"""
    for one in psutil.process_iter(["status"]):
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(one.pid) == group and one.info["status"] != psutil.STATUS_ZOMBIE:
                return True
    return False


def ends(group: int, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while lives(group) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not lives(group)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux kernel")
def test_a_child_ends_when_its_supervisor_is_killed(tmp_path):
    group = killed_supervisor(tmp_path, "exec sleep 60")

    assert ends(group, within_s=5)


def test_the_next_start_ends_what_did_not_listen(tmp_path):
    group = killed_supervisor(tmp_path, "trap '' TERM; sleep 60 & wait; sleep 60")
    assert lives(group)

    process.finish_leftovers(tmp_path, patience_s=0.3)

    assert ends(group, within_s=5)
    assert not (tmp_path / process.LEDGER).exists()


def test_a_process_that_took_over_a_number_is_left_alone(tmp_path):
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
        (tmp_path / process.LEDGER).write_text(f"{stranger.pid} another-birth 15\n")

        process.finish_leftovers(tmp_path, patience_s=0.1)

        assert stranger.poll() is None
        stranger.kill()


def test_stopping_kills_what_takes_too_long(tmp_path):
    stubborn = ["sh", "-c", "trap '' TERM; sleep 60; sleep 60"]
    child = process.start(stubborn, tmp_path, output=subprocess.DEVNULL)
    time.sleep(0.2)

    process.stop(child, signal.SIGTERM, patience_s=0.2)

    assert child.returncode == -signal.SIGKILL
    assert ends(child.pid, within_s=5)


def test_a_birth_tells_processes_apart():
    assert process.birth(os.getpid()) == process.birth(os.getpid()) is not None
    assert process.birth(1) != process.birth(os.getpid())
    with subprocess.Popen(["true"]) as ended:
        pass
    assert process.birth(ended.pid) is None
