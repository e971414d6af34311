"""Measures the lists of our site, the bare ones and those tuned by hand in turns, in one run.

All run in the same gunicorn with one worker, on the same rows, sessions and connections. CPU is
that of the application, PostgreSQL's processes for it, and Valkey. Then come typing errors.

The goals are held against the bare page (_bare.py), as the paper on performance means its floor:
"a bare Django page that shows the same rows", 50 of 160,000 people in 7.9 ms, 3 queries and 30 kB,
of which a template "as Django is usually written" takes 5.3. Fed with plain values it takes 3.1:
that is where one can get to, so such a page stands beside it (_tuned.py).
"""

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from benchmarks import _bare, _recall, _world
from benchmarks._serving import Cost, Site, served
from benchmarks._sites import BACKENDS, BARE, OURS, counts, print_machine, signed_in, three
from coalition.http import PAGE_SIZE
from coalition.models import Contributor, Need, Offer, Organisation, User
from coalition.paging import Ring, key_of

Costs = tuple[Cost, Cost, Cost]  # ours, bare, tuned
MOST_SECONDS = 900  # of measuring pages
LIST_GOAL, SEARCH_GOAL, DEPTH_GOAL = 1.3, 1.5, 1.2
SEARCHES = [
    ("people", "kate brown"),
    ("people", "kaet brown"),
    ("people", "brown"),
    ("organisations", "aldershot scouts"),
    ("organisations", "comunity centre"),
]


@dataclass(frozen=True)
class Case:
    """A page, and how many times its bare page it may cost at most. Of a search as somebody types,
    we answer with the list alone, not the page around it."""

    name: str
    ours: str
    bare: str
    goal: float
    typed: bool = False

    @property
    def tuned(self) -> str:
        return f"/tuned{self.bare}"


def main() -> None:
    options = _options()
    call_command("migrate", verbosity=0)
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    began = time.monotonic()
    lena = _world.fill(options.people, options.organisations, options.offers)
    with connection.cursor() as cursor:
        cursor.execute(_bare.INDEXES)
    _print_machine(options, time.monotonic() - began)
    _print_pages(options, lena)
    draw = random.Random(7)
    _print_recall(_recall.of_people(options.errors, draw))
    _print_recall(_recall.of_organisations(options.errors, draw))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev bench pages", description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=160_000)
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=60, help="for a page in each round (60)")
    parser.add_argument("--rounds", type=int, default=5, help="for each site (5)")
    parser.add_argument("--errors", type=int, default=250, help="typing errors of each kind (250)")
    return parser.parse_args()


def cases() -> list[Case]:
    listed = []
    for what, rows, order in _lists():
        ours, bare = _deep(rows, order)
        listed += [
            Case(f"{what}, first page", f"/{what}/", f"/{what}/", LIST_GOAL),
            Case(f"{what}, deep page", f"/{what}/{ours}", f"/{what}/{bare}", LIST_GOAL),
        ]
    for what, words in SEARCHES:
        path = f"/{what}/?{urlencode({'q': words})}"
        listed.append(Case(f"{what}: ‘{words}’", path, path, SEARCH_GOAL))
        listed.append(Case("… as somebody types", path, path, SEARCH_GOAL, True))
    return listed


def _lists() -> list[tuple[str, QuerySet, tuple[str, ...]]]:
    """The lists as they begin: of offers and needs, those that wait."""
    waiting = Offer.objects.filter(next_contact_due__isnull=False)
    return [
        ("people", Contributor.objects.all(), ("letter_name", "pk")),
        ("organisations", Organisation.objects.all(), ("name", "pk")),
        ("offers", waiting, ("next_contact_due", "submitted_at", "pk")),
        ("needs", Need.objects.filter(closed_at=None), ("needed_by", "pk")),
    ]


def _deep(rows: QuerySet, order: tuple[str, ...]) -> tuple[str, str]:
    """Addresses of a page near the end, for our site and for the bare one."""
    rings = [Ring(rows.values_list(*order, named=True), order)]
    row = rings[0].walk(back=False)[rows.count() * 99 // 100]
    ours = urlencode({"after": key_of(rings, 0, row)})
    return f"?{ours}", "?" + urlencode({"after": list(row)}, doseq=True)


def _print_pages(options: argparse.Namespace, lena: User) -> None:
    keys = {site: signed_in(lena, backend) for site, backend in BACKENDS.items()}
    listed = cases()
    bare_application = "django.core.wsgi:get_wsgi_application()"
    with (
        served("coalition.wsgi", OURS, keys[OURS]) as ours,
        served(bare_application, BARE, keys[BARE]) as bare,
    ):
        costs = _measure(options, listed, ours, bare)
    typed = [case.typed for case in listed]
    queries = zip(
        counts(OURS, keys[OURS], list(zip([case.ours for case in listed], typed, strict=True))),
        counts(BARE, keys[BARE], list(zip([case.bare for case in listed], typed, strict=True))),
        counts(BARE, keys[BARE], list(zip([case.tuned for case in listed], typed, strict=True))),
        strict=True,
    )
    print("| page | p50 ms | p95 ms | CPU ms | times bare | times tuned | queries | kB |")
    print("|---|---|---|---|---|---|---|---|")
    for case, asked in zip(listed, queries, strict=True):
        _print_case(case, costs[case], asked)
    _print_depth({case.name: of_case[0] for case, of_case in costs.items() if not case.typed})


def _measure(
    options: argparse.Namespace, listed: list[Case], ours: Site, bare: Site
) -> dict[Case, Costs]:
    costs = {case: (Cost(), Cost(), Cost()) for case in listed}
    until = time.monotonic() + MOST_SECONDS
    for _ in range(options.rounds):
        for case in listed:
            if time.monotonic() < until:
                ours.measure(case.ours, options.requests, costs[case][0], typed=case.typed)
                bare.measure(case.bare, options.requests, costs[case][1], typed=case.typed)
                bare.measure(case.tuned, options.requests, costs[case][2], typed=case.typed)
    return costs


def _print_case(case: Case, costs: Costs, queries: tuple[int, ...]) -> None:
    ours, bare, tuned = costs
    times = f"{ours.each / bare.each:.2f}"
    cells = [
        case.name,
        three(cost.part(50) for cost in costs),
        three(cost.part(95) for cost in costs),
        three((cost.each for cost in costs), digits=2),
        times if float(times) <= case.goal else f"**{times}**",
        f"{ours.each / tuned.each:.2f}",
        three(queries, digits=0),
        three(cost.size / 1000 for cost in costs),
    ]
    print(f"| {' | '.join(cells)} |")


def _print_depth(costs: dict[str, Cost]) -> None:
    for what, *_ in _lists():
        times = costs[f"{what}, deep page"].each / costs[f"{what}, first page"].each
        mark = "" if times <= DEPTH_GOAL else " !"
        print(f"{what}: the deep page costs {times:.2f} times the first{mark}")


def _print_machine(options: argparse.Namespace, seconds: float) -> None:
    print_machine()
    print(
        f"{options.people:,} people, {options.organisations:,} organisations,"
        f" {options.offers:,} offers, {_world.NEEDS:,} needs (made in {seconds:.0f} s);"
        f" {PAGE_SIZE} rows a page;"
        f" {options.rounds} rounds of {options.requests} requests, ours · bare · tuned in turns\n"
    )


def _print_recall(results: list[_recall.Recall]) -> None:
    print(f"\n{'one letter wrong in a':34}{'asked':>8}{'found':>9}{'on the first page':>20}")
    for result in results:
        name = f"{result.what}: {result.kind}"
        found = result.found / result.asked
        first = result.on_first_page / result.asked
        print(f"{name:34}{result.asked:>8}{found:>9.1%}{first:>20.1%}")
