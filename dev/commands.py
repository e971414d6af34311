"""What `python3 dev` understands: one function for each word."""

import argparse
import errno
import signal
import subprocess
import sys

from dev import environment, variables
from dev.engines import engines
from dev.places import ROOT, Problem, claimed


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 dev")
    words = parser.add_subparsers(required=True, metavar="command")
    t = words.add_parser("test")
    t.set_defaults(command=test)
    options, rest = parser.parse_known_args(arguments)
    try:
        return options.command(options, rest)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("\nThe disk is full.", file=sys.stderr)
    return 1


def test(options, rest) -> int:
    environment.ensure()
    with claimed("test") as folder, engines(folder, durable=False) as urls:
        env = variables.for_folder(folder, DEMO="no", **urls)
        return foreground([str(environment.PYTHON), "-m", "pytest", *rest], env)


def foreground(command, env) -> int:
    """Ctrl-C reaches the child too, as it shares our terminal: we wait until it has ended."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(
            command, env=env, cwd=ROOT,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ).returncode
    finally:
        signal.signal(signal.SIGINT, before)
