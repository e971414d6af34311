"""Keeps several programs running together: shows what they say, and stops all when one ends."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

from dev import process
from dev.places import ROOT, Command

GRACE_S = 10  # for a worker to finish its task; what it has not finished stands in its row
HUES = (36, 32, 35, 33, 34, 31)


class Supervisor:
    """One loop in one thread, because a child's death signal is tied to the thread that made it."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.env = env
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self.watched: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_stop = 0
        self._pipes = selectors.DefaultSelector()
        self._unfinished: dict[str, bytes] = {}

    def start(self, name: str, command: Command) -> None:
        """Start a program; from now on its death ends everything."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        try:
            child = process.start(command, self.folder, output=writing, env=self.env, cwd=ROOT)
        finally:
            os.close(writing)
        self._pipes.register(reading, selectors.EVENT_READ, name)
        self.programs[name] = child

    def watch(self, name: str, child: subprocess.Popen[bytes] | None) -> None:
        """Somebody else starts and stops this one, but its death ends everything, too."""
        if child:
            self.watched[name] = child

    def listen_for_ctrl_c(self) -> None:
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, self._ask_to_stop)

    def _ask_to_stop(self, sig: int, frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def ended(self) -> Iterator[tuple[str, int]]:
        """Names of those who have ended, and how."""
        for name, child in (self.programs | self.watched).items():
            status = child.poll()
            if status is not None:
                yield name, status

    def wait(self, until: Callable[[], bool] = lambda: False) -> tuple[str, int] | None:
        """Until that, or until somebody asks to stop (None); or a child ends (which, and how)."""
        while not (self.asked_to_stop or until()):
            for name, status in self.ended():
                return name, status
            self.show(0.1)
        return None

    def stop(self) -> None:
        """Ask all programs to end, show their last words, and kill those that take too long.

        Asked to stop once more, we do not wait any longer.
        """
        asked = self.asked_to_stop
        deadline = time.monotonic() + GRACE_S
        for child in self.programs.values():
            if child.poll() is None:
                child.terminate()
        while any(child.poll() is None for child in self.programs.values()):
            if time.monotonic() > deadline or self.asked_to_stop > asked:
                break
            self.show(0.05)
        for child in self.programs.values():
            process.kill_group(child.pid)
            child.wait()
        while self.show(0):
            pass

    def show(self, patience_s: float) -> bool:
        """Print what the programs have said, line by line; wait a moment if that is nothing."""
        ready = self._pipes.select(patience_s)
        for key, _ in ready:
            said = os.read(key.fd, 65536)
            if not said:
                self._pipes.unregister(key.fd)
                os.close(key.fd)
            *lines, rest = (self._unfinished.pop(key.data, b"") + said).split(b"\n")
            self._unfinished[key.data] = rest
            for line in lines:
                self._print(key.data, line.decode(errors="replace"))
        return bool(ready)

    def _print(self, name: str, line: str) -> None:
        if not line.strip():
            return
        width = max(len(other) for other in self.programs)
        label = f"{name:<{width}} │"
        if sys.stdout.isatty():
            hue = HUES[list(self.programs).index(name) % len(HUES)]
            label = f"\033[{hue}m{label}\033[0m"
        print(label, line.rstrip(), flush=True)


def how(status: int) -> str:
    """A wait status in words."""
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
