"""Programs that run inside .venv, in the foreground: Django's commands, pytest, our prepare.py."""

import signal
import subprocess
from collections.abc import Callable, Mapping

from dev import environment, process
from dev.places import ROOT, Command, Problem

DATA_EXISTS = 3  # exit status of prepare.py: nothing done, because data would be lost


def python(arguments: Command, env: Mapping[str, str]) -> int:
    """Run .venv's Python until it ends; its exit status.

    Ctrl-C reaches the child, too, as it shares our terminal. So we only wait.
    """
    before = signal.signal(signal.SIGINT, lambda sig, frame: None)
    try:
        return subprocess.run(
            [environment.PYTHON, *arguments], env=env, cwd=ROOT, preexec_fn=_die_with_us()
        ).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def prepare(env: Mapping[str, str], *options: str) -> str:
    """Bring the database up to date (see prepare.py); returns who can sign in to the demo.

    Raises Problem when that failed; the reason stands above then.
    """
    done = subprocess.run(
        [environment.PYTHON, "-m", "dev.prepare", *options],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_die_with_us(),
    )
    if done.returncode == DATA_EXISTS:
        raise Problem("There are data, which this would throw away. If you mean it, add --yes.")
    if done.returncode:
        raise Problem("The database could not be prepared; the reason stands above.")
    return done.stdout.strip("\n")


def _die_with_us() -> Callable[[], None] | None:
    return process.die_with_parent(signal.SIGTERM)
