"""The command line: which words there are, what they take, and how failures are told."""

import argparse
import errno
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from dev import commands
from dev.places import Problem
from dev.run import run

# Everything after these words belongs to another program, options included.
PASSED_ON: dict[str, Callable[[list[str]], int]] = {
    "test": commands.test,
    "manage": commands.manage,
    "bench": commands.bench,
    "chaos": commands.chaos,
}


def main(arguments: list[str]) -> int:
    for sig in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.default_int_handler)  # end as Ctrl-C does: everything cleaned up
    return dispatch_or_explain(arguments)


def dispatch_or_explain(arguments: list[str]) -> int:
    try:
        return dispatch(arguments)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"\nThe disk is full: {error.filename or Path.cwd()}", file=sys.stderr)
        return 1


def dispatch(arguments: list[str]) -> int:
    word, *rest = arguments or ["--help"]
    if word in PASSED_ON and rest[:1] not in (["-h"], ["--help"]):
        return PASSED_ON[word](rest)
    options = vars(parser().parse_args([word, *rest]))
    return options.pop("command")(**options)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python3 dev",
        description="Sets up what is missing, then does what you say. It needs Python 3.11 "
        "with pip or venv, and a network the first time.",
        epilog="Data are kept in var/, or in $DEV_HOME. DATABASE_URL and REDIS_URL, when set, "
        "name servers of your own; .env.example explains every variable.",
    )
    words = top.add_subparsers(required=True, metavar="COMMAND")

    def word(name: str, about: str, **more: object) -> argparse.ArgumentParser:
        one = words.add_parser(name, help=about, description=about)
        one.set_defaults(**more)
        return one

    def passed_on(name: str, about: str, what: str) -> None:
        word(name, about).usage = f"python3 dev {name} {what}"

    here = word("run", "Start the whole site, with the demo world at first start.", command=run)
    here.add_argument("--port", type=int, default=8000, help="of the web server (8000)")
    passed_on("test", "Run the tests on engines of their own.", "[PYTEST ARGUMENTS]")
    look = word("check", "Lint, format, types, import rules, settings.", command=commands.check)
    look.add_argument("--fix", action="store_true", help="repair what a machine can repair")
    passed_on("bench", "Measure something: benchmarks/NAME.py.", "NAME [ITS ARGUMENTS]")
    passed_on("chaos", "Send letters while everything is being killed.", "[--letters 500]")
    world = word("demo", "Build the demo world of `run` anew.", command=commands.demo)
    world.add_argument("--yes", action="store_true", help="throw away the data that are there")
    passed_on("manage", "Run a Django command on the data of `run`.", "[DJANGO'S ARGUMENTS]")
    return top
