"""What `python3 dev` understands: one function for each word. (`run` has a module of its own.)"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from dev import checks, engines, environment, inside, variables
from dev.places import ROOT, Problem, claimed, home, is_claimed

BENCHMARKS = ROOT / "benchmarks"
ALL_TESTS = ["-n", "logical", "--dist", "loadgroup"]  # on every core; a group stays together


def test(rest: list[str]) -> int:
    environment.ensure()
    with claimed("test") as folder, engines.started(engines.for_tests(folder)) as found:
        kept = {"LETTERS_DIR": folder / "letters", "ATTACHMENTS_DIR": folder / "attachments"}
        for of_the_last_run in kept.values():
            shutil.rmtree(of_the_last_run, ignore_errors=True)
        env = os.environ | found | {name: str(path) for name, path in kept.items()}
        return inside.python(["-m", "pytest", *(rest or ALL_TESTS)], env)


def check(*, fix: bool) -> int:
    environment.ensure()
    return checks.fix() if fix else checks.check()


def manage(rest: list[str]) -> int:
    environment.ensure()
    with _data_of_run() as (_, env):
        return inside.python(["manage.py", *rest], env)


def demo(*, yes: bool) -> int:
    environment.ensure()
    kinds = ("letters", "attachments", "mail")
    with _data_of_run() as (folder, env), files_set_aside(folder, *kinds):
        people = inside.prepare(env, "--rebuild", *(["--yes"] if yes else []))
    print(f"The demo world is built.\n{people}".rstrip())
    return 0


@contextlib.contextmanager
def files_set_aside(folder: Path, *names: str) -> Iterator[None]:
    """The new world keeps its files where the old one did. Those of the old one go once it stands;
    where it does not come about they are put back."""
    aside = {folder / name: folder / f"{name}.before" for name in names}
    for place, other in aside.items():
        shutil.rmtree(other, ignore_errors=True)
        if place.exists():
            place.rename(other)
    try:
        yield
    except BaseException:
        for place, other in aside.items():
            if other.exists():
                shutil.rmtree(place, ignore_errors=True)
                other.rename(place)
        raise
    for other in aside.values():
        shutil.rmtree(other, ignore_errors=True)


def bench(rest: list[str]) -> int:
    name, *options = rest or [""]
    if name not in (known := _benchmarks()):
        raise Problem(f"Which one? python3 dev bench {' | '.join(known) or '(there are none)'}")
    environment.ensure()
    with claimed("bench") as folder, engines.started(engines.for_site(folder)) as found:
        env = variables.for_folder(folder, found, demo=False)
        inside.prepare(env)
        return inside.python(["-m", f"benchmarks.{name}", *options], env)


def chaos(rest: list[str]) -> int:
    """The chaos starts and kills engines itself, in the folder that DEV_FOLDER names."""
    environment.ensure()
    with claimed("chaos") as folder:
        env = variables.for_folder(folder, {"DEV_FOLDER": str(folder)}, demo=False)
        return inside.python(["-m", "benchmarks.chaos", *rest], env)


@contextlib.contextmanager
def _data_of_run() -> Iterator[tuple[Path, dict[str, str]]]:
    """What `dev run` keeps: its engines while it runs, or else our own for as long as we need."""
    found = variables.read_published(home() / "run") if is_claimed("run") else None
    if found:
        yield home() / "run", variables.for_folder(home() / "run", found, demo=True)
        return
    with claimed("run") as folder, engines.started(engines.for_site(folder)) as found:
        yield folder, variables.for_folder(folder, found, demo=True)


def _benchmarks() -> list[str]:
    return sorted(file.stem for file in BENCHMARKS.glob("[a-z]*.py") if file.stem != "chaos")
