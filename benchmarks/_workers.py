"""Two Celery processes and beat, as in production, for the benchmark of letters."""

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks._meter import Meter
from dev import process
from dev.environment import PYTHON
from dev.places import ROOT, Command

CELERY: Command = [PYTHON, "-W", "ignore", "-m", "celery", "--quiet", "--app", "coalition"]
EXTRAS = ["--include", "benchmarks._stages,benchmarks._naive"]
CALM = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]


@contextlib.contextmanager
def running(concurrency: int = 2) -> Iterator[Meter]:
    folder = Path(tempfile.mkdtemp(prefix="bench-letters-"))
    stages, log = folder / "stages", folder / "worker.log"
    stages.mkdir()
    options = ["--concurrency", str(concurrency), "--queues", "default,render,send", *CALM]
    timed = ["--beat", "--schedule", str(folder / "beat")]
    with open(log, "wb") as output:
        worker = process.start(
            [*CELERY, "worker", *options, *timed, *EXTRAS],
            folder,
            output=output,
            env={**os.environ, "STAGES_IN": str(stages)},
            cwd=ROOT,
        )
    try:
        yield Meter(worker.pid, stages, log)
    finally:
        process.stop(worker, signal.SIGTERM, patience_s=30)
        process.kill_group(worker.pid)
