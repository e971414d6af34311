"""The mail catcher as one of the engines: an SMTP server on loopback that delivers to a folder."""

import signal
import socket
import subprocess
from pathlib import Path

from dev import environment, process
from dev.places import ROOT, Command

PATIENCE_S = 5


class MailCatcher:
    """Keeps every message as one .eml file in `letterbox`; see dev/mailcatcher.py."""

    name = "mail catcher"
    module = "dev.mailcatcher"
    log = "mailcatcher.log"
    host = "127.0.0.1"

    def __init__(self, folder: Path, letterbox: Path) -> None:
        self.folder = folder
        self.letterbox = letterbox
        self.port = 0  # a free one, once started
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def options(self) -> Command:
        return [self.letterbox]

    @property
    def variables(self) -> dict[str, str]:
        return {
            "EMAIL_HOST": self.host,
            "EMAIL_PORT": str(self.port),
            "MAIL_CATCHER_DIR": str(self.letterbox),
        }

    def start(self) -> None:
        """Listen, on the same port as before if there was a start before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        process.finish_leftovers(self.folder)
        # We bind and the child inherits: mail waits in the queue until the child is awake.
        with socket.create_server((self.host, self.port)) as listening:
            self.port = listening.getsockname()[1]
            file = str(listening.fileno())
            command = [environment.PYTHON, "-m", self.module, *self.options, "--fd", file]
            with open(self.folder / self.log, "ab") as log:
                self.process = process.start(
                    command, self.folder, output=log, cwd=ROOT, pass_fds=(listening.fileno(),)
                )

    def stop(self) -> None:
        if self.process:
            process.stop(self.process, signal.SIGTERM, PATIENCE_S)
            self.process = None
