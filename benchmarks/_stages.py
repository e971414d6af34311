"""What each stage costs a worker: given to Celery with --include, it puts a clock around functions.

A function is charged for itself, without those called from it that have a clock of their own.
"""

import functools
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from celery.signals import task_postrun

from recognition.actions.dispatch import ROUTE

STAGES: dict[str, list[str]] = {
    "claim": ["recognition.actions.rendering._claim", "coalition.outbox.sending.claim"],
    "typeset": ["recognition.actions.rendering._typeset"],
    "store": ["recognition.store.put"],
    "record typeset": ["recognition.actions.rendering._keep"],
    "gates": [],  # ROUTE.admit
    "record sending": ["coalition.outbox.sending._admit"],
    "record sent": ["coalition.outbox.sending._record_taken"],
    "compose the mail": [],  # ROUTE.compose
    "send": ["coalition.delivery.send"],
}
spent: defaultdict[str, float] = defaultdict(float)
running: list[list[float]] = []  # of each call that is open: what those within it have cost


def _clocked(stage: str, function: Callable) -> Callable:
    @functools.wraps(function)
    def clocked(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        running.append([0.0])
        try:
            return function(*arguments, **named)
        finally:
            whole = time.process_time() - began
            spent[stage] += whole - running.pop()[0]
            if running:
                running[-1][0] += whole

    return clocked


def _install() -> None:
    for stage, names in STAGES.items():
        for name in names:
            module, _, attribute = name.rpartition(".")
            place = import_module(module)
            setattr(place, attribute, _clocked(stage, getattr(place, attribute)))
    for stage, attribute in (("gates", "admit"), ("compose the mail", "compose")):
        object.__setattr__(ROUTE, attribute, _clocked(stage, getattr(ROUTE, attribute)))


@task_postrun.connect
def _tell(**context: Any) -> None:
    if folder := os.environ.get("STAGES_IN"):
        aside = Path(folder, f".{os.getpid()}")  # read while we write
        aside.write_text(json.dumps(spent))
        aside.rename(Path(folder, f"{os.getpid()}.json"))


_install()
