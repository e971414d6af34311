"""Letters per second per core: our letter task, and the same task with WeasyPrint and ReportLab,
side by side. Run by `dev bench letters`, in a process of its own.

A task is what a worker does between reading a row and writing it: fill in the placeholders, clean,
check, typeset, hash, and write to the store. All engines get the same words, fonts and signature.
Typst and WeasyPrint keep all that they can between letters, and make PDF/UA-1 (ours is PDF/A-2a
besides); ReportLab is used as in its manual, and what it makes is neither tagged nor archival. So
it runs once more as “valid ReportLab”, with all that it lacks for PDF/UA-1 and PDF/A-2a added.
Rounds alternate between the engines, so that a busy machine slows both; what is counted is the
CPU time of this process and its children.
"""

import argparse
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from benchmarks import _reportlab, _reportlab_tagged, _samples, _weasyprint
from coalition.postal import read_address
from coalition.typesetting.text import clean_line, clean_paragraphs
from recognition import store
from recognition.typesetting import (
    CLOSINGS,
    LetterContent,
    Signatory,
    greeting,
    prepare,
    typeset,
)
from recognition.typesetting.placeholders import fill

Typesetter = Callable[[LetterContent], bytes]


def main() -> None:
    options = _options()
    engines: dict[str, Typesetter] = {"typst": typeset}
    prepare()
    if problem := _weasyprint.problem():
        print(f"WeasyPrint is not measured: {problem}", file=sys.stderr)
    else:
        engines["WeasyPrint"] = _weasyprint.typeset
    engines["ReportLab"] = _reportlab.typeset
    engines["valid ReportLab"] = _reportlab_tagged.typeset
    with tempfile.TemporaryDirectory() as folder:
        settings.configure(LETTERS_DIR=Path(folder))
        _print_versions(options)
        _warm_up(engines, options.keep)
        measured = _measure(engines, options.letters, options.rounds)
    for what in ("whole task", "engine alone"):
        _print_figures(what, {name: rounds[what] for name, rounds in measured.items()})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=50, help="in each round (50)")
    parser.add_argument("--rounds", type=int, default=7, help="for each engine (7)")
    parser.add_argument("--keep", type=Path, help="a folder for one PDF of each engine, to look at")
    return parser.parse_args()


def _warm_up(engines: dict[str, Typesetter], keep: Path | None) -> None:
    for name, engine in engines.items():
        pdf = [engine(_letter(row)) for row in _samples.rows(3)][0]
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name.lower().replace(' ', '-')}.pdf").write_bytes(pdf)


Rounds = dict[str, list[float]]


def _measure(engines: dict[str, Typesetter], letters: int, rounds: int) -> dict[str, Rounds]:
    """Milliseconds of CPU a letter, for each engine and each round."""
    measured: dict[str, Rounds] = {name: {"whole task": [], "engine alone": []} for name in engines}
    rows = _samples.rows(letters * rounds * 2)  # no letter is set twice
    for _ in range(rounds):
        batch = [next(rows) for _ in range(letters)]
        contents = [_letter(next(rows)) for _ in range(letters)]
        for name, engine in engines.items():
            measured[name]["whole task"].append(_cost(lambda row, e=engine: _task(row, e), batch))
            measured[name]["engine alone"].append(_cost(engine, contents))
    return measured


def _task(row: _samples.Row, engine: Typesetter) -> None:
    store.put(engine(_letter(row)))


def _letter(row: _samples.Row) -> LetterContent:
    address = read_address(row.address)
    if not address.is_postable:
        raise SystemExit(f"The sample {row.reference} cannot be posted: {address.problems}")
    values = {name: clean_line(value, name) for name, value in row.values.items()}
    return LetterContent(
        reference=row.reference,
        dated=date(2026, 12, 18),
        title="Thank you, from Aldermere Borough Council",
        sender_name="Aldermere Borough Council",
        sender_lines=_samples.SENDER,
        recipient_name=values["letter_name"],
        address=tuple(clean_line(line, "the address") for line in address.lines),
        greeting=greeting(values["salutation"]),
        body=clean_paragraphs(fill(_samples.TEMPLATE, values)),
        closing=CLOSINGS["en"],
        signatories=(Signatory("Eleanor Whitcombe", _samples.OFFICE, _samples.SIGNATURE),),
        footer=_samples.FOOTER,
    )


def _cost(work: Callable, things: list) -> float:
    before = _cpu_seconds()
    for thing in things:
        work(thing)
    return (_cpu_seconds() - before) / len(things) * 1000


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _print_versions(options: argparse.Namespace) -> None:
    names = ["typst", "weasyprint", "reportlab"]
    print(" · ".join(f"{name} {version(name)}" for name in names))
    print(f"{options.rounds} rounds of {options.letters} letters, engines taking turns\n")


def _print_figures(what: str, rounds: dict[str, list[float]]) -> None:
    print(f"{what:14}{'ms a letter (min–max)':>26}{'letters/s/core':>18}")
    for name, costs in rounds.items():
        middle = statistics.median(costs)
        spread = f"{middle:.2f} ({min(costs):.2f}–{max(costs):.2f})"
        print(f"  {name:16}{spread:>22}{1000 / middle:>18.0f}")
    ours = rounds.pop("typst")
    for name, theirs in rounds.items():
        ratios = [slow / fast for fast, slow in zip(ours, theirs, strict=True)]
        middle = statistics.median(ratios)
        spread = f"({min(ratios):.1f}–{max(ratios):.1f})"
        print(f"  typst is {middle:.1f} times faster than {name} {spread}")
    print()


if __name__ == "__main__":
    main()
