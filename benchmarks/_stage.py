"""The stage of `dev chaos`: the engines, two workers and beat, and every way to hurt them."""

import contextlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import psutil

from benchmarks._post_office import PostOffice
from dev import process
from dev.environment import PYTHON
from dev.mail import MailCatcher
from dev.places import ROOT, Command
from dev.postgres import Postgres
from dev.valkey import Valkey

# Short leases, so that what a killed worker held comes back while we watch.
HURRIED = {
    "OUTBOX_LEASE_S": "6",
    "OUTBOX_GRACE_S": "4",
    "OUTBOX_SWEEP_S": "1",
    "EMAIL_TIMEOUT_S": "3",
}
OLD = ("postgres", "valkey", "mailcatcher", "mail", "notify", "posted", "letters", "workers")
FROZEN_S = (6.5, 7.5)  # longer than a lease; lease and grace together outlast it
WORKERS = ("anna", "boris")
CELERY: Command = [PYTHON, "-W", "ignore", "-m", "celery", "--quiet", "--app", "coalition"]
LAST_PRINTED = """select letter.ref || '-' || attempt.n from recognition_letter letter
    join recognition_deliveryattempt attempt on letter.id = letter_id
    where letter.status = 'printing' and provider_ref <> '' order by attempt.id desc limit 1"""
GUNICORN: Command = [PYTHON, "-m", "gunicorn", "coalition.wsgi", "--log-level", "warning"]
HOST = "127.0.0.1"
INCLUDED = ["--include", "benchmarks._full_disk"]


class SlowMailCatcher(MailCatcher):
    module = "benchmarks._slow_mailcatcher"


class Stage:
    """The engines, two workers and beat, and every way to hurt them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for old in OLD:
            shutil.rmtree(folder / old, ignore_errors=True)
        (folder / "workers").mkdir()
        self.postgres = Postgres(folder / "postgres")
        self.valkey = Valkey(folder / "valkey")
        self.mail = SlowMailCatcher(folder / "mailcatcher", letterbox=folder / "mail")
        self.post = PostOffice(folder / "notify", letterbox=folder / "posted")
        self.log = folder / "workers" / "celery.log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.env: dict[str, str] = {}
        self.faults, self.full = folder / "faults", folder / "full"
        self.tried_again = 0
        with socket.create_server((HOST, 0)) as free:
            self.web = free.getsockname()[1]
        self.post.site = f"http://{HOST}:{self.web}/thanks/returned/notify/"

    def set_up(self) -> None:
        os.environ["CHAOS_FAULTS"] = str(self.faults)  # the mail catcher looks there
        self.env = {**os.environ, **HURRIED, "DJANGO_SETTINGS_MODULE": "coalition.settings"}
        self.env["CHAOS_DISK"] = str(self.full)
        for sign in (self.faults, self.full):
            sign.touch()
        for engine in (self.postgres, self.valkey, self.mail, self.post):
            engine.start()
            self.env |= engine.variables
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *arguments: str) -> str:
        command: Command = [PYTHON, *arguments]
        done = subprocess.run(command, env=self.env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode().strip()

    def keep_running(self) -> None:
        """Start who is not there, as systemd would."""
        for name in (*WORKERS, "beat", "web"):
            if name not in self.running or self.running[name].poll() is not None:
                with open(self.log, "ab") as log:
                    self.running[name] = process.start(
                        self._command(name), self.log.parent, output=log, env=self.env, cwd=ROOT
                    )

    def tear_down(self) -> None:
        for child in self.running.values():
            process.stop(child, signal.SIGTERM, patience_s=10)
            process.kill_group(child.pid)
        for engine in (self.post, self.mail, self.valkey, self.postgres):
            engine.stop()

    def kill_child(self) -> None:
        """One process of a pool, as the kernel does when memory is short."""
        with contextlib.suppress(psutil.Error, IndexError):
            psutil.Process(random.choice(psutil.Process(self._worker().pid).children()).pid).kill()

    def kill_worker(self) -> None:
        """A worker with all its processes; every other time its children outlive it a while."""
        worker = self._worker()
        worker.kill()
        worker.wait()
        time.sleep(random.choice([0, 0.5]))
        process.kill_group(worker.pid)

    def freeze_child(self) -> None:
        """One process of a pool stands still for longer than its lease, and then goes on."""
        with contextlib.suppress(psutil.Error, IndexError):
            frozen = random.choice(psutil.Process(self._worker().pid).children())
            frozen.suspend()
            threading.Timer(random.uniform(*FROZEN_S), _thaw, [frozen]).start()

    def flush_valkey(self) -> None:
        self.valkey.ask("FLUSHALL")

    def kill_valkey(self) -> None:
        self.valkey.stop(signal.SIGKILL)
        time.sleep(random.random())
        self.valkey.start()

    def restart_postgres(self) -> None:
        """Clean ("fast"), or as after a loss of power ("immediate")."""
        self.postgres.stop(random.choice([signal.SIGINT, signal.SIGQUIT]))
        time.sleep(random.random())
        self.postgres.start()

    def bring_back(self) -> None:
        """A posted letter comes back before Notify has said that it was posted."""
        if reference := self.postgres.sql(LAST_PRINTED).strip():
            self.post.bring_back(reference)

    def let_time_pass(self) -> None:
        """The minutes that a server asked for are over, and so is the day at Notify; and a person
        sees to what failed."""
        self.postgres.sql("update recognition_letter set send_after = now() where status = 'ready'")
        self.postgres.sql("delete from coalition_carrierstop")
        self.post.tell_again()
        if self.counts().get("failed"):
            self.tried_again += int(self.run("-m", "benchmarks._person"))

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def counts(self) -> dict[str, int]:
        rows = self.postgres.sql("select status, count(*) from recognition_letter group by 1")
        return {status: int(count) for status, count in re.findall(r"(\w+)\|(\d+)", rows)}

    def _worker(self) -> subprocess.Popen[bytes]:
        return self.running[random.choice(WORKERS)]

    def _command(self, name: str) -> Command:
        if name == "web":
            return [*GUNICORN, "--bind", f"{HOST}:{self.web}"]
        if name == "beat":
            return [*CELERY, "beat", "--loglevel", "WARNING"]
        options = ["--hostname", f"{name}@chaos", "--concurrency", "2", "--loglevel", "WARNING"]
        alone = ["--without-gossip", "--without-mingle"]
        return [*CELERY, "worker", "--queues", "default,render,send", *options, *alone, *INCLUDED]


def _thaw(frozen: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        frozen.resume()
