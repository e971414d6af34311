"""`dev run`: the whole site, on this machine, for this person."""

import errno
import http.client
import os
import socket
import sys
import time
from pathlib import Path

from dev import engines, environment, inside, process, variables
from dev.places import Command, Problem, claimed
from dev.supervisor import Supervisor, how

HOST = "127.0.0.1"  # loopback only: the demo lets anyone sign in
SHARED_MEMORY = Path("/dev/shm")
CORES = os.cpu_count() or 1


def run(port: int) -> int:
    """Start everything and stay: until Ctrl-C (status 0), or until a part of it ends (1)."""
    began = time.monotonic()
    environment.ensure()
    with claimed("run") as folder:
        process.finish_leftovers(folder)
        require_port(port)
        _require_shared_memory()
        services = engines.for_site(folder)
        with engines.started(services) as found:
            found["SITE_URL"] = f"http://{HOST}:{port}"
            env = variables.for_folder(folder, found, demo=True)
            people = inside.prepare(env, "--static")
            site = Supervisor(folder, env)
            for service in services:
                site.watch(service.name, service.process)
            with variables.published(folder, found):
                return _serve(site, port, began, people)


def _serve(site: Supervisor, port: int, began: float, people: str) -> int:
    site.listen_for_ctrl_c()
    try:
        for name, command in programs(port).items():
            site.start(name, command)
        ended = site.wait(until=lambda: _answers(port))
        if not (ended or site.asked_to_stop):
            print(_welcome(site.env["SITE_URL"], time.monotonic() - began, people), flush=True)
            ended = site.wait()
    finally:
        print("\nStopping …", flush=True)
        site.stop()
    if ended:
        print(f"{ended[0]} {how(ended[1])}, so everything was stopped.", file=sys.stderr)
    return 1 if ended else 0


def programs(port: int) -> dict[str, Command]:
    """What makes the site: each is a process of its own, in production too."""
    gunicorn = ["-m", "gunicorn", "coalition.wsgi", "--bind", f"{HOST}:{port}", "--preload"]
    pool = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    manners = ["--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"]
    if SHARED_MEMORY.is_dir():
        manners += ["--worker-tmp-dir", str(SHARED_MEMORY)]
    return {
        "web": [environment.PYTHON, *gunicorn, *pool, *manners],
        "worker": _celery("worker", "--queues", "default,send", *_lanes("worker", max(2, CORES))),
        "render": _celery("worker", "--queues", "render", *_lanes("render", CORES)),
        "beat": _celery("beat"),
    }


def _celery(kind: str, *options: str) -> Command:
    # Celery warns root at every start; here root may be all there is.
    calm = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [*calm, "-m", "celery", "--quiet", "--app", "coalition"]
    return [environment.PYTHON, *celery, kind, "--loglevel", "WARNING", *options]


def _lanes(name: str, count: int) -> list[str]:
    alone = ["--without-gossip", "--without-mingle"]  # nothing to learn from other workers
    return ["--hostname", f"{name}@%h", "--concurrency", str(count), *alone]


def require_port(port: int) -> None:
    try:
        with socket.create_server((HOST, port)):
            return
    except OSError as error:
        if error.errno == errno.EACCES:
            raise Problem(f"Only root may use port {port}. Try --port 8000.") from error
        if error.errno != errno.EADDRINUSE:
            raise
        raise Problem(
            f"Port {port} is taken by another program. "
            f"Choose another: python3 dev run --port {port + 1}"
        ) from error


def _require_shared_memory() -> None:
    if sys.platform.startswith("linux") and not os.access(SHARED_MEMORY, os.W_OK):
        raise Problem(
            f"Celery's workers need {SHARED_MEMORY}, which is missing or not ours to write to. "
            f"As root: mkdir -p {SHARED_MEMORY} && mount -t tmpfs tmpfs {SHARED_MEMORY}"
        )


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(address: str, seconds: float, people: str) -> str:
    ready = f"Common Ground is ready after {seconds:.1f} s:  {address}"
    who = f"Sign in as\n{people}" if people else ""
    return "\n\n".join(["", ready, *filter(None, [who]), "Ctrl-C stops it."])
