"""Send letters while everything that sends them is killed; then count what arrived.

`python3 dev chaos --letters 500`. Real PostgreSQL, Valkey, workers, beat and a slow mail catcher.
For a while, workers (children and parents) get SIGKILL, Valkey is flushed and killed, PostgreSQL
is restarted, cleanly and as in a crash. Then the folder of the mail catcher is compared with the
database. Exits with 1 if a letter is lost, doubled, stuck or without its own PDF.
"""

import argparse
import collections
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

import psutil

from dev import process
from dev.environment import PYTHON
from dev.mail import MailCatcher
from dev.places import ROOT, Command
from dev.postgres import Postgres
from dev.valkey import Valkey

# Short leases, so that what a killed worker held comes back while we watch.
HURRIED = {"OUTBOX_LEASE_S": "6", "OUTBOX_GRACE_S": "2", "OUTBOX_SWEEP_S": "1"}
STUCK_AFTER_S = 45
WORKERS = ("anna", "boris")
CELERY: Command = [PYTHON, "-W", "ignore", "-m", "celery", "--quiet", "--app", "coalition"]


class SlowMailCatcher(MailCatcher):
    module = "benchmarks._slow_mailcatcher"


class Stage:
    """The engines, two workers and beat, and every way to hurt them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for old in ("postgres", "valkey", "mailcatcher", "mail", "letters", "workers"):
            shutil.rmtree(folder / old, ignore_errors=True)
        (folder / "workers").mkdir()
        self.postgres = Postgres(folder / "postgres")
        self.valkey = Valkey(folder / "valkey")
        self.mail = SlowMailCatcher(folder / "mailcatcher", letterbox=folder / "mail")
        self.log = folder / "workers" / "celery.log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.env: dict[str, str] = {}

    def set_up(self) -> None:
        self.env = {**os.environ, **HURRIED, "DJANGO_SETTINGS_MODULE": "coalition.settings"}
        for engine in (self.postgres, self.valkey, self.mail):
            engine.start()
            self.env |= engine.variables
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *arguments: str) -> str:
        command: Command = [PYTHON, *arguments]
        done = subprocess.run(command, env=self.env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode().strip()

    def keep_running(self) -> None:
        """Start who is not there, as systemd would."""
        for name in (*WORKERS, "beat"):
            if name not in self.running or self.running[name].poll() is not None:
                with open(self.log, "ab") as log:
                    self.running[name] = process.start(
                        self._command(name), self.log.parent, output=log, env=self.env, cwd=ROOT
                    )

    def tear_down(self) -> None:
        for child in self.running.values():
            process.stop(child, signal.SIGTERM, patience_s=10)
            process.kill_group(child.pid)
        for engine in (self.mail, self.valkey, self.postgres):
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

    def counts(self) -> dict[str, int]:
        rows = self.postgres.sql("select status, count(*) from recognition_letter group by 1")
        return {status: int(count) for status, count in re.findall(r"(\w+)\|(\d+)", rows)}

    def _worker(self) -> subprocess.Popen[bytes]:
        return self.running[random.choice(WORKERS)]

    def _command(self, name: str) -> Command:
        if name == "beat":
            return [*CELERY, "beat", "--loglevel", "WARNING"]
        options = ["--hostname", f"{name}@chaos", "--concurrency", "2", "--loglevel", "WARNING"]
        alone = ["--without-gossip", "--without-mingle"]
        return [*CELERY, "worker", "--queues", "default,render,send", *options, *alone]


def rage(stage: Stage, seconds: float, letters: int) -> collections.Counter[str]:
    """Hurt something every half second; returns what, and how often."""
    done: collections.Counter[str] = collections.Counter()
    ways = [stage.kill_child] * 4 + [stage.kill_worker, stage.kill_valkey, stage.flush_valkey]
    ways += [stage.restart_postgres]
    until = time.monotonic() + seconds
    while time.monotonic() < until and stage.counts().get("sent", 0) < letters:
        stage.keep_running()
        way = random.choice(ways)
        way()
        done[way.__name__.replace("_", " ")] += 1
        time.sleep(random.uniform(0.2, 1.0))
    return done


def wait_for(stage: Stage, wanted: int) -> bool:
    """Until so many letters are sent; False when nothing moves any more."""
    before, moved = stage.counts(), time.monotonic()
    while before.get("sent", 0) < wanted:
        stage.keep_running()
        time.sleep(0.5)
        now = stage.counts()
        if now != before:
            before, moved = now, time.monotonic()
        if time.monotonic() - moved > STUCK_AFTER_S:
            return False
    return True


def arrived(folder: Path) -> dict[str, list[str]]:
    """Reference of each letter → the hashes of the PDFs that came, one for each message."""
    found = collections.defaultdict(list)
    for file in folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        if not name.startswith("letter-"):
            continue
        pdfs = [
            hashlib.sha256(part.get_content()).hexdigest()
            for part in message.iter_attachments()
            if part.get_content_type() == "application/pdf"
        ]
        found[name.removeprefix("letter-").upper()].append(",".join(pdfs))
    return found


def report(stage: Stage, letters: int, settled: bool) -> bool:
    """Print what became of the letters; True when all is well."""
    rows = stage.postgres.sql("select ref, pdf_hash from recognition_letter").split()
    promised = dict(row.split("|") for row in rows)
    came = arrived(stage.mail.letterbox)
    log = stage.log.read_text(errors="replace")
    sums = {
        "promised": letters,
        "arrived": len(came),
        "lost": len(promised.keys() - came.keys()),
        "doubled": sum(len(copies) > 1 for copies in came.values()),
        "without their own PDF": sum({promised.get(ref, "")} != {*came[ref]} for ref in came),
        "uncertain for a time": log.count("is uncertain"),
        "  of these found at the mail catcher": log.count("did arrive"),
        "  of these sent again, on evidence": log.count("did not arrive"),
        "thanked twice in the journal": int(stage.postgres.sql(TOLD_TWICE)),
        "still owed thanks": int(stage.postgres.sql(STILL_OWED)),
        "stuck": 0 if settled else letters - stage.counts().get("sent", 0),
    }
    for what, number in sums.items():
        print(f"{number:7,}  {what}")
    bad = ["lost", "doubled", "without their own PDF", "stuck"]
    bad += ["thanked twice in the journal", "still owed thanks"]
    return len(promised) == letters and not any(sums[what] for what in bad)


TOLD_TWICE = """select count(*) from (select subject_id from coalition_journalentry
    where kind = 'letter.sent' group by 1 having count(*) > 1) as twice"""
STILL_OWED = "select count(*) from recognition_contributionevent where outcome <> 'thanked'"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 dev chaos", description=__doc__)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=20, help="how long to rage (20)")
    parser.add_argument("--seed", type=int, help="to rage in the same order again")
    options = parser.parse_args()
    seed = random.randrange(10_000) if options.seed is None else options.seed
    random.seed(seed)
    stage = Stage(Path(os.environ["DEV_FOLDER"]))
    try:
        stage.set_up()
        stage.run("-m", "benchmarks._campaign", str(options.letters))
        print(f"{options.letters} letters are released. Chaos (seed {seed}) …", flush=True)
        began = time.monotonic()
        wait_for(stage, 1)  # nobody learns from killing workers that are still waking up
        hurt = rage(stage, options.seconds, options.letters)
        settled = wait_for(stage, options.letters)
        print(", ".join(f"{count} × {what}" for what, count in hurt.most_common()))
        print(f"{time.monotonic() - began:.0f} seconds.\n")
        well = report(stage, options.letters, settled)
    finally:
        stage.tear_down()
    print("\nNone lost, none doubled." if well else f"\nThis must not be. See {stage.folder}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
