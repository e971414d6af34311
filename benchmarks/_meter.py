"""What processes, tables and files have used between two moments."""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection
from redis import Redis

from coalition.session_cache import redis_url
from recognition.models import Campaign

PATIENCE_S = 60
FOLDERS = ("LETTERS_DIR", "MAIL_CATCHER_DIR")


@dataclass
class Spent:
    """On one campaign: seconds of CPU by program, bytes by place, seconds by the clock."""

    letters: int
    name: str = ""
    wall: float = 0
    cpu: dict[str, float] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)  # of the worker: ms a letter
    worker_mb: float = 0

    def each(self, program: str) -> float:
        return self.cpu[program] * 1000 / self.letters

    @property
    def together(self) -> float:
        return sum(self.each(program) for program in ("worker", "postgres", "broker"))

    def kb(self, place: str) -> float:
        return self.size[place] / self.letters / 1000


class Meter:
    def __init__(self, worker: int, stages: Path, log: Path) -> None:
        self.stages, self.log = stages, log
        self.worker = psutil.Process(worker)
        self.programs = {
            "worker": self.worker,
            "postgres": _postmaster(),
            "broker": psutil.Process(Redis.from_url(_broker()).info("server")["process_id"]),
            "catcher": _catcher(),
        }
        self.worker_mb = 0.0

    @contextlib.contextmanager
    def measuring(self, letters: int) -> Iterator[Spent]:
        spent, self.worker_mb = Spent(letters), 0
        cpu, size, stages, began = self._cpu(), _sizes(), self._stages(), time.monotonic()
        yield spent
        spent.wall = time.monotonic() - began
        spent.cpu = {name: used - cpu[name] for name, used in self._cpu().items()}
        spent.size = {name: found - size[name] for name, found in _sizes().items()}
        spent.stages = {
            name: (used - stages.get(name, 0)) * 1000 / letters
            for name, used in self._stages().items()
        }
        spent.worker_mb = self.worker_mb

    def wait_for(self, campaign: Campaign) -> None:
        """Until it is complete; ends the benchmark where nothing moves any more."""
        moved, gone = time.monotonic(), 0
        for beat in range(1_000_000):
            time.sleep(0.5)
            self._weigh()
            campaign.refresh_from_db(fields=["status"])
            if campaign.status == Campaign.Status.COMPLETE:
                return
            if beat % 20 == 0 and (now := campaign.letters.filter(status="sent").count()) != gone:
                moved, gone = time.monotonic(), now
            if time.monotonic() - moved > PATIENCE_S:
                raise SystemExit(f"{gone} letters have gone, and nothing moves. See {self.log}")

    def _weigh(self) -> None:
        for process in self.worker.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                self.worker_mb = max(self.worker_mb, process.memory_info().rss / 1e6)

    def _cpu(self) -> dict[str, float]:
        return {name: _of_tree(process) for name, process in self.programs.items()}

    def _stages(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for file in self.stages.glob("*.json"):
            for name, seconds in json.loads(file.read_text()).items():
                found[name] = found.get(name, 0) + seconds
        return found


def _of_tree(process: psutil.Process) -> float:
    """CPU seconds of a process and all that it started, whether it still runs or not."""
    used = 0.0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            used += sum(one.cpu_times()[:4])  # user, system, and those of children that ended
    return used


def _sizes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), pg_current_wal_lsn() - '0/0'")
        database, wal = cursor.fetchone()
    folders = {name: _size_of(Path(os.environ[name])) for name in FOLDERS}
    return {**folders, "database": int(database), "wal": int(wal)}


def _size_of(folder: Path) -> int:
    return sum(
        os.stat(os.path.join(place, file)).st_size
        for place, _, files in os.walk(folder)
        for file in files
    )


def _postmaster() -> psutil.Process:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(psutil.Process(cursor.fetchone()[0]).ppid())


def _catcher() -> psutil.Process:
    folder = os.environ["MAIL_CATCHER_DIR"]
    for process in psutil.process_iter(["cmdline"]):
        if folder in (process.info["cmdline"] or []):
            return process
    raise SystemExit("The mail catcher does not run.")


def _broker() -> str:
    return redis_url(settings.CELERY_BROKER_URL)
