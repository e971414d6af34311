"""An embedded Valkey, which speaks Redis: one Unix socket, no TCP port, never evicts."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from dev import binaries, process
from dev.places import Command, Problem, make_private, socket_folder

PATIENCE_S = 10


class Valkey:
    """Start, stop and ask one server. `durable=False` keeps nothing on disk."""

    name = "Valkey"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.durable = durable
        self.folder = folder
        self.log = folder / "valkey.log"
        self.socket = socket_folder(folder) / "valkey.socket"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        return {"REDIS_URL": f"redis+socket://{self.socket}?virtual_host=0"}

    def start(self) -> None:
        """Raises Problem when it does not come up."""
        self.folder.mkdir(parents=True, exist_ok=True)
        make_private(self.socket.parent, os.geteuid(), os.getegid())
        process.finish_leftovers(self.folder)
        with open(self.log, "ab") as log:
            command: Command = [binaries.valkey_server(), *self._options()]
            self.process = process.start(command, self.folder, output=log)
        deadline = time.monotonic() + PATIENCE_S
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Problem(f"Valkey did not start; see {self.log}")
            time.sleep(0.02)

    def stop(self, sig: int = signal.SIGTERM) -> None:
        if self.process:
            process.stop(self.process, sig, PATIENCE_S)
            self.process = None

    def ask(self, command: str) -> bytes:
        """Send one command, as FLUSHALL or LLEN render; returns the first part of the answer."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.socket))
            connection.sendall(command.encode() + b"\r\n")
            return connection.recv(65536)

    def _options(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "maxmemory-policy": "noeviction",
        }
        return [part for name, value in settings.items() for part in (f"--{name}", value)]

    def _is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            return self.ask("PING").startswith(b"+PONG")
        return False
