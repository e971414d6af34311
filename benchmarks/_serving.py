"""A site in gunicorn on a loopback port, and what its requests cost."""

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil
from django.conf import settings
from django.db import connection
from redis import Redis

from coalition.session_cache import redis_url
from dev.environment import PYTHON
from dev.places import ROOT

HOST = "127.0.0.1"
PATIENCE_S = 30
AS_TYPED = {"HX-Request": "true"}  # so htmx asks for the list alone


@dataclass
class Cost:
    """Of the requests for one page: milliseconds each, and CPU milliseconds of everything."""

    times: list[float] = field(default_factory=list)
    cpu: float = 0
    size: int = 0

    @property
    def each(self) -> float:
        return self.cpu / len(self.times)

    def part(self, hundredths: int) -> float:
        return statistics.quantiles(self.times, n=100)[hundredths - 1]


class Site:
    """One gunicorn, with the settings of `dev run` but for one worker, so that all is warm."""

    def __init__(self, port: int, session: str, process: subprocess.Popen[bytes]) -> None:
        self.port, self.session = port, session
        self.process = psutil.Process(process.pid)
        self.link = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_S)

    def get(self, path: str, headers: dict[str, str]) -> bytes:
        signed_in = {"Cookie": f"sessionid={self.session}"}
        self.link.request("GET", path, headers={**signed_in, **headers})
        response = self.link.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{path} on port {self.port} answered {response.status}")
        return body

    def measure(self, path: str, count: int, cost: Cost, *, typed: bool) -> None:
        headers = AS_TYPED if typed else {}
        self.get(path, headers)
        before = self.cpu_by_process()
        until = time.monotonic() + PATIENCE_S
        for _ in range(count):
            if time.monotonic() > until:
                break
            began = time.perf_counter()
            cost.size = len(self.get(path, headers))
            cost.times.append((time.perf_counter() - began) * 1000)
        after = self.cpu_by_process()
        cost.cpu += sum(used - before.get(pid, 0) for pid, used in after.items()) * 1000

    def cpu_by_process(self) -> dict[int, float]:
        """Seconds of gunicorn, of the database's processes for its clients, and of Valkey."""
        ours = [self.process, *self.process.children(recursive=True)]
        return {process.pid: _used(process) for process in [*ours, *_engines()]}


def _engines() -> list[psutil.Process]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        pids = [pid for (pid,) in cursor.fetchall()]
    valkey = Redis.from_url(redis_url(settings.CELERY_BROKER_URL)).info("server")
    pids.append(valkey["process_id"])
    return [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


@contextlib.contextmanager
def served(application: str, settings_module: str, session: str) -> Iterator[Site]:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    gunicorn = ["-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--preload"]
    pool = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--keep-alive", "60"]
    manners = ["--log-level", "warning", "--no-control-socket"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module}
    process = subprocess.Popen([PYTHON, *gunicorn, *pool, *manners], env=env, cwd=ROOT)
    try:
        _wait_for(port)
        yield Site(port, session, process)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"gunicorn did not start on port {port}")
